package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.RawActivityLog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Months of virtual time: what a stopped collector finds when it comes back. */
class OutageTest {
    private static final Instant T0 = Instant.parse("2026-04-01T10:00:00.500Z");

    private final MemorySink sink = new MemorySink();
    private final ModelProvider provider = new ModelProvider(10);
    private final VirtualLoop loop = new VirtualLoop(
            FetchOptions.forKey("sk_test_x").toBuilder().random(new Random(7)).build(), sink, T0, provider);

    @Test
    void eventThatBecomesVisibleJustAfterAnEmptyPollIsThereOnce() {
        loop.start();
        loop.runFor(Duration.ofSeconds(298));
        provider.happened(1, loop.now);
        loop.runFor(Duration.ofMinutes(30));
        assertThat(sink.ids()).containsExactly("accact_0");
        assertThat(sink.late).isEmpty();
    }

    @Test
    void outageOfElevenDaysIsReadAgainWithoutAGap() {
        months(0, 30);
        stopFor(Duration.ofDays(11));
        loop.start().runFor(Duration.ofHours(1));

        assertThat(sink.notes(Lifecycle.CursorRejected.class))
                .extracting(Lifecycle.CursorRejected::reason)
                .containsExactly("refused");
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
        assertThat(sink.ids()).isEqualTo(provider.visible(loop.now));
    }

    @Test
    void outageOfSevenMonthsLeavesAGapRecordAndGoesOn() {
        months(0, 30);
        RawActivityLog lastKnown = sink.logs.get(sink.logs.size() - 1);
        Instant watermark = loop.state.known().watermark();
        stopFor(Duration.ofDays(215));
        loop.start().runFor(Duration.ofHours(1));

        List<Lifecycle.Gap> gaps = sink.notes(Lifecycle.Gap.class);
        assertThat(gaps).hasSize(1);
        assertThat(gaps.get(0).after()).isEqualTo(Gaps.later(lastKnown.created(), watermark));
        assertThat(gaps.get(0).afterId()).isEqualTo(lastKnown.id());
        RawActivityLog firstSeen = sink.logs.get(sink.ids().indexOf(lastKnown.id()) + 1);
        assertThat(gaps.get(0).before()).isEqualTo(firstSeen.created());
        assertThat(gaps.get(0).beforeId()).isEqualTo(firstSeen.id());
        assertThat(sink.ids())
                .endsWith(provider.history.get(provider.history.size() - 1).id());
        assertThat(loop.told(FetchListener.GapFound.class)).hasSize(1);
    }

    @Test
    void quietYearWithOutagesOfElevenDaysHasNoGap() {
        provider.happened(3, loop.now.minus(Duration.ofHours(1)));
        loop.start();
        for (int i = 0; i < 12; i++) {
            loop.runFor(Duration.ofDays(20));
            loop.feed(new FetchStep.Close());
            loop.runFor(Duration.ofDays(11));
            loop.start();
        }
        provider.happened(1, loop.now);
        loop.runFor(Duration.ofHours(1));
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
        assertThat(sink.ids()).hasSize(4);
    }

    @Test
    void progressIsMonotoneOverTwentyCrashes() {
        provider.happened(50_000, loop.now.minus(Duration.ofHours(1)));
        loop.crashAfterCommits = 200;
        loop.moreCrashes = 19;
        loop.start();
        assertThat(loop.crashes).hasSize(20).isSorted().doesNotHaveDuplicates();
        assertThat(sink.logs).hasSize(50_000);
        assertThat(sink.ids()).doesNotHaveDuplicates();
    }

    private void months(int from, int days) {
        loop.start();
        for (int day = from; day < days; day++) {
            provider.happened(2, loop.now);
            loop.runFor(Duration.ofDays(1));
        }
    }

    private void stopFor(Duration time) {
        loop.feed(new FetchStep.Close());
        for (int day = 0; day < time.toDays(); day++) {
            provider.happened(1, loop.now);
            loop.runFor(Duration.ofDays(1));
        }
    }
}
