package dev.annals.store;

import static dev.annals.store.Given.logs;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.store.index.Identity;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a journal promises, whatever engine is under it: each of its tests runs on all. */
@ParameterizedClass
@EnumSource(Engine.class)
abstract class JournalContract {
    @TempDir
    Path temporary;

    @Parameter
    Engine engine;

    JournalOptions options() {
        return JournalOptions.processDurability()
                .withEngine(engine)
                .withClock(InstantSource.fixed(Given.START.plusSeconds(60)));
    }

    Path directory() {
        return temporary.resolve("journal");
    }

    Journal open() {
        return Journal.open(directory(), options());
    }

    static List<Entry> all(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.records())) {
            return entries.toList();
        }
    }

    static List<RecordKind> kinds(JournalReader journal) {
        return all(journal).stream().map(Entry::kind).toList();
    }

    static List<Payload> activityLogs(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.all())) {
            return entries.map(Entry::payload).toList();
        }
    }

    static List<Payload> payloads(List<RawActivityLog> logs) {
        return logs.stream().map(RawActivityLog::payload).toList();
    }

    /** Every file but the lock, with its content. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.toList()) {
                if (Files.isRegularFile(each) && !each.endsWith("annals.lock")) {
                    contents.put(
                            directory.relativize(each).toString(),
                            Identity.sha256(Payload.copyOf(Files.readAllBytes(each)))
                                    + Files.getLastModifiedTime(each));
                }
            }
        }
        return contents;
    }

    static void awaitPosition(Subscription subscription, long position) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (subscription.nextPosition() < position && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(subscription.nextPosition()).isEqualTo(position);
    }
}
