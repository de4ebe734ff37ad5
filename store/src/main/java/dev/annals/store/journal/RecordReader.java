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
    /** The envelope and the table of a usual page: to read more, in the hope that the wanted chunk is in it, costs more than it saves. */
    private static final int WINDOW_BYTES = 512;

    /** Of an excerpt no larger than this all is read at once, when a second chunk is wanted: another read costs more than the copy. */
    private static final int WHOLE_BYTES = 64 << 10;

    private final SegmentCursor cursor;
    /** The beginning of the excerpt that was opened last, or all of it. */
    private ByteBuffer window = ByteBuffer.allocate(0);

    /** Whether a chunk of it was asked for already. */
    private boolean another;

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
        another = false;
        look(wanted, WINDOW_BYTES);
        Envelope found = Envelope.read(window, -1, wanted, -1);
        ExcerptCodec.requireKnown(found);
        if (found.codec() == Envelope.CODEC_CHUNKS) {
            chunks = Chunks.of(table(found), found);
        }
        header = found;
        sequence = wanted;
        return found;
    }

    /** Reads the first bytes of an excerpt into the window. */
    private void look(long wanted, int bytes) throws IOException {
        if (window.capacity() < bytes) {
            window = ByteBuffer.allocate(bytes);
        }
        ByteBuffer room = window.duplicate().clear().limit(bytes);
        // Empty until all is there: a read that fails must not leave half of one excerpt before half of another.
        window.clear().limit(0);
        cursor.read(wanted, 0, room);
        window.limit(room.position());
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
        boolean looked = at + length <= window.limit();
        if (!looked && another && Envelope.BYTES + found.storedLength() <= WHOLE_BYTES) {
            look(found.sequence(), Envelope.BYTES + found.storedLength());
            looked = at + length <= window.limit();
        }
        another = true;
        byte[] stored = window.array();
        if (!looked) {
            stored = single(found, at, length);
            at = 0;
        }
        byte[] raw = new byte[table.rawLength(chunk)];
        table.unpack(chunk, stored, at, raw, 0);
        int from = table.firstRecord(chunk);
        int to = Math.min(found.recordCount(), table.firstRecord(chunk + 1));
        entries = ExcerptCodec.entries(raw, 0, found, from, to - from);
        first = from;
    }

    private byte[] single(Envelope found, int at, int length) throws IOException {
        ByteBuffer room = ByteBuffer.allocate(length);
        cursor.read(found.sequence(), at, room);
        if (room.hasRemaining()) {
            throw cut(found);
        }
        return room.array();
    }

    private static JournalCorruptedException cut(Envelope found) {
        return Envelope.damaged("the excerpt is cut", found.sequence(), found.firstPosition());
    }
}
