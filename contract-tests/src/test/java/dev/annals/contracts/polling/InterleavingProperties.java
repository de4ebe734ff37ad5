package dev.annals.contracts.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.fetch.Fetcher;
import dev.annals.sandbox.Fault;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * Any interleaving of arrivals, polls, faults, deaths and restarts: the journal is at every moment a prefix of what the provider
 * shows, byte for byte, and in the end all of it. The provider's own list is the model.
 */
class InterleavingProperties {
    private static final LogStream STREAM = new LogStream("test", null, ActivityFilter.all());

    /** One thing that happens. */
    sealed interface Step {
        void happen(World world);
    }

    record Arrive(int logs) implements Step {
        @Override
        public void happen(World world) {
            for (int i = 0; i < logs; i++) {
                world.sandbox.append("{}");
            }
        }
    }

    record TimePasses(Duration time) implements Step {
        @Override
        public void happen(World world) {
            world.sandbox.clock().advance(time);
        }
    }

    record Poll(int pageLimit) implements Step {
        @Override
        public void happen(World world) {
            Fetcher.Result result = world.poll(
                    world.options().pageLimit(pageLimit).onceAttempts(3).build());
            assertThat(result.outcome()).isNotIn(Fetcher.Outcome.DEFECT, Fetcher.Outcome.SINK_FAILED);
        }
    }

    record Die(int atPage, boolean written) implements Step {
        @Override
        public void happen(World world) {
            world.pollAndDie(atPage, written);
        }
    }

    record Reopen() implements Step {
        @Override
        public void happen(World world) {
            world.reopen();
        }
    }

    record GoWrong(Fault.Kind kind, int after) implements Step {
        @Override
        public void happen(World world) {
            Fault fault = Fault.of(kind).after(after);
            world.sandbox.inject(kind == Fault.Kind.RATE_LIMITED ? fault.number(0) : fault);
        }
    }

    @Property(tries = 60)
    void journalIsAlwaysAPrefixOfTheProvidersListAndInTheEndAllOfIt(@ForAll("histories") List<Step> steps) {
        // Nothing generated: a generated history reaches back to the edge of what the provider keeps.
        try (World world = World.withLogs(0)) {
            for (Step step : steps) {
                step.happen(world);
                journalIsAPrefix(world);
                cursorBelongsToTheLastPage(world);
            }
            world.sandbox.clearFaults();
            world.sandbox.clock().advance(Duration.ofMinutes(10));
            world.poll();
            world.poll();
            assertThat(world.stored()).isEqualTo(world.sandbox.allLogs());
            assertThat(world.journal().verify(done -> {}).findings()).isEmpty();
            assertThat(world.gaps()).isEmpty();
        }
    }

    @Property(tries = 30)
    void noEventArrivesAtOrBeforeAWatermark(@ForAll("punctualHistories") List<Step> steps) {
        try (World world = World.withLogs(0)) {
            steps.forEach(step -> step.happen(world));
            world.poll();
            assertThat(world.journal().status().lateArrivals()).isZero();
            everyEventIsAfterTheWatermarksBeforeIt(world);
        }
    }

    private static void journalIsAPrefix(World world) {
        List<String> stored = world.stored();
        List<String> shown = world.sandbox.allLogs();
        assertThat(stored.size()).isLessThanOrEqualTo(shown.size());
        assertThat(stored).isEqualTo(shown.subList(0, stored.size()));
    }

    private static void cursorBelongsToTheLastPage(World world) {
        List<Lifecycle.PageCommitted> pages = world.pages();
        @Nullable
        String last = pages.isEmpty() ? null : pages.get(pages.size() - 1).nextPageUrl();
        var cursor = world.journal().resume(STREAM).cursor();
        assertThat(cursor == null ? null : cursor.url()).isEqualTo(last);
    }

    private static void everyEventIsAfterTheWatermarksBeforeIt(World world) {
        Instant watermark = Instant.MIN;
        int checked = 0;
        try (Stream<Entry> entries = world.journal().query(Query.records())) {
            for (Entry entry : (Iterable<Entry>) entries::iterator) {
                if (entry.kind() == RecordKind.ACTIVITY_LOG) {
                    assertThat(entry.created()).isAfter(watermark);
                    checked++;
                } else if (entry.kind() == RecordKind.PAGE_COMMITTED
                        && LifecycleJson.read(entry.kind(), entry.payload()) instanceof Lifecycle.PageCommitted page
                        && page.watermark() != null) {
                    watermark = page.watermark();
                }
            }
        }
        assertThat(checked).isEqualTo(world.stored().size());
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, arrivals()),
                        Tuple.of(4, time()),
                        Tuple.of(5, polls()),
                        Tuple.of(3, deaths()),
                        Tuple.of(1, Arbitraries.just(new Reopen())),
                        Tuple.of(4, faults()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(14);
    }

    @Provide
    Arbitrary<List<Step>> punctualHistories() {
        return Arbitraries.frequencyOf(
                        Tuple.of(4, arrivals()), Tuple.of(5, time()), Tuple.of(5, polls()), Tuple.of(1, deaths()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(14);
    }

    private static Arbitrary<Step> arrivals() {
        return Arbitraries.integers().between(1, 30).map(Arrive::new);
    }

    /** Up to four days and, now and then, more than a cursor lives; never as long as the provider keeps its logs. */
    private static Arbitrary<Step> time() {
        return Arbitraries.oneOf(
                        Arbitraries.integers().between(1, 1_300).map(Duration::ofSeconds),
                        Arbitraries.integers().between(1, 96).map(Duration::ofHours),
                        Arbitraries.just(Duration.ofDays(11)))
                .map(TimePasses::new);
    }

    private static Arbitrary<Step> polls() {
        return Arbitraries.integers().between(1, 40).map(Poll::new);
    }

    private static Arbitrary<Step> deaths() {
        return Arbitraries.integers()
                .between(0, 3)
                .flatMap(page -> Arbitraries.of(true, false).map(written -> new Die(page, written)));
    }

    /** All faults but those that change the order shown or take long in real time. */
    private static Arbitrary<Step> faults() {
        return Arbitraries.of(
                        Fault.Kind.RATE_LIMITED,
                        Fault.Kind.SERVER_ERROR,
                        Fault.Kind.SHOULD_RETRY,
                        Fault.Kind.BAD_REQUEST,
                        Fault.Kind.UNAUTHORIZED,
                        Fault.Kind.CUT_CONNECTION,
                        Fault.Kind.EMPTY_BODY,
                        Fault.Kind.HTML_BODY,
                        Fault.Kind.LATE_EVENT,
                        Fault.Kind.FUTURE_EVENT,
                        Fault.Kind.UNKNOWN_WORDS,
                        Fault.Kind.EMPTY_PAGE,
                        Fault.Kind.DUPLICATE_PAGE,
                        Fault.Kind.CONFLICTING_ID,
                        Fault.Kind.FOREIGN_URL,
                        Fault.Kind.EMPTY_URL,
                        Fault.Kind.NULL_URL,
                        Fault.Kind.TRUNCATED_JSON,
                        Fault.Kind.CUT_BODY)
                .flatMap(kind -> Arbitraries.integers().between(0, 3).map(after -> (Step) new GoWrong(kind, after)));
    }
}
