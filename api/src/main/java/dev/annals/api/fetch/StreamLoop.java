package dev.annals.api.fetch;

import dev.annals.api.LogStream;
import dev.annals.api.client.ActivityLogs;
import dev.annals.api.client.Answer;
import dev.annals.api.client.Failure;
import dev.annals.api.client.ListQuery;
import dev.annals.api.codec.ActivityPage;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Drives {@link FetchStep} for one stream: sends what it asks, commits what it decides, and keeps its waits. Pages with logs follow one
 * another to the sink without waiting, as far as {@link Underway} lets them; everything else, in either direction, waits until all before it is
 * durable: a batch of notes, and an answer that shows no logs, which is what a watermark is concluded from. Everything runs on one Vert.x
 * context; only {@link #state()} may be read from elsewhere.
 */
final class StreamLoop {
    private static final System.Logger LOG = System.getLogger(StreamLoop.class.getName());
    private static final long NO_TIMER = -1;

    private final Equipment with;
    private final FetchStep step;
    private final Deque<Batch> queue = new ArrayDeque<>();
    private final Promise<FetchListener.Ended> end = Promise.promise();
    private final LogStream stream;
    private volatile FetchState state;
    private FetchListener.@Nullable Ended ending;
    private @Nullable Answer<ActivityPage> held;
    private Underway underway = Underway.NOTHING;
    private @Nullable Throwable sinkFailure;
    private long timer = NO_TIMER;

    /**
     * What all streams of a fetcher share.
     *
     * @param context the one context that everything runs on
     * @param refreshKey takes a fresh key; what it returns is why the key cannot be used, null if it can. Runs on a worker thread
     * @param live how many streams still run
     */
    record Equipment(
            Vertx vertx,
            Context context,
            FetchOptions options,
            ActivityLogs logs,
            PageSink sink,
            ReadBudget budget,
            Callable<@Nullable Failure> refreshKey,
            IntSupplier live,
            FetchListener listener) {}

    StreamLoop(Equipment with, LogStream stream, StreamState durable) {
        this.with = with;
        this.stream = stream;
        this.step = new FetchStep(with.options());
        this.state = FetchState.begin(stream, durable);
    }

    /** Succeeds when the stream has ended and nothing is being written; fails if the sink failed. */
    Future<FetchListener.Ended> end() {
        return end.future();
    }

    FetchState state() {
        return state;
    }

    void feed(FetchStep.Input input) {
        boolean over = ending != null || sinkFailure != null;
        if (over && !(input instanceof FetchStep.Committed)) {
            return;
        }
        try {
            apply(decide(input));
        } catch (RuntimeException defect) {
            LOG.log(System.Logger.Level.ERROR, "the fetch loop failed, stream=" + stream.name(), defect);
            apply(decide(new FetchStep.Defect("the fetch loop failed: " + defect)));
        }
    }

    /** Ends without writing anything more; the batches that are being written are waited for. */
    void abort(FetchListener.Ended how) {
        ending = how;
        cancelTimer();
        state = state.withAsked(null).withPhase(FetchState.Phase.ENDED);
        queue.clear();
        pump();
    }

    private FetchStep.Decision decide(FetchStep.Input input) {
        Instant now = with.options().clock.instant();
        return step.on(state, input, now, with.budget().pace(now, with.live().getAsInt()));
    }

    private void apply(FetchStep.Decision decision) {
        state = decision.next();
        queue.addAll(decision.commits());
        if (decision.end() != null) {
            ending = decision.end();
            cancelTimer();
        }
        decision.events().forEach(this::tell);
        pump();
        if (decision.ask() != null) {
            ask(decision.ask());
        }
        if (decision.delay() != null) {
            schedule(decision.delay());
        }
    }

    void tell(FetchListener.Event event) {
        try {
            with.listener().on(event);
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the listener failed, event=" + event.getClass().getSimpleName(),
                    e);
        }
    }

    // --- waiting

    private void schedule(Duration wait) {
        cancelTimer();
        if (wait.isZero()) {
            feed(new FetchStep.Due());
        } else {
            timer = with.vertx().setTimer(Math.max(1, wait.toMillis()), fired -> {
                timer = NO_TIMER;
                feed(new FetchStep.Due());
            });
        }
    }

    private void cancelTimer() {
        if (timer != NO_TIMER) {
            with.vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    // --- asking

    private void ask(FetchState.Ask ask) {
        with.vertx()
                .executeBlocking(with.refreshKey(), false)
                .compose(unusable -> unusable == null ? send(ask) : Future.succeededFuture(unsent(unusable)))
                .onComplete(result -> onContext(() -> {
                    if (result.succeeded()) {
                        answered(result.result());
                    } else {
                        feed(new FetchStep.Defect("the client failed: " + result.cause()));
                    }
                }));
    }

    private Future<Answer<ActivityPage>> send(FetchState.Ask ask) {
        if (ending != null) {
            return Future.succeededFuture(unsent(new Failure.Unreachable("closed")));
        }
        FetchOptions options = with.options();
        with.budget().count(options.clock.instant());
        String url = ask.url();
        return url == null
                ? with.logs().list(stream.context(), new ListQuery(stream.filter(), options.pageLimit))
                : with.logs().page(stream.context(), url);
    }

    private Answer<ActivityPage> unsent(Failure failure) {
        Instant now = with.options().clock.instant();
        return new Answer.Failed<>(failure, new Answer.Meta("", 0, null, null, now, null, null, null));
    }

    private void answered(Answer<ActivityPage> answer) {
        if (ending != null) {
            return;
        }
        if (mayBeJudged(answer)) {
            feed(new FetchStep.Answered(answer));
        } else {
            held = answer;
        }
    }

    private boolean mayBeJudged(Answer<ActivityPage> answer) {
        boolean showsLogs = answer instanceof Answer.Received<ActivityPage> page
                && !page.value().logs().isEmpty();
        return queue.isEmpty() && (underway.isNothing() || (showsLogs && underway.hasRoom()));
    }

    // --- writing

    private void pump() {
        while (!queue.isEmpty()
                && sinkFailure == null
                && (underway.isNothing() || queue.element().mark() != null)) {
            commit(queue.remove());
        }
        if (underway.isNothing() && sinkFailure != null) {
            end.tryFail(sinkFailure);
        } else if (underway.isNothing() && queue.isEmpty() && ending != null) {
            end.tryComplete(ending);
        }
    }

    private void commit(Batch batch) {
        underway = underway.with(batch);
        CompletionStage<Receipt> stage;
        try {
            stage = Objects.requireNonNull(with.sink().commit(batch), "the sink returned no stage");
        } catch (RuntimeException e) {
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((receipt, failure) -> onContext(() -> settle(batch, receipt, failure)));
    }

    private void settle(Batch batch, @Nullable Receipt receipt, @Nullable Throwable failure) {
        underway = underway.without(batch);
        if (sinkFailure == null && receipt != null) {
            feed(new FetchStep.Committed(batch, receipt, underway.isNothing()));
        } else if (sinkFailure == null) {
            sinkFailure = failure == null ? new IllegalStateException("the sink gave no receipt") : failure;
        }
        pump();
        Answer<ActivityPage> waiting = held;
        if (waiting != null && sinkFailure == null && mayBeJudged(waiting)) {
            held = null;
            answered(waiting);
        }
    }

    private void onContext(Runnable task) {
        with.context().runOnContext(ignored -> task.run());
    }
}
