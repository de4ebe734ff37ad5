package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import org.jspecify.annotations.Nullable;

/** A source of records in the order of a query: all that may match, and perhaps more. Never holds more than one excerpt. */
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
