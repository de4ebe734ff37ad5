package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine owes, as {@link ExcerptLog} says it. */
abstract class ExcerptLogContract {
    @TempDir
    Path temporary;

    abstract ExcerptLog open(Path directory, EngineOptions options, DiskSync disk);

    abstract ReadableLog openReadOnly(Path directory);

    Path directory() {
        return temporary.resolve("log");
    }

    ExcerptLog open() {
        return open(1 << 30);
    }

    ExcerptLog open(long segmentBytes) {
        return open(directory(), EngineOptions.defaults().withSegmentBytes(segmentBytes), DiskSync.NOTHING);
    }

    static NewRecord log(String text) {
        return new NewRecord(
                RecordKind.ACTIVITY_LOG, Instant.parse("2026-11-22T05:00:00.123456789Z"), Payload.ofUtf8(text));
    }

    static List<NewRecord> page(long number) {
        List<NewRecord> records = new ArrayList<>();
        for (long i = 0; i <= number % 4; i++) {
            records.add(log("{\"page\":" + number + ",\"log\":" + i + "}"));
        }
        records.add(new NewRecord(RecordKind.PAGE_COMMITTED, null, Payload.ofUtf8("{\"cursor\":\"" + number + "\"}")));
        return records;
    }

    static void appendPages(ExcerptLog log, int count) {
        for (int i = 0; i < count; i++) {
            log.append(page(log.nextSequence()), Hash.NONE);
        }
        log.sync();
    }

    static void requirePages(ReadableLog log, int count) {
        long position = 0;
        try (ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isEqualTo(count);
            for (int i = 0; i < count; i++) {
                Excerpt excerpt = reader.read(i);
                requireEqual(excerpt, i, position, page(i));
                position += page(i).size();
            }
            assertThat(reader.read(count)).isNull();
            assertThat(reader.endPosition()).isEqualTo(position);
        }
    }

    static void requireEqual(@Nullable Excerpt excerpt, long sequence, long position, List<NewRecord> records) {
        Objects.requireNonNull(excerpt);
        assertThat(excerpt.sequence()).isEqualTo(sequence);
        assertThat(excerpt.firstPosition()).isEqualTo(position);
        assertThat(excerpt.entries()).hasSameSizeAs(records);
        for (int i = 0; i < records.size(); i++) {
            NewRecord record = records.get(i);
            assertThat(excerpt.entries().get(i))
                    .isEqualTo(new Entry(position + i, sequence, record.kind(), record.created(), record.payload()));
        }
    }

    @Test
    void emptyLogBeginsAtZero() {
        try (ExcerptLog log = open()) {
            assertThat(log.nextSequence()).isZero();
            assertThat(log.nextPosition()).isZero();
            requirePages(log, 0);
        }
    }

    @Test
    void whatWasAppendedAndSyncedIsReadByteForByte() {
        try (ExcerptLog log = open()) {
            appendPages(log, 20);
            assertThat(log.nextSequence()).isEqualTo(20);
            requirePages(log, 20);
        }
    }

    /** Who verifies must not be told what memory says. */
    @Test
    void theNewestExcerptIsRecalledButReadFromTheDisk() throws IOException {
        EngineOptions plain = EngineOptions.defaults().withPacking(Packing.NONE);
        try (ExcerptLog log = open(directory(), plain, DiskSync.NOTHING)) {
            appendPages(log, 3);
            try (ExcerptReader reader = log.reader();
                    ExcerptReader other = log.reader()) {
                Excerpt newest = reader.recall(2);
                requireEqual(newest, 2, newest == null ? -1 : newest.firstPosition(), page(2));
                damage("\"page\":2");

                assertThat(reader.recall(2)).isSameAs(newest);
                assertThat(other.recall(2)).isSameAs(newest);
                assertThatThrownBy(() -> other.read(2)).isInstanceOf(JournalCorruptedException.class);

                appendPages(log, 1);
                requireEqual(other.recall(3), 3, log.nextPosition() - page(3).size(), page(3));
                assertThat(other.recall(4)).isNull();
                assertThatThrownBy(() -> reader.recall(2)).isInstanceOf(JournalCorruptedException.class);
            }
        }
    }

