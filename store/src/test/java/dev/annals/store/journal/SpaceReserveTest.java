package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Room is there before bytes are stored, or the excerpt is refused and it is said how much is missing. */
class SpaceReserveTest {
    private static final long INDEXES = 256 << 10;
    private static final Path DIRECTORY = Path.of("segments");

    private final Fake blocks = new Fake();
    private final SpaceReserve space = new SpaceReserve(DIRECTORY, blocks);

    @Test
    void blocksAreReservedForTheExcerptForChroniclesIndexesAndSomeMore() throws IOException {
        space.turn(Path.of("a"), 1_000);
        space.require(1_000, 700);
        assertThat(blocks.calls).containsExactly("open a", "reserve a 1000 " + (700 + 2 * INDEXES));
    }

    @Test
    void whatWasReservedIsUsedUpToTheLastByteBeforeMoreIsReserved() throws IOException {
        space.turn(Path.of("a"), 0);
        space.require(0, 700);
        blocks.calls.clear();
        long reserved = 700 + 2 * INDEXES;
        space.require(reserved - INDEXES - 10, 10);
        assertThat(blocks.calls).isEmpty();
        space.require(reserved - INDEXES - 10, 11);
        assertThat(blocks.calls).containsExactly("reserve a " + (reserved - INDEXES - 10) + " " + (11 + 2 * INDEXES));
    }

    @Test
    void inALargeSegmentMoreIsReservedAtOnceButNeverMoreThanOneMebibyte() throws IOException {
        space.turn(Path.of("a"), 8 << 20);
        space.require(8 << 20, 10);
        assertThat(blocks.calls).contains("reserve a " + (8 << 20) + " " + (10 + INDEXES + (1 << 20)));
        space.turn(Path.of("b"), 800 << 20);
        space.require(800 << 20, 10);
        assertThat(blocks.calls).contains("reserve b " + (800 << 20) + " " + (10 + INDEXES + (1 << 20)));
        space.turn(Path.of("c"), 4 << 20);
        space.require(4 << 20, 10);
        assertThat(blocks.calls).contains("reserve c " + (4 << 20) + " " + (10 + INDEXES + (512 << 10)));
    }

    @Test
    void itSaysHowFarBlocksAreReservedAndThatNoneAreWhereTheyCannotBe() throws IOException {
        space.turn(Path.of("a"), 50_000);
        assertThat(space.reserved()).isEqualTo(50_000);
        space.require(50_000, 10);
        assertThat(space.reserved()).isEqualTo(50_010 + 2 * INDEXES);
        blocks.error = 95;
        space.turn(Path.of("b"), 400);
        space.require(400, 10);
        assertThat(space.reserved()).isEqualTo(400);
    }

    @Test
    void anotherSegmentHasNothingReservedAndTheOneBeforeIsClosed() throws IOException {
        space.turn(Path.of("a"), 50_000);
        space.require(50_000, 10);
        space.turn(Path.of("b"), 400);
        space.require(400, 10);
        space.close();
        space.close();
        assertThat(blocks.calls)
                .containsExactly(
                        "open a",
                        "reserve a 50000 " + (10 + 2 * INDEXES),
                        "close a",
                        "open b",
                        "reserve b 400 " + (10 + 2 * INDEXES),
                        "close b");
    }

    @ParameterizedTest
    @ValueSource(ints = {28, 122})
    void aFullDiskAndASpentQuotaRefuseTheExcerptAndSayWhatIsMissing(int error) throws IOException {
        blocks.error = error;
        blocks.free = 1_000;
        space.turn(Path.of("a"), 0);
        long needed = 700 + 2 * INDEXES;
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> space.require(0, 700))
                    .isInstanceOf(JournalOutOfSpaceException.class)
                    .hasMessageContaining(
                            "needed=%d, free=1000, missing=%d, directory=segments".formatted(needed, needed - 1_000));
        }
        blocks.error = 0;
        space.require(0, 700);
        assertThat(blocks.calls).endsWith("reserve a 0 " + needed);
    }

    /** Another may have filled the disk and emptied it again meanwhile, or it is a quota that is spent. */
    @Test
    void whatIsMissingIsNeverNothing() throws IOException {
        blocks.error = 28;
        space.turn(Path.of("a"), 0);
        assertThatThrownBy(() -> space.require(0, 1)).hasMessageContaining("missing=1,");
    }

    @ParameterizedTest
    @ValueSource(ints = {38, 95})
    void whereBlocksCannotBeReservedTheFreeSpaceIsAskedForEachTime(int error) throws IOException {
        blocks.error = error;
        space.turn(Path.of("a"), 0);
        blocks.free = 700 + INDEXES;
        space.require(0, 700);
        space.require(0, 700);
        assertThat(blocks.calls).as("not tried in vain again").hasSize(2);
        blocks.free--;
        assertThatThrownBy(() -> space.require(0, 700))
                .isInstanceOf(JournalOutOfSpaceException.class)
                .hasMessageContaining("missing=1,");
        space.turn(Path.of("b"), 0);
        assertThat(blocks.calls).doesNotContain("open b");
    }

    @Test
    void aFileThatCannotBeOpenedForItIsTreatedAlike() throws IOException {
        blocks.descriptor = -1;
        space.turn(Path.of("a"), 0);
        blocks.free = 0;
        assertThatThrownBy(() -> space.require(0, 700)).isInstanceOf(JournalOutOfSpaceException.class);
        assertThat(blocks.calls).containsExactly("open a");
    }

    /** EINTR, for one. */
    @Test
    void anyOtherErrorIsOfTheMoment() throws IOException {
        blocks.error = 4;
        space.turn(Path.of("a"), 0);
        space.require(0, 700);
        blocks.error = 0;
        space.require(0, 700);
        assertThat(blocks.calls).hasSize(3);
        space.require(0, 700);
        assertThat(blocks.calls).hasSize(3);
    }

    @Test
    void aSegmentThatDoesNotExistYetNeedsRoomForWhatChronicleWritesToBeginIt() throws IOException {
        blocks.free = (2 << 20) + 700;
        space.requireForNewSegment(700);
        blocks.free--;
        assertThatThrownBy(() -> space.requireForNewSegment(700))
                .isInstanceOf(JournalOutOfSpaceException.class)
                .hasMessageContaining("missing=1,");
    }

    @Test
    void theDiskItselfLeavesTheLengthOfTheFileAsItIs(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("a"), new byte[5_000]);
        try (SpaceReserve real = new SpaceReserve(directory, Blocks.of(directory))) {
            real.turn(file, 5_000);
            real.require(5_000, 70_000);
        }
        assertThat(file).hasSize(5_000);
        assertThat(Blocks.of(directory).open(directory.resolve("nowhere"))).isNegative();
    }

    private static final class Fake implements Blocks {
        private final List<String> calls = new ArrayList<>();
        private final List<Path> files = new ArrayList<>();
        private int descriptor;
        private int error;
        private long free = 1L << 40;

        @Override
        public int open(Path file) {
            calls.add("open " + file);
            files.add(file);
            return descriptor < 0 ? descriptor : files.size() - 1;
        }

        @Override
        public int reserve(int of, long from, long length) {
            calls.add("reserve " + files.get(of) + " " + from + " " + length);
            return error;
        }

        @Override
        public void close(int of) {
            calls.add("close " + files.get(of));
        }

        @Override
        public long free() {
            return free;
        }
    }
}
