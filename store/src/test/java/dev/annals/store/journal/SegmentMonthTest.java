package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a segment ends although it is small. */
class SegmentMonthTest {
    private static final EngineOptions OPTIONS = EngineOptions.defaults().withDurability(Durability.PROCESS);

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource(Engine.class)
    void everyMonthOfPagesBeginsASegment(Engine engine) throws IOException {
        assertThat(segments(
                        engine,
                        List.of(page("2026-01-01"), page("2026-01-31"), page("2026-02-01"), page("2026-04-30"))))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatAPageBringsDoesNotDateIt(Engine engine) throws IOException {
        assertThat(segments(
                        engine,
                        List.of(page("2026-01-05", "2025-07-01", "2999-01-01"), page("2026-01-06", "2025-08-01"))))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void importsBetweenPagesEndNoSegmentAfterTheNext(Engine engine) throws IOException {
        List<List<NewRecord>> excerpts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            excerpts.add(logs("2019-05-01"));
            excerpts.add(page("2026-01-05"));
            excerpts.add(logs("2999-05-01"));
            excerpts.add(logs((String) null));
        }
        assertThat(segments(engine, excerpts)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void anImportIsSplitByItsOwnMonths(Engine engine) throws IOException {
        assertThat(segments(
                        engine,
                        List.of(
                                logs("2019-05-01", "2019-05-30"),
                                logs("2019-05-31", "2019-06-01"),
                                logs("2019-06-02"))))
                .isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFarDateAtTheBeginningEndsWithTheFirstPage(Engine engine) throws IOException {
        assertThat(segments(
                        engine,
                        List.of(logs("2999-01-01"), page("2026-01-05"), page("2026-02-05"), page("2026-01-06"))))
                .isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void timesAtTheEndsOfTheRangeAreTakenAsTheyAre(Engine engine) throws IOException {
        assertThat(segments(
                        engine,
                        List.of(
                                List.of(log(RecordKind.ACTIVITY_LOG, Instant.MIN)),
                                List.of(log(RecordKind.ACTIVITY_LOG, Instant.MAX)),
                                List.of(log(RecordKind.ACTIVITY_LOG, null))),
                        1))
                .isEqualTo(2);
    }

    /** The log opened as often as can be splits like the log opened once. */
    private long segments(Engine engine, List<List<NewRecord>> excerpts) throws IOException {
        long once = segments(engine, excerpts, excerpts.size());
        assertThat(segments(engine, excerpts, 1)).isEqualTo(once);
        return once;
    }

    private long segments(Engine engine, List<List<NewRecord>> excerpts, int perOpening) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "log").resolve("segments");
        for (int from = 0; from < excerpts.size(); from += perOpening) {
            try (ExcerptLog log = engine.open(directory, TestFiles.mark(directory), OPTIONS)) {
                for (List<NewRecord> each : excerpts.subList(from, from + perOpening)) {
                    log.append(each, Hash.NONE);
                }
                log.sync();
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.endsWith("metadata.cq4t")).count();
        }
    }

    private static List<NewRecord> page(String at, String... created) {
        List<NewRecord> records = new ArrayList<>(logs(created));
        records.add(log(RecordKind.PAGE_COMMITTED, noon(at)));
        return records;
    }

    private static List<NewRecord> logs(@Nullable String... created) {
        List<NewRecord> records = new ArrayList<>();
        for (String each : created) {
            records.add(log(RecordKind.ACTIVITY_LOG, each == null ? null : noon(each)));
        }
        return records;
    }

    private static NewRecord log(RecordKind kind, @Nullable Instant created) {
        return new NewRecord(kind, created, Payload.ofUtf8("{}"));
    }

    private static Instant noon(String date) {
        return Instant.parse(date + "T12:00:00Z");
    }
}
