package dev.annals.contracts.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.sandbox.Fault;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * One journal and one provider on which things go wrong; fetches are killed one after the other. After each death all that was
 * acknowledged is there and the logs are the beginning of the provider's own list; after a last fetch in peace they are the list.
 */
final class KillRound implements AutoCloseable {
    private static final int[] PAGE_LIMITS = {3, 10, 25};
    private static final int PAGES_OF_A_LIFE = 8;
    private static final long STARTING_MICROS = 1_200_000;
    private static final long STARTING_SECONDS = 60;
    private static final long PATIENCE_SECONDS = 5;

    /** All but those that change the order shown. */
    private static final List<Fault> FAULTS = List.of(
            Fault.of(Fault.Kind.RATE_LIMITED).number(0),
            Fault.of(Fault.Kind.RATE_LIMITED).number(1),
            Fault.of(Fault.Kind.SERVER_ERROR),
            Fault.of(Fault.Kind.SERVER_ERROR).number(503).text("json"),
            Fault.of(Fault.Kind.SHOULD_RETRY),
            Fault.of(Fault.Kind.BAD_REQUEST),
            Fault.of(Fault.Kind.CUT_CONNECTION),
            Fault.of(Fault.Kind.EMPTY_BODY),
            Fault.of(Fault.Kind.HTML_BODY),
            Fault.of(Fault.Kind.LATE_EVENT),
            Fault.of(Fault.Kind.FUTURE_EVENT),
            Fault.of(Fault.Kind.UNKNOWN_WORDS),
            Fault.of(Fault.Kind.EMPTY_PAGE),
            Fault.of(Fault.Kind.DUPLICATE_PAGE),
            Fault.of(Fault.Kind.DUPLICATE_PAGE).times(3),
            Fault.of(Fault.Kind.CONFLICTING_ID),
            Fault.of(Fault.Kind.FOREIGN_URL),
            Fault.of(Fault.Kind.EMPTY_URL),
            Fault.of(Fault.Kind.NULL_URL),
            Fault.of(Fault.Kind.TRUNCATED_JSON),
            Fault.of(Fault.Kind.CUT_BODY),
            Fault.of(Fault.Kind.SLOW).number(200));

    private final Path directory;
    private final Path journal;
    private final Path errors;
    private final SplittableRandom random;
    private final Sandbox sandbox;
    private final Counts counts;
    private final List<String> startedBy;
    private final int pageLimit;
    private long acknowledged;

    /** What a campaign counts. */
    static final class Counts {
        int kills;
        int killsWhileOpening;
        int pages;
        long events;
        int faults;
        long unacknowledged;

        @Override
        public String toString() {
            return "kills=" + kills + " (before the first page=" + killsWhileOpening + "), faults=" + faults
                    + ", acknowledged pages=" + pages + ", acknowledged events=" + events
                    + ", stored but not yet acknowledged records=" + unacknowledged;
        }
    }

