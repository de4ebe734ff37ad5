package dev.annals.api.fetch;

import dev.annals.api.Cursor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is durable of one stream.
 *
 * @param cursor where to go on, null if no page was ever committed
 * @param watermark complete up to here, null if no empty page was ever committed
 * @param lastCreated the newest {@code created} of all logs the stream ever showed, null if none
 * @param lastId the id of that log, null if none
 * @param lastPageAt when the last page record of the stream was committed, by its {@code at}; null if none
 * @param reads the requests that its page records tell of
 */
public record StreamState(
        @Nullable Cursor cursor,
        @Nullable Instant watermark,
        @Nullable Instant lastCreated,
        @Nullable String lastId,
        @Nullable Instant lastPageAt,
        ReadsByDay reads) {
    /** A stream of which nothing is known. */
    public static final StreamState NEW = new StreamState(null, null, null, null, null);

    /**
     * What is durable of a stream of whose requests nothing is known.
     *
     * @param cursor where to go on, null if no page was ever committed
     * @param watermark complete up to here, null if no empty page was ever committed
     * @param lastCreated the newest {@code created} of all logs the stream ever showed, null if none
     * @param lastId the id of that log, null if none
     * @param lastPageAt when the last page record of the stream was committed, by its {@code at}; null if none
     */
    public StreamState(
            @Nullable Cursor cursor,
            @Nullable Instant watermark,
            @Nullable Instant lastCreated,
            @Nullable String lastId,
            @Nullable Instant lastPageAt) {
        this(cursor, watermark, lastCreated, lastId, lastPageAt, ReadsByDay.NONE);
    }
}
