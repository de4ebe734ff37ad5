package dev.annals.api.fetch;

import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RawRequestLog;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written in one write: facts of the fetcher's life, and at most one page with its cursor. In the journal the notes come
 * first, then the logs in the page's order, then the page record, then the requests.
 *
 * @param stream whose batch this is
 * @param notes lifecycle facts, in order
 * @param logs the page's logs, in the order shown; empty without a mark
 * @param mark what the page record will say; null if this batch holds no page
 * @param requests the fetcher's own requests behind this; one that is known is left out, and none counts as a log of the page
 */
public record Batch(
        LogStream stream,
        List<Lifecycle> notes,
        List<RawActivityLog> logs,
        @Nullable PageMark mark,
        List<RawRequestLog> requests) {
    public Batch {
        notes = List.copyOf(notes);
        logs = List.copyOf(logs);
        requests = List.copyOf(requests);
        if (mark == null && !logs.isEmpty()) {
            throw new IllegalArgumentException("logs without a page mark, logs=" + logs.size());
        }
    }

    /**
     * A batch without requests.
     *
     * @param stream whose batch this is
     * @param notes lifecycle facts, in order
     * @param logs the page's logs, in the order shown; empty without a mark
     * @param mark what the page record will say; null if this batch holds no page
     */
    public Batch(LogStream stream, List<Lifecycle> notes, List<RawActivityLog> logs, @Nullable PageMark mark) {
        this(stream, notes, logs, mark, List.of());
    }

    /**
     * What is known of a page before it is deduplicated: {@link Lifecycle.PageCommitted} without its counts.
     *
     * @param at the server's date of the answer, or the local time if it sent none
     * @param receivedAt the local time of the answer
     * @param requestId the provider's {@code Request-Id}, null if it sent none
     * @param apiVersion the {@code Stripe-Version} asked with
     * @param asked path and query that were asked
     * @param nextPageUrl the cursor from here on; null only if the stream has none: it never had one, or its
     *     last one was refused and the first page read after that brought none
     * @param cursorObtainedAt when that exact URL was first seen; null exactly if {@code nextPageUrl} is
     * @param watermarkBefore the stream's watermark before this page; a new log not after it is late; null if there was none
     * @param watermark the stream's watermark after this page; later than the one before only if the page was empty
     * @param reads requests that were sent for the stream since its last page record, this page's included; at least 1
     */
    public record PageMark(
            Instant at,
            Instant receivedAt,
            @Nullable String requestId,
            String apiVersion,
            String asked,
            @Nullable String nextPageUrl,
            @Nullable Instant cursorObtainedAt,
            @Nullable Instant watermarkBefore,
            @Nullable Instant watermark,
            int reads) {
        /**
         * The mark of a page that one request brought.
         *
         * @param at the server's date of the answer, or the local time if it sent none
         * @param receivedAt the local time of the answer
         * @param requestId the provider's {@code Request-Id}, null if it sent none
         * @param apiVersion the {@code Stripe-Version} asked with
         * @param asked path and query that were asked
         * @param nextPageUrl the cursor from here on; null only if the stream has none
         * @param cursorObtainedAt when that exact URL was first seen; null exactly if {@code nextPageUrl} is
         * @param watermarkBefore the stream's watermark before this page; null if there was none
         * @param watermark the stream's watermark after this page
         */
        public PageMark(
                Instant at,
                Instant receivedAt,
                @Nullable String requestId,
                String apiVersion,
                String asked,
                @Nullable String nextPageUrl,
                @Nullable Instant cursorObtainedAt,
                @Nullable Instant watermarkBefore,
                @Nullable Instant watermark) {
            this(
                    at,
                    receivedAt,
                    requestId,
                    apiVersion,
                    asked,
                    nextPageUrl,
                    cursorObtainedAt,
                    watermarkBefore,
                    watermark,
                    1);
        }
    }
}
