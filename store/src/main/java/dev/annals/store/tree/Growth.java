package dev.annals.store.tree;

import dev.annals.api.Payload;
import java.util.ArrayList;
import java.util.List;

/**
 * What a tree becomes by some more leaves. Made and thrown away without a change of the tree; {@link Tree#accept} makes it true. Belongs
 * to one thread.
 */
public final class Growth {
    private final long from;
    private final Frontier frontier;
    private final List<List<Hash>> byLevel = new ArrayList<>();

    Growth(Frontier before) {
        this.from = before.size();
        this.frontier = before.copy();
    }

    /**
     * Adds a leaf.
     *
     * @param payload the leaf's bytes
     */
    public void add(Payload payload) {
        add(Hash.ofLeaf(payload));
    }

    /**
     * Adds a leaf.
     *
     * @param leaf its hash
     */
    public void add(Hash leaf) {
        frontier.add(leaf, this::completed);
    }

    private void completed(int height, Hash hash) {
        if (height % Tree.TILE_HEIGHT == 0) {
            int level = height / Tree.TILE_HEIGHT;
            while (byLevel.size() <= level) {
                byLevel.add(new ArrayList<>());
            }
            byLevel.get(level).add(hash);
        }
    }

    /**
     * The root of the grown tree.
     *
     * @return the root
     */
    public Hash root() {
        return frontier.root();
    }

    /**
     * Leaves added.
     *
     * @return their number
     */
    public int leaves() {
        return (int) (frontier.size() - from);
    }

    long from() {
        return from;
    }

    Frontier frontier() {
        return frontier;
    }

    /** The new hashes of each tile level, from level 0 on. */
    List<List<Hash>> byLevel() {
        return byLevel;
    }
}
