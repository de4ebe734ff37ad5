package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system that is full: the process survives, the refusal says how much is missing, reading goes on, appending goes on when
 * there is room again, and all that was acknowledged is there. On tmpfs, where a mapped store without a block is a fault, and on
 * ext4, where it is lost in silence. Needs root to mount: {@code contract-tests/campaign system-calls}.
 */
class FullDiskSystemCampaign {
    private static final int BATCHES = 100_000;
    private static final int BALLAST_BYTES = 4 << 20;
    private static final JournalOptions OPTIONS = JournalOptions.processDurability();

    @TempDir
    private Path scratch;

    @Test
    void aFullTmpfsIsSurvivedWithLargeRecords() throws Exception {
        onTmpfs(8, 16 << 20, 10_000);
    }

    @Test
    void aFullTmpfsIsSurvivedWithSmallRecords() throws Exception {
        onTmpfs(8, 16 << 20, 100);
    }

    @Test
    void aFullTmpfsIsSurvivedWhileRolling() throws Exception {
        onTmpfs(12, 16 << 10, 3_000);
    }

    @Test
    void aFullExt4IsSurvived() throws Exception {
        Path image = scratch.resolve("image");
        run("truncate", "-s", "24M", image.toString());
        run("mkfs.ext4", "-q", "-F", image.toString());
        on(List.of("mount", "-o", "loop", image.toString()), 16 << 20, 10_000);
    }

    private void onTmpfs(int mebibytes, int segmentBytes, int padding) throws IOException, InterruptedException {
        on(List.of("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs"), segmentBytes, padding);
    }

    private void on(List<String> mount, int segmentBytes, int padding) throws IOException, InterruptedException {
        Path full = Files.createDirectory(scratch.resolve("full"));
        run(Stream.concat(mount.stream(), Stream.of(full.toString())).toArray(String[]::new));
        try {
            Files.write(full.resolve("ballast"), new byte[BALLAST_BYTES]);
            AppendRun run =
                    AppendRun.of(List.of(), scratch, full.resolve("journal"), BATCHES, "POWER", segmentBytes, padding);
            requireSurvived(run);
            System.out.println("full-disk campaign: mount=" + mount + ", acknowledged batches="
                    + run.acknowledgedBatches() + ", refusals=" + run.failures().size() + "; lost=0");
            makeRoomFor(run);
        } finally {
            run("umount", full.toString());
        }
    }

    /** Two refusals: the first made room, the second ended it. */
    private static void requireSurvived(AppendRun run) {
        run.requireOrderly();
        assertThat(run.failures())
                .hasSize(2)
                .allSatisfy(failure -> assertThat(failure)
                        .startsWith("failed JournalOutOfSpaceException ")
                        .contains("missing=")
                        .contains("free space"));
        int room = run.lines().indexOf("room true");
        assertThat(room).as("it came to make room: %s", run.failures()).isPositive();
        long before = run.lines().stream()
                .limit(room)
                .filter(line -> line.startsWith("ack "))
                .count();
        assertThat(run.acknowledgedBatches()).as("appending went on").isGreaterThan(before);
        assertThat(run.lines())
                .as("and reading")
                .contains("read " + 3 * before, "read " + 3 * run.acknowledgedBatches());
    }

    private void makeRoomFor(AppendRun run) throws IOException, InterruptedException {
        // The next process needs room too: it gets it by a larger file system, or by a copy on another.
        Path copy = scratch.resolve("copy");
        Given.copy(run.journal(), copy);
        new AppendRun(copy, run.lines(), run.padding()).requireAllAcknowledged(OPTIONS);
        Given.delete(copy);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
