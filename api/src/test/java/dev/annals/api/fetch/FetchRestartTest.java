package dev.annals.api.fetch;

import static dev.annals.api.fetch.Answers.dated;
import static dev.annals.api.fetch.Answers.error;
import static dev.annals.api.fetch.Answers.failed;
import static dev.annals.api.fetch.Answers.log;
import static dev.annals.api.fetch.Answers.page;
import static dev.annals.api.fetch.Answers.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.RawActivityLog;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Where reading goes on, and which gaps are found. */
class FetchRestartTest extends ScriptedLoop {
    @Test
    void refusedCursorIsEvidenceAndReadingBeginsAgainInOneBatch() {
        resumeRefused(T0.minus(Duration.ofDays(1)));
        script.add(now -> page(now, url("1"), List.of(log("a", OLD), log("b", OLD))));
        VirtualLoop loop = loop().start();

        assertThat(loop.asked).containsExactly(url("old"), null, url("1"));
        Batch batch = batchWith(Lifecycle.CursorRejected.class);
        assertThat(batch.notes())
                .hasExactlyElementsOfTypes(Lifecycle.CursorRejected.class, Lifecycle.PaginationRestarted.class);
        Lifecycle.CursorRejected rejected =
                sink.notes(Lifecycle.CursorRejected.class).get(0);
        assertThat(rejected.reason()).isEqualTo("refused");
        assertThat(rejected.cursor()).isEqualTo(url("old"));
        assertThat(rejected.status()).isEqualTo(400);
        assertThat(rejected.body()).contains("invalid_fields");
        assertThat(batch.logs()).hasSize(2);
        assertThat(sink.ids()).containsExactly("a", "b");
    }

    /** As after a change of the API's address: it was never asked, and is no use any more. */
    @Test
    void storedCursorOfAnotherOriginIsEvidenceAndReadingBeginsAgain() {
        resumeAt("https://other.example" + url("old"), T0.minus(Duration.ofDays(1)), log("a", OLD));
        script.add(now -> failed(now, 0, new Failure.ForeignUrl("https://other.example")));
        VirtualLoop loop = loop().start();

        assertThat(loop.asked).startsWith("https://other.example" + url("old"), null);
        assertThat(sink.notes(Lifecycle.CursorRejected.class)).singleElement().satisfies(rejected -> {
            assertThat(rejected.reason()).isEqualTo("refused");
            assertThat(rejected.status()).isNull();
            assertThat(rejected.body()).contains("outside the configured origin");
        });
        assertThat(failures()).isEmpty();
    }

    @Test
    void answerToACursorOlderThanItsLifeIsNotUsed() {
        RawActivityLog known = log("a", T0.minus(Duration.ofDays(12)));
        resumeAt(url("old"), T0.minus(Duration.ofDays(11)), known);
        script.add(now -> page(now, url("begun again"), List.of(log("from the start", OLD))));
        script.add(now -> page(now, url("1"), List.of(known)));
        VirtualLoop loop = loop().start();
        assertThat(loop.asked).containsExactly(url("old"), null, url("1"));
        Lifecycle.CursorRejected rejected =
                sink.notes(Lifecycle.CursorRejected.class).get(0);
        assertThat(rejected.reason()).isEqualTo("expired");
        assertThat(rejected.status()).isEqualTo(200);
        assertThat(sink.ids()).doesNotContain("from the start");
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
    }

    @Test
    void localClockFarAheadOfTheServersCostsNoReading() {
        Instant server = T0.minus(Duration.ofDays(21));
        resumeAt(url("old"), server, log("a", OLD));
        script.add(now -> dated(now, server.plusSeconds(5), url("old"), List.of()));
        VirtualLoop loop = loop().start();
        assertThat(loop.asked).containsExactly(url("old"));
        assertThat(loop.told(FetchListener.Restarted.class)).isEmpty();
    }

    @Test
    void cursorOfExactlyItsLifeIsStillSent() {
        resumeAt(url("old"), T0.minus(Duration.ofDays(10)), log("a", OLD));
        VirtualLoop loop = loop().start();
        assertThat(loop.asked).containsExactly(url("old"));
        assertThat(loop.told(FetchListener.Restarted.class)).isEmpty();
    }

