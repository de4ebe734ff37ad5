package dev.annals.store.tree;

/** Where <a href="https://c2sp.org/tlog-tiles">tlog-tiles</a> puts a tile. */
public final class TilePath {
    /** Hashes in a full tile. */
    public static final int FULL = 256;

    private static final int HEIGHT = 8;
    private static final int MAX_LEVEL = 7;

    private TilePath() {}

    /**
     * The path of a tile of hashes, below the log's prefix.
     *
     * @param level 0 for leaves; each level has the hashes of 256 of the level below
     * @param number the tile's number in its level, from 0 on
     * @param width hashes in it, 1 to {@link #FULL}
     * @return for example {@code tile/0/x001/x234/067} or {@code tile/1/000.p/17}
     * @throws IllegalArgumentException if there is no such tile
     */
    public static String of(int level, long number, int width) {
        if (level < 0 || level > MAX_LEVEL || number < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException(
                    "no such tile, level=" + level + ", number=" + number + ", width=" + width);
        }
        return "tile/" + level + "/" + digits(number) + (width == FULL ? "" : ".p/" + width);
    }

    /**
     * How many hashes of a tree the tiles of one level hold together.
     *
     * @param size number of leaves of the tree
     * @param level the level, 0 to 7
     * @return as many as the tree has complete subtrees of 256<sup>level</sup> leaves
     */
    public static long hashes(long size, int level) {
        return size >>> (HEIGHT * level);
    }

    private static String digits(long number) {
        String last = String.format("%03d", number % 1000);
        StringBuilder path = new StringBuilder(last);
        for (long rest = number / 1000; rest > 0; rest /= 1000) {
            path.insert(0, String.format("x%03d/", rest % 1000));
        }
        return path.toString();
    }
}
