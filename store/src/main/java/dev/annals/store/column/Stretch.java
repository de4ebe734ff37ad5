package dev.annals.store.column;

/** A part of the answer to a search, in its order. */
public sealed interface Stretch {
    /**
     * Positions that match, as far as columns can tell: those of hashed fields are candidates.
     *
     * @param positions in the order of the search, each once
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
    record Hits(long[] positions) implements Stretch {}

    /**
     * Positions that no column covers: to be read and looked at.
     *
     * @param from the first, inclusive
     * @param to the last, exclusive
     */
    record Unread(long from, long to) implements Stretch {}
}
