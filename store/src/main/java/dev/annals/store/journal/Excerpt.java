package dev.annals.store.journal;

import java.util.List;

/**
 * One write: records that stand or fall together.
 *
 * @param sequence dense 0, 1, 2 … over all excerpts
 * @param firstPosition position of the first record
 * @param entries the records, at consecutive positions; never empty
 */
public record Excerpt(long sequence, long firstPosition, List<Entry> entries) {
    public Excerpt {
        entries = List.copyOf(entries);
    }
}
