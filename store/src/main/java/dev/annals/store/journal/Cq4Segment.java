package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One segment file of the Chronicle engine, read without Chronicle: so that reading never writes, needs no flags, and judges what
 * was written by other means than those that wrote it.
 *
 * <p>The file is a row of documents. Each begins at a multiple of 4 with a header of 4 bytes, little-endian, and goes on with as many
 * bytes as the header says:
 *
 * <pre>
 * header                meaning
 * 0                     nothing was written here yet
 * bit 31, bit 30 = 1 1  the segment is ended
 * bit 31 = 1            being written, or cut while being written
 * bit 30 = 1            Chronicle's own (file header, index); bits 0 to 29 are its length
 * else                  one excerpt; bits 0 to 29 are its length
 * </pre>
 *
 * <p>Remembers where each excerpt begins, as far as it was walked. May be used from any thread.
 */
final class Cq4Segment {
    static final int HEADER_BYTES = 4;

    private static final int UNFINISHED = 1 << 31;
    private static final int OWN = 1 << 30;
    private static final int LENGTH = OWN - 1;
    private static final int WINDOW_BYTES = 8 << 10;

    private final Path file;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long windowStart;
    private final Walked walked = new Walked();
    private long offset;
    private volatile End first;
    private volatile End end;
    private final boolean exact;
    private boolean firstKnown;
    private boolean sure;
    private volatile boolean removed;

    /**
     * Knows a file, and reads nothing yet.
     *
     * @param file the segment's file
     * @param expected where the segment begins unless its first excerpt says otherwise
     * @param exact whether it must begin there
     */
    Cq4Segment(Path file, End expected, boolean exact) {
        this.file = file;
        this.exact = exact;
        this.first = expected;
        this.end = expected;
        window.limit(0);
    }

    Path file() {
        return file;
    }

    /** Where the segment begins. */
    End first() {
        return first;
    }

    /** The end of what was walked; its position leaves out excerpts whose header is damaged. */
    End end() {
        return end;
    }

    /** Whether an excerpt is known to be in this segment. */
    boolean holds(long sequence) {
        return first.sequence() <= sequence && sequence < end.sequence();
    }

    /** Whether a position is known to be in this segment. */
    boolean holdsPosition(long position) {
        return first.position() <= position && position < end.position();
    }

    /** The offset behind the last document that was walked: where the next one will begin. */
    synchronized long endOffset() {
        return offset;
    }

    /** Bytes from the first excerpt to the end of what was walked. */
    synchronized long bytes() {
        return walked.count() == 0 ? 0 : offset - walked.offset(0);
    }

    /** Where the last excerpt that was walked begins, 0 if there is none. */
    synchronized long lastOffset() {
        return walked.count() == 0 ? 0 : walked.offset(walked.count() - 1);
    }

    /** Whether the first excerpt was walked and its header says where the segment begins. */
    synchronized boolean sure() {
        return sure;
    }

    /** Tells that the segment was removed from the log. */
    void remove() {
        removed = true;
    }

    boolean isRemoved() {
        return removed;
    }

    /** Tells that the file was changed behind what was walked. */
    synchronized void changed() {
        window.limit(0);
    }

