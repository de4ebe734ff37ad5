package dev.annals.api.fetch;

import static dev.annals.api.fetch.Answers.error;
import static dev.annals.api.fetch.Answers.failed;
import static dev.annals.api.fetch.Answers.log;
import static dev.annals.api.fetch.Answers.page;
import static dev.annals.api.fetch.Answers.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pauses and the read budget. */
class FetchPaceTest extends ScriptedLoop {
    @Test
    void pauseAndResumeAreRecordedAndNothingIsAskedBetween() {
        VirtualLoop loop = loop().start();
        loop.feed(new FetchStep.Pause());
        loop.feed(new FetchStep.Pause());
        loop.runFor(Duration.ofDays(1));
        assertThat(loop.asked).hasSize(1);
        loop.feed(new FetchStep.Resume());
        assertThat(loop.asked).hasSize(2);
        assertThat(sink.notes(Lifecycle.Paused.class)).hasSize(1);
        assertThat(sink.notes(Lifecycle.Resumed.class)).hasSize(1);
    }

    @Test
    void rowsOfOneMomentAtAPageBorderAreAllKept() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD), log("b", OLD))));
        script.add(now -> page(now, url("2"), List.of(log("c", OLD), log("d", OLD))));
        VirtualLoop loop = loop().start();
        assertThat(sink.ids()).containsExactly("a", "b", "c", "d");
        assertThat(loop.state.known().lastId()).isEqualTo("d");
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
    }

    @Test
    void longPauseUntilTheCursorIsTooOldIsReadAgainWithoutAGap() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        VirtualLoop loop = loop().start();
        loop.feed(new FetchStep.Pause());
        loop.runFor(Duration.ofDays(11));
        script.add(now -> page(now, url("2"), List.of(log("a", OLD), log("b", OLD))));
        loop.feed(new FetchStep.Resume());
        assertThat(loop.told(FetchListener.Restarted.class))
                .extracting(FetchListener.Restarted::reason)
                .containsExactly("expired");
        assertThat(loop.asked).doesNotContainSequence(url("end"), url("end"));
        assertThat(sink.ids()).containsExactly("a", "b");
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
    }

    @Test
    void defaultPollIntervalKeepsTheDefaultBudgetForAYear() {
        VirtualLoop loop = loop().start().runFor(Duration.ofDays(365));
        assertThat(failures()).isEmpty();
        assertThat(loop.waits).containsOnly(POLL);
        assertThat(loop.budget.used(loop.now)).isLessThanOrEqualTo(8_641);
    }

    @Test
    void pollsThatWouldBreakTheBudgetAreStretchedAndSaidOnce() {
        FetchOptions options =
                options().pollInterval(Duration.ofMinutes(1)).readBudget(10_000).build();
        VirtualLoop loop = loop(options).start();
        long most = 0;
        for (int day = 0; day < 120; day++) {
            loop.runFor(Duration.ofDays(1));
            most = Math.max(most, loop.budget.used(loop.now));
        }
        assertThat(most).isBetween(9_000L, 10_000L);
        assertThat(failures()).containsExactly("read_budget");
    }

    /** Polls that are not worth a record and failures leave their number with the next page that is. */
    @Test
    void everyRequestIsCountedByAPageRecord() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> failed(now, 503, new Failure.ServerError(503, error("x"))));
        VirtualLoop loop = loop().start().runFor(Duration.ofHours(3));
        loop.feed(new FetchStep.Close());
        assertThat(sink.marks().stream().mapToInt(Batch.PageMark::reads).sum()).isEqualTo(loop.asked.size());
        assertThat(sink.marks()).hasSizeLessThan(loop.asked.size() / 4);
    }

    /** One whose answer was lost was made all the same; one that no usable key was there for was not. */
    @Test
    void onlyWhatWasSentIsCounted() {
        Answer.Meta unsent = new Answer.Meta("", 0, null, null, T0, null, null, null);
        script.add(now -> failed(now, 0, new Failure.Unreachable("cut")));
        script.add(now -> new Answer.Failed<>(new Failure.Unauthorized(error("key_unavailable")), unsent));
        loop().start().runFor(Duration.ofMinutes(10));
        assertThat(sink.marks().get(0).reads()).isEqualTo(2);
    }

    @Test
    void backlogThatSpendsTheBudgetSlowsDownAndNeverBreaksIt() {
        int[] turn = {0};
        always = now -> page(now, url("p" + turn[0]), List.of(log("e" + turn[0]++, OLD)));
        FetchOptions options = options().readBudget(1000).build();
        VirtualLoop loop = loop(options).start();
        assertThat(loop.asked).hasSize(900);
        loop.runFor(Duration.ofDays(29));
        assertThat(loop.budget.used(loop.now)).isLessThanOrEqualTo(1000);
        assertThat(loop.asked).hasSizeGreaterThan(950);
    }
}
