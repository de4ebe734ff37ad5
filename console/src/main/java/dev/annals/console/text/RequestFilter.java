package dev.annals.console.text;

import dev.annals.api.RequestSource;
import dev.annals.store.replay.RequestQuery;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What request logs can be narrowed by, as the provider's dashboard does, but for their period: one filter of {@link RequestQuery} with the
 * name that addresses and options have for it.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
public enum RequestFilter {
    /** How it ended: a status, a class of them, {@code succeeded}, {@code failed} or {@code no_answer}. */
    STATUS(true, RequestQuery::status),
    /** The HTTP method. */
    METHOD(true, RequestQuery::method),
    /** The path whatever its ids. */
    ENDPOINT(true, RequestQuery::endpoint),
    /** The exact path. */
    PATH(false, RequestQuery::path),
    /** Where it came from. */
    SOURCE(true, RequestFilter::source),
    /** The API version. */
    API_VERSION(true, RequestQuery::apiVersion),
    /** The type of the error. */
    ERROR_TYPE(true, RequestQuery::errorType),
    /** The code of the error. */
    ERROR_CODE(true, RequestQuery::errorCode),
    /** The client's address. */
    IP_ADDRESS(true, RequestQuery::ipAddress),
    /** An id in the path or in the answer. */
    RESOURCE(false, RequestQuery::resource),
    /** The id of the key. */
    KEY(true, RequestQuery::apiKey),
    /** The account. */
    CONTEXT(true, RequestQuery::context),
    /** The idempotency key. */
    IDEMPOTENCY_KEY(false, RequestQuery::idempotencyKey),
    /** The whole user agent. */
    USER_AGENT(true, RequestQuery::userAgent),
    /** The provider's id of the request. */
    REQUEST_ID(false, RequestQuery::requestId),
    /** {@code true} for live mode, {@code false} for test mode. */
    LIVEMODE(true, RequestFilter::livemode),
    /** A text in the path or in the message of the error. */
    TEXT(false, RequestQuery::text);

    /** A query with one more filter. */
    @FunctionalInterface
    private interface Narrowing {
        RequestQuery narrow(RequestQuery query, String... values);
    }

    private final boolean exact;
    private final Narrowing narrowing;

    RequestFilter(boolean exact, Narrowing narrowing) {
        this.exact = exact;
        this.narrowing = narrowing;
    }

    /**
     * Its name in addresses.
     *
     * @return for example {@code api_version}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether columns alone decide who meets it.
     *
     * @return false if logs must be read
     */
    public boolean isExact() {
        return exact;
    }

    /**
     * Narrows a query.
     *
     * @param query what is asked besides
     * @param values alternatives; none means that this filter is not used
     * @return the narrower query
     * @throws IllegalArgumentException if a value is none; the message says which and what would be
     */
    public RequestQuery narrow(RequestQuery query, List<String> values) {
        return values.isEmpty() ? query : narrowing.narrow(query, values.toArray(String[]::new));
    }

    private static RequestQuery source(RequestQuery query, String... words) {
        return query.source(Arrays.stream(words)
                .map(word -> new RequestSource(word.toLowerCase(Locale.ROOT)))
                .toArray(RequestSource[]::new));
    }

    private static RequestQuery livemode(RequestQuery query, String... words) {
        String word = words[0];
        if (words.length > 1 || !List.of("true", "false").contains(word)) {
            throw new IllegalArgumentException(
                    "no mode, livemode=" + String.join(",", words) + "; use true for live mode or false for test mode");
        }
        return query.livemode(word.equals("true"));
    }
}
