package dev.annals.store.journal;

/**
 * What lies in one segment.
 *
 * @param number the segment's number, higher than that of the one before it; what it counts is the engine's affair
 * @param sequence the sequence number of its first excerpt
 * @param position the position of its first record
 */
public record SegmentExtent(long number, long sequence, long position) {
    /**
     * The log's start if this were its first segment.
     *
     * @return the start
     */
    public LogStart start() {
        return new LogStart(number, sequence, position);
    }
}
