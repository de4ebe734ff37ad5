package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A source of records in the order of a query: all that may match, and perhaps more.
 * Holds one excerpt, and of a long answer a little more, as {@link ReadAhead} says.
 */
interface Entries {
    /**
     * The next record.
     *
     * @return the record, null at the end
     * @throws dev.annals.store.journal.JournalCorruptedException if damage is met
     */
    @Nullable
    Entry next();
}
