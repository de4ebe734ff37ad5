package dev.annals.store.journal;

import java.util.List;

/**
 * An excerpt log that can be read: a {@link ExcerptLog} by its owner, or one opened by {@link Engine#openReadOnly} beside the
 * owner or after it. May be used from any thread.
 */
public interface ReadableLog extends AutoCloseable {
    /**
     * Opens a reader. It sees what is readable now and, without being opened again, what becomes readable later.
     *
     * @return a reader of its own, to be closed by the caller
     * @throws JournalClosedException if the log is closed
     */
    ExcerptReader reader();

    /**
     * Lists what is readable now by segment.
     *
     * @return the segments, the oldest first; the last one may still grow
     * @throws JournalClosedException if the log is closed
     * @throws JournalFailedException if files cannot be read
     * @throws JournalCorruptedException if a segment is missing
     */
    List<SegmentExtent> segments();

    /** Closes the log and every reader of it, whose calls then fail with {@link JournalClosedException}; quiet if closed already. */
    @Override
    void close();
}
