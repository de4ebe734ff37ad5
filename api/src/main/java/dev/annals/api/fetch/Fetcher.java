package dev.annals.api.fetch;

import dev.annals.api.LogStream;
import dev.annals.api.client.ActivityLogs;
import dev.annals.api.client.ActivityLogsClient;
import dev.annals.api.client.ClientOptions;
import dev.annals.api.client.Failure;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one or several streams of activity logs into a {@link PageSink} until it is closed, or, by choice, until it has caught
 * up. Each page is one batch with its cursor; the next pages are asked for while one is being written, and never written before
 * it. Pages are handed to the sink ahead of the receipts of those before them, until sixteen of a stream, or four MiB of its logs, are being
 * written. Nothing is concluded from a page without logs until all before it is durable; streams do not wait for one another.
 *
 * <p>It goes on over everything that can pass: outages, rate limits, refused keys (a new one is taken up from the supplier),
 * refused cursors (read again from the start, nothing twice). A stream ends on a request that the provider calls wrong. The whole
 * fetcher ends when the sink fails: what is not known to be durable must not be followed by anything.
 *
 * <p>All methods may be called from any thread.
 */
public final class Fetcher implements AutoCloseable {
    private final StreamLoop.Equipment with;
    private final List<StreamLoop> loops = new ArrayList<>();
    private final Promise<Result> done = Promise.promise();
    private final AtomicInteger live = new AtomicInteger();
    private final List<FetchListener.Ended> ended = new ArrayList<>();
    private Totals totals = Totals.NONE;

    /** How a stream or a fetcher ended, from best to worst. */
    public enum Outcome {
        /** Everything that the provider shows now is in the sink. */
        CAUGHT_UP,
        /** The host closed it. */
        CLOSED,
        /** The provider could not be reached, was too busy, or sent what cannot be used, too often in a row. */
        UNREACHABLE,
        /** The provider refused: the key, the permission, or the request. */
        REFUSED,
        /** A part of this library or its client broke its contract. */
        DEFECT,
        /** The sink failed; what it was given last may or may not be durable. */
        SINK_FAILED
    }