    @Test
    void cursorOfAnotherVersionIsNotSent() {
        resumeAt(url("old"), T0, log("a", OLD));
        VirtualLoop loop =
                loop(options().apiVersion("2026-04-22.preview").build()).start();
        assertThat(loop.asked).startsWith((String) null);
        assertThat(sink.notes(Lifecycle.PaginationRestarted.class))
                .extracting(Lifecycle.PaginationRestarted::reason)
                .containsExactly("version_changed");
    }

    @Test
    void cursorsAgeByTheServersClockOnceItIsKnown() {
        Duration behind = Duration.ofDays(200);
        script.add(now -> new Answer.Received<>(
                new ActivityPage(List.of(log("a", OLD)), url("1"), null), Answers.meta(200, now.minus(behind), now)));
        VirtualLoop loop = loop().start();
        assertThat(loop.asked).containsExactly(null, url("1"));
        assertThat(sink.notes(Lifecycle.CursorRejected.class)).isEmpty();
    }

    @Test
    void probeThatIsRefusedTooEndsTheStreamAndLeavesTheStoredCursor() {
        resumeAt(url("old"), T0.minus(Duration.ofDays(1)), log("a", OLD));
        always = now -> failed(now, 400, new Failure.BadRequest(error("invalid_filters")));
        VirtualLoop loop = loop().start();

        assertThat(loop.asked).containsExactly(url("old"), null);
        assertThat(Objects.requireNonNull(loop.end).outcome()).isEqualTo(Fetcher.Outcome.REFUSED);
        assertThat(loop.end.reason()).isEqualTo("bad_request");
        assertThat(Objects.requireNonNull(sink.resume(loop.stream).cursor()).url())
                .isEqualTo(url("old"));
        assertThat(sink.notes(Lifecycle.CursorRejected.class)).isEmpty();
        assertThat(sink.notes(Lifecycle.Stopped.class))
                .extracting(Lifecycle.Stopped::reason)
                .containsExactly("bad_request");
    }

    @Test
    void probeThatFailsOtherwiseIsTriedAgain() {
        resumeRefused(T0.minus(Duration.ofDays(1)));
        script.add(now -> failed(now, 503, new Failure.ServerError(503, error("x"))));
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        VirtualLoop loop = loop().start().runFor(Duration.ofMinutes(1));
        assertThat(loop.asked).containsExactly(url("old"), null, null, url("1"));
        assertThat(sink.notes(Lifecycle.CursorRejected.class)).hasSize(1);
    }

    @Test
    void providerThatRefusesItsOwnCursorsIsAskedAtPollingPace() {
        BiFunction<FetchState.Ask, Instant, Answer<ActivityPage>> provider = (ask, now) -> ask.url() == null
                ? page(now, url("x" + now.getEpochSecond()), List.of(log("a", OLD)))
                : failed(now, 400, new Failure.BadRequest(error("invalid_fields")));
        VirtualLoop loop =
                new VirtualLoop(options().build(), sink, T0, provider).start().runFor(Duration.ofHours(1));
        assertThat(loop.asked).hasSizeBetween(20, 30);
    }

    @Test
    void restartOfAStreamThatNeverKnewAnythingIsNoGap() {
        assertThat(gapAfterRestart(StreamState.NEW, log("a", OLD))).isNull();
    }

    @Test
    void historyThatOverlapsIsNoGap() {
        StreamState known = known(OLD, OLD.minusSeconds(60), "a");
        assertThat(gapAfterRestart(known, log("z", OLD.minusSeconds(61)))).isNull();
    }

    @Test
    void historyThatBeginsAfterAllThatWasKnownIsAGap() {
        Instant months7 = T0.minus(Duration.ofDays(215));
        Instant first = T0.minus(Duration.ofDays(170));
        Lifecycle.Gap gap = gapAfterRestart(known(months7, months7.minusSeconds(60), "a"), log("z", first));
        assertThat(Objects.requireNonNull(gap).after()).isEqualTo(months7);
        assertThat(gap.afterId()).isEqualTo("a");
        assertThat(gap.before()).isEqualTo(first);
        assertThat(gap.beforeId()).isEqualTo("z");
    }

