package dev.annals.store.journal;

/**
 * Where a log ends.
 *
 * @param sequence the sequence number after its last excerpt
 * @param position the position after its last record
 */
record End(long sequence, long position) {
    static final End EMPTY = new End(0, 0);

    /** The later of two ends. */
    End or(End other) {
        return other.sequence > sequence ? other : this;
    }
}
