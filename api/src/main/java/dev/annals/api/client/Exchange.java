package dev.annals.api.client;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request and what came of it. Lives on one Vert.x context, so it needs no lock; ends exactly once, by its own timer at the latest.
 */
final class Exchange {
    private static final int SUCCESS = 200;
    /** Of an error answer no more than this is read: it only has to say what went wrong. */
    private static final int MAX_ERROR_BODY_BYTES = 64 << 10;

    /** Vert.x counts its timers from 0. */
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final int maxBodyBytes;
    private final Duration readTimeout;
    private final Duration answerTimeout;
    private final Promise<Outcome> done = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private @Nullable HttpClientRequest request;
    private @Nullable HttpClientResponse response;
    private long timer = NO_TIMER;
    private long silence = NO_TIMER;

    /**
     * How an exchange ended.
     *
     * @param status the HTTP status, 0 if no answer began
     * @param headers the answer's headers, empty if no answer began
     * @param body what came of the body
     * @param overflow whether reading stopped because the body is too large
     * @param broken why no whole answer came, null if one did
     */
    record Outcome(
            int status,
            MultiMap headers,
            Buffer body,
            boolean overflow,
            @Nullable Throwable broken) {}

    private Exchange(Vertx vertx, ClientOptions options) {
        this.vertx = vertx;
        this.maxBodyBytes = options.maxBodyBytes();
        this.readTimeout = options.readTimeout();
        this.answerTimeout = options.answerTimeout();
    }

    static Future<Outcome> run(Vertx vertx, HttpClient client, ClientOptions options, RequestOptions ask) {
        Exchange exchange = new Exchange(vertx, options);
        vertx.getOrCreateContext().runOnContext(ignored -> exchange.start(client, ask));
        return exchange.done.future();
    }

    private void start(HttpClient client, RequestOptions ask) {
        timer = vertx.setTimer(
                answerTimeout.toMillis(),
                ignored -> breakOff(new TimeoutException("no whole answer within answer_timeout=" + answerTimeout)));
        try {
            client.request(ask).onSuccess(this::connected).onFailure(this::breakOff);
        } catch (IllegalStateException e) {
            breakOff(new IllegalStateException("the client is closed", e));
        }
    }

    private void connected(HttpClientRequest connected) {
        request = connected;
        if (done.future().isComplete()) {
            connected.reset();
            return;
        }
        listen();
        connected.exceptionHandler(this::breakOff);
        connected.send().onSuccess(this::answered).onFailure(this::breakOff);
    }

    private void answered(HttpClientResponse answered) {
        if (done.future().isComplete()) {
            return;
        }
        listen();
        response = answered;
        answered.exceptionHandler(this::breakOff);
        answered.handler(this::take);
        answered.endHandler(ignored -> end(false, null));
    }

    /** Begins to wait for the next sign of life; Vert.x's own idle timeout ends with the head of the answer. */
    private void listen() {
        vertx.cancelTimer(silence);
        silence = vertx.setTimer(
                readTimeout.toMillis(),
                ignored -> breakOff(new TimeoutException("silence for read_timeout=" + readTimeout)));
    }

    private void take(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        listen();
        int limit = response != null && response.statusCode() == SUCCESS ? maxBodyBytes : MAX_ERROR_BODY_BYTES;
        if (body.length() + (long) chunk.length() > limit) {
            body.appendBuffer(chunk, 0, limit - body.length());
            end(true, null);
            reset();
        } else {
            body.appendBuffer(chunk);
        }
    }

    private void breakOff(Throwable reason) {
        end(false, reason);
        reset();
    }

    private void end(boolean overflow, @Nullable Throwable broken) {
        if (done.future().isComplete()) {
            return;
        }
        vertx.cancelTimer(timer);
        vertx.cancelTimer(silence);
        done.tryComplete(
                response == null
                        ? new Outcome(0, MultiMap.caseInsensitiveMultiMap(), body, overflow, broken)
                        : new Outcome(response.statusCode(), response.headers(), body, overflow, missing(broken)));
    }

    /** Adds to the reason how much of an announced body has come. */
    private @Nullable Throwable missing(@Nullable Throwable broken) {
        String announced = response == null ? null : response.getHeader("content-length");
        return broken == null || announced == null
                ? broken
                : new IOException(
                        broken.getMessage() + ", bytes=" + body.length() + " of content_length=" + announced, broken);
    }

    private void reset() {
        if (request != null) {
            // Closes the connection; nobody waits for the result, and a connection that is gone already is as good.
            request.reset();
        }
    }
}
