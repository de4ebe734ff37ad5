package dev.annals.store.journal;

import static dev.annals.store.journal.ExcerptLogContract.appendPages;
import static dev.annals.store.journal.ExcerptLogContract.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The mark and the log together: when the mark is written and forced, and what an opening makes of both. */
class AcknowledgementTest {
    private static final long BOOT = 1;

    @TempDir
    Path root;

    private final MarkDisk disk = new MarkDisk();

    private Path mark() {
        return root.resolve("high-water");
    }

    private Path segments() {
        return root.resolve("segments");
    }

    private ExcerptLog open(Engine engine, Durability durability, long segmentBytes, long boot) {
        if (!Files.exists(mark())) {
            HighWaterMark.create(mark());
        }
        EngineOptions options = new EngineOptions(durability, segmentBytes, Packing.NONE);
        HighWaterMark mark = HighWaterMark.open(mark(), boot);
        return engine == Engine.CHRONICLE
                ? ChronicleLog.open(segments(), mark, options, disk)
                : FileLog.open(segments(), mark, options, disk);
    }

    private ExcerptLog open(Engine engine) {
        return open(engine, Durability.POWER, 1 << 20, BOOT);
    }

    private HighWaterMark.State marked() {
        try (HighWaterMark mark = HighWaterMark.open(mark(), BOOT)) {
            return mark.atOpen();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whenSyncReturnsTheMarkSaysSo(Engine engine) {
        try (ExcerptLog log = open(engine)) {
            for (int i = 0; i < 5; i++) {
                appendPages(log, 2);
                End end = new End(log.nextSequence(), log.nextPosition());
                log.append(page(log.nextSequence()), Hash.NONE);
                assertThat(marked().end()).isEqualTo(end);
                assertThat(marked().forced()).isEqualTo(end);
                assertThat(marked().closed()).isFalse();
                log.sync();
            }
        }
        assertThat(marked().closed()).isTrue();
    }

    @Test
    void theMarkIsForcedWhenASegmentBeginsNowAndThenWhenIdleAndAtTheEnd() {
        ExcerptLog log = open(Engine.FILE);
        assertThat(disk.marks()).isEqualTo(1);
        appendPages(log, 1);
        assertThat(disk.marks()).as("a segment began").isEqualTo(1);
        for (int i = 0; i < 512; i++) {
            appendPages(log, 1);
        }
        assertThat(disk.marks()).as("every 256 syncs").isEqualTo(2);
        appendPages(log, 1);
        log.idle();
        log.idle();
        assertThat(disk.marks()).as("idle, and nothing new").isEqualTo(1);
        appendPages(log, 1);
        log.close();
        assertThat(disk.marks()).as("closed").isEqualTo(1);
    }

    @Test
    void aMarkThatCannotBeForcedEndsTheLog() {
        try (ExcerptLog log = open(Engine.FILE)) {
            disk.failing = true;
            log.append(page(0), Hash.NONE);
            assertThatThrownBy(log::sync).isInstanceOf(JournalFailedException.class);
            disk.failing = false;
            assertThatThrownBy(log::sync).isInstanceOf(JournalFailedException.class);
        }
        assertThat(marked().closed()).isFalse();
        try (ExcerptLog log = open(Engine.FILE)) {
            appendPages(log, 1);
            disk.failing = true;
            assertThatThrownBy(log::idle).isInstanceOf(JournalFailedException.class);
            assertThatThrownBy(() -> log.append(page(1), Hash.NONE)).isInstanceOf(JournalFailedException.class);
            disk.failing = false;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCutIsToldUntilItIsRecorded(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendPages(log, 3);
        }
        tear();
        Recovery first;
        try (ExcerptLog log = open(engine)) {
            first = log.recovered().orElseThrow();
            assertThat(first.droppedBytes()).isPositive();
            assertThat(first.nextPosition()).isEqualTo(log.nextPosition());
            assertThat(first.reason()).contains("file=").contains("offset=").contains("excerpt=3");
            log.append(page(3), Hash.NONE);
            log.sync();
        }
        try (ExcerptLog log = open(engine)) {
            Recovery again = log.recovered().orElseThrow();
            assertThat(again.droppedBytes()).isEqualTo(first.droppedBytes());
            log.append(
                    List.of(new NewRecord(RecordKind.RECOVERED, null, Payload.ofUtf8("{\"told\":true}"))), Hash.NONE);
        }
        try (ExcerptLog log = open(engine)) {
            assertThat(log.recovered()).as("it was not synced").isPresent();
            log.append(
                    List.of(new NewRecord(RecordKind.RECOVERED, null, Payload.ofUtf8("{\"told\":true}"))), Hash.NONE);
            log.sync();
        }
        try (ExcerptLog log = open(engine)) {
            assertThat(log.recovered()).isEmpty();
            assertThat(log.nextSequence()).isEqualTo(6);
        }
    }

    /** Leaves a write behind the end of which a page is missing. */
    private void tear() throws IOException {
        Path last = segmentFiles().get(segmentFiles().size() - 1);
        byte[] content = Files.readAllBytes(last);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        boolean chronicle = last.toString().endsWith(".cq4");
        int at = chronicle ? (end + 3) & ~3 : end;
        byte[] torn = new byte[600];
        java.util.Arrays.fill(torn, 0, 300, (byte) 'x');
        ByteBuffer.wrap(torn)
                .order(chronicle ? java.nio.ByteOrder.LITTLE_ENDIAN : java.nio.ByteOrder.BIG_ENDIAN)
                .putInt(0, chronicle ? 0x80000000 : 100_000);
        try (FileChannel channel = FileChannel.open(last, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(torn), at);
            if (!chronicle) {
                channel.truncate(at + 40);
            }
        }
    }

    private List<Path> segmentFiles() throws IOException {
        try (var files = Files.list(segments())) {
            return files.filter(file -> !file.toString().endsWith(".cq4t"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void zerosBehindTheEndAreNoCut() throws IOException {
        try (ExcerptLog log = open(Engine.FILE)) {
            appendPages(log, 3);
        }
        Path file = segmentFiles().get(0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(9_000), Files.size(file));
        }
        try (ExcerptLog log = open(Engine.FILE)) {
            assertThat(log.recovered()).isEmpty();
            assertThat(log.nextSequence()).isEqualTo(3);
        }
    }

    /** The mark may be old after a power cut; what was written later tells that it had been synced. */
    @ParameterizedTest
    @EnumSource
    void whatALaterExcerptCallsSyncedIsNotCut(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendPages(log, 2);
        }
        byte[] old = Files.readAllBytes(mark());
        long from = Files.size(segmentFiles().get(0));
        try (ExcerptLog log = open(engine)) {
            from = engine == Engine.FILE ? from : endOf(segmentFiles().get(0));
            log.append(
                    List.of(new NewRecord(RecordKind.ACTIVITY_LOG, null, Payload.ofUtf8("x".repeat(3_000)))),
                    Hash.NONE);
            log.sync();
            log.append(page(3), Hash.NONE);
            log.sync();
        }
        Files.write(mark(), old);
        // Whole sectors, as a lost write would leave it: only the excerpt behind it tells that it is none.
        byte[] lost = new byte[(int) ((from / 512 + 2) * 512 - from)];
        try (FileChannel channel = FileChannel.open(segmentFiles().get(0), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(lost), from);
        }
        assertThatThrownBy(() -> open(engine, Durability.POWER, 1 << 20, BOOT + 1))
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.sequence()).isEqualTo(2));
    }

    private static long endOf(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        return (end + 3L) & ~3L;
    }

    @ParameterizedTest
    @EnumSource
    void aFlippedBitBehindAnOldMarkIsNoLostWrite(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendPages(log, 2);
        }
        byte[] old = Files.readAllBytes(mark());
        try (ExcerptLog log = open(engine)) {
            appendPages(log, 1);
        }
        Files.write(mark(), old);
        Path file = segmentFiles().get(0);
        long at = endOf(file) - 40;
        byte[] content = Files.readAllBytes(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {(byte) (content[(int) at] ^ 2)}), at);
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> open(engine, Durability.POWER, 1 << 20, BOOT + 1))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("checksum");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource
    void theMarkOfAnotherLogIsRefused(Engine engine) throws IOException {
        try (ExcerptLog log = open(engine)) {
            appendPages(log, 4);
        }
        try (HighWaterMark mark = HighWaterMark.open(mark(), BOOT)) {
            mark.write(Durability.POWER, new End(3, 5), new End(3, 5), true, 0);
        }
        assertThatThrownBy(() -> open(engine))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("another journal's");
    }

    /** Counts and fails what is forced of the mark, which it knows by its length. */
    private static final class MarkDisk implements DiskSync {
        private boolean failing;
        private int marks;

        /** How often since the last time. */
        int marks() {
            int since = marks;
            marks = 0;
            return since;
        }

        @Override
        public void force(FileChannel file) throws IOException {
            if (file.size() == 2 * HighWaterMark.PAGE_BYTES) {
                marks++;
                if (failing) {
                    throw new IOException("I/O error, for this test");
                }
            }
        }

        @Override
        public void forceDirectory(Path directory) {}
    }
}
