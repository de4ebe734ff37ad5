package dev.annals.api;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One API request and its answer: the second kind of log. The provider has no API to read these, so they are recorded where they
 * happen or imported. {@link ActivityLog#requestId()} is the way from an action to the request behind it.
 *
 * @param requestId the provider's {@code req_…}; identity of the log
 * @param created when the request was received or sent
 * @param method the HTTP method, for example {@code POST}
 * @param path the path without its query
 * @param status the HTTP status, 0 if no answer came
 * @param apiVersion the {@code Stripe-Version}, null if not known
 * @param duration from request to whole answer, null if not known
 * @param payload the log's exact bytes, one JSON object
 */
public record RequestLog(
        String requestId,
        Instant created,
        String method,
        String path,
        int status,
        @Nullable String apiVersion,
        @Nullable Duration duration,
        Payload payload) {}
