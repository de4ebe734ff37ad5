package dev.annals.store.index;

/**
 * What there is in slots below a locator.
 *
 * @param size how many
 * @param contentSum the sum of their {@link IndexHeader#term}
 */
record Census(long size, long contentSum) {
    /** Locators compare as if they had no sign: so what only a damaged slot can hold is behind all that was ever added, and counted. */
    static final long EVERYTHING = -1;

    private static final Census NOTHING = new Census(0, 0);

    static Census below(SlotFile slots, long end) {
        return below(slots, new long[] {end})[0];
    }

    /** One for each bound, in one pass over the slots. */
    static Census[] below(SlotFile slots, long[] ends) {
        long[] sizes = new long[ends.length];
        long[] sums = new long[ends.length];
        slots.read((words, length) -> {
            for (int slot = 0; slot < length; slot += 2) {
                if (words[slot + 1] != 0) {
                    add(words[slot], words[slot + 1] - 1, ends, sizes, sums);
                }
            }
        });
        Census[] found = new Census[ends.length];
        for (int i = 0; i < ends.length; i++) {
            found[i] = sizes[i] == 0 ? NOTHING : new Census(sizes[i], sums[i]);
        }
        return found;
    }

    private static void add(long hash, long locator, long[] ends, long[] sizes, long[] sums) {
        long term = IndexHeader.term(hash, locator);
        for (int i = 0; i < ends.length; i++) {
            if (Long.compareUnsigned(locator, ends[i]) < 0) {
                sizes[i]++;
                sums[i] += term;
            }
        }
    }

    /** Whether that is what a header counts. */
    boolean agrees(IndexHeader header) {
        return size == header.size() && contentSum == header.contentSum();
    }
}
