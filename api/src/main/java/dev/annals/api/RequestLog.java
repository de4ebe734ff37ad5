package dev.annals.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One API request and its answer: the second kind of log. The provider has no API to read these, so they are recorded where they
 * happen ({@code dev.annals.api.recorder}) or read from files ({@code dev.annals.api.requests.file}). {@link ActivityLog#requestId()} of
 * an action is {@link #requestId()} of the request behind it.
 *
 * <p>How it is kept: {@code dev.annals.api.codec.RequestJson}. A value of this type says nothing of secrets: a recorder and an importer
 * remove them before it is kept; who writes one to a journal by himself sees to that himself.
 *
 * @param requestId the provider's {@code req_…}; null if the request was never given one
 * @param created when the request was sent or received
 * @param context the account acted on ({@code acct_…}); empty if it is not known
 * @param livemode null if not known
 * @param method the HTTP method, for example {@code POST}
 * @param path the path without its query
 * @param query the query without its question mark, as it was sent; null if there was none
 * @param status the HTTP status, 0 if no answer came
 * @param apiVersion the {@code Stripe-Version}, null if not known
 * @param source where it came from, null if not known
 * @param ipAddress the client's, null if not known
 * @param userAgent null if not known
 * @param idempotencyKey null if there was none
 * @param apiKeyId the id of the key that was used, for example {@code mk_…}, and never the key; null if not known
 * @param duration from request to whole answer, null if not known
 * @param error null if it did not fail or nothing is known of why
 * @param resources ids in the path and in the answer, each once, in the order found
 * @param requestBody null if there was none or nothing is known of it
 * @param responseBody null if there was none or nothing is known of it
 * @param imported what it was read from, with all that this library does not know; null if it was recorded
 */
public record RequestLog(
        @Nullable String requestId,
        Instant created,
        String context,
        @Nullable Boolean livemode,
        String method,
        String path,
        @Nullable String query,
        int status,
        @Nullable String apiVersion,
        @Nullable RequestSource source,
        @Nullable String ipAddress,
        @Nullable String userAgent,
        @Nullable String idempotencyKey,
        @Nullable String apiKeyId,
        @Nullable Duration duration,
        @Nullable RequestError error,
        List<String> resources,
        @Nullable RequestBody requestBody,
        @Nullable RequestBody responseBody,
        @Nullable Imported imported) {
    private static final int FIRST_FAILURE = 400;

    /**
     * What an imported log was read from.
     *
     * @param format for example {@code stripe_logs_tail}
     * @param entry one JSON object: what stood there, byte for byte but for secrets and for white space between tokens; of a row of CSV,
     *     the columns by their names
     */
    public record Imported(String format, Payload entry) {}

    public RequestLog {
        resources = List.copyOf(resources);
    }

    /**
     * A log of which only the least is known.
     *
     * @param created when the request was sent or received
     * @param method the HTTP method
     * @param path the path without its query
     * @param status the HTTP status, 0 if no answer came
     * @return a builder, to say what else is known
     */
    public static Builder of(Instant created, String method, String path, int status) {
        return new Builder(created, method, path, status);
    }

    /**
     * The same log, to be varied.
     *
     * @return a builder that holds these values
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * The path with ids folded, so that requests of one kind have one name: {@code /v1/customers/:id}.
     *
     * @return the endpoint
     */
    public String endpoint() {
        return EndpointPath.of(path);
    }

    /**
     * The ids in the path.
     *
     * @return each once, in their order
     */
    public List<String> pathIds() {
        return EndpointPath.ids(path);
    }

    /**
     * Whether the request failed: no answer, or a status of 400 or above.
     *
     * @return false for an answer that is none of these
     */
    public boolean failed() {
        return status == 0 || status >= FIRST_FAILURE;
    }

    /** Values on their way to a {@link RequestLog}; used by one thread. Each method returns this builder. */
    public static final class Builder {
        private final Instant created;
        private String method;
        private String path;
        private final int status;
        private @Nullable String requestId;
        private String context = "";
        private @Nullable Boolean livemode;
        private @Nullable String query;
        private @Nullable String apiVersion;
        private @Nullable RequestSource source;
        private @Nullable String ipAddress;
        private @Nullable String userAgent;
        private @Nullable String idempotencyKey;
        private @Nullable String apiKeyId;
        private @Nullable Duration duration;
        private @Nullable RequestError error;
        private List<String> resources = List.of();
        private @Nullable RequestBody requestBody;
        private @Nullable RequestBody responseBody;
        private @Nullable Imported imported;

        private Builder(Instant created, String method, String path, int status) {
            this.created = created;
            this.method = method;
            this.path = path;
            this.status = status;
        }

        private Builder(RequestLog from) {
            this(from.created, from.method, from.path, from.status);
            requestId = from.requestId;
            context = from.context;
            livemode = from.livemode;
            query = from.query;
            apiVersion = from.apiVersion;
            source = from.source;
            ipAddress = from.ipAddress;
            userAgent = from.userAgent;
            idempotencyKey = from.idempotencyKey;
            apiKeyId = from.apiKeyId;
            duration = from.duration;
            error = from.error;
            resources = from.resources;
            requestBody = from.requestBody;
            responseBody = from.responseBody;
            imported = from.imported;
        }

        /**
         * Sets {@link RequestLog#method()}. Default: as given to {@link RequestLog#of}.
         *
         * @param method the value
         * @return this
         */
        public Builder method(String method) {
            this.method = method;
            return this;
        }

        /**
         * Sets {@link RequestLog#path()}. Default: as given to {@link RequestLog#of}.
         *
         * @param path the value
         * @return this
         */
        public Builder path(String path) {
            this.path = path;
            return this;
        }

        /**
         * Sets {@link RequestLog#requestId()}. The provider's id. Default: none.
         *
         * @param requestId the value
         * @return this
         */
        public Builder requestId(@Nullable String requestId) {
            this.requestId = requestId;
            return this;
        }

        /**
         * Sets {@link RequestLog#context()}. The account acted on. Default: not known, which is empty.
         *
         * @param context the value
         * @return this
         */
        public Builder context(String context) {
            this.context = context;
            return this;
        }

        /**
         * Sets {@link RequestLog#livemode()}. Default: not known.
         *
         * @param livemode the value
         * @return this
         */
        public Builder livemode(@Nullable Boolean livemode) {
            this.livemode = livemode;
            return this;
        }

        /**
         * Sets {@link RequestLog#query()}. Without its question mark. Default: none.
         *
         * @param query the value
         * @return this
         */
        public Builder query(@Nullable String query) {
            this.query = query;
            return this;
        }

        /**
         * Sets {@link RequestLog#apiVersion()}. Default: not known.
         *
         * @param apiVersion the value
         * @return this
         */
        public Builder apiVersion(@Nullable String apiVersion) {
            this.apiVersion = apiVersion;
            return this;
        }

        /**
         * Sets {@link RequestLog#source()}. Default: not known.
         *
         * @param source the value
         * @return this
         */
        public Builder source(@Nullable RequestSource source) {
            this.source = source;
            return this;
        }

        /**
         * Sets {@link RequestLog#ipAddress()}. The client's. Default: not known.
         *
         * @param ipAddress the value
         * @return this
         */
        public Builder ipAddress(@Nullable String ipAddress) {
            this.ipAddress = ipAddress;
            return this;
        }

        /**
         * Sets {@link RequestLog#userAgent()}. Default: not known.
         *
         * @param userAgent the value
         * @return this
         */
        public Builder userAgent(@Nullable String userAgent) {
            this.userAgent = userAgent;
            return this;
        }

        /**
         * Sets {@link RequestLog#idempotencyKey()}. Default: none.
         *
         * @param idempotencyKey the value
         * @return this
         */
        public Builder idempotencyKey(@Nullable String idempotencyKey) {
            this.idempotencyKey = idempotencyKey;
            return this;
        }

        /**
         * Sets {@link RequestLog#apiKeyId()}. The id of the key, never the key. Default: not known.
         *
         * @param apiKeyId the value
         * @return this
         */
        public Builder apiKeyId(@Nullable String apiKeyId) {
            this.apiKeyId = apiKeyId;
            return this;
        }

        /**
         * Sets {@link RequestLog#duration()}. From request to whole answer. Default: not known.
         *
         * @param duration the value
         * @return this
         */
        public Builder duration(@Nullable Duration duration) {
            this.duration = duration;
            return this;
        }

        /**
         * Sets {@link RequestLog#error()}. Default: none.
         *
         * @param error the value
         * @return this
         */
        public Builder error(@Nullable RequestError error) {
            this.error = error;
            return this;
        }

        /**
         * Sets {@link RequestLog#resources()}. Ids in the path and in the answer. Default: none.
         *
         * @param resources the value
         * @return this
         */
        public Builder resources(List<String> resources) {
            this.resources = resources;
            return this;
        }

        /**
         * Sets {@link RequestLog#requestBody()}. Default: none.
         *
         * @param requestBody the value
         * @return this
         */
        public Builder requestBody(@Nullable RequestBody requestBody) {
            this.requestBody = requestBody;
            return this;
        }

        /**
         * Sets {@link RequestLog#responseBody()}. Default: none.
         *
         * @param responseBody the value
         * @return this
         */
        public Builder responseBody(@Nullable RequestBody responseBody) {
            this.responseBody = responseBody;
            return this;
        }

        /**
         * Sets {@link RequestLog#imported()}. What the log was read from. Default: nothing.
         *
         * @param imported the value
         * @return this
         */
        public Builder imported(@Nullable Imported imported) {
            this.imported = imported;
            return this;
        }

        /**
         * The log.
         *
         * @return an immutable value
         */
        public RequestLog build() {
            return new RequestLog(
                    requestId,
                    created,
                    context,
                    livemode,
                    method,
                    path,
                    query,
                    status,
                    apiVersion,
                    source,
                    ipAddress,
                    userAgent,
                    idempotencyKey,
                    apiKeyId,
                    duration,
                    error,
                    resources,
                    requestBody,
                    responseBody,
                    imported);
        }
    }
}
