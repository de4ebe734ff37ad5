package dev.annals.store.column;

import java.util.List;

/**
 * How many records are in one group.
 *
 * @param values what they have in common, one value for each grouping asked for, in that order; empty where they say none
 * @param count how many there are, 1 or more
 */
public record GroupCount(List<String> values, long count) {
    /** Takes a copy of the values. */
    public GroupCount {
        values = List.copyOf(values);
    }
}
