package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** A log opened for reading only: its readers ask the files where it ends. */
final class ReadOnlyLog implements ReadableLog {
    private final Supplier<SegmentCursor> cursors;
    private final End required;
    private final OpenReaders readers = new OpenReaders();
    private final RecentRecords recent = RecentRecords.ofHeap();

    /**
     * Makes the log.
     *
     * @param cursors opens a way to read
     * @param required where the log ends at least: what is missing of it is met as damage
     */
    ReadOnlyLog(Supplier<SegmentCursor> cursors, End required) {
        this.cursors = cursors;
        this.required = required;
    }

    @Override
    public ExcerptReader reader() {
        return readers.open(() -> {
            SegmentCursor cursor = cursors.get();
            // Another process may have removed segments since the last reader: this one begins where the log does now.
            cursor.beginning().moved();
            return new CheckedReader(new Demanding(cursor), null, recent);
        });
    }

    @Override
    public List<SegmentExtent> segments() {
        try (ExcerptReader open = reader();
                SegmentCursor cursor = cursors.get()) {
            cursor.end();
            return cursor.segments();
        } catch (IOException e) {
            throw new JournalFailedException("the journal's segments cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        readers.close();
    }

    /** Ends where the log ought to end, so that a reader meets what is missing instead of an early end. */
    private final class Demanding implements SegmentCursor {
        private final SegmentCursor cursor;

        Demanding(SegmentCursor cursor) {
            this.cursor = cursor;
        }

        @Override
        public End end() throws IOException {
            End found = cursor.end();
            return found.sequence() < required.sequence() ? required : found;
        }

        @Override
        public Beginning beginning() {
            return cursor.beginning();
        }

        @Override
        public List<SegmentExtent> segments() {
            return cursor.segments();
        }

        @Override
        public byte[] excerpt(long sequence) throws IOException {
            return cursor.excerpt(sequence);
        }

        @Override
        public void read(long sequence, int from, ByteBuffer target) throws IOException {
            cursor.read(sequence, from, target);
        }

        @Override
        public long sequenceOf(long position) throws IOException {
            End found = cursor.end();
            if (position >= found.position()) {
                throw Envelope.damaged("acknowledged excerpts are missing", found.sequence(), found.position());
            }
            return cursor.sequenceOf(position);
        }

        @Override
        public void close() {
            cursor.close();
        }
    }
}
