package dev.annals.store.column;

/**
 * Where values may be: a table from hashes to places in a span of blocks. A place is a block of the span and, in its low bits, a row if
 * the field is {@link Field.Kept#HASHED}, or the value's code in that block minus one if it is {@link Field.Kept#CODED}. For any thread.
 */
interface Terms {
    /** Adds every place of a hash, perhaps with others and in any order; all of them below 2^24. */
    void find(long hash, Ints places);

    /** Whether the table can be trusted; to be asked before it is. */
    boolean isSound();
}
