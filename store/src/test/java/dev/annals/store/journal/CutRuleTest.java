package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is cut and what is refused, and in which order a cut changes and forces files. */
class CutRuleTest {
    private static final long BOOT = 1;
    private static final int UNSYNCED = 9;

    @TempDir
    Path root;

    private final Watching disk = new Watching();
    private Path segments = Path.of("");
    private Path markFile = Path.of("");

    @BeforeEach
    void create() throws IOException {
        segments = Files.createDirectory(root.resolve("segments"));
        markFile = root.resolve(HighWaterMark.FILE_NAME);
        HighWaterMark.create(markFile);
        closed(1);
    }

    private Path file(int number) {
        return segments.resolve("segment-" + number);
    }

    private static SegmentBytes chronicle() {
        return new SegmentBytes(Framing.CHRONICLE).own(40);
    }

    /** An excerpt written while nothing since excerpt 0 was synced. */
    private static SegmentBytes unsynced(SegmentBytes bytes, long sequence) {
        return bytes.excerpt(sequence, sequence, 300, UNSYNCED);
    }

    private void mark(long sequence, boolean closed) throws IOException {
        try (HighWaterMark mark = HighWaterMark.open(markFile, BOOT)) {
            mark.write(Durability.POWER, new End(sequence, sequence), new End(sequence, sequence), closed, 0);
        }
    }

    /** Sets the mark of a log that was closed in good order. */
    private void closed(long sequence) throws IOException {
        mark(sequence, true);
    }

    /** Sets the mark of a log that lived when the machine stopped; {@code settle} runs after another start. */
    private void cutOff(long sequence) throws IOException {
        mark(sequence, false);
    }

    private CutRule decide(Framing framing, @Nullable Path holder, long offset, long required, Path... following)
            throws IOException {
        return CutRule.decide(framing, disk, holder, offset, new End(required, required), List.of(following));
    }

    private Optional<Recovery> apply(CutRule rule) throws IOException {
        return apply(rule, BOOT + 1);
    }

    private Optional<Recovery> apply(CutRule rule, long boot) throws IOException {
        try (HighWaterMark mark = HighWaterMark.open(markFile, boot)) {
            return rule.apply(segments, mark);
        }
    }

    private static int word(Map<String, byte[]> files, Path file, int at) {
        return ByteBuffer.wrap(Objects.requireNonNull(files.get(name(file))))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt(at);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    /** Requires that from an offset on a file holds nothing but, perhaps, an end. */
    private static void requireEmptyFrom(Map<String, byte[]> files, Path file, int at, boolean ended) {
        byte[] content = Objects.requireNonNull(files.get(name(file)));
        byte[] rest = Arrays.copyOfRange(content, at, content.length);
        byte[] expected = new byte[rest.length];
        if (ended) {
            ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).putInt(Framing.END_WORD);
        }
        assertThat(rest).as("%s from %d", file, at).isEqualTo(expected);
    }

