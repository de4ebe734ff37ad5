package dev.annals.store.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks excerpts, whatever engine keeps them. Synchronized only so that closing the log from another thread waits for the
 * read that is going on.
 */
final class CheckedReader implements ExcerptReader {
    private final SegmentCursor cursor;
    private final RecordReader records;
    private final RecentRecords recent;
    private final @Nullable Supplier<End> synced;
    private End end = End.EMPTY;
    private End expected = End.EMPTY;
    private Runnable whenClosed = () -> {};
    private boolean closed;

    /**
     * Makes a reader.
     *
     * @param cursor reads the stored bytes; closed with this reader
     * @param synced the end that readers may see, null to ask the cursor
     * @param recent what all readers of the log have read lately
     */
    CheckedReader(SegmentCursor cursor, @Nullable Supplier<End> synced, RecentRecords recent) {
        this.recent = recent;
        this.cursor = cursor;
        this.records = new RecordReader(cursor);
        this.synced = synced;
    }

    @Override
    public long firstSequence() {
        return cursor.beginning().known().sequence();
    }

    @Override
    public long firstPosition() {
        return cursor.beginning().known().position();
    }

    @Override
    public synchronized long endSequence() {
        return refreshed().sequence();
    }

    @Override
    public synchronized long endPosition() {
        return refreshed().position();
    }

    @Override
    public synchronized @Nullable Excerpt read(long sequence) {
        if (!isThere(sequence)) {
            return null;
        }
        long position = sequence == expected.sequence() ? expected.position() : -1;
        Excerpt excerpt = ExcerptCodec.decode(reading(sequence, () -> cursor.excerpt(sequence)), sequence, position);
        expected = after(excerpt);
        return excerpt;
    }

    private static End after(Excerpt excerpt) {
        return new End(
                excerpt.sequence() + 1,
                excerpt.firstPosition() + excerpt.entries().size());
    }

    @Override
    public synchronized @Nullable Excerpt recall(long sequence) {
        if (!isThere(sequence)) {
            return null;
        }
        Excerpt known = recent.newest(sequence);
        if (known != null && (sequence != expected.sequence() || known.firstPosition() == expected.position())) {
            expected = after(known);
            return known;
        }
        Excerpt excerpt = read(sequence);
        if (excerpt != null && sequence == end.sequence() - 1) {
            recent.keepNewest(excerpt);
        }
        return excerpt;
    }

    @Override
    public synchronized @Nullable Entry entry(long sequence, int ordinal) {
        if (!isThere(sequence)) {
            return null;
        }
        Entry known = ordinal < 0 ? null : recent.find(sequence, ordinal);
        return known == null ? load(sequence, ordinal) : known;
    }

    @Override
    public synchronized Entry entryAt(long position) {
        requireOpen();
        cursor.beginning().requirePosition(Math.max(0, position));
        // What a reader has read was published, and stays: where this one believes the end to be does not matter.
        Entry known = recent.find(position);
        if (known != null) {
            return known;
        }
        long sequence = records.holds(position) ? records.sequence() : sequenceOf(position);
        return load(sequence, reading(sequence, () -> records.ordinalOf(sequence, position)));
    }

    private Entry load(long sequence, int ordinal) {
        Entry entry = reading(sequence, () -> records.read(sequence, ordinal));
        records.keepIn(recent, ordinal);
        return entry;
    }

    private boolean isThere(long sequence) {
        if (sequence < 0) {
            throw new IndexOutOfBoundsException("sequence=" + sequence + "; the first excerpt is 0");
        }
        requireOpen();
        cursor.beginning().require(sequence);
        return sequence < end.sequence() || sequence < refreshed().sequence();
    }

    @Override
    public synchronized long sequenceOf(long position) {
        requireOpen();
        cursor.beginning().requirePosition(Math.max(0, position));
        if (position < 0
                || (position >= end.position() && position >= refreshed().position())) {
            throw new IndexOutOfBoundsException(
                    "position=" + position + " is not written, end_position=" + end.position());
        }
        try {
            return cursor.sequenceOf(position);
        } catch (NoSuchFileException e) {
            cursor.beginning().moved();
            cursor.beginning().requirePosition(position);
            throw Beginning.missing(e, -1, position);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal cannot be read, position=" + position + ": " + e.getMessage(), e);
        }
    }

    private End refreshed() {
        requireOpen();
        try {
            end = synced == null ? cursor.end() : synced.get();
            return end;
        } catch (IOException e) {
            throw new JournalFailedException("the journal's end cannot be read: " + e.getMessage(), e);
        }
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T reading(long sequence, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            cursor.beginning().moved();
            cursor.beginning().require(sequence);
            throw Beginning.missing(e, sequence, -1);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the journal cannot be read, excerpt=" + sequence + ": " + e.getMessage(), e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException("the reader or its log is closed; open another");
        }
    }

    /** What is to be done once this is closed, whoever does it. */
    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                cursor.close();
            } finally {
                whenClosed.run();
            }
        }
    }
}
