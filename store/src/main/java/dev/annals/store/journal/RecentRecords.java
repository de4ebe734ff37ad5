package dev.annals.store.journal;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Records that were read lately, in the groups in which they are stored: whoever asks for one is likely to ask again, and to take a record
 * out of its group costs more than all else of a small query. Holds about a sixteenth of the heap at most: so many groups, none of them
 * larger than {@value #LARGEST_BYTES} bytes. A newer group takes the place of an older one by chance. And the newest excerpt, unless it is
 * larger than {@value #NEWEST_BYTES} bytes: everybody who looks at what is new asks for it. Stored records never change, so what is here is
 * right as long as it is there. For any thread, without locks.
 */
final class RecentRecords {
    /** Eight records of nearly a kilobyte, with their objects. */
    static final int LARGEST_BYTES = 8 << 10;

    /** A page of a hundred records of a kilobyte. */
    static final int NEWEST_BYTES = 128 << 10;

    private static final int ENTRY_BYTES = 100;
    private static final int MOST_SLOTS = 1 << 13;
    private static final int GROUP_BITS = 3;

    private final AtomicReferenceArray<@Nullable Group> slots;
    private volatile @Nullable Excerpt newest;

    /** Records that follow each other in one excerpt. */
    private record Group(long firstPosition, long sequence, int firstOrdinal, List<Entry> entries) {
        private @Nullable Entry at(long position) {
            long index = position - firstPosition;
            return index >= 0 && index < entries.size() ? entries.get((int) index) : null;
        }

        private @Nullable Entry at(long wanted, int ordinal) {
            int index = ordinal - firstOrdinal;
            return wanted == sequence && index >= 0 && index < entries.size() ? entries.get(index) : null;
        }
    }

    private RecentRecords(int slots) {
        this.slots = new AtomicReferenceArray<>(slots);
    }

    /** Holds as much as the heap allows. */
    static RecentRecords ofHeap() {
        long wanted = Runtime.getRuntime().maxMemory() / 16 / LARGEST_BYTES;
        return new RecentRecords((int) Math.min(MOST_SLOTS, Long.highestOneBit(Math.max(1, wanted))));
    }

    /** The record at a position, null if it is not here. */
    @Nullable
    Entry find(long position) {
        Group group = slots.get(slot(position >>> GROUP_BITS));
        return group == null ? null : group.at(position);
    }

    /** A record of an excerpt, null if it is not here. */
    @Nullable
    Entry find(long sequence, int ordinal) {
        Group group = slots.get(slot(key(sequence, ordinal)));
        return group == null ? null : group.at(sequence, ordinal);
    }

    /** An excerpt, if it is the one that was the newest when it was read last; null if not. */
    @Nullable
    Excerpt newest(long sequence) {
        Excerpt known = newest;
        return known != null && known.sequence() == sequence ? known : null;
    }

    /** Takes in the excerpt that is the newest now. */
    void keepNewest(Excerpt excerpt) {
        newest = bytes(excerpt.entries()) <= NEWEST_BYTES ? excerpt : null;
    }

    private static long key(long sequence, int ordinal) {
        return ~(sequence << 18 | ordinal >>> GROUP_BITS);
    }

    /** Takes in a group of records from which one was asked for. */
    void keep(long sequence, int firstOrdinal, List<Entry> entries, int ordinal) {
        if (bytes(entries) <= LARGEST_BYTES) {
            Group group = new Group(entries.get(0).position(), sequence, firstOrdinal, entries);
            slots.lazySet(slot(entries.get(ordinal - firstOrdinal).position() >>> GROUP_BITS), group);
            slots.lazySet(slot(key(sequence, ordinal)), group);
        }
    }

    private static long bytes(List<Entry> entries) {
        long bytes = 0;
        for (Entry each : entries) {
            bytes += each.payload().length() + ENTRY_BYTES;
        }
        return bytes;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 40) & (slots.length() - 1);
    }
}
