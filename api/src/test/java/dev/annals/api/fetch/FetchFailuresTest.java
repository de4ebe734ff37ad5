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
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What the provider refuses or cannot do, and when a fetch that reads once gives up. */
class FetchFailuresTest extends ScriptedLoop {
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
}
