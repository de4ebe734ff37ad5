package dev.annals.benchmarks.history;

/**
 * What a search found, small enough to compare: equal exactly when two contenders found as much.
 *
 * @param rows logs found; for counts, the number of groups
 * @param sum bytes of their payloads; for counts, each count times a number that stands for its group
 */
public record Tally(long rows, long sum) {
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
}
