package dev.annals.store.journal;

/**
 * How an engine writes.
 *
 * @param durability what a synced excerpt survives
 * @param segmentBytes a segment that holds at least this many bytes of excerpts is ended before the next excerpt, and one that began in
 *     an earlier month too, however small it is; 1 KiB to 1 GiB
 * @param packing how excerpts are stored
 */
public record EngineOptions(Durability durability, long segmentBytes, Packing packing) {
    private static final EngineOptions DEFAULTS = new EngineOptions(Durability.POWER, 256L << 20, Packing.SMALLEST);

    public EngineOptions {
        if (segmentBytes < 1 << 10 || segmentBytes > 1L << 30) {
            throw new IllegalArgumentException("segmentBytes=" + segmentBytes + " is out of range; use 1 KiB to 1 GiB");
        }
    }

    /**
     * Options that store in the fewest bytes.
     *
     * @param durability what a synced excerpt survives
     * @param segmentBytes as above
     */
    public EngineOptions(Durability durability, long segmentBytes) {
        this(durability, segmentBytes, Packing.SMALLEST);
    }

    /**
     * Survives a power cut, segments of 256 MiB, stored in the fewest bytes.
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
        return new EngineOptions(durability, segmentBytes, packing);
    }

    /**
     * These options with another size of segments. May differ between two openings of one log.
     *
     * @param segmentBytes 1 KiB to 1 GiB
     * @return the new options
     */
    public EngineOptions withSegmentBytes(long segmentBytes) {
        return new EngineOptions(durability, segmentBytes, packing);
    }

    /**
     * These options with another way of storing. May differ between two openings of one log.
     *
     * @param packing how excerpts are stored
     * @return the new options
     */
    public EngineOptions withPacking(Packing packing) {
        return new EngineOptions(durability, segmentBytes, packing);
    }
}
