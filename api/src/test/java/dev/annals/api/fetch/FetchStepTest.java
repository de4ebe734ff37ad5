package dev.annals.api.fetch;

import static dev.annals.api.fetch.Answers.dated;
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
import dev.annals.api.client.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Pages, cursors and polls. */
class FetchStepTest extends ScriptedLoop {
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
}