    /**
     * What was written.
     *
     * @param pages page records
     * @param received logs in these pages
     * @param appended of these, new ones
     * @param duplicates of these, known ones with the same bytes
     * @param conflicts of these, known ones with other bytes
     * @param lateArrivals of the new ones, those not after the watermark
     * @param gaps gap records
     */
    public record Totals(
            long pages, long received, long appended, long duplicates, long conflicts, long lateArrivals, long gaps) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0);

        Totals plus(FetchListener.PageCommitted page) {
            Receipt receipt = page.receipt();
            return new Totals(
                    pages + 1,
                    received + page.received(),
                    appended + receipt.appended(),
                    duplicates + receipt.duplicates(),
                    conflicts + receipt.conflicts(),
                    lateArrivals + receipt.lateArrivals(),
                    gaps);
        }

        Totals plusGap() {
            return new Totals(pages, received, appended, duplicates, conflicts, lateArrivals, gaps + 1);
        }
    }

    /**
     * How it ended.
     *
     * @param outcome the worst of the streams' outcomes
     * @param totals what was written, all streams together
     * @param streams how each stream ended, in the order they ended
     */
    public record Result(Outcome outcome, Totals totals, List<FetchListener.Ended> streams) {
        public Result {
            streams = List.copyOf(streams);
        }
    }

    /** What a stream does at a moment. */
    public enum Activity {
        /** A page is asked for or being written. */
        READING,
        /** Caught up, until the next poll. */
        WAITING,
        /** The last attempts failed; it will try again. */
        FAILING,
        /** Paused by the host. */
        PAUSED,
        /** Ended. */
        ENDED
    }

    /**
     * One stream at a moment.
     *
     * @param stream which
     * @param activity what it does
     * @param lastSuccess local time of the last usable answer, null before the first
     * @param lastFailure local time of the last failure, null if there was none
     * @param lastFailureMessage that failure in plain words, null if there was none
     * @param consecutiveFailures failures since the last success
     * @param watermark complete up to here, null before the first empty page
     * @param cursorAge age of the cursor by the server's clock, null without one
     */
    public record StreamHealth(
            LogStream stream,
            Activity activity,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String lastFailureMessage,
            int consecutiveFailures,
            @Nullable Instant watermark,
            @Nullable Duration cursorAge) {}

    /**
     * A fetcher at a moment.
     *
     * @param streams its streams
     * @param readsUsed requests in the last 30 days: of this fetcher, and of those before it as far as the sink knows
     * @param readBudget requests that it may make in 30 days
     * @param budgetBreach when the budget would be spent at the poll interval, so that the interval is stretched; null if it would
     *     not
     */
    public record Health(
            List<StreamHealth> streams,
            long readsUsed,
            int readBudget,
            @Nullable Instant budgetBreach) {
        public Health {
            streams = List.copyOf(streams);
        }
    }

    private Fetcher(
            Vertx vertx, FetchOptions options, PageSink sink, ActivityLogs logs, Callable<@Nullable Failure> key) {
        Context context = ownContext(vertx);
        ReadBudget budget = new ReadBudget(options.readBudget);
        with = new StreamLoop.Equipment(
                vertx, context, options, logs, sink, budget, key, () -> Math.max(1, live.get()), this::tell);
    }

    /**
     * Not one of the host's: if the fetcher ran on the worker that waits in {@link #close}, it would never come to an end. On a thread that
     * belongs to no context Vert.x makes a new one, with an event loop.
     */
    private static Context ownContext(Vertx vertx) {
        return CompletableFuture.supplyAsync(
                        vertx::getOrCreateContext, task -> new Thread(task, "annals-fetch-context").start())
                .join();
    }

    /**
     * Starts to fetch. Each stream goes on where the sink says that it stopped.
     *
     * @param vertx where it runs; not closed with the fetcher, and to be closed after it
     * @param options what to fetch; its supplier is asked once here, on this thread, and the key's mode holds from then on
     * @param sink where pages go; not closed with the fetcher, and to be closed after it
     * @return the running fetcher
     * @throws IllegalArgumentException if the key is none
     */
    public static Fetcher start(Vertx vertx, FetchOptions options, PageSink sink) {
        KeyRing keys = new KeyRing(options.key);
        ActivityLogsClient client = ActivityLogsClient.create(
                vertx,
                ClientOptions.forKeys(keys::current)
                        .withOrigin(options.origin)
                        .withApiVersion(options.apiVersion)
                        .withClock(options.clock));
        Fetcher fetcher = start(vertx, options, sink, keys.mode(), client, keys);
        fetcher.done().onComplete(ended -> client.close());
        return fetcher;
    }

    static Fetcher start(
            Vertx vertx,
            FetchOptions options,
            PageSink sink,
            String mode,
            ActivityLogs logs,
            Callable<@Nullable Failure> refreshKey) {
        Fetcher fetcher = new Fetcher(vertx, options, sink, logs, refreshKey);
        for (LogStream stream : options.streams(mode)) {
            StreamState durable = sink.resume(stream);
            fetcher.with.budget().count(durable.reads(), options.clock.instant());
            fetcher.loops.add(new StreamLoop(fetcher.with, stream, durable));
        }
        fetcher.live.set(fetcher.loops.size());
        fetcher.onContext(() -> fetcher.loops.forEach(loop -> {
            loop.end().onComplete(end -> fetcher.ended(loop, end.result(), end.cause()));
            loop.feed(new FetchStep.Begin());
        }));
        return fetcher;
    }

    /**
     * The end of all streams. Never fails: whatever happened is in the result.
     *
     * @return completes when every stream has ended and nothing is being written
     */
    public Future<Result> done() {
        return done.future();
    }

    /** Makes every stream stop asking. A page that was asked for is still written. Without effect on a paused or ended stream. */
    public void pause() {
        onContext(() -> loops.forEach(loop -> loop.feed(new FetchStep.Pause())));
    }

    /** Makes every paused stream go on, with a poll at once. */
    public void resume() {
        onContext(() -> loops.forEach(loop -> loop.feed(new FetchStep.Resume())));
    }

    /**
     * How it is.
     *
     * @return a snapshot
     */
    public Health health() {
        FetchOptions options = with.options();
        Instant now = options.clock.instant();
        List<StreamHealth> streams =
                loops.stream().map(loop -> health(loop.state(), now)).toList();
        Instant breach = with.budget().breach(now, with.live().getAsInt(), options.pollInterval);
        return new Health(streams, with.budget().used(now), options.readBudget, breach);
    }

    /**
     * Ends every stream: waits for the batches that are being written, gives up whole what was only asked for, writes the end. A second
     * call changes nothing.
     *
     * @return completes like {@link #done()}
     */
    public Future<Result> closeAsync() {
        onContext(() -> loops.forEach(loop -> loop.feed(new FetchStep.Close())));
        return done();
    }

    /**
     * {@link #closeAsync()}, and waits for it.
     *
     * @throws IllegalStateException if called on a Vert.x event loop, which must not be blocked
     */
    @Override
    public void close() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("close() blocks and was called on an event loop; use closeAsync()");
        }
        closeAsync().toCompletionStage().toCompletableFuture().join();
    }

    // --- on the context

    private void tell(FetchListener.Event event) {
        if (event instanceof FetchListener.PageCommitted page) {
            totals = totals.plus(page);
        } else if (event instanceof FetchListener.GapFound) {
            totals = totals.plusGap();
        }
        with.options().listener.on(event);
    }

    private void ended(StreamLoop loop, FetchListener.@Nullable Ended end, @Nullable Throwable sinkFailure) {
        FetchListener.Ended how = end;
        if (how == null) {
            String message = "the sink failed, nothing more is written: " + sinkFailure;
            how = new FetchListener.Ended(loop.state().stream(), Outcome.SINK_FAILED, "sink_failed", message);
        }
        live.decrementAndGet();
        ended.add(how);
        loop.tell(how);
        if (sinkFailure != null) {
            loop.abort(how);
            for (StreamLoop other : loops) {
                other.abort(new FetchListener.Ended(
                        other.state().stream(), Outcome.SINK_FAILED, how.reason(), how.message()));
            }
        }
        if (ended.size() == loops.size()) {
            Outcome worst = ended.stream()
                    .map(FetchListener.Ended::outcome)
                    .max(Outcome::compareTo)
                    .orElse(Outcome.CLOSED);
            done.tryComplete(new Result(worst, totals, ended));
        }
    }

    private static StreamHealth health(FetchState state, Instant now) {
        FetchState.Trouble trouble = state.trouble();
        return new StreamHealth(
                state.stream(),
                activity(state),
                trouble.lastSuccess(),
                trouble.lastFailure(),
                trouble.message(),
                trouble.consecutive(),
                state.known().watermark(),
                state.cursorAge(now));
    }

    private static Activity activity(FetchState state) {
        if (state.ended()) {
            return Activity.ENDED;
        }
        if (state.paused()) {
            return Activity.PAUSED;
        }
        if (state.trouble().consecutive() > 0) {
            return Activity.FAILING;
        }
        return state.asked() == null && !state.progress().inDoubt() ? Activity.WAITING : Activity.READING;
    }

    private void onContext(Runnable task) {
        try {
            with.context().runOnContext(ignored -> task.run());
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("Vert.x is closed; close the fetcher before it", e);
        }
    }
}
