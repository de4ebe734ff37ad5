package dev.annals.store;

import dev.annals.store.journal.JournalException;
import dev.annals.store.tree.Hash;
import java.util.List;

/**
 * The Merkle tree over the payloads of a journal, to be asked from any thread. What it answers has been checked against the roots in the
 * journal; it throws {@link JournalException} if it cannot answer, and {@link IndexOutOfBoundsException} if the tree never had that size.
 */
interface TreeView {
    /** Number of leaves, which is the position after the last record that a reader may see. */
    long size();

    /** The root of the tree of the first {@code size} leaves. */
    Hash root(long size);

    /** The proof that a leaf is in the tree of the first {@code size} leaves. */
    List<Hash> inclusion(long index, long size);

    /** The proof that the tree of the first {@code oldSize} leaves is the beginning of that of the first {@code newSize}. */
    List<Hash> consistency(long oldSize, long newSize);

    /** The bytes of a tile: {@code width} hashes. */
    byte[] tile(int level, long number, int width);
}
