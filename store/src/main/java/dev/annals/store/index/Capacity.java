package dev.annals.store.index;

/** How many slots an index has for how many identities: part of its bytes, so it follows from their number alone. */
final class Capacity {
    static final long FIRST = 1024;

    /** Up to this one, 2 MiB, a table doubles: the first tens of thousands come at once, and each growth costs a pass over the table. */
    private static final long SMALL = 1 << 17;

    private Capacity() {}

    /** The capacity that an index has grown to when it holds so many. */
    static long of(long size) {
        long capacity = FIRST;
        while (size > most(capacity)) {
            capacity = after(capacity);
        }
        return capacity;
    }

    /** So many fit: above 85 in a hundred searches get long. */
    static long most(long capacity) {
        return capacity / 20 * 17;
    }

    /** The next larger one: twice as large while it is small, a quarter larger afterwards. */
    static long after(long capacity) {
        return capacity < SMALL ? 2 * capacity : (capacity + capacity / 4 + 1023) & -1024L;
    }
}
