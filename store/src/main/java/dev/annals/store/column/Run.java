package dev.annals.store.column;

/**
 * Keys in ascending order, each once. A key is a hash and a place: so that the keys of one hash stand together, in the order of places.
 */
interface Run {
    int PLACE_BITS = Long.SIZE - TermHash.BITS;

    /** The next key; to be asked so often as there are keys. */
    long next();

    /** Whether there is another. */
    boolean hasNext();

    static long key(long hash, int place) {
        return hash << PLACE_BITS | place;
    }

    static Run of(long[] keys) {
        return new Run() {
            private int at;

            @Override
            public long next() {
                return keys[at++];
            }

            @Override
            public boolean hasNext() {
                return at < keys.length;
            }
        };
    }
}
