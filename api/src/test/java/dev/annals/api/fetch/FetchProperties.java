package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The promises of the loop over any course of events, against the plain list of what happened. */
class FetchProperties {
    private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

    /** One turn of events. */
    sealed interface Turn {}

    record Happen(int events) implements Turn {}

    record Pass(Duration time) implements Turn {}

    record Go(ModelProvider.Fault wrong) implements Turn {}

    record Crash(int afterCommits) implements Turn {}

    record Reopen() implements Turn {}

    @Property(tries = 200)
    void everyEventOnceInOrderWhateverHappens(
            @ForAll @IntRange(min = 1, max = 7) int limit,
            @ForAll long seed,
            @ForAll("turns") @Size(max = 40) List<Turn> turns) {
        ModelProvider provider = new ModelProvider(limit);
        VirtualLoop loop = loop(provider, new MemorySink(), new Random(seed));
        loop.start();
        for (Turn turn : turns) {
            play(turn, provider, loop);
            cursorBelongsToTheLastPage(loop.sink);
        }
        provider.faults.clear();
        loop.crashAfterCommits = -1;
        loop.runFor(Duration.ofHours(8));

        assertThat(loop.sink.ids()).isEqualTo(provider.visible(loop.now));
        if (!turns.contains(new Go(ModelProvider.Fault.NO_DATE))) {
            // Where no answer has a date yet, the provider's retention is not known, and a gap is recorded rather than
            // none.
            assertThat(loop.sink.notes(Lifecycle.Gap.class)).isEmpty();
        }
    }

    @Property(tries = 120)
    void watermarkIsNeverLaterThanAnEventThatArrivesAfterIt(
            @ForAll @IntRange(min = 1, max = 7) int limit,
            @ForAll long seed,
            @ForAll("honestTurns") @Size(max = 40) List<Turn> turns) {
        ModelProvider provider = new ModelProvider(limit);
        VirtualLoop loop = loop(provider, new MemorySink(), new Random(seed));
        loop.start();
        turns.forEach(turn -> play(turn, provider, loop));
        loop.runFor(Duration.ofHours(8));

        assertThat(loop.sink.late).isEmpty();
        assertThat(loop.state.known().watermark()).isNotNull().isAfter(loop.now.minus(Duration.ofMinutes(16)));
    }

    @Property(tries = 80)
    void watermarkNeverGoesBackAndOnlyEmptyPagesMoveIt(
            @ForAll @IntRange(min = 1, max = 7) int limit,
            @ForAll long seed,
            @ForAll("turns") @Size(max = 40) List<Turn> turns) {
        ModelProvider provider = new ModelProvider(limit);
        VirtualLoop loop = loop(provider, new MemorySink(), new Random(seed));
        loop.start();
        turns.forEach(turn -> play(turn, provider, loop));

        for (Batch batch : loop.sink.batches) {
            Batch.PageMark mark = batch.mark();
            if (mark != null && !Objects.equals(mark.watermark(), mark.watermarkBefore())) {
                assertThat(batch.logs()).isEmpty();
                assertThat(Gaps.later(mark.watermark(), mark.watermarkBefore())).isEqualTo(mark.watermark());
            }
        }
    }

    private static void play(Turn turn, ModelProvider provider, VirtualLoop loop) {
        if (turn instanceof Happen happen) {
            provider.happened(happen.events(), loop.now);
        } else if (turn instanceof Pass pass) {
            loop.runFor(pass.time());
        } else if (turn instanceof Go go) {
            provider.faults.add(go.wrong());
        } else if (turn instanceof Crash crash) {
            loop.crashAfterCommits = crash.afterCommits();
        } else {
            loop.feed(new FetchStep.Close());
            loop.start();
        }
    }

    /** No state has one page's cursor with another page's events: both are in the same batch, and the last one is resumed. */
    private static void cursorBelongsToTheLastPage(MemorySink sink) {
        Map<String, Batch> last = new HashMap<>();
        for (Batch batch : sink.batches) {
            if (batch.mark() != null) {
                last.put(batch.stream().name(), batch);
            }
        }
        last.values().forEach(batch -> {
            StreamState state = sink.resume(batch.stream());
            String url = state.cursor() == null ? null : state.cursor().url();
            assertThat(url).isEqualTo(Objects.requireNonNull(batch.mark()).nextPageUrl());
        });
    }

    private static VirtualLoop loop(ModelProvider provider, MemorySink sink, RandomGenerator random) {
        FetchOptions options =
                FetchOptions.forKey("sk_test_x").toBuilder().random(random).build();
        VirtualLoop loop = new VirtualLoop(options, sink, START, provider);
        loop.ahead = random::nextBoolean;
        return loop;
    }

    @Provide
    Arbitrary<List<Turn>> turns() {
        Arbitrary<Turn> faults = Arbitraries.of(ModelProvider.Fault.class).map(Go::new);
        Arbitrary<Turn> crashes = Arbitraries.integers().between(1, 6).map(Crash::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(3, happenings()),
                        Tuple.of(4, passings()),
                        Tuple.of(3, faults),
                        Tuple.of(1, crashes),
                        Tuple.of(1, Arbitraries.create(Reopen::new)))
                .list();
    }

    @Provide
    Arbitrary<List<Turn>> honestTurns() {
        Arbitrary<Turn> faults = Arbitraries.of(ModelProvider.Fault.class)
                .filter(fault -> fault != ModelProvider.Fault.MID_EMPTY)
                .map(Go::new);
        return Arbitraries.frequencyOf(Tuple.of(3, happenings()), Tuple.of(4, passings()), Tuple.of(2, faults))
                .list();
    }

    private static Arbitrary<Turn> happenings() {
        return Arbitraries.integers().between(1, 30).map(Happen::new);
    }

    private static Arbitrary<Turn> passings() {
        return Arbitraries.oneOf(
                Arbitraries.integers().between(1, 3600).map(seconds -> new Pass(Duration.ofSeconds(seconds))),
                Arbitraries.integers().between(1, 100).map(minutes -> new Pass(Duration.ofMinutes(minutes))),
                Arbitraries.just(new Pass(Duration.ofMillis(1001))),
                Arbitraries.just(new Pass(Duration.ofDays(3))));
    }
}
