package dev.annals.store.journal;

import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The obligations of {@link ExcerptLog} that do not depend on where the bytes lie: numbering, encoding, reading back, what readers
 * may see, and failing for good.
 */
final class SegmentedLog implements ExcerptLog {
    private final Segments segments;
    private final ExcerptCodec codec = new ExcerptCodec(Segments.MAX_EXCERPT_BYTES);
    private final OpenReaders readers = new OpenReaders();
    private final SegmentCursor readBack;
    private SegmentMonth month;
    private volatile End appended;
    private volatile End synced;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    /** Takes over segments that were opened for writing; what they hold already is readable. */
    SegmentedLog(Segments segments) {
        this.segments = segments;
        this.readBack = segments.cursor();
        this.appended = segments.end();
        this.synced = appended;
        this.month = storedMonth();
    }

    private SegmentMonth storedMonth() {
        long first = segments.lastSegment();
        if (first == appended.sequence()) {
            return SegmentMonth.UNKNOWN;
        }
        try {
            return SegmentMonth.ofStored(readBack.excerpt(first), first);
        } catch (JournalCorruptedException e) {
            return SegmentMonth.UNKNOWN;
        } catch (IOException e) {
            throw new JournalFailedException("the journal cannot be read, excerpt=" + first + ": " + e.getMessage(), e);
        }
    }

    @Override
    public long nextSequence() {
        return appended.sequence();
    }

    @Override
    public long nextPosition() {
        return appended.position();
    }

    @Override
    public synchronized long append(List<NewRecord> records, Hash root) {
        requireUsable();
        End place = appended;
        SegmentMonth next = SegmentMonth.of(records);
        ByteBuffer excerpt = codec.encode(
                place.sequence(), place.position(), records, root, (int) (place.sequence() - synced.sequence()));
        try {
            segments.append(excerpt.duplicate(), place, endsBefore(next));
            requireSame(excerpt, readBack.excerpt(place.sequence()), place);
        } catch (JournalOutOfSpaceException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: a mapped file says by InternalError that the disk is full or gone, and after any other how
            // much was
            // written is just as unknown.
            throw failed("the excerpt could not be written, excerpt=" + place.sequence(), e);
        }
        if (segments.lastSegment() == place.sequence()) {
            month = next;
        }
        appended = new End(place.sequence() + 1, place.position() + records.size());
        return place.sequence();
    }

    private boolean endsBefore(SegmentMonth next) {
        return segments.lastSegment() < appended.sequence() && month.endsBefore(next);
    }

    private static void requireSame(ByteBuffer written, byte[] found, End place) throws IOException {
        if (!written.equals(ByteBuffer.wrap(found))) {
            throw new IOException("what was read back differs from what was written, excerpt=" + place.sequence());
        }
    }

    @Override
    public synchronized void sync() {
        requireUsable();
        End covered = appended;
        try {
            segments.sync();
        } catch (IOException | RuntimeException | Error e) {
            throw failed("the journal could not be synced, next_excerpt=" + covered.sequence(), e);
        }
        synced = covered;
    }

    @Override
    public ExcerptReader reader() {
        return readers.open(() -> new CheckedReader(segments.cursor(), () -> synced));
    }

    private void requireUsable() {
        if (closed) {
            throw new JournalClosedException("the log is closed; open it again to append");
        }
        Throwable cause = failure;
        if (cause != null) {
            throw new JournalFailedException(
                    "the log failed before and takes no more: " + cause.getMessage() + "; close it and open it again",
                    cause);
        }
    }

    private JournalFailedException failed(String what, Throwable cause) {
        failure = cause;
        return new JournalFailedException(
                what + ": " + cause.getMessage() + "; close the journal, mend the cause, open it again", cause);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (readers.close()) {
            readBack.close();
            segments.close();
        }
    }
}
