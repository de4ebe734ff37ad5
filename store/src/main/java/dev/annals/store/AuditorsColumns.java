package dev.annals.store;

import dev.annals.store.column.ColumnView;
import dev.annals.store.column.Columns;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.ReadableLog;

/**
 * The writer's columns as an auditor uses them: those on file, looked at when they are first wanted, and again when the journal has
 * grown so much that there will be more. What they do not cover is read. For any thread.
 */
final class AuditorsColumns {
    /** About a block: so much is read in some tenths of a second. */
    private static final long LOOK_AGAIN_AFTER = 1 << 16;

    private final JournalDirectory directory;
    private final ReadableLog log;
    private ColumnView view = ColumnView.EMPTY;
    private long lookedAt = -1;

    AuditorsColumns(JournalDirectory directory, ReadableLog log) {
        this.directory = directory;
        this.log = log;
    }

    synchronized ColumnView view() {
        try (ExcerptReader reader = log.reader()) {
            long end = reader.endPosition();
            if (lookedAt < 0 || end - lookedAt >= LOOK_AGAIN_AFTER) {
                view = Columns.openReadOnly(directory.columns(), directory.journal(), reader);
                lookedAt = end;
            }
            return view;
        }
    }
}
