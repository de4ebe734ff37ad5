package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The end of one segment file: reads excerpts to their last byte as long as they are whole and follow from one another, and says what
 * stopped it. Changes nothing.
 */
final class SegmentTail {
    private static final int SECTOR_BYTES = 512;
    private static final int LOST_BYTES = 64;

    private final Path file;
    private final FileChannel channel;
    private final Framing framing;
    private final long size;
    private long offset;
    private End end;
    /** Read from its beginning, and no excerpt was found yet: what Chronicle writes first is its own. */
    private boolean fresh;

    private int whole;
    private long unfinished = -1;
    private int unfinishedLength;
    private Stop stop = Stop.BLANK;
    private @Nullable JournalException problem;

    /** Why no further excerpt was read. */
    enum Stop {
        /** Nothing is written here, as far as the sector says. */
        BLANK,
        /** The segment was ended. */
        ENDED,
        /** A write that was begun and not finished. */
        UNFINISHED,
        /** A write of which sectors are missing. */
        LOST,
        /** Another excerpt than the one that follows. */
        OTHER,
        /** Bytes that no lost write explains. */
        DAMAGED
    }

    private SegmentTail(Path file, FileChannel channel, Framing framing, long offset, End end) throws IOException {
        this.file = file;
        this.channel = channel;
        this.framing = framing;
        this.size = channel.size();
        this.offset = offset;
        this.end = end;
        this.fresh = offset == 0;
    }

