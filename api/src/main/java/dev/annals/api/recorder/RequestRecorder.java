package dev.annals.api.recorder;

import dev.annals.api.RawRequestLog;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.requests.RequestBatch;
import dev.annals.api.requests.RequestReceipt;
import dev.annals.api.requests.RequestSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes request logs from a host and has them written. Safe from any thread; never blocks and never throws at a host. What was taken is
 * durable when the sink says so, which nobody waits for: a crash loses what was still queued, as it loses the requests under way.
 *
 * <p>A log is dropped if the queue is full ({@code queue_full}), if it is larger than 4 MiB ({@code too_large}), if the sink fails
 * ({@code sink_failed}), or if it cannot be made, for example because a rule of the host throws ({@code defect}). Dropped ones are counted, and
 * a {@link dev.annals.api.Lifecycle.RequestsDropped} is written with the next batch that can be.
 */
public final class RequestRecorder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RequestRecorder.class.getName());
    private static final int MOST_LOGS = 1_000;
    private static final int MOST_BYTES = 4 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RequestSink sink;
    private final RecorderOptions options;
    private final Queue<RawRequestLog> queue = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger logs = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final Losses losses = new Losses();
    /** How many have asked for a look at the queue since the one who looks began: makes him look again, and nobody else. */
    private final AtomicInteger looks = new AtomicInteger();

    private volatile boolean writing;
    private volatile boolean sinkFailed;
    private volatile boolean closed;

    private RequestRecorder(RequestSink sink, RecorderOptions options) {
        this.sink = sink;
        this.options = options;
    }

    /**
     * Begins to record.
     *
     * @param sink where to, for example a journal; must stay open longer than the recorder
     * @param options how
     * @return the recorder; to be closed
     */
    public static RequestRecorder to(RequestSink sink, RecorderOptions options) {
        return new RequestRecorder(sink, options);
    }

    /**
     * Begins to record with {@link RecorderOptions#defaults()}.
     *
     * @param sink where to, for example a journal; must stay open longer than the recorder
     * @return the recorder; to be closed
     */
    public static RequestRecorder to(RequestSink sink) {
        return to(sink, RecorderOptions.defaults());
    }

    /**
     * Records one request. Its secrets are removed and its payloads cut before this returns; it is written later.
     *
     * @param log the request
     */
    public void record(RequestLog log) {
        take(() -> {
            RequestLog clean = options.redactor()
                    .log(log.toBuilder().requestBody(null).responseBody(null).build());
            return clean.toBuilder()
                    .requestBody(kept(log, log.requestBody()))
                    .responseBody(kept(log, log.responseBody()))
                    .build();
        });
    }

    private @Nullable RequestBody kept(RequestLog log, @Nullable RequestBody body) {
        if (body == null) {
            return null;
        }
        boolean wanted = options.payloads() == RecorderOptions.Payloads.ALL
                || (options.payloads() == RecorderOptions.Payloads.FAILED && log.failed());
        String type = body.contentType() == null ? null : options.redactor().text(body.contentType());
        String text = body.text();
        if (!wanted || text == null) {
            return new RequestBody(type, body.bytes(), null, false);
        }
        int kept = Capture.charactersWithin(text, options.maxPayloadBytes());
        return new RequestBody(
                type,
                body.bytes(),
                Capture.redacted(options.redactor(), text, kept),
                body.cut() || kept < text.length());
    }

    /**
     * Begins to observe a request that is about to be sent.
     *
     * @return what is to be told of it
     */
    public Observation observe() {
        return new Observation(this, options);
    }

    /**
     * How many requests were dropped since this recorder began.
     *
     * @return the number
     */
    public long dropped() {
        return losses.total();
    }

    /**
     * Waits for what was recorded before.
     *
     * @return completes when nothing is queued any more: all is durable or was dropped
     */
    public CompletionStage<Void> flush() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        waiting.add(done);
        look();
        return done.minimalCompletionStage();
    }

    /** Records nothing from now on, and waits up to ten seconds for what was recorded before. The sink stays open. */
    @Override
    public void close() {
        closed = true;
        try {
            flush().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(System.Logger.Level.WARNING, "not all request logs were written, queued=" + logs.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void take(Supplier<RequestLog> log) {
        if (closed) {
            return;
        }
        if (logs.get() >= options.queueLogs() || bytes.get() >= options.queueBytes()) {
            lose(1, "queue_full"); // Before secrets are looked for, which is most of the work.
            look();
            return;
        }
        try {
            add(RequestJson.raw(log.get()));
        } catch (RuntimeException | StackOverflowError defect) {
            // Without its message, which may quote what was to be removed.
            lose(1, "defect");
            LOG.log(System.Logger.Level.WARNING, "a request was not recorded, exception=" + defect.getClass());
        }
        look();
    }

    private void add(RawRequestLog log) {
        int length = log.payload().length();
        if (length > MOST_BYTES) {
            lose(1, "too_large");
        } else if (!reserve(length)) {
            lose(1, "queue_full");
        } else {
            queue.add(log);
        }
    }

    /** One that does not fit gives its room back at once, so two that try together may both be refused at the very edge. */
    private boolean reserve(int length) {
        if (logs.incrementAndGet() > options.queueLogs()) {
            logs.decrementAndGet();
            return false;
        }
        if (bytes.addAndGet(length) > options.queueBytes()) {
            bytes.addAndGet(-length);
            logs.decrementAndGet();
            return false;
        }
        return true;
    }

    private void lose(long dropped, String reason) {
        losses.add(options.clock().instant(), dropped, reason);
    }

    // --- writing

    /** Writes the next batch if there is one and none is being written. Returns at once if somebody else looks. */
    private void look() {
        if (looks.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            if (!writing) {
                next();
            }
            seen = looks.addAndGet(-seen);
        } while (seen != 0);
    }

    /** After a failure the loss alone is no reason to try again: the next request is. */
    private void next() {
        List<RawRequestLog> batch = poll();
        Losses.Loss loss = batch.isEmpty() && sinkFailed ? null : losses.take();
        if (batch.isEmpty() && loss == null) {
            for (CompletableFuture<Void> idle = waiting.poll(); idle != null; idle = waiting.poll()) {
                idle.complete(null);
            }
            return;
        }
        writing = true;
        commit(new RequestBatch(
                        loss == null
                                ? List.of()
                                : List.of(loss.at(options.clock().instant())),
                        batch))
                .whenComplete((receipt, failure) -> written(batch, loss, failure));
    }

    private List<RawRequestLog> poll() {
        List<RawRequestLog> batch = new ArrayList<>();
        long length = 0;
        for (RawRequestLog log = queue.peek(); log != null && batch.size() < MOST_LOGS; log = queue.peek()) {
            length += log.payload().length();
            if (length > MOST_BYTES) {
                break;
            }
            batch.add(log);
            queue.remove();
        }
        return batch;
    }

    private CompletionStage<RequestReceipt> commit(RequestBatch batch) {
        try {
            return sink.commit(batch);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void written(List<RawRequestLog> batch, Losses.@Nullable Loss loss, @Nullable Throwable failure) {
        for (RawRequestLog log : batch) {
            bytes.addAndGet(-log.payload().length());
        }
        logs.addAndGet(-batch.size());
        if (failure != null) {
            if (loss != null) {
                losses.putBack(loss);
            }
            lose(batch.size(), "sink_failed");
            if (!sinkFailed) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "request logs could not be written, dropped=" + batch.size(),
                        failure);
            }
        }
        sinkFailed = failure != null;
        writing = false;
        look();
    }
}
