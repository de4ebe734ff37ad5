package dev.annals.store.column;

/** When the records of a block happened, row by row, and in which span those of each zone did. */
interface Times {
    /** Stands for no time. */
    long NONE = Long.MIN_VALUE;

    /** Seconds since 1970, {@link #NONE} if there is no time. */
    long second(int row);

    /** Nanoseconds in the second, 0 if there is no time. */
    int nano(int row);

    void loadSeconds(int fromRow, int count, long[] target);

    /** The earliest second in the block, or an earlier one; {@code Long.MAX_VALUE} if no row has a time. */
    long earliest();

    /** The latest second in the block, or a later one; {@code Long.MIN_VALUE} if no row has a time. */
    long latest();

    /** The earliest second in a zone, or an earlier one; {@code Long.MAX_VALUE} if no row has a time. */
    long earliest(int zone);

    /** The latest second in a zone, or a later one; {@code Long.MIN_VALUE} if no row has a time. */
    long latest(int zone);

    /** Whether every row of a zone is known to have a time between the two. */
    boolean isExact(int zone);
}
