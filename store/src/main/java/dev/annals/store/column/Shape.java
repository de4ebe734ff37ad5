package dev.annals.store.column;

/**
 * How positions are divided: block = position &gt;&gt;&gt; blockBits, zone = row &gt;&gt;&gt; zoneBits. Smaller in tests, so that little
 * makes many of them.
 *
 * @param blockBits 2<sup>blockBits</sup> positions are a block; at most 16, since a row and a code fit into 16 bits
 * @param zoneBits 2<sup>zoneBits</sup> rows are a zone
 */
record Shape(int blockBits, int zoneBits) {
    static final Shape STANDARD = new Shape(16, 10);

    /**
     * Four tables of a level are as wide as one of the next. A look goes to three tables of each level at most: with sixteen to one it would
     * be fifteen, and writing them costs about the same, because fewer runs are compared for each key.
     */
    static final int FAN_BITS = 2;

    /** The highest level of merged tables: 256 blocks. */
    static final int TOP_LEVEL = 4;

    Shape {
        if (blockBits < 1 || blockBits > 16 || zoneBits < 0 || zoneBits > blockBits) {
            throw new IllegalArgumentException("no shape, blockBits=" + blockBits + ", zoneBits=" + zoneBits);
        }
    }

    int blockRows() {
        return 1 << blockBits;
    }

    int zoneRows() {
        return 1 << zoneBits;
    }

    int zones() {
        return 1 << (blockBits - zoneBits);
    }

    long blockOf(long position) {
        return position >>> blockBits;
    }

    int rowOf(long position) {
        return (int) (position & blockRows() - 1);
    }

    long firstOf(long block) {
        return block << blockBits;
    }

    /** Bits of a place in a table of a level. */
    int placeBits(int level) {
        return blockBits + FAN_BITS * level;
    }

    int code() {
        return blockBits | zoneBits << 8;
    }
}
