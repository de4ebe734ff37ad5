package dev.annals.store.column;

/** Which codes have a list of their rows. */
final class Listed {
    /** A walk over so many rows costs about as much as one row of a list: nearly nothing beside the record that it leads to. */
    private static final int ROWS_WALKED = 16;

    private Listed() {}

    static boolean isDense(int count, int rows) {
        return (long) count * ROWS_WALKED > rows;
    }
}
