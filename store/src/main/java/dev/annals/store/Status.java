package dev.annals.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reader must always be able to see. Counts are over the whole history of the journal, pruned records included.
 *
 * @param records records of all kinds
 * @param activityLogs activity logs among them
 * @param requestLogs request logs among them
 * @param duplicates logs of pages that came again with the same bytes and were dropped, each time they came; those of imports are
 *     only in their receipts
 * @param conflicts logs that came again with other bytes, each other bytes counted once
 * @param gaps gap records
 * @param lateArrivals events that arrived after the watermark had passed them
 * @param firstPosition position of the first record that is there: 0 if nothing was ever pruned
 * @param lastPosition position of the last record, -1 if there is none
 * @param prunedAt when records were pruned last, by the local clock; null if never
 * @param prunedBefore no record that was pruned is as young as this; null exactly if {@code prunedAt} is
 * @param watermark everything asked for is complete up to here, gaps excepted: the earliest watermark of all streams, leaving out
 *     those that were retired or that another one covers; null if a stream has none yet
 * @param watermarkAge the watermark's age by the local clock, null exactly if there is no watermark; up to an hour more than what was
 *     polled, because polls that find nothing are recorded once an hour, so that two hours are the least to be alarmed about
 * @param checkpoint the checkpoint that was signed last, null if none was
 * @param bytesOnDisk length of all files in the journal's directory; an engine that fills its files later occupies less
 * @param streams each stream ever read
 */
public record Status(
        long records,
        long activityLogs,
        long requestLogs,
        long duplicates,
        long conflicts,
        long gaps,
        long lateArrivals,
        long firstPosition,
        long lastPosition,
        @Nullable Instant prunedAt,
        @Nullable Instant prunedBefore,
        @Nullable Instant watermark,
        @Nullable Duration watermarkAge,
        @Nullable CheckpointStatus checkpoint,
        long bytesOnDisk,
        List<StreamStatus> streams) {
    public Status {
        streams = List.copyOf(streams);
    }

    /**
     * The last checkpoint.
     *
     * @param size how many records it covers
     * @param at when it was signed, by the clock of its writer
     * @param age its age by the local clock
     */
    public record CheckpointStatus(long size, Instant at, Duration age) {}

    /**
     * One stream.
     *
     * @param name its name
     * @param activityLogs logs that it brought first
     * @param watermark complete up to here, null before the first empty page
     * @param watermarkAge the watermark's age by the local clock, null exactly if there is no watermark; up to an hour more than what
     *     was polled, as that of the journal
     * @param cursorObtainedAt when its cursor's URL was first seen, by the server's clock; null if it has none
     * @param cursorAge the cursor's age by the local clock, null exactly if there is none; refused by the provider after ten days
     * @param lastPageAt when its last page was committed, null if none
     * @param lastPageAge the age of that by the local clock, null exactly if there is none
     * @param lastFailure its last failure since the last page, in plain words, null if none
     * @param running whether its last life sign was not a stop
     * @param readsInThirtyDays requests that its page records tell of in the last thirty days; the provider grants 10,000 a month at least.
     *     Polls without news are recorded once an hour, so that up to an hour's may be missing
     * @param retired whether it was retired and not read since
     */
    public record StreamStatus(
            String name,
            long activityLogs,
            @Nullable Instant watermark,
            @Nullable Duration watermarkAge,
            @Nullable Instant cursorObtainedAt,
            @Nullable Duration cursorAge,
            @Nullable Instant lastPageAt,
            @Nullable Duration lastPageAge,
            @Nullable String lastFailure,
            boolean running,
            long readsInThirtyDays,
            boolean retired) {
        /** A stream that runs has a page recorded every hour at least, if it is polled as often. */
        public static final Duration SILENT_AFTER = Duration.ofHours(2);

        /**
         * Whether it runs, as far as the journal says, but has had no page for longer than {@link #SILENT_AFTER}.
         *
         * @return true if whoever read the stream was probably killed, or is paused, or cannot reach the provider
         */
        public boolean silent() {
            return running && lastPageAge != null && lastPageAge.compareTo(SILENT_AFTER) > 0;
        }
    }
}
