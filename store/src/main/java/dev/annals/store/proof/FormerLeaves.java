package dev.annals.store.proof;

import dev.annals.store.tree.Hash;
import org.jspecify.annotations.Nullable;

/**
 * Hashes of the leaves as they were once, from where an intruder may have forgotten them. Nothing is believed of them unless they lead to
 * a root that was signed; then they tell which leaf was altered.
 */
public interface FormerLeaves {
    /** There are none. */
    FormerLeaves NONE = new FormerLeaves() {
        @Override
        public @Nullable Hash leaf(long position) {
            return null;
        }

        @Override
        public @Nullable Hash root(long size) {
            return null;
        }
    };

    /**
     * The hash of one leaf.
     *
     * @param position its number
     * @return the hash, null if it is not known
     */
    @Nullable
    Hash leaf(long position);

    /**
     * The root over the first of them.
     *
     * @param size how many
     * @return the root, null if it is not known
     */
    @Nullable
    Hash root(long size);
}
