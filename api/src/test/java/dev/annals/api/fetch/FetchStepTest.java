package dev.annals.api.fetch;

import static dev.annals.api.fetch.Answers.dated;
import static dev.annals.api.fetch.Answers.error;
import static dev.annals.api.fetch.Answers.failed;
import static dev.annals.api.fetch.Answers.log;
import static dev.annals.api.fetch.Answers.page;
import static dev.annals.api.fetch.Answers.undated;
import static dev.annals.api.fetch.Answers.url;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FetchStepTest {
    private static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant OLD = T0.minus(Duration.ofDays(1));
    private static final Duration POLL = Duration.ofMinutes(5);
    private static final Duration LAG = Duration.ofMinutes(10);

    private final MemorySink sink = new MemorySink();
    private final Deque<Function<Instant, Answer<ActivityPage>>> script = new ArrayDeque<>();
    private Function<Instant, Answer<ActivityPage>> always = now -> page(now, url("end"), List.of());

    // --- pages and cursors

    @Test
    void emptyPageMovesTheWatermarkToTheServersDateMinusTheLag() {
        VirtualLoop loop = loop().start();
        assertThat(loop.state.known().watermark()).isEqualTo(T0.minus(LAG));
        assertThat(loop.waits).containsExactly(POLL);
    }

    @Test
    void emptyPageWithoutADateProvesNothing() {
        always = now -> undated(now, url("end"), List.of());
        VirtualLoop loop = loop().start();
        assertThat(loop.state.known().watermark()).isNull();
        assertThat(sink.marks()).hasSize(1);
    }

    @Test
    void watermarkNeverGoesBackWithTheServersClock() {
        script.add(now -> page(now, url("end"), List.of()));
        script.add(now -> page(now.minus(Duration.ofDays(2)), url("end"), List.of()));
        VirtualLoop loop = loop().start().runFor(POLL);
        assertThat(loop.state.known().watermark()).isEqualTo(T0.minus(LAG));
    }

    @Test
    void oneWrongDateInTheFutureMovesNothingAndIsAskedAboutAtOnce() {
        Duration century = Duration.ofDays(36_500);
        script.add(now -> dated(now, now.plus(century), url("end"), List.of()));
        VirtualLoop loop = loop().start();
        assertThat(loop.asked).hasSize(2);
        assertThat(loop.state.known().watermark()).isEqualTo(T0.minus(LAG));
        script.add(now -> dated(now, now.plus(century), url("end"), List.of()));
        script.add(now -> dated(now, now.plus(century.multipliedBy(2)), url("end"), List.of()));
        loop.runFor(POLL);
        assertThat(loop.asked).hasSize(4);
        assertThat(loop.state.known().watermark()).isEqualTo(T0.minus(LAG));
        assertThat(loop.told(FetchListener.Restarted.class)).isEmpty();
    }

    @Test
    void twoAnswersThatAgreeAreTheServersClockWhateverTheLocalOneSays() {
        Duration month = Duration.ofDays(30);
        always = now -> dated(now, now.plus(month), url("end"), List.of());
        VirtualLoop loop = loop(options().once(true).build()).start();
        assertThat(loop.asked).hasSize(2);
        assertThat(loop.state.known().watermark()).isEqualTo(T0.plus(month).minus(LAG));
        assertThat(Objects.requireNonNull(loop.end).outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
    }

    @Test
    void wrongDateInTheFutureNeitherAgesTheCursorNorMakesAGap() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> dated(now, now.plus(Duration.ofDays(3_650)), url("1"), List.of(log("b", OLD))));
        VirtualLoop loop = loop().start();
        assertThat(loop.told(FetchListener.Restarted.class)).isEmpty();
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
        assertThat(sink.ids()).containsExactly("a", "b");
    }

    @Test
    void wrongDateInTheFutureDoesNotMakeACursorThatNeverAges() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> dated(now, now.plus(Duration.ofDays(3_650)), url("2"), List.of(log("b", OLD))));
        script.add(now -> page(now, url("2"), List.of()));
        loop().start();
        assertThat(sink.marks().get(1).nextPageUrl()).isEqualTo(url("2"));
        assertThat(sink.marks().get(1).cursorObtainedAt()).isEqualTo(T0);
    }

    @Test
    void dateOfTheEpochCostsAReadingAtMost() {
        script.add(now -> dated(now, Instant.EPOCH, url("1"), List.of(log("a", OLD))));
        VirtualLoop loop = loop().start().runFor(POLL);
        assertThat(loop.state.known().watermark()).isAfterOrEqualTo(T0.minus(LAG));
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
        assertThat(sink.ids()).containsExactly("a");
    }

    @Test
    void shortPageIsNotTheEnd() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, url("2"), List.of(log("b", OLD))));
        VirtualLoop loop = loop().start();
        assertThat(loop.asked).containsExactly(null, url("1"), url("2"));
        assertThat(sink.ids()).containsExactly("a", "b");
        assertThat(sink.marks().get(1).watermark()).isNull();
    }

    @Test
    void emptyPageInMidStreamIsOnlyNothingNow() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, url("1"), List.of()));
        script.add(now -> page(now, url("2"), List.of(log("b", T0))));
        VirtualLoop loop = loop().start().runFor(POLL);
        assertThat(sink.ids()).containsExactly("a", "b");
        assertThat(loop.asked).containsExactly(null, url("1"), url("1"), url("2"));
    }

    @Test
    void nullNextPageKeepsTheCursorAndWaitsWithoutMovingTheWatermark() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, null, List.of(log("b", OLD))));
        VirtualLoop loop = loop().start();
        assertThat(loop.waits).containsExactly(POLL);
        assertThat(loop.state.known().watermark()).isNull();
        assertThat(sink.marks()).extracting(Batch.PageMark::nextPageUrl).containsExactly(url("1"), url("1"));
    }

    @Test
    void nullNextPageOnTheFirstListAsksTheFirstListAgain() {
        script.add(now -> page(now, null, List.of(log("a", OLD))));
        VirtualLoop loop = loop().start().runFor(POLL);
        assertThat(loop.asked).containsExactly(null, null);
        assertThat(sink.marks().get(0).nextPageUrl()).isNull();
        assertThat(sink.marks().get(0).cursorObtainedAt()).isNull();
    }

    /** A list that ends like this shows its last page at each poll: that must not fill the journal, and a change must not be missed. */
    @Test
    void theLastPageOfAListWithoutANextOneIsRecordedOnceAnHourAndWhenItChanges() {
        List<RawActivityLog> logs = new ArrayList<>(List.of(log("a", OLD)));
        always = now -> page(now, null, List.copyOf(logs));
        VirtualLoop loop = loop().start().runFor(Duration.ofHours(10));
        assertThat(loop.asked).hasSizeGreaterThan(100);
        assertThat(sink.marks()).hasSizeBetween(10, 12);
        assertThat(loop.state.known().watermark()).isNull();

        int before = sink.marks().size();
        logs.add(log("b", T0));
        loop.runFor(POLL);
        assertThat(sink.marks()).hasSize(before + 1);
        assertThat(sink.ids()).containsExactly("a", "b");

        logs.set(1, new RawActivityLog("b", "acct_1", T0, Payload.ofUtf8("{\"id\":\"b\",\"changed\":true}")));
        loop.runFor(POLL);
        assertThat(sink.marks()).as("the same ids with other bytes").hasSize(before + 2);
    }

    @Test
    void nextPageOffTheOriginCostsNoLogsAndIsNeverStored() {
        List<RawActivityLog> logs = List.of(log("b", OLD));
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, "https://evil.example/v2/iam/activity_logs?page=x", logs));
        script.add(now -> page(now, "", logs));
        script.add(now -> page(now, "/v2/iam/activity_logsx?page=x", logs));
        script.add(now -> page(now, url("x".repeat(100_000)), logs));
        script.add(now -> page(now, url("2"), logs));
        VirtualLoop loop = loop().start().runFor(Duration.ofMinutes(1));

        assertThat(sink.ids()).containsExactly("a", "b");
        assertThat(sink.marks())
                .extracting(Batch.PageMark::nextPageUrl)
                .containsExactly(url("1"), url("1"), url("1"), url("1"), url("1"), url("2"), url("end"));
        assertThat(loop.asked).containsExactly(null, url("1"), url("1"), url("1"), url("1"), url("1"), url("2"));
        assertThat(loop.told(FetchListener.Failed.class))
                .extracting(FetchListener.Failed::failure)
                .containsExactly("malformed", "malformed", "malformed", "malformed");
        assertThat(failures()).containsExactly("malformed");
    }

    /** With nothing to lose it is no page at all, so it proves nothing either. */
    @Test
    void emptyPageWithANextPageOffTheOriginMovesNothing() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, "https://evil.example/v2/iam/activity_logs?page=x", List.of()));
        VirtualLoop loop = loop().start();
        assertThat(loop.state.known().watermark()).isNull();
        assertThat(loop.state.trouble().consecutive()).isEqualTo(1);
        assertThat(sink.marks()).hasSize(1);
        assertThat(failures()).containsExactly("malformed");
        assertThat(loop.runFor(Duration.ofMinutes(1)).asked).containsExactly(null, url("1"), url("1"));
    }

    @Test
    void whatIsToldOfANextPageOffTheOriginHoldsNoSecret() {
        String key = "sk_" + "live_" + "x".repeat(24);
        script.add(now -> page(now, "https://" + "e".repeat(180) + "/?k=" + key, List.of(log("a", OLD))));
        VirtualLoop loop = loop().start();
        assertThat(loop.told(FetchListener.Failed.class)).hasSize(1);
        assertThat(loop.told(FetchListener.Failed.class).toString()).doesNotContain("sk_live", "xxx");
        assertThat(sink.notes(Lifecycle.FetchFailed.class).toString()).doesNotContain("sk_live", "xxx");
    }

    @Test
    void nextPageBehindTheConfiguredOriginIsFollowed() {
        String absolute = "https://api.stripe.com" + url("1");
        script.add(now -> page(now, absolute, List.of(log("a", OLD))));
        assertThat(loop().start().asked).containsExactly(null, absolute);
    }

    @Test
    void cursorIsAsOldAsItsFirstSight() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        always = now -> page(now, url("1"), List.of());
        VirtualLoop loop = loop().start().runFor(Duration.ofDays(2));
        assertThat(loop.state.known().cursor()).isEqualTo(new Cursor(url("1"), T0, loop.options.apiVersion));
        assertThat(loop.state.cursorAge(loop.now)).isEqualTo(Duration.ofDays(2));
    }

    @Test
    void pageThatLeadsToItselfIsNotReadInAHotLoop() {
        always = now -> page(now, url("same"), List.of(log("a", OLD)));
        VirtualLoop loop = loop().start().runFor(Duration.ofHours(1));
        assertThat(loop.asked).hasSizeLessThanOrEqualTo(15);
        assertThat(loop.state.known().watermark()).isNull();
        assertThat(sink.ids()).containsExactly("a");
        assertThat(failures()).isNotEmpty().containsOnly("no_progress");
        assertThat(loop.state.trouble().consecutive()).isPositive();
        assertThat(loop.state.trouble().message()).contains("shows the same page again");
    }

    @Test
    void circleOfPagesIsNotReadInAHotLoop() {
        int[] turn = {0};
        always = now -> page(now, url("p" + ++turn[0] % 3), List.of(log("e" + turn[0] % 3, OLD)));
        VirtualLoop loop = loop().start().runFor(Duration.ofHours(1));
        assertThat(loop.asked).hasSizeLessThan(120);
        assertThat(loop.told(FetchListener.Failed.class))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.failure()).isEqualTo("no_progress"));
    }

    @Test
    void samePageUnderEverFreshTokensIsNotReadInAHotLoop() {
        int[] turn = {0};
        always = now -> page(now, url("fresh" + turn[0]++), List.of(log("a", OLD)));
        assertThat(loop().start().runFor(Duration.ofHours(1)).asked).hasSizeLessThan(20);
    }

    @Test
    void receiptOfAnEarlierPageDoesNotEndTheDoubtAboutThisOne() {
        always = now -> page(now, url("same"), List.of(log("a", OLD)));
        VirtualLoop loop = loop();
        loop.ahead = () -> true;
        loop.start();
        assertThat(loop.mostUnderway).as("the note of the start and both pages").isEqualTo(3);
        assertThat(loop.asked).hasSize(2);
        assertThat(loop.told(FetchListener.Failed.class)).hasSize(1);
    }

    @Test
    void pageThatLeadsToItselfButBringsNewsIsFollowedAtOnce() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, url("1"), List.of(log("b", OLD))));
        script.add(now -> page(now, url("1"), List.of(log("c", OLD))));
        loop().start();
        assertThat(sink.ids()).containsExactly("a", "b", "c");
    }

    // --- empty polls

    @Test
    void thousandEmptyPollsLeaveOneRecordAnHour() {
        loop().start().runFor(POLL.multipliedBy(1000));
        assertThat(sink.marks()).hasSizeBetween(80, 85);
    }

    /** Otherwise whoever reads the journal would see the failure for up to an hour after it was over. */
    @Test
    void firstEmptyPollAfterARecordedFailureIsRecorded() {
        script.add(now -> page(now, url("end"), List.of()));
        script.add(now -> failed(now, 0, new Failure.Unreachable("cut")));
        loop().start().runFor(POLL.multipliedBy(4));
        assertThat(sink.marks()).hasSize(2);
        assertThat(failures()).containsExactly("unreachable");
    }

    @Test
    void emptyPollWithANewCursorIsRecorded() {
        script.add(now -> page(now, url("1"), List.of()));
        script.add(now -> page(now, url("2"), List.of()));
        always = now -> page(now, url("2"), List.of());
        loop().start().runFor(POLL.multipliedBy(3));
        assertThat(sink.marks()).extracting(Batch.PageMark::nextPageUrl).containsExactly(url("1"), url("2"));
    }

    @Test
    void closeKeepsTheNewestWatermark() {
        VirtualLoop loop = loop().start().runFor(Duration.ofMinutes(20));
        assertThat(sink.marks()).hasSize(1);
        loop.feed(new FetchStep.Close());
        assertThat(sink.resume(loop.stream).watermark())
                .isEqualTo(T0.plus(Duration.ofMinutes(20)).minus(LAG));
        assertThat(sink.notes(Lifecycle.Stopped.class))
                .extracting(Lifecycle.Stopped::reason)
                .containsExactly("closed");
    }

    // --- restarts

    @Test
    void refusedCursorIsEvidenceAndReadingBeginsAgainInOneBatch() {
        resumeAt(url("old"), T0.minus(Duration.ofDays(1)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
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
        resumeAt(url("old"), T0.minus(Duration.ofDays(1)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
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
        resumeAt(url("old"), T0.minus(Duration.ofHours(20)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
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
        resumeAt(url("old"), T0.minus(Duration.ofHours(20)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
        script.add(now -> page(now, url("1"), List.of(log("x", OLD.minusSeconds(60)))));
        loop(options().once(true).build()).start();
        assertThat(sink.notes(Lifecycle.Gap.class))
                .extracting(Lifecycle.Gap::afterId)
                .containsExactly("a");
    }

    /** An outage of the provider's looks like that; of another account there would be something. */
    @Test
    void listThatShowsNothingAtAllProvesNothing() {
        resumeAt(url("old"), T0.minus(Duration.ofHours(20)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
        loop().start().runFor(Duration.ofHours(3));
        assertThat(sink.notes(Lifecycle.Gap.class)).isEmpty();
    }

    @Test
    void newestEventKnownIsWaitedForBehindEmptyPagesToo() {
        resumeAt(url("old"), T0.minus(Duration.ofHours(20)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
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
        resumeAt(url("old"), T0.minus(Duration.ofHours(20)), log("a", OLD));
        script.add(now -> failed(now, 400, new Failure.BadRequest(error("invalid_fields"))));
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

    // --- failures

    @Test
    void busyProviderIsAskedWithGrowingJitteredWaitsUnderTheCap() {
        always = now -> failed(now, 503, new Failure.ServerError(503, error("x")));
        VirtualLoop loop = loop().start().runFor(Duration.ofDays(1));
        for (int i = 0; i < loop.waits.size(); i++) {
            long bound = Math.min(300_000, 1000L << Math.min(i, 20));
            assertThat(loop.waits.get(i).toMillis()).isBetween(0L, bound);
        }
        assertThat(loop.waits).hasSizeGreaterThan(400);
        assertThat(sink.marks()).isEmpty();
        assertThat(failures()).containsExactly("server_error");
    }

    @Test
    void retryAfterIsAFloor() {
        script.add(now -> failed(now, 429, new Failure.RateLimited(error("x"), null), Duration.ofSeconds(30), null));
        assertThat(loop().start().waits.get(0)).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void retryAfterOfYearsIsADay() {
        Failure busy = new Failure.ServerError(503, error("api_error"));
        always = now -> failed(now, 503, busy, Duration.ofSeconds(999_999_999), null);
        assertThat(loop().start().waits).containsExactly(Duration.ofDays(1));
    }

    @Test
    void shouldRetryFalseWaitsThePollIntervalAtLeast() {
        script.add(now -> failed(now, 503, new Failure.ServerError(503, error("x")), null, false));
        script.add(now -> failed(now, 503, new Failure.ServerError(503, error("x")), null, true));
        VirtualLoop loop = loop().start().runFor(POLL);
        assertThat(loop.waits.get(0)).isEqualTo(POLL);
        assertThat(loop.waits.get(1)).isLessThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void refusedKeyIsTriedAtPollingPaceAndRecordedOnce() {
        always = now -> failed(now, 401, new Failure.Unauthorized(error("x")));
        VirtualLoop loop = loop().start().runFor(Duration.ofHours(1));
        assertThat(loop.waits).hasSize(13).containsOnly(POLL);
        assertThat(failures()).containsExactly("unauthorized");
        assertThat(loop.told(FetchListener.Failed.class)).hasSize(13);
    }

    @Test
    void recordOfAFailureHasTheStatusOfTheAnswerIfThereWasOne() {
        script.add(now -> failed(now, 503, new Failure.ServerError(503, error("x"))));
        script.add(now -> failed(now, 0, new Failure.Unreachable("cut")));
        loop().start().runFor(Duration.ofMinutes(1));
        assertThat(sink.notes(Lifecycle.FetchFailed.class))
                .extracting(Lifecycle.FetchFailed::status)
                .containsExactly(503, null);
    }

    @Test
    void requestsAreRecordedBesideWhatTheyLedToUnlessThatIsNotWished() {
        script.addAll(List.of(
                now -> failed(now, 503, new Failure.ServerError(503, error("x"))),
                now -> page(now, url("1"), List.of(log("a", OLD)))));
        loop().start().runFor(Duration.ofMinutes(1));
        assertThat(sink.batches)
                .as("that it began, the failure, the page, the end of the list")
                .extracting(batch -> batch.requests().size())
                .containsExactly(0, 1, 1, 1);

        sink.batches.clear();
        script.add(now -> failed(now, 503, new Failure.ServerError(503, error("x"))));
        loop(options().recordRequests(false).build()).start().runFor(Duration.ofMinutes(1));
        assertThat(sink.batches)
                .hasSizeGreaterThan(1)
                .flatExtracting(Batch::requests)
                .isEmpty();
    }

    @Test
    void eachKindOfFailureIsRecordedOnceUntilASuccess() {
        Function<Instant, Answer<ActivityPage>> busy =
                now -> failed(now, 503, new Failure.ServerError(503, error("x")));
        Function<Instant, Answer<ActivityPage>> cut = now -> failed(now, 0, new Failure.Unreachable("cut"));
        script.addAll(List.of(busy, cut, busy, cut, now -> page(now, url("1"), List.of()), busy));
        loop().start().runFor(Duration.ofHours(1));
        assertThat(failures()).containsExactly("server_error", "unreachable", "server_error");
    }

    // --- once

    @Test
    void onceEndsAtOnceWhenTheProviderRefuses() {
        always = now -> failed(now, 403, new Failure.Forbidden(error("x")));
        FetchListener.Ended end = once();
        assertThat(end.outcome()).isEqualTo(Fetcher.Outcome.REFUSED);
        assertThat(end.reason()).isEqualTo("forbidden");
    }

    @Test
    void onceEndsAfterABoundedNumberOfAttempts() {
        always = now -> failed(now, 0, new Failure.Unreachable("no route"));
        VirtualLoop loop = loop(options().once(true).build()).start().runFor(Duration.ofMinutes(3));
        assertThat(loop.asked).hasSize(8);
        assertThat(Objects.requireNonNull(loop.end).outcome()).isEqualTo(Fetcher.Outcome.UNREACHABLE);
        assertThat(loop.end.message()).contains("no route");
    }

    @Test
    void onceDoesNotWaitForMinutes() {
        always = now -> failed(now, 429, new Failure.RateLimited(error("x"), null), Duration.ofHours(1), null);
        assertThat(once().reason()).isEqualTo("rate_limited");
    }

    @Test
    void onceEndsAtANullNextPageToo() {
        always = now -> page(now, null, List.of(log("a", OLD)));
        assertThat(once().outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
    }

    @Test
    void onceOutlivesADuplicatePageButNotAStuckProvider() {
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, url("1"), List.of(log("a", OLD))));
        script.add(now -> page(now, url("2"), List.of(log("b", OLD))));
        assertThat(once().outcome()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
        assertThat(sink.ids()).containsExactly("a", "b");

        always = now -> page(now, url("same"), List.of(log("a", OLD)));
        assertThat(once().reason()).isEqualTo("no_progress");
    }

    // --- pause, budget

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

    // --- helpers

    private FetchListener.Ended once() {
        VirtualLoop loop = loop(options().once(true).build()).start().runFor(Duration.ofMinutes(5));
        return Objects.requireNonNull(loop.end);
    }

    private static FetchOptions.Builder options() {
        return FetchOptions.forKey("sk_test_x").toBuilder().random(new Random(7));
    }

    private VirtualLoop loop() {
        return loop(options().build());
    }

    private VirtualLoop loop(FetchOptions options) {
        return new VirtualLoop(options, sink, T0, (ask, now) -> {
            Function<Instant, Answer<ActivityPage>> next = script.poll();
            return next == null ? always.apply(now) : next.apply(now);
        });
    }

    private void resumeAt(String url, Instant obtainedAt, RawActivityLog known) {
        Batch.PageMark mark = new Batch.PageMark(
                obtainedAt, obtainedAt, null, "2026-11-18.preview", "/", url, obtainedAt, null, null);
        sink.write(new Batch(loop().stream, List.of(), List.of(known), mark));
        sink.batches.clear();
    }

    private static StreamState known(Instant watermark, Instant lastCreated, String lastId) {
        Instant page = watermark.plus(LAG);
        return new StreamState(new Cursor(url("old"), page, "v"), watermark, lastCreated, lastId, page);
    }

    private static StreamState withoutWatermark(RawActivityLog last, Instant lastPageAt) {
        return new StreamState(null, null, last.created(), last.id(), lastPageAt);
    }

    private Lifecycle.@Nullable Gap gapAfterRestart(StreamState known, @Nullable RawActivityLog first) {
        Gaps gaps = new Gaps(loop().stream, known, Period.ofMonths(6), LAG);
        return gaps.inFirstPage(first == null ? List.of() : List.of(first), T0, T0);
    }

    private Batch batchWith(Class<? extends Lifecycle> type) {
        return sink.batches.stream()
                .filter(batch -> batch.notes().stream().anyMatch(type::isInstance))
                .findFirst()
                .orElseGet(() -> Assertions.fail("no batch holds a " + type.getSimpleName()));
    }

    private List<String> failures() {
        return sink.notes(Lifecycle.FetchFailed.class).stream()
                .map(Lifecycle.FetchFailed::failure)
                .toList();
    }
}