    /** Whether the segment was ended where the walk came to, so that nothing may be added to it. */
    boolean ended() throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            FileFrames.readFully(channel, header, endOffset());
            return ended(header.getInt(0));
        }
    }

    /** How many excerpts were walked over. */
    int count() {
        return walked.count();
    }

    /**
     * Walks on, until so many excerpts are known or no more is written.
     *
     * @param channel the segment's file
     * @param wanted how many excerpts to know
     * @param strict whether a damaged header of an excerpt ends the walk with an exception
     */
    synchronized void walk(FileChannel channel, long wanted, boolean strict) throws IOException {
        while (walked.count() < wanted) {
            int header = finished(channel);
            if (header == 0) {
                return;
            }
            int length = header & LENGTH;
            if ((header & OWN) == 0) {
                note(channel, length, strict);
            }
            offset = next(offset, length);
        }
    }

    private static long next(long offset, int length) {
        return (offset + HEADER_BYTES + length + 3) & ~3L;
    }

    /** The header of the document at {@link #offset}, or 0 if there is none that is finished and lies within the file. */
    private int finished(FileChannel channel) throws IOException {
        int header = at(channel, offset, HEADER_BYTES) ? window.getInt((int) (offset - windowStart)) : 0;
        if (header <= 0) {
            // The window may be older than the document.
            window.limit(0);
            header = at(channel, offset, HEADER_BYTES) ? window.getInt((int) (offset - windowStart)) : 0;
        }
        boolean readable = header > 0 && offset + HEADER_BYTES + (header & LENGTH) <= channel.size();
        return readable ? header : 0;
    }

    private void note(FileChannel channel, int length, boolean strict) throws IOException {
        long start = offset + HEADER_BYTES;
        at(channel, start, Envelope.BYTES);
        int from = (int) (start - windowStart);
        ByteBuffer header = window.slice(from, Math.min(Math.min(Envelope.BYTES, length), window.limit() - from));
        Envelope found = strict && (firstKnown || exact)
                ? Envelope.read(header, length, end.sequence(), end.position())
                : Envelope.find(header);
        if (!firstKnown) {
            begin(found, strict);
        }
        walked.add(offset, found != null && found.sequence() == end.sequence() ? relative(found) : Walked.UNREADABLE);
        end = new End(end.sequence() + 1, Math.max(end.position(), positionAfter(found)));
    }

    private int relative(Envelope found) {
        long relative = found.firstPosition() - first.position();
        return relative < 0 || relative > Integer.MAX_VALUE ? Walked.UNREADABLE : (int) relative;
    }

    /** The position after an excerpt, 0 if its header is damaged or another excerpt's. */
    private long positionAfter(@Nullable Envelope found) {
        return found != null && found.sequence() == end.sequence() ? found.endPosition() : 0;
    }

    private void begin(@Nullable Envelope found, boolean strict) {
        firstKnown = true;
        if (found != null && found.sequence() >= end.sequence()) {
            first = new End(found.sequence(), found.firstPosition());
            end = first;
            sure = true;
        } else if (strict) {
            throw Envelope.damaged(
                    "a segment does not begin with the excerpt that follows, file=" + file.getFileName(),
                    end.sequence(),
                    end.position());
        }
    }

    /** Brings bytes of the file into the window; false if the file ends before them. */
    private boolean at(FileChannel channel, long from, int length) throws IOException {
        if (from < windowStart || from + length > windowStart + window.limit()) {
            ByteBuffer fresh = window.duplicate().clear();
            // Empty until it is filled: a reading that an interrupt ends half-way must not leave a mixture behind for
            // others.
            window.limit(0);
            FileFrames.readFully(channel, fresh, from);
            window.limit(fresh.position());
            windowStart = from;
        }
        return window.limit() >= length;
    }

    /**
     * Reads one excerpt.
     *
     * @param channel the segment's file
     * @param sequence its sequence number, not below that of {@link #first()}
     */
    byte[] excerpt(FileChannel channel, long sequence) throws IOException {
        long start = locate(channel, sequence);
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FileFrames.readFully(channel, header, start);
        return read(channel, start + HEADER_BYTES, header.getInt(0) & LENGTH, sequence);
    }

    /** Reads bytes of one excerpt from an offset in it on, and of what follows it, until the target is full or the file ends. */
    void read(FileChannel channel, long sequence, int from, ByteBuffer target) throws IOException {
        FileFrames.readFully(channel, target, locate(channel, sequence) + HEADER_BYTES + from);
    }

    /**
     * The sequence number of the excerpt that holds a position of this segment.
     *
     * @throws JournalCorruptedException if the search comes to a damaged header
     */
    long sequenceOf(FileChannel channel, long position) throws IOException {
        if (position >= end.position()) {
            walk(channel, Long.MAX_VALUE, false);
        }
        long start = first.position();
        int likely = walked.likely(position - start, end.position() - start);
        return first.sequence() + (likely >= 0 ? likely : search(channel, position));
    }

    private int search(FileChannel channel, long position) throws IOException {
        int low = 0;
        int high = walked.count() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (positionOf(channel, middle) <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private long positionOf(FileChannel channel, int index) throws IOException {
        int position = walked.position(index);
        return position == Walked.UNREADABLE
                ? envelope(channel, first.sequence() + index).firstPosition()
                : first.position() + position;
    }

    /** Reads the header of one excerpt. */
    Envelope envelope(FileChannel channel, long sequence) throws IOException {
        long start = locate(channel, sequence);
        byte[] header = read(channel, start + HEADER_BYTES, Envelope.BYTES, sequence);
        return Envelope.read(ByteBuffer.wrap(header), -1, sequence, -1);
    }

    private byte[] read(FileChannel channel, long start, int length, long sequence) throws IOException {
        // A damaged length must not make us ask for a gigabyte.
        if (length > channel.size() - start) {
            throw Envelope.damaged("the excerpt is cut, file=" + file.getFileName(), sequence, -1);
        }
        ByteBuffer target = ByteBuffer.allocate(length);
        FileFrames.readFully(channel, target, start);
        return target.array();
    }

    private long locate(FileChannel channel, long sequence) throws IOException {
        long index = sequence - first.sequence();
        if (index < 0 || index >= walked.count()) {
            walk(channel, index + 1, false);
            // Before the first excerpt was walked, the segment was only expected to begin where it does.
            index = sequence - first.sequence();
        }
        if (index < 0 || index >= walked.count()) {
            throw Envelope.damaged(
                    "the excerpt cannot be reached, file=" + file.getFileName() + ", offset=" + endOffset(),
                    sequence,
                    sequence == end.sequence() ? end.position() : -1);
        }
        return walked.offset((int) index);
    }

    /** Whether the document at an offset is one that was begun and not finished. */
    static boolean unfinished(int header) {
        return (header & (UNFINISHED | OWN)) == UNFINISHED;
    }

    /** Whether a finished document is Chronicle's own. */
    static boolean own(int header) {
        return (header & OWN) != 0;
    }

    /** The length of a document. */
    static int length(int header) {
        return header & LENGTH;
    }

    /** Whether the segment is ended at a header. */
    static boolean ended(int header) {
        return (header & (UNFINISHED | OWN)) == (UNFINISHED | OWN);
    }
}
