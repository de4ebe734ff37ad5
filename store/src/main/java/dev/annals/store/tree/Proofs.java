package dev.annals.store.tree;

import java.util.List;

/**
 * Checks proofs, as <a href="https://www.rfc-editor.org/rfc/rfc9162#section-2.1">RFC 9162</a> says in 2.1.3.2 and 2.1.4.2. A proof comes
 * from a stranger: whatever is wrong with it, the answer is false and never an exception. May be called from any thread.
 */
public final class Proofs {
    private Proofs() {}

    /**
     * Whether a proof shows that a leaf is in a tree.
     *
     * @param leaf the leaf's hash
     * @param index the leaf's number, from 0 on
     * @param size number of leaves of the tree
     * @param proof hashes of the siblings, from the leaf up
     * @param root the tree's root
     * @return true only if the proof has exactly the hashes that are needed and leads to the root
     */
    public static boolean inclusion(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        if (index < 0 || index >= size) {
            return false;
        }
        Climb climb = new Climb(index, size - 1);
        Hash hash = leaf;
        for (Hash sibling : proof) {
            if (climb.isOver()) {
                return false;
            }
            hash = climb.siblingIsLeft() ? Hash.ofNode(sibling, hash) : Hash.ofNode(hash, sibling);
            climb.up();
        }
        return climb.isOver() && hash.equals(root);
    }

    /**
     * Whether a proof shows that an older tree is the beginning of a newer one.
     *
     * @param oldSize number of leaves of the older tree
     * @param oldRoot its root
     * @param newSize number of leaves of the newer tree, at least as many
     * @param newRoot its root
     * @param proof the hashes that both roots can be computed from; empty if the sizes are equal or the older tree is
     * @return true only if the proof has exactly the hashes that are needed and leads to both roots
     */
    public static boolean consistency(long oldSize, Hash oldRoot, long newSize, Hash newRoot, List<Hash> proof) {
        if (oldSize < 0 || oldSize > newSize) {
            return false;
        }
        if (oldSize == 0) {
            return proof.isEmpty() && oldRoot.equals(Hash.EMPTY) && (newSize > 0 || newRoot.equals(Hash.EMPTY));
        }
        if (oldSize == newSize) {
            return proof.isEmpty() && oldRoot.equals(newRoot);
        }
        // An older tree that is one complete subtree needs no hash for it: its root is that hash.
        boolean complete = Long.bitCount(oldSize) == 1;
        if (!complete && proof.isEmpty()) {
            return false;
        }
        Hash start = complete ? oldRoot : proof.get(0);
        List<Hash> siblings = complete ? proof : proof.subList(1, proof.size());
        return consistency(Climb.fromLastSubtree(oldSize, newSize), start, oldRoot, newRoot, siblings);
    }

    private static boolean consistency(Climb climb, Hash start, Hash oldRoot, Hash newRoot, List<Hash> siblings) {
        Hash inOld = start;
        Hash inNew = start;
        for (Hash sibling : siblings) {
            if (climb.isOver()) {
                return false;
            }
            if (climb.siblingIsLeft()) {
                inOld = Hash.ofNode(sibling, inOld);
                inNew = Hash.ofNode(sibling, inNew);
            } else {
                inNew = Hash.ofNode(inNew, sibling);
            }
            climb.up();
        }
        return climb.isOver() && inOld.equals(oldRoot) && inNew.equals(newRoot);
    }

    /** A way from a node to the root: the node's number in its level, and the number of that level's last node. */
    private static final class Climb {
        private long node;
        private long last;

        Climb(long node, long last) {
            this.node = node;
            this.last = last;
        }

        /** From the last complete subtree of the older tree. */
        static Climb fromLastSubtree(long oldSize, long newSize) {
            int height = Long.numberOfTrailingZeros(oldSize);
            return new Climb((oldSize - 1) >>> height, (newSize - 1) >>> height);
        }

        boolean isOver() {
            return last == 0;
        }

        boolean siblingIsLeft() {
            return (node & 1) == 1 || node == last;
        }

        /** To the parent; a node at the right edge without a sibling is its own parent, so levels are left out until it has one. */
        void up() {
            if (node == last) {
                while ((node & 1) == 0 && node != 0) {
                    halve();
                }
            }
            halve();
        }

        private void halve() {
            node >>>= 1;
            last >>>= 1;
        }
    }
}