    @Test
    void quietAccountWhoseEventsAllAgedOutHasNoGap() {
        StreamState known = known(T0.minus(Duration.ofDays(12)), T0.minus(Duration.ofDays(300)), "a");
        assertThat(gapAfterRestart(known, log("z", T0.minus(Duration.ofDays(2)))))
                .isNull();
    }

    @Test
    void eventThatShouldStillBeShownAndIsNotMakesAGap() {
        StreamState known = known(T0.minus(Duration.ofDays(12)), T0.minus(Duration.ofDays(13)), "a");
        assertThat(gapAfterRestart(known, log("z", T0.minus(Duration.ofDays(2)))))
                .isNotNull();
    }

    @Test
    void eventFromTheFutureDoesNotHideAGap() {
        Instant lastPage = T0.minus(Duration.ofDays(300));
        StreamState known = new StreamState(
                new Cursor(url("old"), lastPage, "2026-11-18.preview"),
                lastPage.minus(LAG),
                Instant.parse("2099-01-01T00:00:00Z"),
                "future",
                lastPage);
        Lifecycle.Gap gap = gapAfterRestart(known, log("z", T0.minus(Duration.ofDays(170))));
        assertThat(Objects.requireNonNull(gap).after()).isEqualTo(lastPage);
    }

    @Test
    void eventFromTheFutureThatBeginsTheListAgainIsNoGapBeforeAnyEndWasRead() {
        RawActivityLog future = log("future", T0.plus(Duration.ofHours(18)));
        assertThat(gapAfterRestart(withoutWatermark(future, T0.minusSeconds(60)), future))
                .isNull();
    }

    @Test
    void eventFromTheFutureThatOutlivedItsNeighboursIsAGap() {
        RawActivityLog future = log("future", T0.minus(Duration.ofDays(170)));
        assertThat(gapAfterRestart(withoutWatermark(future, T0.minus(Duration.ofDays(200))), future))
                .isNotNull();
    }

    @Test
    void readingThatStoppedHalfwayIsAGapOnceWhatFollowedHasAgedOut() {
        RawActivityLog halfway = log("a", T0.minus(Duration.ofDays(210)));
        assertThat(gapAfterRestart(
                        withoutWatermark(halfway, T0.minus(Duration.ofDays(60))),
                        log("z", T0.minus(Duration.ofDays(170)))))
                .isNotNull();
    }

    @Test
    void anotherFirstEventThanTheOneKnownIsAGapBeforeAnyEndWasRead() {
        RawActivityLog future = log("future", T0.plus(Duration.ofHours(18)));
        assertThat(gapAfterRestart(withoutWatermark(future, T0.minusSeconds(60)), log("z", T0)))
                .isNotNull();
    }

    @Test
    void emptyFirstPageIsAGapOnlyIfTheWindowBeginsAfterAllThatWasKnown() {
        Instant long_ago = T0.minus(Duration.ofDays(300));
        Lifecycle.Gap gap = gapAfterRestart(known(long_ago, long_ago, "a"), null);
        assertThat(Objects.requireNonNull(gap).before()).isEqualTo(Instant.parse("2026-05-22T12:00:00Z"));
        assertThat(gap.beforeId()).isNull();
        Instant lately = T0.minus(Duration.ofDays(20));
        assertThat(gapAfterRestart(known(lately, lately, "a"), null)).isNull();
    }

