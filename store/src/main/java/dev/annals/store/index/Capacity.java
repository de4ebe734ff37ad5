package dev.annals.store.index;

/** How many slots an index has for how many identities: part of its bytes, so it follows from their number alone. */
final class Capacity {
    static final long FIRST = 1024;

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

    /** The next larger one, by a quarter. */
    static long after(long capacity) {
        return (capacity + capacity / 4 + 1023) & -1024L;
    }
}
