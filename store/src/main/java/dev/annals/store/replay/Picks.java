package dev.annals.store.replay;

import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import org.jspecify.annotations.Nullable;

/** Reads single records at places that an index named. */
final class Picks implements Entries {
    private final ExcerptReader reader;
    private final long[] locators;
    private final boolean descending;
    private final long firstSequence;
    private final long endSequence;

    private int taken;

    /**
     * Picks within what the reader saw when its end was taken.
     *
     * @param locators as {@link IdIndex#locator} makes them, ascending, without duplicates
     * @param endSequence the sequence number after the last excerpt to read
     */
    Picks(ExcerptReader reader, long[] locators, boolean descending, long endSequence) {
        this.reader = reader;
        this.locators = locators;
        this.descending = descending;
        this.firstSequence = reader.firstSequence();
        this.endSequence = endSequence;
    }

    @Override
    public @Nullable Entry next() {
        while (taken < locators.length) {
            long locator = locators[descending ? locators.length - 1 - taken : taken];
            taken++;
            long sequence = IdIndex.sequenceOf(locator);
            // An index may know more than the reader may show, and what was removed since.
            if (sequence >= firstSequence && sequence < endSequence) {
                return read(sequence, IdIndex.ordinalOf(locator));
            }
        }
        return null;
    }

    private Entry read(long sequence, int ordinal) {
        Entry entry = reader.entry(sequence, ordinal);
        if (entry == null) {
            throw new JournalCorruptedException(
                    "an excerpt below the end of the journal cannot be read; verify the journal", sequence, -1);
        }
        return entry;
    }
}