    /** Its history overlaps with what is known, so its first page alone proves nothing. */
    @Test
    void listThatDoesNotShowTheNewestEventKnownIsAGapAtItsEnd() {
        resumeRefused(T0.minus(Duration.ofHours(20)));
        script.add(now -> page(now, url("1"), List.of(log("x", OLD.minusSeconds(60)))));
        script.add(now -> page(now, url("2"), List.of(log("y", T0.minusSeconds(3_600)))));
        VirtualLoop loop = loop().start().runFor(Duration.ofMinutes(59));
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
        loop.runFor(Duration.ofMinutes(1));
        assertThat(sink.notes(Lifecycle.Gap.class)).singleElement().satisfies(gap -> {
            assertThat(gap.after()).isEqualTo(OLD);
            assertThat(gap.afterId()).isEqualTo("a");
            assertThat(gap.before()).isEqualTo(T0.plus(Duration.ofHours(1)));
            assertThat(gap.reason()).contains("another account");
        });
        assertThat(loop.told(FetchListener.GapFound.class)).hasSize(1);
        loop.runFor(Duration.ofHours(3));
        assertThat(sink.notes(Lifecycle.Gap.class)).hasSize(1);
    }

    @Test
    void whoReadsOnceDoesNotWaitForTheNewestEventKnown() {
        resumeRefused(T0.minus(Duration.ofHours(20)));
        script.add(now -> page(now, url("1"), List.of(log("x", OLD.minusSeconds(60)))));
        loop(options().once(true).build()).start();
        assertThat(sink.notes(Lifecycle.Gap.class))
                .extracting(Lifecycle.Gap::afterId)
                .containsExactly("a");
    }

    /** An outage of the provider's looks like that; of another account there would be something. */
    @Test
    void listThatShowsNothingAtAllProvesNothing() {
        resumeRefused(T0.minus(Duration.ofHours(20)));
        loop().start().runFor(Duration.ofHours(3));
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
    }

    @Test
    void newestEventKnownIsWaitedForBehindEmptyPagesToo() {
        resumeRefused(T0.minus(Duration.ofHours(20)));
        script.add(now -> page(now, url("1"), List.of(log("x", OLD.minusSeconds(60)))));
        for (int poll = 0; poll < 11; poll++) {
            script.add(now -> page(now, url("1"), List.of()));
        }
        script.add(now -> page(now, url("2"), List.of(log("y", OLD.minusSeconds(30)))));
        for (int poll = 0; poll < 11; poll++) {
            script.add(now -> page(now, url("2"), List.of()));
        }
        script.add(now -> page(now, url("3"), List.of(log("a", OLD))));
        loop().start().runFor(Duration.ofHours(5));
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
    }

    /** The other official source ends every list without a next page: the same list is read at each poll, and what it newly shows is known then. */
    @Test
    void newestEventKnownIsWaitedForWhileTheSameListIsReadAgain() {
        resumeRefused(T0.minus(Duration.ofHours(20)));
        Function<Instant, Answer<ActivityPage>> list =
                now -> page(now, null, List.of(log("x", OLD.minusSeconds(60)), log("y", T0.minusSeconds(3_600))));
        script.addAll(List.of(list, list));
        loop().start().runFor(Duration.ofHours(2));
        assertThat(sink.notes(Lifecycle.Gap.class))
                .extracting(Lifecycle.Gap::afterId)
                .containsExactly("a");
    }

    @Test
    void eventThatTheProviderMayHaveForgottenIsNotMissed() {
        Gaps gaps = new Gaps(loop().stream, StreamState.NEW, Period.ofMonths(6), LAG);
        Instant windowStart = Instant.parse("2026-05-22T12:00:00Z");
        assertThat(gaps.ofUnseen("a", windowStart.plus(Duration.ofDays(1)), T0, T0))
                .isNull();
        assertThat(gaps.ofUnseen("a", windowStart.plus(Duration.ofDays(1)).plusSeconds(1), T0, T0))
                .isNotNull();
        assertThat(gaps.ofUnseen("a", OLD, null, T0)).isNull();
    }

    @Test
    void withoutAnyServerDateNoRetentionIsAssumed() {
        StreamState known = known(T0.minus(Duration.ofDays(12)), T0.minus(Duration.ofDays(300)), "a");
        Gaps gaps = new Gaps(loop().stream, known, Period.ofMonths(6), LAG);
        assertThat(gaps.inFirstPage(List.of(log("z", T0)), null, T0)).isNotNull();
    }

    /** As after a pause: one log is known, and the provider refuses the cursor behind it. */
    private void resumeRefused(Instant obtainedAt) {
        resumeAt(url("old"), obtainedAt, log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
    }
}
