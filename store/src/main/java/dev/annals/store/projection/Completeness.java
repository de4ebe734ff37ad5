package dev.annals.store.projection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much an answer can be trusted to be all there was.
 *
 * @param at the instant that was asked for
 * @param endPosition the answer is from the records below this position
 * @param firstPosition and from this position on: what was before it was pruned; 0 if nothing ever was
 * @param begins the time of the earliest event among them; what was before it is known only as far as later events tell; null if there
 *     is no event
 * @param watermark the journal is complete up to here, gaps excepted, as {@code Status.watermark}; null if that is not known
 * @param gaps gaps that begin before the instant that was asked for: in them events may be missing
 * @param logs activity logs that were read, whatever their time
 * @param undated of these, logs without a readable time: they belong to no instant and change nothing
 * @param unknownTypes of these, logs of a type that this release does not know: what they show counts, but no change is read into them
 * @param unreadable of these, logs that are no JSON object, or whose details are of a known group and not of its shape: they change
 *     nothing
 */
public record Completeness(
        Instant at,
        long endPosition,
        long firstPosition,
        @Nullable Instant begins,
        @Nullable Instant watermark,
        List<Gap> gaps,
        long logs,
        long undated,
        long unknownTypes,
        long unreadable) {
    public Completeness {
        gaps = List.copyOf(gaps);
    }

    /**
     * Whether events that happened until then may still come: the instant lies beyond the watermark, or there is none.
     *
     * @return true if they may
     */
    public boolean beyondWatermark() {
        return watermark == null || at.isAfter(watermark);
    }

    /**
     * Whether all events between {@link #begins} and the instant are in the journal, as far as the provider shows events.
     *
     * @return false if the instant lies beyond the watermark or a gap lies before it
     */
    public boolean complete() {
        return !beyondWatermark() && gaps.isEmpty();
    }

    /**
     * A period that cannot be shown to be complete.
     *
     * @param stream the stream that it is about
     * @param after where it begins
     * @param before where it ends
     */
    public record Gap(String stream, Instant after, Instant before) {}
}
