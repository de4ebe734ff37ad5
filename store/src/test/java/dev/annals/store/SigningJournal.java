package dev.annals.store;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

/** A journal that signs, with a clock and a timer that a test moves. */
abstract class SigningJournal {
    static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path temporary;

    Instant now = Given.START.plusSeconds(60);
    final List<Runnable> ticks = new ArrayList<>();

    JournalOptions options() {
        return JournalOptions.defaults()
                .withEngine(Engine.FILE)
                .withClock(() -> now)
                .withTicks((interval, task) -> {
                    ticks.add(task);
                    return () -> ticks.remove(task);
                });
    }

    Path directory() {
        return temporary.resolve("journal");
    }

    Journal open() {
        return Journal.open(directory(), options());
    }

    void openAndClose() {
        open().close();
    }

    static List<RecordKind> kinds(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.records())) {
            return entries.map(Entry::kind).toList();
        }
    }

    static long signed(JournalReader journal) {
        return journal.count(Query.records().kinds(RecordKind.CHECKPOINT_SIGNED));
    }

    long signedOnDisk() {
        try (JournalReader reader = Journal.openReadOnly(directory())) {
            return signed(reader);
        }
    }

    VerifierKey publicKey() throws IOException {
        return VerifierKey.parse(
                Files.readString(directory().resolve("checkpoint.pub")).strip());
    }

    static Payload payload(JournalReader journal, long position) {
        try (Stream<Entry> entries =
                journal.query(Query.records().fromPosition(position).limit(1))) {
            return entries.findFirst().orElseThrow().payload();
        }
    }
}
