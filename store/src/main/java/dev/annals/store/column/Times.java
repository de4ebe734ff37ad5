package dev.annals.store.column;

/** When the records of a block happened, row by row, and in which spans those of each zone did. */
interface Times {
    /** Stands for no time. */
    long NONE = Long.MIN_VALUE;

    /** Seconds since 1970, {@link #NONE} if there is no time. */
    long second(int row);

    /** Nanoseconds in the second, 0 if there is no time. */
    int nano(int row);

    void loadSeconds(int fromRow, int count, long[] target);

    /** The earliest second that a source said in the block, or an earlier one; {@code Long.MAX_VALUE} if it said none. */
    long earliest(TimeSource source);

    /** The latest second that a source said in the block, or a later one; {@code Long.MIN_VALUE} if it said none. */
    long latest(TimeSource source);

    /** The earliest second that a source said in a zone, or an earlier one; {@code Long.MAX_VALUE} if it said none. */
    long earliest(TimeSource source, int zone);

    /** The latest second that a source said in a zone, or a later one; {@code Long.MIN_VALUE} if it said none. */
    long latest(TimeSource source, int zone);

    /** Whether every row of a source in a zone is known to have a time between the two. */
    boolean isExact(TimeSource source, int zone);
}
