package dev.annals.store.journal;

import static dev.annals.store.journal.ExcerptLogContract.appendPages;
import static dev.annals.store.journal.ExcerptLogContract.requirePages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as crashes, disks and people leave them. Opening for write mends a cut write, and refuses everything else unchanged. */
class ChronicleDamageTest {
    private static final int PAGES = 40;
    private static final int LAST_NOTE = 64;
    private static final int TABLE_NOTE = 152;
    private static final int INDEX_NOTE = 240;

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("log");
    }

    private ExcerptLog open(int segmentKib) {
        return ChronicleLog.open(
                directory(),
                TestFiles.mark(directory()),
                new EngineOptions(Durability.PROCESS, (long) segmentKib << 10),
                DiskSync.NOTHING);
    }

    private Path written(int segmentKib) {
        try (ExcerptLog log = open(segmentKib)) {
            appendPages(log, PAGES);
        }
        return directory().resolve("19700101F.cq4");
    }

    @Test
    void bytesThatFollowTheLastExcerptAreACutWriteAndDropped() throws IOException {
        Path file = written(1024);
        List<Integer> offsets = offsets(file);
        byte[] last = read(file, offsets.get(PAGES - 1), offsets.get(PAGES) - offsets.get(PAGES - 1));
        for (int cut = 4; cut < last.length; cut += 41) {
            try (ExcerptLog log = open(1024)) {
                assertThat(log.nextSequence()).isEqualTo(PAGES);
            }
            byte[] part = last.clone();
            part[3] |= (byte) 0x80;
            java.util.Arrays.fill(part, cut, part.length, (byte) 0);
            write(file, offsets.get(PAGES), part);
            try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()))) {
                requirePages(log, PAGES);
            }
        }
        try (ExcerptLog log = open(1024)) {
            appendPages(log, 3);
            requirePages(log, PAGES + 3);
        }
    }

    @Test
    void wholeExcerptWhoseHeaderWasNotFinishedIsKept() throws IOException {
        try (ExcerptLog log = open(1024)) {
            appendPages(log, PAGES - 1);
            log.append(ExcerptLogContract.page(PAGES - 1), dev.annals.store.tree.Hash.NONE);
        }
        Path file = directory().resolve("19700101F.cq4");
        int last = offsets(file).get(PAGES - 1);
        byte[] header = read(file, last, 4);
        header[3] |= (byte) 0x80;
        write(file, last, header);
        try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()))) {
            requirePages(log, PAGES - 1);
        }
        try (ExcerptLog log = open(1024)) {
            requirePages(log, PAGES);
            appendPages(log, 2);
            requirePages(log, PAGES + 2);
        }
    }

    @Test
    void holeBeforeExcerptsIsRefusedAndMetByReaders() throws IOException {
        Path file = written(1024);
        write(file, offsets(file).get(20) - 8, new byte[40]);
        requireRefused(20);
        requireReadableUpTo(19);
    }

    /** Then nothing tells an auditor that the log does not end before the hole, but what lies behind it. */
    @Test
    void holeBehindAnOldMarkIsMetByReadersToo() throws IOException {
        try (ExcerptLog log = ChronicleLog.open(
                directory(), TestFiles.mark(directory()), EngineOptions.defaults(), DiskSync.NOTHING)) {
            appendPages(log, 30);
            appendPages(log, PAGES - 30);
        }
        Path file = directory().resolve("19700101F.cq4");
        acknowledge(new End(5, position(5)));
        write(file, offsets(file).get(20) - 8, new byte[40]);
        requireReadableUpTo(19);
    }

    @Test
    void segmentUnderAnotherNameThanTheNextIsRefused() throws IOException {
        written(1);
        acknowledge(new End(2, position(2)));
        List<Path> files;
        try (var all = Files.list(directory())) {
            files = all.filter(file -> file.toString().endsWith(".cq4"))
                    .sorted()
                    .toList();
        }
        Path last = files.get(files.size() - 1);
        Files.move(last, directory().resolve("19700401F.cq4"));
        Map<String, String> before = digests();
        assertThatThrownBy(() -> open(1024))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("expected=" + last.getFileName())
                .hasMessageContaining("found=19700401F.cq4");
        assertThat(digests().keySet()).isEqualTo(before.keySet());
    }

    @Test
    void flippedByteInTheLastSegmentsHeadersOrLastExcerptIsRefused() throws IOException {
        Path file = written(1024);
        List<Integer> offsets = offsets(file);
        Files.copy(file, temporary.resolve("copy"));
        for (int at :
                new int[] {offsets.get(0) + 9, offsets.get(20) + 4, offsets.get(20) + 30, offsets.get(PAGES) - 4}) {
            byte[] one = read(file, at, 1);
            one[0] ^= 0x10;
            write(file, at, one);
            assertThatThrownBy(() -> open(1024)).as("offset %d", at).isInstanceOf(JournalException.class);
            Files.copy(temporary.resolve("copy"), file, StandardCopyOption.REPLACE_EXISTING);
        }
        try (ExcerptLog log = open(1024)) {
            requirePages(log, PAGES);
        }
    }

    @Test
    void flippedBytesOfAnExcerptOnDiskAreMetByTheReader() throws IOException {
        Path file = written(1024);
        List<Integer> offsets = offsets(file);
        for (int at = offsets.get(10) + 4; at < offsets.get(11) - 3; at += 13) {
            byte[] one = read(file, at, 1);
            byte[] flipped = {(byte) (one[0] ^ 1)};
            write(file, at, flipped);
            try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()));
                    ExcerptReader reader = log.reader()) {
                assertThat(reader.read(9)).isNotNull();
                assertThatThrownBy(() -> reader.read(10)).as("offset %d", at).isInstanceOf(JournalException.class);
                assertThat(reader.read(11)).isNotNull();
            }
            write(file, at, one);
        }
    }

    /** Chronicle would write there, over what is acknowledged. */
    @Test
    void chroniclesNoteThatPointsIntoAnExcerptIsRefusedAndNothingIsChanged() throws IOException {
        Path file = written(1024);
        List<Integer> offsets = offsets(file);
        int last = offsets.get(PAGES - 1);
        byte[] index = read(file, INDEX_NOTE, 8);
        for (long to : new long[] {last + 44, last + 2, offsets.get(3) + 4, -4, 1L << 40, 1L << 33 | last}) {
            writeLong(file, LAST_NOTE, to);
            requireRefusedNote(LAST_NOTE, to);
        }
        writeLong(file, LAST_NOTE, last);
        for (long to : new long[] {last, last + 44, 202}) {
            writeLong(file, INDEX_NOTE, to);
            requireRefusedNote(INDEX_NOTE, to);
        }
        write(file, INDEX_NOTE, index);
        writeLong(file, TABLE_NOTE, last + 44);
        requireRefusedNote(TABLE_NOTE, last + 44);
        writeLong(file, TABLE_NOTE, 200);
        try (ExcerptLog log = open(1024)) {
            appendPages(log, 1);
            requirePages(log, PAGES + 1);
        }
    }

    /** It looks for the end of each of them. */
    @Test
    void chroniclesNoteInAnOlderSegmentIsJudgedToo() throws IOException {
        Path first = written(1);
        int last = offsets(first).get(1);
        writeLong(first, LAST_NOTE, last + 44);
        requireRefusedNote(LAST_NOTE, last + 44);
        // What a reader meets is no obstacle for who appends.
        writeLong(first, LAST_NOTE, last);
        write(first, last + 30, new byte[] {99});
        try (ExcerptLog log = open(1)) {
            appendPages(log, 1);
        }
    }

    /** As a crash may leave them: older than the file, or newer. */
    @Test
    void chroniclesNotesOfAnotherMomentAreNoObstacle() throws IOException {
        Path file = written(1024);
        List<Integer> offsets = offsets(file);
        Files.copy(file, temporary.resolve("copy"));
        Path mark = directory().resolveSibling(HighWaterMark.FILE_NAME);
        byte[] marked = Files.readAllBytes(mark);
        int end = offsets.get(PAGES);
        for (long to : new long[] {0, offsets.get(3), end, end + 4_000, 60 << 20}) {
            Files.deleteIfExists(directory().resolve("19700102F.cq4"));
            Files.copy(temporary.resolve("copy"), file, StandardCopyOption.REPLACE_EXISTING);
            Files.write(mark, marked);
            writeLong(file, LAST_NOTE, to);
            if (to != 0) {
                writeLong(file, INDEX_NOTE, to < end ? 0 : to);
            }
            try (ExcerptLog log = open(1024)) {
                appendPages(log, 3);
                requirePages(log, PAGES + 3);
            }
        }
    }

    private void requireRefusedNote(int note, long to) throws IOException {
        Map<String, String> before = digests();
        assertThatThrownBy(() -> open(1024))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("file=19700101F.cq4, offset=" + note + ", to=" + to);
        assertThat(digests()).isEqualTo(before);
    }

    private static void writeLong(Path file, int at, long value) throws IOException {
        write(
                file,
                at,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, value)
                        .array());
    }

    @Test
    void zeroedFirstPageIsRefusedAndNotBegunAnew() throws IOException {
        Path file = written(1024);
        write(file, 0, new byte[4096]);
        requireRefused(0);
    }

    @Test
    void firstHeaderThatIsNotReadyIsRefusedAndTheSegmentIsNotSetAside() throws IOException {
        Path file = written(1024);
        byte[] header = read(file, 0, 4);
        header[3] |= (byte) 0x80;
        write(file, 0, header);
        requireRefused(0);
    }

    @Test
    void segmentThatWasSetAsideIsRefused() throws IOException {
        Path file = written(1024);
        Files.move(file, directory().resolve("19700101F.cq4-1700000000000.discard"));
        requireRefused(-1);
        assertThatThrownBy(() -> ChronicleLog.openReadOnly(directory(), TestFiles.required(directory())))
                .isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void missingSegmentIsRefused() throws IOException {
        written(1);
        Files.delete(directory().resolve("19700102F.cq4"));
        requireRefused(7);
        assertThatThrownBy(() -> ChronicleLog.openReadOnly(directory(), TestFiles.required(directory())))
                .isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void segmentThatWasCreatedAndHoldsNothingIsNoObstacle() throws IOException {
        Path next = written(1024).resolveSibling("19700102F.cq4");
        for (byte[] content : List.of(new byte[0], new byte[4096], new byte[] {0, 0, 0, (byte) 0x80, 1, 2, 3})) {
            Files.write(next, content);
            try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()))) {
                requirePages(log, PAGES);
            }
            try (ExcerptLog log = open(1024)) {
                requirePages(log, PAGES);
            }
        }
        try (ExcerptLog log = open(1024)) {
            appendPages(log, 2);
            requirePages(log, PAGES + 2);
        }
    }

    @Test
    void metadataMayBeMissingOrNonsense() throws IOException {
        written(1);
        Path metadata = directory().resolve("metadata.cq4t");
        Files.delete(metadata);
        for (int i = 0; i < 4; i++) {
            byte[] nonsense = new byte[i * 700];
            new java.util.Random(i).nextBytes(nonsense);
            if (i > 0) {
                Files.write(metadata, nonsense);
            }
            try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()))) {
                requirePages(log, PAGES + 2 * i);
            }
            try (ExcerptLog log = open(1)) {
                appendPages(log, 2);
                requirePages(log, PAGES + 2 * i + 2);
            }
        }
    }

    @Test
    void fileCutWithinWhatWasAcknowledgedIsRefused() throws IOException {
        Path file = written(1024);
        List<Integer> offsets = offsets(file);
        for (int cut : new int[] {offsets.get(PAGES) - 8, offsets.get(PAGES - 1), offsets.get(30) + 20, 4096, 0}) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(cut);
            }
            int whole = (int) offsets.stream().filter(each -> each <= cut).count() - 1;
            requireRefused(Math.max(0, whole));
        }
    }

    @Test
    void fileCutBehindWhatWasAcknowledgedGoesOnInAnotherSegmentAndEverythingIsReadable() throws IOException {
        Path file = written(1024);
        acknowledge(new End(30, position(30)));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(offsets(file).get(30) + 20);
        }
        try (ExcerptLog log = open(1024)) {
            assertThat(log.nextSequence()).isEqualTo(30);
            appendPages(log, 5);
            requirePages(log, 35);
        }
        try (ExcerptLog log = open(1024)) {
            appendPages(log, 5);
            requirePages(log, 40);
        }
        try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()))) {
            requirePages(log, 40);
        }
    }

    private static long position(int pages) {
        long position = 0;
        for (int i = 0; i < pages; i++) {
            position += ExcerptLogContract.page(i).size();
        }
        return position;
    }

    /** Sets the mark, as it is when the machine stopped long before it was forced again. */
    private void acknowledge(End end) throws IOException {
        Path mark = directory().resolveSibling("high-water");
        HighWaterMark.create(mark);
        try (HighWaterMark opened = HighWaterMark.open(mark, 1)) {
            opened.write(Durability.POWER, end, end, false, 0);
        }
    }

    private void requireRefused(long sequence) throws IOException {
        Map<String, String> before = digests();
        assertThatThrownBy(() -> open(1024))
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.sequence()).isBetween(sequence - 1, sequence));
        assertThat(digests()).isEqualTo(before);
    }

    /** Readers reach what lies before the damage, and meet it instead of an early end. */
    private void requireReadableUpTo(int excerpts) {
        try (ReadableLog log = ChronicleLog.openReadOnly(directory(), TestFiles.required(directory()));
                ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isEqualTo(PAGES);
            for (int i = 0; i < excerpts; i++) {
                assertThat(reader.read(i)).isNotNull();
            }
            assertThatThrownBy(() -> reader.read(excerpts + 1)).isInstanceOf(JournalCorruptedException.class);
            assertThatThrownBy(() -> reader.read(PAGES - 1)).isInstanceOf(JournalCorruptedException.class);
        }
    }

    private Map<String, String> digests() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (var files = Files.list(directory())) {
            for (Path file : files.toList()) {
                all.put(file.toString(), TestFiles.digest(file));
            }
        }
        return all;
    }

    /** The offset of each excerpt's document, and of the end. */
    private static List<Integer> offsets(Path file) throws IOException {
        List<Integer> offsets = new ArrayList<>();
        int at = 0;
        int header = header(file, at);
        while (header > 0) {
            if (header >> 30 == 0) {
                offsets.add(at);
            }
            at = (at + 4 + (header & 0x3fffffff) + 3) & ~3;
            header = header(file, at);
        }
        offsets.add(at);
        return offsets;
    }

    private static int header(Path file, int at) throws IOException {
        return ByteBuffer.wrap(read(file, at, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static byte[] read(Path file, int at, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(length);
            FileFrames.readFully(channel, bytes, at);
            return bytes.array();
        }
    }

    private static void write(Path file, int at, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }
}
