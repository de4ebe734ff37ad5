package dev.annals.store.journal;

import dev.annals.store.tree.Hash;
import java.util.List;

/**
 * One write: records that stand or fall together.
 *
 * @param sequence dense 0, 1, 2 … over all excerpts
 * @param firstPosition position of the first record
 * @param entries the records, at consecutive positions; never empty
 * @param root the Merkle tree root over all payloads up to and including this excerpt, as its writer computed it; {@link Hash#NONE} if
 *     it did not
 */
public record Excerpt(long sequence, long firstPosition, List<Entry> entries, Hash root) {
    public Excerpt {
        entries = List.copyOf(entries);
    }
}