    /**
     * Begins with an empty journal.
     *
     * @param kills about how many there will be
     * @param startedBy what starts each fetch, such as {@code unshare}; empty: itself
     */
    KillRound(Path directory, long seed, int kills, Counts counts, List<String> startedBy) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.journal = directory.resolve("journal");
        this.errors = directory.resolve("errors.txt");
        this.random = new SplittableRandom(seed);
        this.counts = counts;
        this.startedBy = startedBy;
        this.pageLimit = PAGE_LIMITS[random.nextInt(PAGE_LIMITS.length)];
        this.sandbox = Sandbox.start(SandboxOptions.builder()
                .seed(seed)
                .logs((long) kills * PAGES_OF_A_LIFE * pageLimit)
                .build());
    }

    /** One fetch, killed while it starts, or after some pages and a moment more. */
    void fetchAndKill() throws IOException, InterruptedException {
        goWrong();
        FetchProcess fetch = FetchProcess.start(startedBy, journal, sandbox.uri(), pageLimit, errors);
        if (random.nextInt(5) == 0) {
            fetch.runFor(random.nextLong(STARTING_MICROS));
        } else {
            int pages = random.nextInt(1 + random.nextInt(30));
            if (fetch.awaitPages(1, STARTING_SECONDS)) {
                fetch.awaitPages(pages, PATIENCE_SECONDS);
            }
            fetch.runFor(random.nextLong(1 + random.nextLong(8_000)));
        }
        killed(fetch);
    }

    /** One fetch in peace, killed in the middle of its pages; how long it took from its start to its first page. */
    Duration fetchInPeaceAndKill() throws IOException, InterruptedException {
        long start = System.nanoTime();
        FetchProcess fetch = FetchProcess.start(startedBy, journal, sandbox.uri(), pageLimit, errors);
        assertThat(fetch.awaitPages(1, STARTING_SECONDS)).as("a page came").isTrue();
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        fetch.runFor(random.nextLong(20_000));
        killed(fetch);
        return took;
    }

    private void killed(FetchProcess fetch) throws InterruptedException {
        fetch.kill();
        counts.kills++;
        counts.killsWhileOpening += fetch.pageCount() == 0 ? 1 : 0;
        counts.pages += fetch.pageCount();
        counts.events += fetch.events();
        acknowledged = Math.max(acknowledged, fetch.endPosition());
        nothingAcknowledgedIsLost();
        comeMore();
    }

    private void goWrong() {
        boolean refused = false;
        for (int count = random.nextInt(3); count > 0; count--) {
            Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
            // Refused once more while it reads again from the start, a fetch ends by itself, as it should.
            if (fault.kind() != Fault.Kind.BAD_REQUEST || !refused) {
                sandbox.inject(fault.after(random.nextInt(12)));
                counts.faults++;
            }
            refused |= fault.kind() == Fault.Kind.BAD_REQUEST;
        }
    }

    private void comeMore() {
        for (int count = random.nextInt(20); count > 0; count--) {
            sandbox.append("{}");
        }
        sandbox.clock().advance(Duration.ofSeconds(random.nextInt(1_300)));
    }

    private void nothingAcknowledgedIsLost() {
        if (acknowledged == 0) {
            return; // Killed before there was a journal, perhaps.
        }
        try (JournalReader reader = Journal.openReadOnly(journal)) {
            assertThat(reader.endPosition())
                    .as("records, of which acknowledged")
                    .isGreaterThanOrEqualTo(acknowledged);
            counts.unacknowledged += reader.endPosition() - acknowledged;
            acknowledged = reader.endPosition();
            List<String> stored = logs(reader);
            assertThat(stored.size()).isLessThanOrEqualTo((int) sandbox.size());
            List<String> shown = sandbox.logs(0, stored.size());
            assertThat(stored.equals(shown))
                    .as(() -> "the logs are the beginning of the provider's own list: " + difference(stored, shown))
                    .isTrue();
        }
    }

    private static String difference(List<String> stored, List<String> shown) {
        int place = 0;
        while (stored.get(place).equals(shown.get(place))) {
            place++;
        }
        return "they part at log " + place + ": stored " + stored.get(place) + ", shown " + shown.get(place);
    }

    private static List<String> logs(JournalReader reader) {
        try (Stream<Entry> entries = reader.query(Query.all())) {
            return entries.map(entry -> entry.payload().utf8()).toList();
        }
    }

    /** A fetch in peace, then everything compared with the provider's own list, and verified. */
    void catchUpAndCompare() throws IOException, InterruptedException {
        sandbox.clearFaults();
        sandbox.clock().advance(Duration.ofMinutes(20));
        Annals.run(
                        directory,
                        "fetch",
                        "--journal",
                        journal.toString(),
                        "--api-base",
                        sandbox.uri().toString(),
                        "--once")
                .requireDone();
        try (JournalReader reader = Journal.openReadOnly(journal)) {
            List<String> stored = logs(reader);
            List<String> all = sandbox.allLogs();
            assertThat(stored).as("lost or doubled").hasSameSizeAs(all);
            assertThat(stored.equals(all))
                    .as("in the provider's order, byte for byte")
                    .isTrue();
            everyPositionOnceAndEveryIdOnce(reader);
            assertThat(reader.status().gaps()).isZero();
            assertThat(reader.verify(records -> {}).findings()).isEmpty();
        }
    }

    private static void everyPositionOnceAndEveryIdOnce(JournalReader reader) {
        Set<String> ids = new HashSet<>();
        try (Stream<Entry> entries = reader.query(Query.records())) {
            long next = 0;
            for (Entry entry : (Iterable<Entry>) entries::iterator) {
                assertThat(entry.position()).as("holes").isEqualTo(next++);
                if (entry.kind() == RecordKind.ACTIVITY_LOG) {
                    String id = ActivityJson.readFields(entry.payload()).id();
                    assertThat(ids.add(id)).as("doubled: %s", id).isTrue();
                }
            }
            assertThat(next).isEqualTo(reader.endPosition());
        }
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
