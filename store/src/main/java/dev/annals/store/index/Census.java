package dev.annals.store.index;

/**
 * What there is in slots below a locator.
 *
 * @param size how many
 * @param contentSum the sum of their {@link IndexHeader#term}
 */
record Census(long size, long contentSum) {
    private static final Census NOTHING = new Census(0, 0);

    static Census below(SlotFile slots, long end) {
        return below(slots, new long[] {end})[0];
    }

    /** One for each bound, in one pass over the slots. */
    static Census[] below(SlotFile slots, long[] ends) {
        long[] sizes = new long[ends.length];
        long[] sums = new long[ends.length];
        for (long slot = 0; slot < slots.count(); slot++) {
            if (slots.used(slot)) {
                long locator = slots.locator(slot);
                long term = IndexHeader.term(slots.hash(slot), locator);
                for (int i = 0; i < ends.length; i++) {
                    if (locator < ends[i]) {
                        sizes[i]++;
                        sums[i] += term;
                    }
                }
            }
        }
        Census[] found = new Census[ends.length];
        for (int i = 0; i < ends.length; i++) {
            found[i] = sizes[i] == 0 ? NOTHING : new Census(sizes[i], sums[i]);
        }
        return found;
    }

    /** Whether that is what a header counts. */
    boolean agrees(IndexHeader header) {
        return size == header.size() && contentSum == header.contentSum();
    }
}
