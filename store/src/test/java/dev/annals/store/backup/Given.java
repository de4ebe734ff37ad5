package dev.annals.store.backup;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.store.Journal;
import dev.annals.store.JournalDirectory;
import dev.annals.store.JournalOptions;
import dev.annals.store.JournalReader;
import dev.annals.store.Verification;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.journal.LogStart;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.Packing;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.journal.SegmentExtent;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Hash;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Journals to copy. */
final class Given {
    static final Instant START = Instant.parse("2026-11-18T10:00:00Z");
    static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-20T12:00:00Z"));
    static final LogStream STREAM = new LogStream("test", null, ActivityFilter.all());

    /** Nothing is synced, segments are small, so that there are several, and payloads can be found in the files to damage them. */
    static final Backup.Logs QUICK =
            directory -> directory.open(new EngineOptions(Durability.PROCESS, 16 << 10, Packing.NONE));

    private Given() {}

    static Journal open(Path directory) {
        return Journal.open(
                directory,
                JournalOptions.processDurability()
                        .withSegmentBytes(16 << 10)
                        .withPacking(Packing.NONE)
                        .withClock(CLOCK));
    }

    /** Commits pages of ten logs each, each page one excerpt. */
    static void commitPages(Journal journal, int from, int to) {
        for (int page = from; page < to; page++) {
            journal.commit(page(STREAM, page)).toCompletableFuture().join();
        }
    }

    static Batch page(LogStream stream, int number) {
        return page(stream, logs(number * 10, number * 10 + 10), "/v2/next?page=" + number);
    }

    static Batch page(LogStream stream, List<RawActivityLog> logs, String cursor) {
        Instant at = START.plus(Duration.ofDays(1));
        return new Batch(
                stream,
                List.of(),
                logs,
                new Batch.PageMark(at, at, "req_1", "2026-11-18.preview", "/v2/asked", cursor, at, null, null));
    }

    static List<RawActivityLog> logs(int from, int to) {
        return IntStream.range(from, to).mapToObj(Given::log).toList();
    }

    static RawActivityLog log(int number) {
        Instant created = START.plusSeconds(number);
        String id = "accact_" + number;
        return new RawActivityLog(
                id,
                "acct_1",
                created,
                Payload.ofUtf8("{\"id\":\"" + id + "\",\"created\":\"" + created
                        + "\",\"context\":\"acct_1\",\"type\":\"api_key_created\",\"note\":\""
                        + "x".repeat(number % 90) + "\"}"));
    }

    static Batch note(Lifecycle fact) {
        return new Batch(STREAM, List.of(fact), List.of(), null);
    }

    /** Everything in a journal: sequence numbers, positions, records, roots. */
    static List<Excerpt> excerpts(Path directory) {
        JournalDirectory journal = JournalDirectory.openForReading(directory);
        List<Excerpt> excerpts = new ArrayList<>();
        try (ReadableLog log = journal.engine().openReadOnly(journal.segments(), journal.highWater());
                ExcerptReader reader = log.reader()) {
            for (Excerpt next = reader.read(0); next != null; next = reader.read(excerpts.size())) {
                excerpts.add(next);
            }
        }
        return excerpts;
    }

    static List<String> logs(Path directory) {
        try (JournalReader reader = Journal.openReadOnly(directory);
                Stream<Entry> entries = reader.query(Query.all())) {
            return entries.map(entry -> entry.payload().utf8()).toList();
        }
    }

    static Verification verified(Path directory) {
        try (JournalReader reader = Journal.openReadOnly(directory)) {
            return reader.verify(records -> {});
        }
    }

    /** A log on a disk that has room for so many excerpts. */
    static Backup.Logs withRoomFor(int excerpts) {
        return directory -> new FullLog(QUICK.open(directory), excerpts);
    }

    private static final class FullLog implements ExcerptLog {
        private final ExcerptLog log;
        private int room;

        FullLog(ExcerptLog log, int room) {
            this.log = log;
            this.room = room;
        }

        @Override
        public long nextSequence() {
            return log.nextSequence();
        }

        @Override
        public long nextPosition() {
            return log.nextPosition();
        }

        @Override
        public long endPosition() {
            return log.endPosition();
        }

        @Override
        public long append(List<NewRecord> records, Hash root) {
            if (room-- <= 0) {
                throw new JournalOutOfSpaceException("no space left, for this test");
            }
            return log.append(records, root);
        }

        @Override
        public void sync() {
            log.sync();
        }

        @Override
        public List<SegmentExtent> segments() {
            return log.segments();
        }

        @Override
        public void removeBefore(LogStart start) {
            log.removeBefore(start);
        }

        @Override
        public ExcerptReader reader() {
            return log.reader();
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
