package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads single records without the rest of their excerpt, where the excerpt is stored so that this can be done; remembers the records
 * that it read together last. Belongs to one thread at a time.
 */
final class RecordReader {
    /** The envelope, the table of a usual page and, with luck, the chunk that is wanted. */
    private static final int WINDOW_BYTES = 4 << 10;

    private final SegmentCursor cursor;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    private long sequence = -1;
    private @Nullable Envelope header;
    private @Nullable Chunks chunks;
    private int first;
    private List<Entry> entries = List.of();

    RecordReader(SegmentCursor cursor) {
        this.cursor = cursor;
    }

    /**
     * Reads a record of an excerpt that is there.
     *
     * @throws IndexOutOfBoundsException if the excerpt has no such record
     */
    Entry read(long wanted, int ordinal) throws IOException {
        Envelope found = header;
        if (found == null || wanted != sequence) {
            found = open(wanted);
        }
        if (ordinal < 0 || ordinal >= found.recordCount()) {
            throw new IndexOutOfBoundsException(
                    "no such record, excerpt=" + wanted + ", ordinal=" + ordinal + ", records=" + found.recordCount());
        }
        if (ordinal < first || ordinal >= first + entries.size()) {
            load(found, ordinal);
        }
        return entries.get(ordinal - first);
    }

    /** Which record of the excerpt that holds a position is at that position. */
    int ordinalOf(long wanted, long position) throws IOException {
        Envelope found = header;
        if (found == null || wanted != sequence) {
            found = open(wanted);
        }
        if (position < found.firstPosition() || position >= found.endPosition()) {
            throw Envelope.damaged(
                    "the excerpt does not hold the position that it should, position=" + position,
                    wanted,
                    found.firstPosition());
        }
        return (int) (position - found.firstPosition());
    }

    /** Gives away what was read last. */
    void keepIn(RecentRecords recent, int ordinal) {
        recent.keep(sequence, first, entries, ordinal);
    }

    /** Whether the excerpt that was read last holds a position. */
    boolean holds(long position) {
        Envelope found = header;
        return sequence >= 0 && found != null && position >= found.firstPosition() && position < found.endPosition();
    }

    /** The excerpt that was read last. */
    long sequence() {
        return sequence;
    }

    private Envelope open(long wanted) throws IOException {
        sequence = -1;
        entries = List.of();
        first = 0;
        chunks = null;
        cursor.read(wanted, 0, window.clear());
        window.flip();
        Envelope found = Envelope.read(window, -1, wanted, -1);
        ExcerptCodec.requireKnown(found);
        if (found.codec() == Envelope.CODEC_CHUNKS) {
            chunks = Chunks.of(table(found), found);
        }
        header = found;
        sequence = wanted;
        return found;
    }

    /** The beginning of the body, with all of the table of chunks. */
    private ByteBuffer table(Envelope found) throws IOException {
        ByteBuffer body = window.slice(Envelope.BYTES, window.limit() - Envelope.BYTES);
        int needed = Chunks.tableBytes(body, found);
        if (needed > body.remaining()) {
            body = ByteBuffer.allocate(needed);
            cursor.read(found.sequence(), Envelope.BYTES, body);
            body.flip();
        }
        if (needed > body.remaining()) {
            throw cut(found);
        }
        // A copy: the window is read into again.
        return ByteBuffer.allocate(needed).put(body.slice(0, needed)).flip();
    }

    private void load(Envelope found, int ordinal) throws IOException {
        Chunks table = chunks;
        if (table == null) {
            entries = ExcerptCodec.decode(cursor.excerpt(found.sequence()), found.sequence(), found.firstPosition())
                    .entries();
            first = 0;
            return;
        }
        int chunk = table.holding(ordinal);
        int at = Envelope.BYTES + table.offset(chunk);
        int length = table.storedLength(chunk);
        byte[] stored = window.array();
        // What is in the window is the beginning of the excerpt that was opened last, and of no other.
        if (at + length > window.limit()) {
            ByteBuffer room = ByteBuffer.allocate(length);
            cursor.read(found.sequence(), at, room);
            if (room.hasRemaining()) {
                throw cut(found);
            }
            stored = room.array();
            at = 0;
        }
        byte[] raw = new byte[table.rawLength(chunk)];
        table.unpack(chunk, stored, at, raw, 0);
        int from = table.firstRecord(chunk);
        int to = Math.min(found.recordCount(), table.firstRecord(chunk + 1));
        entries = ExcerptCodec.entries(raw, 0, found, from, to - from);
        first = from;
    }

    private static JournalCorruptedException cut(Envelope found) {
        return Envelope.damaged("the excerpt is cut", found.sequence(), found.firstPosition());
    }
}
