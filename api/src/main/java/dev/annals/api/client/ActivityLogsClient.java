package dev.annals.api.client;

import dev.annals.api.ActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.ActivityPage;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@link ActivityLogs} over HTTP/1.1 with Vert.x. Safe for use by many threads; connections are kept and shared between calls. Close it,
 * or the Vert.x instance that it was made with.
 */
public final class ActivityLogsClient implements ActivityLogs {
    /** What this client sends as its {@code User-Agent}. */
    public static final String USER_AGENT = "annals/0.1.0";

    /** Larger bodies are read on a worker thread. */
    static final int INLINE_BODY_BYTES = 256 << 10;

    private static final int LONGEST_FOREIGN_URL = 200;

    private final Vertx vertx;
    private final ClientOptions options;
    private final HttpClient http;

    ActivityLogsClient(Vertx vertx, ClientOptions options, HttpClient http) {
        this.vertx = vertx;
        this.options = options;
        this.http = http;
    }

    /**
     * Makes a client. No connection is opened yet.
     *
     * @param vertx where it runs; not closed with the client
     * @param options how to ask
     * @return the client
     */
    public static ActivityLogsClient create(Vertx vertx, ClientOptions options) {
        return new ActivityLogsClient(vertx, options, vertx.createHttpClient(http(options)));
    }

    /**
     * Whether {@link #page} asks a URL at all. One that it does not ask must not be kept as a cursor.
     *
     * @param origin the origin as {@link ClientOptions#origin()} has it
     * @param nextPageUrl the {@code next_page_url} exactly as received
     * @return false for a URL off the origin and path, or longer than any server takes
     */
    public static boolean follows(URI origin, String nextPageUrl) {
        return RequestTarget.page(origin, nextPageUrl) != null;
    }

    static HttpClientOptions http(ClientOptions options) {
        return new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setSsl(options.secure())
                .setVerifyHost(true)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE)
                .setSslHandshakeTimeout(options.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
    }

    @Override
    public Future<Answer<ActivityPage>> list(@Nullable String context, ListQuery query) {
        return ask(context, RequestTarget.list(query), ActivityJson::readPage);
    }

    @Override
    public Future<Answer<ActivityPage>> page(@Nullable String context, String nextPageUrl) {
        String target = RequestTarget.page(options.origin(), nextPageUrl);
        return target == null ? foreign(nextPageUrl) : ask(context, target, ActivityJson::readPage);
    }

    @Override
    public Future<Answer<ActivityLog>> retrieve(@Nullable String context, String id) {
        return ask(context, RequestTarget.retrieve(id), ActivityJson::readLogBody);
    }

    /**
     * Closes the connections. Requests under way are cut, later ones are answered {@link Failure.Unreachable}.
     *
     * @return completes when all are closed
     */
    public Future<Void> close() {
        return http.close();
    }

    private <T> Future<Answer<T>> ask(@Nullable String context, String target, Function<byte[], T> success) {
        checkContext(context);
        return withKey(
                target,
                key -> Exchange.run(vertx, http, options, request(context, target, key))
                        .compose(outcome -> read(outcome, new AnswerReader(target, key, now()), success)));
    }

    private <T> Future<Answer<T>> read(Exchange.Outcome outcome, AnswerReader reader, Function<byte[], T> success) {
        return outcome.body().length() <= INLINE_BODY_BYTES
                ? Future.succeededFuture(reader.read(outcome, success))
                : vertx.executeBlocking(() -> reader.read(outcome, success), false);
    }

    private <T> Future<Answer<T>> withKey(String target, Function<ApiKey, Future<Answer<T>>> next) {
        ApiKey key;
        try {
            key = Objects.requireNonNull(options.keys().get());
        } catch (Exception e) { // Suppliers in other languages of the JVM throw checked exceptions too.
            return Future.succeededFuture(keyless(target, e));
        }
        return next.apply(key);
    }

    private RequestOptions request(@Nullable String context, String target, ApiKey key) {
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(host())
                .setPort(port())
                .setSsl(options.secure())
                .setURI(target)
                .setFollowRedirects(false)
                .setConnectTimeout(options.connectTimeout().toMillis())
                .putHeader("Authorization", key.authorization())
                .putHeader("Stripe-Version", options.apiVersion())
                .putHeader("Accept", "application/json")
                .putHeader("User-Agent", USER_AGENT);
        return context == null ? request : request.putHeader("Stripe-Context", context);
    }

    private String host() {
        String host = options.origin().getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        int port = options.origin().getPort();
        return port > 0 ? port : options.secure() ? 443 : 80;
    }

    private static void checkContext(@Nullable String context) {
        if (context != null && !context.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")) {
            throw new IllegalArgumentException("context=" + context
                    + " cannot be sent; use an account such as acct_1, or several joined with a slash");
        }
    }

    /** The supplier's own message is not passed on: it may quote the key that it could not read. */
    private <T> Answer<T> keyless(String target, Exception e) {
        String message =
                "the supplier of the API key failed, exception=" + e.getClass().getName();
        return new Answer.Failed<>(
                new Failure.Unauthorized(new Failure.ProviderError(null, null, message, List.of(), "")),
                unasked(target));
    }

    private Future<Answer<ActivityPage>> foreign(String url) {
        return withKey(RequestTarget.RESOURCE, key -> {
            String visible = key.redact(url).replaceAll("[^\\x21-\\x7E]", "?");
            String shown =
                    visible.length() <= LONGEST_FOREIGN_URL ? visible : visible.substring(0, LONGEST_FOREIGN_URL);
            return Future.succeededFuture(new Answer.Failed<>(new Failure.ForeignUrl(shown), unasked(shown)));
        });
    }

    private Answer.Meta unasked(String target) {
        return new Answer.Meta(target, 0, null, null, now(), null, null, null);
    }

    private Instant now() {
        return options.clock().instant();
    }
}
