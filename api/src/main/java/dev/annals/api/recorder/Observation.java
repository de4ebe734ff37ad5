package dev.annals.api.recorder;

import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.AnswerFacts;
import dev.annals.api.codec.RequestJson;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request while it is under way. Told what happens in the order in which it happens; recorded once, by the first of {@link #ended} and
 * {@link #failed}. May be told from any thread. Nothing is thrown at the caller, and no more of a body is held than may be kept.
 */
public final class Observation {
    /** So much of an answer is looked through for ids and the error, whatever is kept of it. */
    private static final int LOOKED_THROUGH_BYTES = 64 << 10;

    private final RequestRecorder recorder;
    private final RecorderOptions options;
    private final Instant created;
    private final long startedNanos;
    private final Capture sent;
    private final Capture received;
    private String method = "";
    private String path = "";
    private @Nullable String query;
    private Headers request = Headers.NONE;
    private Headers answer = Headers.NONE;
    private int status;
    private boolean recorded;

    /** What is kept of the headers of a request or an answer: nothing that could be a key. */
    private record Headers(
            @Nullable String requestId,
            @Nullable String apiVersion,
            @Nullable String context,
            @Nullable String userAgent,
            @Nullable String idempotencyKey,
            @Nullable Boolean livemode) {
        static final Headers NONE = new Headers(null, null, null, null, null, null);

        static Headers of(Lookup header) {
            String context = header.value("Stripe-Context");
            return new Headers(
                    header.value("Request-Id"),
                    header.value("Stripe-Version"),
                    context == null ? header.value("Stripe-Account") : context,
                    header.value("User-Agent"),
                    header.value("Idempotency-Key"),
                    livemode(header.value("Authorization")));
        }

        /** The key says which mode it is for. */
        private static @Nullable Boolean livemode(@Nullable String authorization) {
            if (authorization == null) {
                return null;
            }
            return authorization.contains("k_live_") ? Boolean.TRUE : authorization.contains("k_test_") ? false : null;
        }
    }

    /** Looks a header up. */
    @FunctionalInterface
    public interface Lookup {
        /**
         * The value of a header.
         *
         * @param name its name, in any case
         * @return its first value, null if there is none
         */
        @Nullable
        String value(String name);
    }

    Observation(RequestRecorder recorder, RecorderOptions options) {
        this.recorder = recorder;
        this.options = options;
        this.created = options.clock().instant();
        this.startedNanos = options.nanos().getAsLong();
        this.sent = new Capture(options.maxPayloadBytes(), 0);
        this.received = new Capture(options.maxPayloadBytes(), LOOKED_THROUGH_BYTES);
    }

    /**
     * The request is being sent.
     *
     * @param newMethod the HTTP method
     * @param target path and query, or a whole URL
     * @param header its headers
     */
    public synchronized void requested(String newMethod, String target, Lookup header) {
        method = newMethod;
        String local =
                target.replaceFirst("^[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*", "").replaceFirst("#.*$", "");
        int mark = local.indexOf('?');
        path = mark == 0 || local.isEmpty() ? "/" : mark < 0 ? local : local.substring(0, mark);
        query = mark < 0 ? null : local.substring(mark + 1);
        request = Headers.of(header);
        sent.contentType(header.value("Content-Type"));
    }

    /** The request's body is being sent, perhaps not for the first time: what was told of it before does not count. */
    public synchronized void sendsAgain() {
        sent.clear();
    }

    /**
     * A part of the request's body.
     *
     * @param chunk the bytes; neither kept nor changed, position included
     */
    public synchronized void sent(ByteBuffer chunk) {
        sent.add(chunk);
    }

    /**
     * An answer began.
     *
     * @param newStatus the HTTP status
     * @param header its headers
     */
    public synchronized void answered(int newStatus, Lookup header) {
        status = newStatus;
        answer = Headers.of(header);
        received.contentType(header.value("Content-Type"));
    }

    /**
     * A part of the answer's body.
     *
     * @param chunk the bytes; neither kept nor changed, position included
     */
    public synchronized void received(ByteBuffer chunk) {
        received.add(chunk);
    }

    /** The answer is complete. */
    public void ended() {
        recordOnce(null);
    }

    /**
     * No answer came, or not all of it.
     *
     * @param reason why; its type is kept, and its message without secrets
     */
    public void failed(Throwable reason) {
        recordOnce(reason);
    }

    private void recordOnce(@Nullable Throwable reason) {
        synchronized (this) {
            if (recorded) {
                return;
            }
            recorded = true;
        }
        recorder.take(() -> log(reason));
    }

    /** The log, without secrets. */
    private synchronized RequestLog log(@Nullable Throwable reason) {
        AnswerFacts facts = RequestJson.readAnswer(received.toByteArray());
        RequestError error = facts.error() != null || reason == null
                ? facts.error()
                : new RequestError(
                        RequestError.NO_ANSWER, reason.getClass().getName(), null, reason.getMessage(), null);
        String context = request.context() == null ? options.context() : request.context();
        RequestLog.Builder log = RequestLog.of(created, method, path, status)
                .requestId(answer.requestId())
                .context(context)
                .livemode(request.livemode() == null ? facts.livemode() : request.livemode())
                .query(query)
                .apiVersion(answer.apiVersion() == null ? request.apiVersion() : answer.apiVersion())
                .source(options.source())
                .userAgent(request.userAgent())
                .idempotencyKey(request.idempotencyKey())
                .duration(Duration.ofNanos(options.nanos().getAsLong() - startedNanos))
                .error(error);
        Set<String> ids = new LinkedHashSet<>(log.build().pathIds());
        ids.addAll(facts.ids());
        return withBodies(
                options.redactor().log(log.resources(ids.stream().toList()).build()), reason != null);
    }

    private RequestLog withBodies(RequestLog clean, boolean broken) {
        boolean wanted = options.payloads() == RecorderOptions.Payloads.ALL
                || (options.payloads() == RecorderOptions.Payloads.FAILED && (broken || clean.failed()));
        return clean.toBuilder()
                .requestBody(sent.body(wanted, options.maxPayloadBytes(), options.redactor()))
                .responseBody(received.body(wanted, options.maxPayloadBytes(), options.redactor()))
                .build();
    }
}
