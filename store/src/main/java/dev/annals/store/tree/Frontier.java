package dev.annals.store.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The right edge of a tree: all that is needed to add leaves and to know the root. One hash for each complete subtree that the size is
 * made of, as a number is of powers of two: at most 64, whatever the size. Belongs to one thread at a time.
 */
public final class Frontier {
    /** By height: the hash of the subtree of 2<sup>height</sup> leaves if the size has that bit, rubbish otherwise. */
    private final Hash[] byHeight;

    private long size;

    private Frontier(long size, Hash[] byHeight) {
        this.size = size;
        this.byHeight = byHeight;
    }

    /**
     * The edge of a tree without leaves.
     *
     * @return a new one
     */
    public static Frontier empty() {
        Hash[] byHeight = new Hash[Long.SIZE];
        java.util.Arrays.fill(byHeight, Hash.NONE);
        return new Frontier(0, byHeight);
    }

    /**
     * The edge of a tree that was built before.
     *
     * @param size number of leaves
     * @param hashes what {@link #hashes} gave for that size
     * @return a new one
     * @throws IllegalArgumentException if the size is negative, or if there is not one hash for each bit set in it
     */
    public static Frontier of(long size, List<Hash> hashes) {
        if (size < 0 || hashes.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("a tree of that size has no such edge, size=" + size + ", hashes="
                    + hashes.size() + ", needed=" + Long.bitCount(size));
        }
        Frontier frontier = empty();
        frontier.size = size;
        long bits = size;
        for (Hash each : hashes) {
            long largest = Long.highestOneBit(bits);
            frontier.byHeight[Long.numberOfTrailingZeros(largest)] = each;
            bits -= largest;
        }
        return frontier;
    }

    /**
     * The number of leaves.
     *
     * @return 0 for an empty tree
     */
    public long size() {
        return size;
    }

    /**
     * The hashes of the complete subtrees.
     *
     * @return from left to right, which is the largest first: one for each bit set in the size
     */
    public List<Hash> hashes() {
        List<Hash> smallestFirst = new ArrayList<>();
        for (long bits = size; bits != 0; bits &= bits - 1) {
            smallestFirst.add(byHeight[Long.numberOfTrailingZeros(bits)]);
        }
        Collections.reverse(smallestFirst);
        return List.copyOf(smallestFirst);
    }

    /**
     * Adds a leaf on the right.
     *
     * @param leaf its hash
     */
    public void add(Hash leaf) {
        add(leaf, (height, hash) -> {});
    }

    /** Told of each subtree that a leaf completes, from the leaf itself up. */
    interface Completed {
        void subtree(int height, Hash hash);
    }

    void add(Hash leaf, Completed completed) {
        Hash hash = leaf;
        int height = 0;
        completed.subtree(height, hash);
        while (((size >>> height) & 1) == 1) {
            hash = Hash.ofNode(byHeight[height], hash);
            height++;
            completed.subtree(height, hash);
        }
        byHeight[height] = hash;
        size++;
    }

    /**
     * The root of the tree.
     *
     * @return {@link Hash#EMPTY} for an empty tree
     */
    public Hash root() {
        if (size == 0) {
            return Hash.EMPTY;
        }
        long bits = size;
        Hash root = byHeight[Long.numberOfTrailingZeros(bits)];
        for (bits &= bits - 1; bits != 0; bits &= bits - 1) {
            root = Hash.ofNode(byHeight[Long.numberOfTrailingZeros(bits)], root);
        }
        return root;
    }

    /**
     * A copy that changes by itself.
     *
     * @return the copy
     */
    public Frontier copy() {
        return new Frontier(size, byHeight.clone());
    }
}