    private void damage(String text) throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.toList()) {
                int at = Files.readString(file, StandardCharsets.ISO_8859_1).indexOf(text);
                if (at >= 0) {
                    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                        channel.write(ByteBuffer.wrap(new byte[] {'!'}), at + 1L);
                    }
                    return;
                }
            }
        }
        throw new AssertionError("no file holds text=" + text);
    }

    @Test
    void everyKindEveryTimeAndEveryPayloadComesBack() {
        List<NewRecord> records = new ArrayList<>();
        for (RecordKind kind : RecordKind.values()) {
            records.add(new NewRecord(kind, Instant.EPOCH.minusNanos(kind.code()), Payload.copyOf(new byte[0])));
        }
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        records.add(new NewRecord(RecordKind.REQUEST_LOG, Instant.MAX, Payload.copyOf(every)));
        records.add(new NewRecord(RecordKind.REQUEST_LOG, Instant.MIN, Payload.copyOf(new byte[1 << 20])));
        try (ExcerptLog log = open()) {
            log.append(records, Hash.NONE);
            log.sync();
            try (ExcerptReader reader = log.reader()) {
                requireEqual(reader.read(0), 0, 0, records);
            }
        }
    }

    @Test
    void appendedButNotSyncedIsInvisible() {
        try (ExcerptLog log = open();
                ExcerptReader reader = log.reader()) {
            appendPages(log, 2);
            log.append(page(2), Hash.NONE);
            assertThat(reader.endSequence()).isEqualTo(2);
            assertThat(reader.read(2)).isNull();
            assertThatThrownBy(() -> reader.sequenceOf(log.nextPosition() - 1))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            log.sync();
            assertThat(reader.read(2)).isNotNull();
        }
    }

    @Test
    void readerSeesWhatIsAppendedAfterItWasOpened() {
        try (ExcerptLog log = open(1 << 10);
                ExcerptReader reader = log.reader()) {
            for (int i = 0; i < 50; i++) {
                assertThat(reader.read(i)).isNull();
                log.append(page(i), Hash.NONE);
                assertThat(log.endPosition()).isEqualTo(reader.endPosition());
                log.sync();
                assertThat(reader.read(i)).isNotNull();
                assertThat(log.endPosition()).isEqualTo(reader.endPosition()).isEqualTo(log.nextPosition());
            }
        }
    }

    @Test
    void everyPositionIsFoundInItsExcerpt() {
        try (ExcerptLog log = open(1 << 10)) {
            appendPages(log, 40);
            try (ExcerptReader reader = log.reader()) {
                long position = 0;
                for (int i = 0; i < 40; i++) {
                    for (int record = 0; record < page(i).size(); record++) {
                        assertThat(reader.sequenceOf(position++)).isEqualTo(i);
                    }
                }
                assertThatThrownBy(() -> reader.sequenceOf(log.nextPosition()))
                        .isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> reader.sequenceOf(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void readingBackwardsAndAtRandomFindsTheSame() {
        try (ExcerptLog log = open(1 << 10)) {
            appendPages(log, 60);
            try (ExcerptReader reader = log.reader()) {
                for (int i = 59; i >= 0; i--) {
                    assertThat(reader.read(i)).extracting(Excerpt::sequence).isEqualTo((long) i);
                    int other = i * 37 % 60;
                    assertThat(reader.read(other)).extracting(Excerpt::sequence).isEqualTo((long) other);
                }
            }
        }
    }

    @Test
    void reopenedLogGoesOnWhereItEnded() {
        for (int i = 0; i < 10; i++) {
            try (ExcerptLog log = open(1 << 10)) {
                requirePages(log, i * 7);
                appendPages(log, 7);
            }
        }
        try (ReadableLog log = openReadOnly(directory())) {
            requirePages(log, 70);
        }
    }

    @Test
    void segmentSizeMayChangeBetweenOpenings() {
        for (long segmentBytes : new long[] {1 << 10, 1 << 20, 2 << 10}) {
            try (ExcerptLog log = open(segmentBytes)) {
                appendPages(log, 30);
            }
        }
        try (ExcerptLog log = open()) {
            requirePages(log, 90);
        }
    }

    @Test
    void readOnlyLogFollowsTheWriter() {
        try (ExcerptLog log = open(1 << 10)) {
            appendPages(log, 1);
            try (ReadableLog beside = openReadOnly(directory());
                    ExcerptReader reader = beside.reader()) {
                for (int i = 1; i < 50; i++) {
                    assertThat(reader.endSequence()).isEqualTo(i);
                    assertThat(reader.read(i)).isNull();
                    appendPages(log, 1);
                    assertThat(reader.read(i)).isNotNull();
                }
                requirePages(beside, 50);
            }
        }
    }

    @Test
    void readOnlyOpeningChangesNothingOnDisk() throws IOException {
        try (ExcerptLog log = open(1 << 10)) {
            appendPages(log, 12);
        }
        Map<String, String> before = snapshot();
        try (ReadableLog log = openReadOnly(directory())) {
            requirePages(log, 12);
            try (ExcerptReader reader = log.reader()) {
                assertThat(reader.sequenceOf(reader.endPosition() - 1)).isEqualTo(11);
            }
        }
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void readOnlyOpeningOfAnEmptyDirectoryIsEmptyAndCreatesNothing() throws IOException {
        Files.createDirectories(directory());
        Map<String, String> before = snapshot();
        try (ReadableLog log = openReadOnly(directory())) {
            requirePages(log, 0);
        }
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void readOnlyOpeningOfAMissingDirectoryIsRefusedAndCreatesNothing() {
        Path missing = temporary.resolve("missing");
        assertThatThrownBy(() -> openReadOnly(missing))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("missing");
        assertThat(missing).doesNotExist();
    }

    private Map<String, String> snapshot() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var files = Files.walk(temporary)) {
            for (Path file : files.toList()) {
                String content = Files.isDirectory(file) ? "" : TestFiles.digest(file);
                all.put(file.toString(), Files.getLastModifiedTime(file) + " " + content);
            }
        }
        return all;
    }

    @Test
    void emptyAndTooLargeExcerptsAreRefusedAndNothingIsAppended() {
        try (ExcerptLog log = open()) {
            appendPages(log, 1);
            List<NewRecord> large = List.of(new NewRecord(
                    RecordKind.ACTIVITY_LOG, null, Payload.copyOf(new byte[Segments.MAX_EXCERPT_BYTES - 97])));
            assertThatThrownBy(() -> log.append(List.of(), Hash.NONE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> log.append(large, Hash.NONE)).isInstanceOf(IllegalArgumentException.class);
            appendPages(log, 1);
            requirePages(log, 2);
        }
    }

    @Test
    void largestExcerptIsKept() {
        List<NewRecord> largest = List.of(new NewRecord(
                RecordKind.ACTIVITY_LOG, null, Payload.copyOf(new byte[Segments.MAX_EXCERPT_BYTES - 98])));
        try (ExcerptLog log = open()) {
            for (int i = 0; i < 12; i++) {
                log.append(largest, Hash.NONE);
            }
            log.sync();
        }
        try (ExcerptLog log = open();
                ExcerptReader reader = log.reader()) {
            for (int i = 0; i < 12; i++) {
                requireEqual(reader.read(i), i, i, largest);
            }
        }
    }

    @Test
    void failedSyncIsReportedHidesTheExcerptAndEndsTheLog() {
        FailingDisk disk = new FailingDisk();
        try (ExcerptLog log = open(directory(), EngineOptions.defaults(), disk);
                ExcerptReader reader = log.reader()) {
            appendPages(log, 3);
            log.append(page(3), Hash.NONE);
            disk.failing = true;
            assertThatThrownBy(log::sync)
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessageContaining("I/O error");
            disk.failing = false;
            assertThat(reader.endSequence()).isEqualTo(3);
            assertThat(reader.read(3)).isNull();
            assertThatThrownBy(log::sync).isInstanceOf(JournalFailedException.class);
            assertThatThrownBy(() -> log.append(page(4), Hash.NONE)).isInstanceOf(JournalFailedException.class);
        }
    }

    @Test
    void syncForcesTheSegmentBeforeItReturnsAndTheDirectoryForANewOne() {
        FailingDisk disk = new FailingDisk();
        try (ExcerptLog log = open(directory(), EngineOptions.defaults().withSegmentBytes(1 << 10), disk)) {
            log.append(page(0), Hash.NONE);
            int files = disk.files;
            int directories = disk.directories;
            log.sync();
            assertThat(disk.files).isGreaterThan(files);
            assertThat(disk.directories).isGreaterThan(directories);
            log.append(page(1), Hash.NONE);
            files = disk.files;
            log.sync();
            assertThat(disk.files).isGreaterThan(files);
            directories = disk.directories;
            appendPages(log, 100);
            assertThat(disk.directories).isGreaterThan(directories);
        }
    }

    @Test
    void syncForcesEachSegmentThatWasWrittenSinceTheLastOne() throws IOException {
        FailingDisk disk = new FailingDisk();
        try (ExcerptLog log = open(directory(), EngineOptions.defaults().withSegmentBytes(1 << 10), disk)) {
            for (int i = 0; i < 30; i++) {
                log.append(page(i), Hash.NONE);
            }
            log.sync();
        }
        try (Stream<Path> files = Files.list(directory())) {
            long segments =
                    files.filter(file -> !file.toString().endsWith(".cq4t")).count();
            assertThat(segments).isGreaterThan(2);
            assertThat((long) disk.files).isGreaterThanOrEqualTo(segments);
        }
    }

    @Test
    void aSegmentThatWasForcedAndIsNotWrittenAnyMoreIsNotKeptOpen() {
        List<FileChannel> forced = new ArrayList<>();
        DiskSync disk = new DiskSync() {
            @Override
            public void force(FileChannel file) {
                if (TestFiles.path(file).startsWith(directory())) {
                    forced.add(file);
                }
            }

            @Override
            public void forceDirectory(Path directory) {}
        };
        try (ExcerptLog log = open(directory(), EngineOptions.defaults().withSegmentBytes(1 << 10), disk)) {
            for (int i = 0; i < 6; i++) {
                appendPages(log, 15);
            }
            assertThat(log.segments()).hasSizeGreaterThan(3);
            assertThat(forced.stream().filter(FileChannel::isOpen).distinct()).hasSize(1);
        }
        assertThat(forced).noneMatch(FileChannel::isOpen);
    }

    @Test
    void interruptedReadFailsAndTheNextOneWorks() {
        try (ExcerptLog log = open();
                ExcerptReader reader = log.reader()) {
            appendPages(log, 2);
            Thread.currentThread().interrupt();
            try {
                assertThatThrownBy(() -> reader.read(0)).isInstanceOf(JournalFailedException.class);
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(reader.read(0)).isNotNull();
            requirePages(log, 2);
        }
    }

    @Test
    void closedLogRefusesAndClosesItsReaders() {
        ExcerptLog log = open();
        appendPages(log, 2);
        ExcerptReader reader = log.reader();
        log.close();
        log.close();
        assertThatThrownBy(() -> log.append(page(2), Hash.NONE)).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(log::sync).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(log::reader).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(() -> reader.read(0)).isInstanceOf(JournalClosedException.class);
        reader.close();
    }

    /** A disk that can be told to fail, and counts. */
    static final class FailingDisk implements DiskSync {
        boolean failing;
        int files;
        int directories;

        @Override
        public void force(FileChannel file) throws IOException {
            files++;
            if (failing) {
                throw new IOException("I/O error");
            }
        }

        @Override
        public void forceDirectory(Path directory) {
            directories++;
        }
    }
}
