package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where Chronicle will write in a segment file, by what it noted there for itself. It does not judge these notes: one that points into an
 * excerpt lets it write over what is acknowledged. So they are judged before it sees the file, and by reading only.
 *
 * <p>A crash leaves any older state of a note, or a note of something that was lost behind it; never a note that points to the middle of
 * something.
 *
 * <pre>
 * offset size field, little-endian
 *     64    8 where the last excerpt begins, 0 = nowhere
 *    152    8 where the table of indexes lies: 200, 0 = nowhere
 *    240 8 × 4096 where each index begins, 0 = nowhere
 * </pre>
 */
final class Cq4Notes {
    private static final int LAST_EXCERPT = 64;
    private static final int TABLE = 152;
    private static final int TABLE_START = 200;
    private static final int INDEXES = 240;
    private static final int PLACES = 4096;
    private static final long LONGEST_FILE = 1L << 32;

    /** That something begins somewhere: where it is said, and where that is. */
    private record Pointer(int note, long to) {}

    private final Path file;
    private final FileChannel channel;

    private Cq4Notes(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Requires that Chronicle may look for the end of a file.
     *
     * @param file the segment's file
     * @param goesOn whether it may go on in it, too
     * @throws JournalCorruptedException if it would write where it must not
     */
    static void require(Path file, boolean goesOn) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            require(file, channel, goesOn);
        }
    }

    /** As {@link #require(Path, boolean)}, by an open channel. Of a file in which Chronicle will not go on, a few bytes are read. */
    static void require(Path file, FileChannel channel, boolean goesOn) throws IOException {
        Cq4Notes notes = new Cq4Notes(file, channel);
        notes.requireLastExcerpt();
        if (goesOn) {
            notes.requireIndexes();
        }
    }

    private void requireLastExcerpt() throws IOException {
        Pointer last = pointer(LAST_EXCERPT, bytes(LAST_EXCERPT, Long.BYTES).getLong(0));
        if (last.to() != 0 && !isExcerpt(last.to())) {
            requireBeginnings(List.of(last), Framing.Kind.EXCERPT);
        }
    }

    private void requireIndexes() throws IOException {
        long table = bytes(TABLE, Long.BYTES).getLong(0);
        if (table != 0 && table != TABLE_START) {
            throw damaged(TABLE, table);
        }
        if (kind(TABLE_START) == Framing.Kind.OWN) {
            ByteBuffer places = bytes(INDEXES, PLACES * Long.BYTES);
            List<Pointer> pointers = new ArrayList<>();
            for (int i = 0; i < PLACES; i++) {
                Pointer each = pointer(INDEXES + i * Long.BYTES, places.getLong(i * Long.BYTES));
                if (each.to() != 0) {
                    pointers.add(each);
                }
            }
            requireBeginnings(pointers, Framing.Kind.OWN);
        }
    }

    private Pointer pointer(int note, long to) {
        if (to < 0 || to >= LONGEST_FILE || to % Framing.CHRONICLE.step() != 0) {
            throw damaged(note, to);
        }
        return new Pointer(note, to);
    }

    private boolean isExcerpt(long at) throws IOException {
        // A slice, because an envelope is big-endian, and what Chronicle notes is not.
        Envelope header =
                Envelope.find(bytes(at + Framing.WORD_BYTES, Envelope.BYTES).slice());
        return header != null && header.excerptLength() == word(at);
    }

    /** Requires that documents of a kind begin where the pointers lead, or that nothing that is finished reaches so far. One walk for all. */
    private void requireBeginnings(List<Pointer> pointers, Framing.Kind kind) throws IOException {
        long at = 0;
        List<Pointer> ascending =
                pointers.stream().sorted(Comparator.comparingLong(Pointer::to)).toList();
        for (Pointer each : ascending) {
            while (at < each.to() && written(at)) {
                at = Framing.CHRONICLE.next(at, Framing.CHRONICLE.length(word(at)));
            }
            if (at > each.to() || (at == each.to() && written(at) && kind(at) != kind)) {
                throw damaged(each.note(), each.to());
            }
        }
    }

    private boolean written(long at) throws IOException {
        Framing.Kind found = kind(at);
        return found == Framing.Kind.OWN || found == Framing.Kind.EXCERPT;
    }

    private Framing.Kind kind(long at) throws IOException {
        return Framing.CHRONICLE.kind(word(at));
    }

    private int word(long at) throws IOException {
        return bytes(at, Framing.WORD_BYTES).getInt(0);
    }

    /** Bytes of the file; what lies behind its end is zero. */
    private ByteBuffer bytes(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(Framing.CHRONICLE.order());
        FileFrames.readFully(channel, bytes, from);
        return bytes.clear();
    }

    private JournalCorruptedException damaged(int note, long to) {
        return Envelope.damaged(
                "what Chronicle noted for itself points nowhere, file=" + file.getFileName() + ", offset=" + note
                        + ", to=" + to,
                -1,
                -1);
    }
}
