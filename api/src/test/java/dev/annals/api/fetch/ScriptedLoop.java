package dev.annals.api.fetch;

import static dev.annals.api.fetch.Answers.page;
import static dev.annals.api.fetch.Answers.url;

import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.RawActivityLog;
import dev.annals.api.client.Answer;
import dev.annals.api.codec.ActivityPage;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** A loop in virtual time over answers that a test writes down. */
abstract class ScriptedLoop {
    static final Instant T0 = Instant.parse("2026-11-22T12:00:00Z");
    static final Instant OLD = T0.minus(Duration.ofDays(1));
    static final Duration POLL = Duration.ofMinutes(5);
    static final Duration LAG = Duration.ofMinutes(10);

    final MemorySink sink = new MemorySink();
    final Deque<Function<Instant, Answer<ActivityPage>>> script = new ArrayDeque<>();
    Function<Instant, Answer<ActivityPage>> always = now -> page(now, url("end"), List.of());

    FetchListener.Ended once() {
        VirtualLoop loop = loop(options().once(true).build()).start().runFor(Duration.ofMinutes(5));
        return Objects.requireNonNull(loop.end);
    }

    static FetchOptions.Builder options() {
        return FetchOptions.forKey("sk_test_x").toBuilder().random(new Random(7));
    }

    VirtualLoop loop() {
        return loop(options().build());
    }

    VirtualLoop loop(FetchOptions options) {
        return new VirtualLoop(options, sink, T0, (ask, now) -> {
            Function<Instant, Answer<ActivityPage>> next = script.poll();
            return next == null ? always.apply(now) : next.apply(now);
        });
    }

    void resumeAt(String url, Instant obtainedAt, RawActivityLog known) {
        Batch.PageMark mark = new Batch.PageMark(
                obtainedAt, obtainedAt, null, "2026-11-18.preview", "/", url, obtainedAt, null, null);
        sink.write(new Batch(loop().stream, List.of(), List.of(known), mark));
        sink.batches.clear();
    }

    static StreamState known(Instant watermark, Instant lastCreated, String lastId) {
        Instant page = watermark.plus(LAG);
        return new StreamState(new Cursor(url("old"), page, "v"), watermark, lastCreated, lastId, page);
    }

    static StreamState withoutWatermark(RawActivityLog last, Instant lastPageAt) {
        return new StreamState(null, null, last.created(), last.id(), lastPageAt);
    }

    Lifecycle.@Nullable Gap gapAfterRestart(StreamState known, @Nullable RawActivityLog first) {
        Gaps gaps = new Gaps(loop().stream, known, Period.ofMonths(6), LAG);
        return gaps.inFirstPage(first == null ? List.of() : List.of(first), T0, T0);
    }

    Batch batchWith(Class<? extends Lifecycle> type) {
        return sink.batches.stream()
                .filter(batch -> batch.notes().stream().anyMatch(type::isInstance))
                .findFirst()
                .orElseGet(() -> Assertions.fail("no batch holds a " + type.getSimpleName()));
    }

    List<String> failures() {
        return sink.notes(Lifecycle.FetchFailed.class).stream()
                .map(Lifecycle.FetchFailed::failure)
                .toList();
    }
}
