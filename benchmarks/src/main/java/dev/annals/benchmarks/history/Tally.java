package dev.annals.benchmarks.history;

import java.io.Serializable;
import java.util.Map;

/**
 * What a search found, small enough to compare: equal exactly when two contenders found as much.
 *
 * @param rows logs found; for counts, the number of groups
 * @param sum bytes of their payloads; for counts, each count times a number that stands for its group
 */
public record Tally(long rows, long sum) implements Serializable {
    /** Nothing found. */
    public static final Tally NONE = new Tally(0, 0);

    /**
     * This tally and one more log.
     *
     * @param bytes length of its payload
     * @return the new tally
     */
    public Tally and(int bytes) {
        return new Tally(rows + 1, sum + bytes);
    }

    /**
     * This tally and one more group.
     *
     * @param group the group's name
     * @param count logs in it
     * @return the new tally
     */
    public Tally andGroup(String group, long count) {
        return new Tally(rows + 1, sum + count * (group.hashCode() & 0xffff));
    }

    /**
     * This tally and more groups.
     *
     * @param counts how many logs each has
     * @return the new tally
     */
    public Tally andGroups(Map<String, Long> counts) {
        Tally tally = this;
        for (Map.Entry<String, Long> count : counts.entrySet()) {
            tally = tally.andGroup(count.getKey(), count.getValue());
        }
        return tally;
    }
}
