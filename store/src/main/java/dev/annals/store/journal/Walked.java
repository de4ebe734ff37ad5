package dev.annals.store.journal;

import java.util.Arrays;

/** Where the excerpts of a segment begin, as far as it was walked. One thread at a time adds; any reads what was added, without a lock. */
final class Walked {
    /** Stands for the position of an excerpt whose header is damaged. */
    static final int UNREADABLE = -1;

    /** So far around the likely place it is looked; a binary search takes more steps. */
    private static final int NEAR = 8;

    private volatile int[] offsets = {};
    /** For each excerpt its first position, less that of the segment. */
    private volatile int[] positions = {};

    /** Written last, so that whoever sees it sees what it counts. */
    private volatile int count;

    /** Adds the next excerpt. */
    void add(long offset, int position) {
        int index = count;
        if (index == offsets.length) {
            offsets = Arrays.copyOf(offsets, Math.max(64, index * 2));
            positions = Arrays.copyOf(positions, offsets.length);
        }
        offsets[index] = (int) offset;
        positions[index] = position;
        count = index + 1;
    }

    int count() {
        return count;
    }

    /** The offset in the file at which an excerpt begins. */
    long offset(int index) {
        return Integer.toUnsignedLong(offsets[index]);
    }

    /** The first position of an excerpt, less that of the segment; {@link #UNREADABLE} if its header is damaged. */
    int position(int index) {
        return positions[index];
    }

    /**
     * Finds the excerpt that holds a position where it would be if all had equally many records, or near by.
     *
     * @param position less that of the segment; not behind what was walked
     * @param end the end of what was walked, less the position of the segment
     * @return the excerpt, -1 if it is not there
     */
    int likely(long position, long end) {
        int most = count - 1;
        int index = (int) Math.min(most, position * count / Math.max(1, end));
        for (int tried = 0; tried < NEAR && index >= 0; tried++) {
            int from = positions[index];
            if (from == UNREADABLE) {
                return -1;
            }
            if (from > position) {
                index--;
            } else if (index == most || positions[index + 1] > position) {
                return index;
            } else {
                index++;
            }
        }
        return -1;
    }
}
