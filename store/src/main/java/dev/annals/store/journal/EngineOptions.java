package dev.annals.store.journal;

/**
 * How an engine writes.
 *
 * @param durability what a synced excerpt survives
 * @param segmentBytes a segment that holds at least this many bytes of excerpts is ended before the next excerpt, and one that began in
 *     an earlier month too, however small it is; 1 KiB to 1 GiB
 */
public record EngineOptions(Durability durability, long segmentBytes) {
    private static final EngineOptions DEFAULTS = new EngineOptions(Durability.POWER, 256L << 20);

    public EngineOptions {
        if (segmentBytes < 1 << 10 || segmentBytes > 1L << 30) {
            throw new IllegalArgumentException("segmentBytes=" + segmentBytes + " is out of range; use 1 KiB to 1 GiB");
        }
    }

    /**
     * Survives a power cut, segments of 256 MiB.
     *
     * @return the options
     */
    public static EngineOptions defaults() {
        return DEFAULTS;
    }

    /**
     * These options with another durability.
     *
     * @param durability what a synced excerpt survives
     * @return the new options
     */
    public EngineOptions withDurability(Durability durability) {
        return new EngineOptions(durability, segmentBytes);
    }

    /**
     * These options with another size of segments. May differ between two openings of one log.
     *
     * @param segmentBytes 1 KiB to 1 GiB
     * @return the new options
     */
    public EngineOptions withSegmentBytes(long segmentBytes) {
        return new EngineOptions(durability, segmentBytes);
    }
}
