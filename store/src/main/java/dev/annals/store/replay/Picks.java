package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import org.jspecify.annotations.Nullable;

/** Reads single records at positions that an index named. */
final class Picks implements Entries {
    private final ExcerptReader reader;
    private final long[] positions;
    private final boolean descending;
    private final long endSequence;

    private int taken;
    private @Nullable Excerpt excerpt;

    /**
     * Picks within what the reader saw when its end was taken.
     *
     * @param positions ascending, without duplicates
     * @param endSequence the sequence number after the last excerpt to read
     */
    Picks(ExcerptReader reader, long[] positions, boolean descending, long endSequence) {
        this.reader = reader;
        this.positions = positions;
        this.descending = descending;
        this.endSequence = endSequence;
    }

    @Override
    public @Nullable Entry next() {
        while (taken < positions.length) {
            long position = positions[descending ? positions.length - 1 - taken : taken];
            taken++;
            Excerpt holder = holderOf(position);
            if (holder != null) {
                return holder.entries().get(Math.toIntExact(position - holder.firstPosition()));
            }
        }
        excerpt = null;
        return null;
    }

    /** The excerpt with a position, null if it came after the query was asked: an index may know more than the reader may show. */
    private @Nullable Excerpt holderOf(long position) {
        Excerpt last = excerpt;
        if (last != null
                && last.firstPosition() <= position
                && position < last.firstPosition() + last.entries().size()) {
            return last;
        }
        if (position >= reader.endPosition()) {
            return null;
        }
        long sequence = reader.sequenceOf(position);
        if (sequence >= endSequence) {
            return null;
        }
        excerpt = reader.read(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException(
                    "an excerpt below the end of the journal cannot be read; verify the journal", sequence, position);
        }
        return excerpt;
    }
}
