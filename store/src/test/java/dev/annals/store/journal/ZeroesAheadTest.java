package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind the end of a segment there are zeroes that are written already, and nothing else was touched. */
class ZeroesAheadTest {
    private static final int LENGTH = 100_000;
    private static final byte SET = 7;

    @TempDir
    Path directory;

    private final ZeroesAhead zeroes = new ZeroesAhead();
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        byte[] bytes = new byte[LENGTH];
        Arrays.fill(bytes, SET);
        file = Files.write(directory.resolve("segment"), bytes);
    }

    @Test
    void zeroesGoFromTheEndToWhereBlocksAreReserved() throws IOException {
        zeroes.turn(1_001);
        fill(1_001, 50_003);
        requireZeroes(1_001, 50_003);
    }

    @Test
    void whatIsFilledIsNotFilledAgain() throws IOException {
        zeroes.turn(0);
        fill(0, 20_000);
        Files.write(file, bytes(20_000, SET), StandardOpenOption.WRITE);
        fill(10_000, 20_000);
        requireZeroes(0, 0);
        fill(10_000, 30_000);
        requireZeroes(20_000, 30_000);
    }

    @Test
    void whatWasWrittenBehindWhatIsFilledStays() throws IOException {
        zeroes.turn(0);
        fill(0, 4_096);
        fill(9_000, 12_000);
        byte[] now = Files.readAllBytes(file);
        assertThat(Arrays.copyOfRange(now, 4_096, 9_000)).containsOnly(SET);
        assertThat(Arrays.copyOfRange(now, 9_000, 12_000)).containsOnly(0);
    }

    @Test
    void aFileIsNotMadeLongerAndTheRestIsFilledWhenItHasGrown() throws IOException {
        zeroes.turn(90_000);
        fill(90_000, LENGTH + 5_000);
        requireZeroes(90_000, LENGTH);
        Files.write(file, bytes(5_000, SET), StandardOpenOption.APPEND);
        fill(90_000, LENGTH + 5_000);
        requireZeroes(90_000, LENGTH + 5_000);
    }

    @Test
    void anotherSegmentIsFilledFromItsOwnEnd() throws IOException {
        zeroes.turn(0);
        fill(0, 80_000);
        Files.write(file, bytes(LENGTH, SET));
        zeroes.turn(10_000);
        fill(10_000, 20_000);
        requireZeroes(10_000, 20_000);
    }

    private static byte[] bytes(int length, byte value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, value);
        return bytes;
    }

    private void fill(long end, long reserved) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            zeroes.fill(channel, end, reserved);
        }
    }

    private void requireZeroes(int from, int to) throws IOException {
        byte[] now = Files.readAllBytes(file);
        byte[] expected = bytes(now.length, SET);
        Arrays.fill(expected, from, to, (byte) 0);
        assertThat(now).isEqualTo(expected);
    }
}
