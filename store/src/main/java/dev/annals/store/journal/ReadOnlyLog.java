package dev.annals.store.journal;

import java.util.function.Supplier;

/** A log opened for reading only: its readers ask the files where it ends. */
final class ReadOnlyLog implements ReadableLog {
    private final Supplier<SegmentCursor> cursors;
    private final Runnable release;
    private final OpenReaders readers = new OpenReaders();

    /**
     * Makes the log.
     *
     * @param cursors opens a way to read
     * @param release lets go of what all cursors share
     */
    ReadOnlyLog(Supplier<SegmentCursor> cursors, Runnable release) {
        this.cursors = cursors;
        this.release = release;
    }

    @Override
    public ExcerptReader reader() {
        return readers.open(() -> new CheckedReader(cursors.get(), null));
    }

    @Override
    public void close() {
        if (readers.close()) {
            release.run();
        }
    }
}