    private void requireRefused(long sequence, Decision decision) throws IOException {
        Map<String, byte[]> before = contents();
        assertThatThrownBy(decision::make)
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.sequence()).isEqualTo(sequence));
        assertThat(contents()).containsExactlyEntriesOf(before);
        assertThat(disk.seen).isEmpty();
    }

    private interface Decision {
        void make() throws IOException;
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (var files = Files.list(segments)) {
            for (Path each : files.toList()) {
                contents.put(name(each), Files.readAllBytes(each));
            }
        }
        return contents;
    }

    @Test
    void aLogThatWasClosedInGoodOrderIsLeftAlone() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        Path file = bytes.to(file(0));
        Map<String, byte[]> before = contents();
        assertThat(apply(decide(Framing.CHRONICLE, file, bytes.end(), 1))).isEmpty();
        assertThat(disk.seen).isEmpty();
        assertThat(contents()).containsExactlyEntriesOf(before);
    }

    @Test
    void aSegmentThatWasEndedIsNoCut() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0).ended();
        Path file = bytes.to(file(0));
        assertThat(apply(decide(Framing.CHRONICLE, file, bytes.end(), 1))).isEmpty();
        assertThat(disk.seen).isEmpty();
    }

    /** The death of a process leaves excerpts that were written and not forced: who appends behind them forces them first. */
    @Test
    void whatWasNotForcedYetIsForcedAndTheSegmentGoesOn() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int first = bytes.end();
        Path before = unsynced(bytes, 1).ended().to(file(0));
        SegmentBytes next = unsynced(chronicle(), 2);
        Path last = next.to(file(1));
        mark(1, false);
        assertThat(apply(decide(Framing.CHRONICLE, before, first, 1, last), BOOT))
                .isEmpty();
        assertThat(disk.names()).containsExactly("directory", name(before), name(last));
        requireEmptyFrom(contents(), last, next.end(), false);
        assertThat(word(contents(), before, bytes.end())).isEqualTo(Framing.END_WORD);
    }

    /** What Chronicle noted for itself may be older or newer than what is left, even if that looks whole. */
    @Test
    void afterAStopOfTheMachineTheSegmentIsForcedAndEnded() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        Path file = bytes.to(file(0));
        cutOff(1);
        assertThat(apply(decide(Framing.CHRONICLE, file, bytes.end(), 1))).isEmpty();
        assertThat(disk.names()).containsExactly("directory", name(file), name(file));
        requireEmptyFrom(disk.seen.get(1).files(), file, bytes.end(), false);
        requireEmptyFrom(disk.seen.get(2).files(), file, bytes.end(), true);
    }

    @Test
    void theMarkTellsOfACutBeforeItIsDoneAndTheEndIsPutBehindZerosThatAreForced() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int end = bytes.end();
        Path file = bytes.document(1 << 31, 900, (byte) 5).to(file(0));
        byte[] before = Files.readAllBytes(file);
        // Closed: it is the cut alone that ends the segment.
        Recovery recovery = apply(decide(Framing.CHRONICLE, file, end, 1), BOOT).orElseThrow();
        assertThat(recovery.droppedBytes()).isEqualTo(904);
        assertThat(recovery.nextPosition()).isEqualTo(1);
        assertThat(disk.names()).containsExactly("mark", "directory", name(file), name(file));
        assertThat(disk.seen.get(0).mark().cut()).isEqualTo(904);
        assertThat(disk.seen.get(0).mark().closed()).isFalse();
        assertThat(disk.seen.get(0).mark().end()).isEqualTo(new End(1, 1));
        assertThat(disk.seen.get(0).files().get(name(file))).isEqualTo(before);
        requireEmptyFrom(disk.seen.get(2).files(), file, end, false);
        requireEmptyFrom(disk.seen.get(3).files(), file, end, true);
    }

    @Test
    void laterFilesGoTheLastOneFirstAndTheirNamesAreForcedBeforeAnythingElseChanges() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int end = bytes.end();
        Path file = bytes.document(1 << 31, 200, (byte) 9).to(file(0));
        Path[] later = new Path[3];
        for (int i = 0; i < later.length; i++) {
            later[i] = unsynced(chronicle(), 4 + i).to(file(1 + i));
        }
        CutRule rule = decide(Framing.CHRONICLE, file, end, 1, later);
        byte[] before = Files.readAllBytes(file);
        assertThat(apply(rule)).isPresent();
        assertThat(disk.names()).containsExactly("mark", "directory", name(file), name(file));
        assertThat(disk.seen.get(0).files()).hasSize(4);
        assertThat(disk.seen.get(1).files()).containsOnlyKeys(name(file));
        assertThat(disk.seen.get(1).files().get(name(file))).isEqualTo(before);

        for (Path each : later) {
            unsynced(chronicle(), 4).to(each);
        }
        CutRule again = decide(Framing.CHRONICLE, file, end, 1, later);
        Files.delete(later[1]);
        assertThatThrownBy(() -> apply(again)).isInstanceOf(NoSuchFileException.class);
        assertThat(contents()).containsOnlyKeys(name(file), name(later[0]));
    }

    /** Chronicle's own bytes in a file without an excerpt, and its end, are no loss. */
    @Test
    void onlyWhatLiesBehindTheEndIsCountedAndAnEndThatIsThereStays() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0).ended();
        Path file = bytes.to(file(0));
        Path empty = chronicle().to(file(1));
        assertThat(apply(decide(Framing.CHRONICLE, file, bytes.end(), 1, empty)))
                .isEmpty();
        assertThat(contents()).containsOnlyKeys(name(file));
        requireEmptyFrom(contents(), file, bytes.end(), true);

        SegmentBytes stranger = chronicle();
        int from = stranger.end();
        unsynced(stranger, 4);
        Path later = stranger.to(file(1));
        Recovery recovery =
                apply(decide(Framing.CHRONICLE, file, bytes.end(), 1, later)).orElseThrow();
        assertThat(recovery.droppedBytes()).isBetween(stranger.end() - from - 3L, (long) stranger.end() - from);
        assertThat(recovery.reason()).contains("beginning is missing");
        requireEmptyFrom(contents(), file, bytes.end(), true);
    }

    @Test
    void aFileWithoutAnyExcerptIsCutEvenIfNothingIsDemanded() throws IOException {
        closed(0);
        Path file = chronicle().document(1 << 31, 60, (byte) 3).to(file(0));
        Recovery recovery = apply(decide(Framing.CHRONICLE, null, 0, 0, file)).orElseThrow();
        assertThat(recovery.droppedBytes()).isEqualTo(64);
        assertThat(contents()).isEmpty();
        assertThat(disk.names()).containsExactly("mark", "directory");
    }

    /** Behind a lost write nothing follows, not even what fits. */
    @Test
    void whatFollowsALostWriteInTheNextFileIsCutToo() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int end = bytes.end();
        Path file = bytes.document(1 << 31, 200, (byte) 9).to(file(0));
        Path fits = unsynced(chronicle(), 1).to(file(1));
        assertThat(apply(decide(Framing.CHRONICLE, file, end, 1, fits))).isPresent();
        assertThat(contents()).containsOnlyKeys(name(file));
        requireEmptyFrom(contents(), file, end, true);
    }

    @Test
    void anExcerptInALaterFileThatCallsTheLostOnesSyncedIsNotCut() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int end = bytes.end();
        Path file = bytes.document(1 << 31, 200, (byte) 9).to(file(0));
        Path later = chronicle().excerpt(4, 4, 300, 2).to(file(1));
        requireRefused(1, () -> decide(Framing.CHRONICLE, file, end, 1, later));
        // Nothing before it but excerpt 0 was synced: then all of it may be lost.
        chronicle().excerpt(4, 4, 300, 3).to(later);
        assertThat(apply(decide(Framing.CHRONICLE, file, end, 1, later))).isPresent();
    }

    @Test
    void anotherExcerptInTheSameFileIsDamageWhateverItCallsSynced() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int end = bytes.end();
        Path file = unsynced(bytes, 3).to(file(0));
        requireRefused(1, () -> decide(Framing.CHRONICLE, file, end, 1));
    }

    @Test
    void aDamagedExcerptAtTheBeginningOfTheNextFileIsDamage() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0).ended();
        Path file = bytes.to(file(0));
        SegmentBytes next = unsynced(chronicle(), 1);
        Path damaged = next.flip(next.end() - 40).to(file(1));
        requireRefused(1, () -> decide(Framing.CHRONICLE, file, bytes.end(), 1, damaged));
    }

    @Test
    void aWholeExcerptWhoseWordWasNotFinishedGetsItsWord() throws IOException {
        SegmentBytes bytes = unsynced(chronicle(), 0);
        int end = bytes.end();
        unsynced(bytes, 1);
        int length = word(Map.of("f", Files.readAllBytes(bytes.to(root.resolve("f")))), root.resolve("f"), end);
        Path file = bytes.word(end, 1 << 31).to(file(0));
        assertThat(apply(decide(Framing.CHRONICLE, file, end, 1), BOOT)).isEmpty();
        assertThat(word(contents(), file, end)).isEqualTo(length);
        requireEmptyFrom(contents(), file, bytes.end(), true);
    }

    @Test
    void aPlainFileIsCutShortBeforeItIsForced() throws IOException {
        SegmentBytes bytes = unsynced(new SegmentBytes(Framing.PLAIN), 0);
        int end = bytes.end();
        Path file = unsynced(bytes, 1).to(file(0), end + 90);
        Recovery recovery = apply(decide(Framing.PLAIN, file, end, 1)).orElseThrow();
        assertThat(recovery.droppedBytes()).isBetween(80L, 90L);
        assertThat(disk.names()).containsExactly("mark", "directory", name(file));
        assertThat(disk.seen.get(2).files().get(name(file))).hasSize(end);
    }

    /** Sees what is there whenever something is forced. */
    private final class Watching implements DiskSync {
        private final List<Seen> seen = new ArrayList<>();

        private record Seen(String what, Map<String, byte[]> files, HighWaterMark.State mark) {}

        List<String> names() {
            return seen.stream().map(Seen::what).toList();
        }

        private void see(String what) throws IOException {
            try (HighWaterMark mark = HighWaterMark.open(markFile, BOOT)) {
                seen.add(new Seen(what, contents(), mark.atOpen()));
            }
        }

        @Override
        public void force(FileChannel file) throws IOException {
            Path path = TestFiles.path(file);
            see(path.equals(markFile) ? "mark" : name(path));
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            assertThat(directory).isEqualTo(segments);
            see("directory");
        }
    }
}
