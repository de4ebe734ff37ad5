package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.fetch.Batch;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal of two years, and its oldest months that are removed; on each engine. */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(120)
abstract class PrunableJournal {
    static final Instant FIRST = Instant.parse("2025-01-15T12:00:00Z");
    static final int LOGS_A_MONTH = 3;

    @Parameter
    Engine engine;

    @TempDir
    Path temporary;

    Path directory() {
        return temporary.resolve("journal");
    }

    /** Pages are two months apart: those of 0 to 4 are older than a year when 11 is the last. */
    JournalOptions options() {
        return JournalOptions.processDurability().withEngine(engine).withClock(InstantSource.fixed(month(12)));
    }

    Journal open() {
        return Journal.open(directory(), options());
    }

    static Instant month(int number) {
        return FIRST.atOffset(ZoneOffset.UTC).plusMonths(2L * number).toInstant();
    }

    static RawActivityLog log(int number) {
        return Given.log(
                "accact_" + number, "acct_1", month(number / LOGS_A_MONTH).plusSeconds(number), "");
    }

    static List<RawActivityLog> logs(int month) {
        return Stream.iterate(month * LOGS_A_MONTH, i -> i + 1)
                .limit(LOGS_A_MONTH)
                .map(PrunableJournal::log)
                .toList();
    }

    static Batch page(int month) {
        Instant at = month(month).plusSeconds(86_400);
        return new Batch(
                Given.STREAM,
                List.of(),
                logs(month),
                new Batch.PageMark(at, at, "req", "2026-11-18.preview", "/asked", "/next/" + month, at, null, null));
    }

    void fill(int from, int to) {
        try (Journal journal = open()) {
            fill(journal, from, to);
        }
    }

    static void fill(Journal journal, int from, int to) {
        for (int month = from; month < to; month++) {
            Given.done(journal.commit(page(month)));
        }
    }

    /** Position of the first record of a month: three logs and a page record each. */
    static long positionOf(int month) {
        return month * (LOGS_A_MONTH + 1L);
    }

    static List<String> ids(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.all())) {
            return entries.map(entry -> entry.payload().utf8().split("\"", -1)[3])
                    .toList();
        }
    }

    static List<String> expectedIds(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int number = from * LOGS_A_MONTH; number < to * LOGS_A_MONTH; number++) {
            ids.add("accact_" + number);
        }
        return ids;
    }

    static void requireFrom(JournalReader journal, int from, int to) {
        assertThat(ids(journal)).isEqualTo(expectedIds(from, to));
        assertThat(journal.firstPosition()).isEqualTo(positionOf(from));
        assertThat(journal.count(Query.records())).isEqualTo(journal.endPosition() - positionOf(from));
        assertThat(journal.query(Query.all().descending().limit(1)).findFirst())
                .map(entry -> entry.payload().utf8().split("\"", -1)[3])
                .contains("accact_" + (to * LOGS_A_MONTH - 1));
        assertThat(journal.query(Query.all().descending())).hasSize((to - from) * LOGS_A_MONTH);
        assertThat(journal.query(Query.records().toPosition(positionOf(from)).descending()))
                .isEmpty();
        assertThat(journal.query(Query.all().id("accact_0"))).isEmpty();
        assertThat(journal.query(Query.all().id("accact_" + from * LOGS_A_MONTH)))
                .hasSize(1);
        assertThat(journal.verify(records -> {}).findings()).isEmpty();
        Status status = journal.status();
        assertThat(status.activityLogs()).isEqualTo((long) to * LOGS_A_MONTH);
        assertThat(status.records()).isEqualTo(journal.endPosition());
        assertThat(status.firstPosition()).isEqualTo(positionOf(from));
        assertThat(status.prunedAt()).isEqualTo(month(12));
        assertThat(status.streams()).hasSize(1);
        assertThat(status.streams().get(0).activityLogs()).isEqualTo((long) to * LOGS_A_MONTH);
    }

    static List<Lifecycle.Pruned> pruned(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.records())) {
            return entries.filter(entry -> entry.kind() == RecordKind.PRUNED)
                    .map(entry -> (Lifecycle.Pruned) LifecycleJson.read(entry.kind(), entry.payload()))
                    .toList();
        }
    }

    static List<Path> segmentFiles(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal.resolve("segments"))) {
            return files.filter(file -> !file.endsWith("metadata.cq4t"))
                    .sorted()
                    .toList();
        }
    }
}
