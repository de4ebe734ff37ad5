package dev.annals.store.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The hashes of complete subtrees, and what RFC 6962 section 2.1 makes of them: roots and proofs for any size. */
interface Nodes {
    /**
     * The hash of a complete subtree.
     *
     * @param height of 2<sup>height</sup> leaves
     * @param index its number among those of its height, from the left
     */
    Hash node(int height, long index) throws IOException;

    /** The edge of the tree of the first {@code size} leaves. */
    default Frontier frontier(long size) throws IOException {
        List<Hash> hashes = new ArrayList<>();
        for (long rest = size, from = 0; rest != 0; ) {
            long largest = Long.highestOneBit(rest);
            hashes.add(hash(from, from + largest));
            from += largest;
            rest -= largest;
        }
        return Frontier.of(size, hashes);
    }

    /** The proof that leaf {@code index} is in the tree of the first {@code size} leaves. */
    default List<Hash> inclusion(long index, long size) throws IOException {
        List<Hash> proof = new ArrayList<>();
        inclusion(index, 0, size, proof);
        return proof;
    }

    private void inclusion(long index, long from, long to, List<Hash> proof) throws IOException {
        if (to - from == 1) {
            return;
        }
        long middle = middle(from, to);
        if (index < middle) {
            inclusion(index, from, middle, proof);
            proof.add(hash(middle, to));
        } else {
            inclusion(index, middle, to, proof);
            proof.add(hash(from, middle));
        }
    }

    /** The proof that the tree of the first {@code oldSize} leaves is the beginning of that of the first {@code newSize}. */
    default List<Hash> consistency(long oldSize, long newSize) throws IOException {
        List<Hash> proof = new ArrayList<>();
        if (oldSize > 0) {
            consistency(oldSize, 0, newSize, proof);
        }
        return proof;
    }

    private void consistency(long oldSize, long from, long to, List<Hash> proof) throws IOException {
        if (oldSize == to) {
            // From 0 on it is the older root, which whoever checks has.
            if (from > 0) {
                proof.add(hash(from, to));
            }
            return;
        }
        long middle = middle(from, to);
        if (oldSize <= middle) {
            consistency(oldSize, from, middle, proof);
            proof.add(hash(middle, to));
        } else {
            consistency(oldSize, middle, to, proof);
            proof.add(hash(from, middle));
        }
    }

    /** The hash over the leaves of a range that begins at a multiple of the power of two not below its length. */
    private Hash hash(long from, long to) throws IOException {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int height = Long.numberOfTrailingZeros(count);
            return node(height, from >>> height);
        }
        long middle = middle(from, to);
        return Hash.ofNode(hash(from, middle), hash(middle, to));
    }

    /** Behind the largest power of two below the length. */
    private static long middle(long from, long to) {
        return from + Long.highestOneBit(to - from - 1);
    }
}
