package dev.annals.api.client;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of one request. Everything that the provider or the network may do is a value here, not an exception.
 *
 * @param <T> what a success holds
 */
public sealed interface Answer<T> {
    /**
     * What is known of the exchange itself.
     *
     * @return status, request id, dates
     */
    Meta meta();

    /**
     * The provider answered as asked.
     *
     * @param value the answer
     * @param meta the exchange
     * @param <T> what it holds
     */
    record Received<T>(T value, Meta meta) implements Answer<T> {}

    /**
     * The provider refused, failed, or could not be reached, or what it sent cannot be used.
     *
     * @param failure what it was
     * @param meta the exchange
     * @param <T> what a success would have held
     */
    record Failed<T>(Failure failure, Meta meta) implements Answer<T> {}

    /**
     * The exchange around an answer.
     *
     * @param asked path and query that were asked
     * @param status the HTTP status, 0 if no answer came
     * @param requestId the {@code Request-Id} header, null if there was none
     * @param serverDate the {@code Date} header, null if there was none or it was unreadable
     * @param receivedAt the local time when the answer was complete or the attempt failed
     * @param retryAfter the {@code Retry-After} header, seconds or date made relative to {@code serverDate}; null if there was
     *     none; never negative
     * @param shouldRetry the {@code Stripe-Should-Retry} header, null if there was none
     * @param notice the {@code Stripe-Notice} header, null if there was none
     */
    record Meta(
            String asked,
            int status,
            @Nullable String requestId,
            @Nullable Instant serverDate,
            Instant receivedAt,
            @Nullable Duration retryAfter,
            @Nullable Boolean shouldRetry,
            @Nullable String notice) {}
}
