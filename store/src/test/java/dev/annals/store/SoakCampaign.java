package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Subscription;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Segment after segment with live followers and queries: what the process holds of the journal, descriptors, mappings and heap, does
 * not grow with the number of segments. The long run: {@code contract-tests/campaign soak --long}.
 */
class SoakCampaign {
    private static final int ROLLS = Integer.getInteger("annals.soak.rolls", 40);
    private static final int WARM_ROLLS = 10;
    private static final int FOLLOWERS = 3;
    private static final int LOGS_OF_A_PAGE = 4;

    /** More than any queries and followers at work hold at once, much less than one for each segment. */
    private static final int SLACK = 12;

    private static final long HEAP_SLACK_BYTES = 8 << 20;

    @TempDir
    private Path temporary;

    /** What the process holds of the journal. */
    private record Held(int descriptors, int mappings, long heapBytes) {
        static Held now(Path directory) throws IOException {
            String under = directory.toRealPath().toString();
            return new Held(descriptors(under), mappings(under), heap());
        }

        private static int descriptors(String under) throws IOException {
            int count = 0;
            try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
                for (Path each : all.toList()) {
                    count += target(each).startsWith(under) ? 1 : 0;
                }
            }
            return count;
        }

        private static String target(Path link) throws IOException {
            try {
                return Files.readSymbolicLink(link).toString();
            } catch (NoSuchFileException closedMeanwhile) {
                return "";
            }
        }

        private static int mappings(String under) throws IOException {
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
                return (int) lines.filter(line -> line.contains(under)).count();
            }
        }

        private static long heap() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }

    @Test
    void whatIsHeldDoesNotGrowWithTheSegments() throws Exception {
        Path directory = temporary.resolve("journal");
        Semaphore delivered = new Semaphore(0);
        JournalOptions options = JournalOptions.processDurability().withSegmentBytes(1024);
        Held warm = new Held(0, 0, 0);
        Held most = warm;
        long records;
        try (Journal journal = Journal.open(directory, options)) {
            List<Subscription> followers = new ArrayList<>();
            for (int i = 0; i < FOLLOWERS; i++) {
                followers.add(journal.follow("follower-" + i, entry -> delivered.release()));
            }
            for (int roll = 1; segments(directory) <= ROLLS; roll++) {
                Given.done(journal.commit(Given.page(Given.logs(roll * LOGS_OF_A_PAGE, (roll + 1) * LOGS_OF_A_PAGE))));
                ask(journal);
                if (segments(directory) <= WARM_ROLLS) {
                    warm = Held.now(directory);
                } else if (roll % 10 == 0) {
                    most = most(most, Held.now(directory));
                }
            }
            most = most(most, Held.now(directory));
            assertThat(journal.verify(done -> {}).findings()).isEmpty();
            records = journal.endPosition();
            assertThat(delivered.tryAcquire((int) (FOLLOWERS * records), 60, TimeUnit.SECONDS))
                    .as("each follower is given each record")
                    .isTrue();
            followers.forEach(Subscription::close);
            assertThat(delivered.availablePermits()).as("given twice").isZero();
        }
        System.out.println("soak campaign: segments=" + segments(directory) + ", held after " + WARM_ROLLS
                + " of them: " + warm + ", most afterwards: " + most + ", records=" + records + ", each delivered to "
                + FOLLOWERS + " followers");
        assertThat(most.descriptors()).as("descriptors").isLessThanOrEqualTo(warm.descriptors() + SLACK);
        assertThat(most.mappings()).as("mappings").isLessThanOrEqualTo(warm.mappings() + SLACK);
        assertThat(most.heapBytes()).as("heap").isLessThanOrEqualTo(warm.heapBytes() + HEAP_SLACK_BYTES);
    }

    private static void ask(Journal journal) {
        try (Stream<Entry> newest = journal.query(Query.all().descending().limit(5))) {
            assertThat(newest.count()).isPositive();
        }
        try (Stream<Entry> fromTheStart = journal.query(Query.all())) {
            assertThat(fromTheStart.findFirst()).isPresent();
        }
    }

    private static Held most(Held one, Held other) {
        return new Held(
                Math.max(one.descriptors(), other.descriptors()),
                Math.max(one.mappings(), other.mappings()),
                Math.max(one.heapBytes(), other.heapBytes()));
    }

    private static int segments(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
            return (int) files.filter(file -> file.toString().endsWith(".cq4")).count();
        }
    }
}
