package dev.annals.store.index;

import java.io.IOException;
import java.util.Arrays;

/**
 * Copies slots into a file of another capacity, in one pass over both: leaves what adding them one by one there would leave, in the order
 * of their locators. Of all that come by a slot, the one that was added first has it; the others go on to the next.
 */
final class SlotCopy {
    private final SlotWriter out;
    private final long capacity;
    /** Entries between two gaps of the source, in any order. */
    private final Entries crowd = new Entries();
    /** Entries that come by the next slot. */
    private final Entries waiting = new Entries();

    private long next;

    SlotCopy(SlotWriter out, long capacity) {
        this.out = out;
        this.capacity = capacity;
    }

    /** The next slot of the source that is used. */
    void take(long hash, long stored) {
        crowd.add(hash, stored);
    }

    /** An empty slot of the source: the hashes behind it are larger than those before. */
    void gap() throws IOException {
        if (crowd.size <= 1) {
            if (crowd.size == 1) {
                comeBy(SlotFile.home(crowd.hash(0), capacity), crowd.hash(0), crowd.stored(0));
            }
            crowd.size = 0;
            return;
        }
        long[] byHome = new long[crowd.size];
        long least = Long.MAX_VALUE;
        for (int i = 0; i < byHome.length; i++) {
            byHome[i] = SlotFile.home(crowd.hash(i), capacity);
            least = Math.min(least, byHome[i]);
        }
        for (int i = 0; i < byHome.length; i++) {
            byHome[i] = ((byHome[i] - least) << Integer.SIZE) | i;
        }
        Arrays.sort(byHome);
        for (long each : byHome) {
            comeBy(least + (each >>> Integer.SIZE), crowd.hash((int) each), crowd.stored((int) each));
        }
        crowd.size = 0;
    }

    void finish() throws IOException {
        gap();
        while (waiting.size > 0) {
            fillNext();
        }
    }

    /** Homes do not fall from call to call. */
    private void comeBy(long home, long hash, long stored) throws IOException {
        while (waiting.size > 0 && next < home) {
            fillNext();
        }
        if (next < home) {
            out.skipTo(home);
            next = home;
        }
        waiting.add(hash, stored);
    }

    private void fillNext() throws IOException {
        int first = waiting.first();
        out.fill(waiting.hash(first), waiting.stored(first));
        waiting.remove(first);
        next++;
    }

    /** A few entries, of two words each. */
    private static final class Entries {
        private long[] words = new long[64];
        private int size;

        void add(long hash, long stored) {
            if (2 * size == words.length) {
                words = Arrays.copyOf(words, 2 * words.length);
            }
            words[2 * size] = hash;
            words[2 * size + 1] = stored;
            size++;
        }

        long hash(int entry) {
            return words[2 * entry];
        }

        long stored(int entry) {
            return words[2 * entry + 1];
        }

        /** The one that was added to the index before all others. */
        int first() {
            int first = 0;
            for (int i = 1; i < size; i++) {
                if (stored(i) < stored(first)) {
                    first = i;
                }
            }
            return first;
        }

        void remove(int entry) {
            size--;
            words[2 * entry] = words[2 * size];
            words[2 * entry + 1] = words[2 * size + 1];
        }
    }
}
