package dev.annals.store.journal;

/**
 * Where a log begins: at its first segment, or behind those that were removed from its front.
 *
 * @param segment the number of the first segment that remains, as the engine numbers them
 * @param sequence the sequence number of its first excerpt
 * @param position the position of its first record
 */
public record LogStart(long segment, long sequence, long position) {
    /** Nothing was ever removed. */
    public static final LogStart ZERO = new LogStart(0, 0, 0);

    /**
     * Requires numbers of zero or more.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public LogStart {
        if (segment < 0 || sequence < 0 || position < 0) {
            throw new IllegalArgumentException("a log cannot begin there, segment=" + segment + ", sequence=" + sequence
                    + ", position=" + position);
        }
    }

    End end() {
        return new End(sequence, position);
    }
}