    /**
     * Reads on from a place in a file.
     *
     * @param file the segment's file
     * @param framing how its engine writes
     * @param offset where the next word lies
     * @param end what the excerpt behind it must follow from
     */
    static SegmentTail read(Path file, Framing framing, long offset, End end) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            SegmentTail tail = new SegmentTail(file, channel, framing, offset, end);
            tail.readOn();
            return tail;
        }
    }

    Path file() {
        return file;
    }

    /** Where what stopped the reading begins. */
    long offset() {
        return offset;
    }

    /** What was reached. */
    End end() {
        return end;
    }

    /** How many excerpts were read. */
    int whole() {
        return whole;
    }

    /** Where the word lies of an excerpt that is whole although its word says that it is not finished; -1 if there is none. */
    long unfinished() {
        return unfinished;
    }

    /** The length of that excerpt. */
    int unfinishedLength() {
        return unfinishedLength;
    }

    Stop stop() {
        return stop;
    }

    /** What is wrong here, for a message. */
    JournalException problem() {
        return problem != null
                ? problem
                : Envelope.damaged(
                        "something is written where nothing can be, file=" + file.getFileName() + ", offset=" + offset,
                        end.sequence(),
                        end.position());
    }

    private void readOn() throws IOException {
        while (step()) {}
    }

    private boolean step() throws IOException {
        int word = bytes(offset, Framing.WORD_BYTES).order(framing.order()).getInt(0);
        int length = framing.length(word);
        return switch (framing.kind(word)) {
            case NOTHING -> stopped(nothing());
            case END -> stopped(Stop.ENDED);
            case OWN -> fits(length) ? passed(length) : stopped(Stop.LOST);
            case UNFINISHED -> unfinishedButWhole() || stopped(Stop.UNFINISHED);
            case EXCERPT -> excerpt(word, length);
        };
    }

    private Stop nothing() throws IOException {
        if (isZero(offset, sectorEnd(offset))) {
            return Stop.BLANK;
        }
        return framing.wordComesLast() && (fresh || begun()) ? Stop.UNFINISHED : Stop.DAMAGED;
    }

    /** Whether the beginning of an excerpt lies here. */
    private boolean begun() throws IOException {
        return bytes(offset + Framing.WORD_BYTES, Integer.BYTES).getInt(0) == Envelope.MAGIC;
    }

    private boolean stopped(Stop why) {
        stop = why;
        return false;
    }

    private boolean passed(int length) {
        offset = framing.next(offset, length);
        return true;
    }

    private boolean fits(int length) {
        return length >= 0 && offset + Framing.WORD_BYTES + length <= size;
    }

    private boolean unfinishedButWhole() throws IOException {
        Envelope header = Envelope.find(bytes(offset + Framing.WORD_BYTES, Envelope.BYTES));
        if (header == null || !readable(header) || decode(header) != null) {
            return false;
        }
        unfinished = offset;
        unfinishedLength = header.excerptLength();
        return counted(header);
    }

    private boolean counted(Envelope header) {
        whole++;
        fresh = false;
        end = new End(end.sequence() + 1, header.endPosition());
        return passed(header.excerptLength());
    }

    private boolean readable(Envelope header) {
        return header.storedLength() <= Segments.MAX_EXCERPT_BYTES && fits(header.excerptLength());
    }

    private boolean excerpt(int word, int length) throws IOException {
        long start = offset + Framing.WORD_BYTES;
        ByteBuffer bytes = bytes(start, Envelope.BYTES);
        Envelope header = Envelope.find(bytes);
        if (header == null) {
            problem = problem(() -> Envelope.read(bytes, length, end.sequence(), end.position()));
            boolean lost = start + Envelope.BYTES > size || lost(offset, start + Envelope.BYTES);
            return stopped(lost ? Stop.LOST : Stop.DAMAGED);
        }
        if (header.excerptLength() != length) {
            problem = problem(() -> Envelope.read(bytes, length, end.sequence(), end.position()));
            return stopped(lostWord(word, header.excerptLength()) ? Stop.LOST : Stop.DAMAGED);
        }
        if (header.sequence() != end.sequence() || header.firstPosition() != end.position()) {
            problem = problem(() -> Envelope.read(bytes, length, end.sequence(), end.position()));
            return stopped(Stop.OTHER);
        }
        if (!readable(header)) {
            return stopped(Stop.LOST);
        }
        problem = decode(header);
        if (problem != null) {
            return stopped(lost(start + Envelope.BYTES, start + length) ? Stop.LOST : Stop.DAMAGED);
        }
        return counted(header);
    }

    /** What is wrong with an excerpt that lies within the file, null if it is the one that follows, whole. */
    private @Nullable JournalException decode(Envelope header) throws IOException {
        byte[] all = bytes(offset + Framing.WORD_BYTES, header.excerptLength()).array();
        return problem(() -> ExcerptCodec.decode(all, end.sequence(), end.position()));
    }

    private static @Nullable JournalException problem(Runnable check) {
        try {
            check.run();
            return null;
        } catch (JournalException e) {
            return e;
        }
    }

    /** Whether a word that lies on both sides of a sector's border lost one of its sides. */
    private boolean lostWord(int word, int expected) {
        long border = sectorEnd(offset);
        int before = (int) (border - offset);
        if (before >= Framing.WORD_BYTES) {
            return false;
        }
        int behind = -1 >>> (Byte.SIZE * before);
        return word == (expected & behind) || word == (expected & ~behind);
    }

    /** Whether a part ends in zeros up to the end of a sector or of the part: a sector that was not written, or not all of it. */
    private boolean lost(long from, long to) throws IOException {
        for (long sector = from; sector < to; sector = sectorEnd(sector)) {
            long sectorEnd = Math.min(to, sectorEnd(sector));
            if (isZero(Math.max(sector, sectorEnd - LOST_BYTES), sectorEnd)) {
                return true;
            }
        }
        return false;
    }

    private static long sectorEnd(long offset) {
        return (offset / SECTOR_BYTES + 1) * SECTOR_BYTES;
    }

    private boolean isZero(long from, long to) throws IOException {
        ByteBuffer bytes = bytes(from, (int) (to - from));
        while (bytes.hasRemaining()) {
            if (bytes.get() != 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of the file; what lies behind its end is zero. */
    private ByteBuffer bytes(long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        FileFrames.readFully(channel, bytes, from);
        return bytes.clear();
    }
}
