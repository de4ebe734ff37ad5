package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What lies behind the last finished excerpt of the last segment: nothing, a write that was cut, or excerpts that can no longer be
 * reached because something before them was lost. Chronicle would write on in all three cases, and in the last what it writes could
 * never be read; so this is settled before Chronicle sees the file.
 */
final class Cq4Tail {
    private static final int CHUNK_BYTES = 256 << 10;

    private final Cq4Segment segment;
    private final FileChannel channel;
    private final long start;
    private final End end;
    private long nonZeroEnd;
    private @Nullable Envelope beyond;

    private Cq4Tail(Cq4Segment segment, FileChannel channel) {
        this.segment = segment;
        this.channel = channel;
        this.start = segment.endOffset();
        this.end = segment.end();
        this.nonZeroEnd = start;
    }

    /**
     * Looks for excerpts that lie behind the end and cannot be reached. Changes nothing.
     *
     * @param segment the last segment, walked to its end
     * @return the end behind the last such excerpt, or that of the segment if there is none
     */
    static End lost(Cq4Segment segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            Cq4Tail tail = new Cq4Tail(segment, channel);
            tail.scan();
            Envelope beyond = tail.beyond;
            return beyond == null ? segment.end() : new End(beyond.sequence() + 1, beyond.endPosition());
        }
    }

    /**
     * Settles the tail: finishes the last excerpt if all of it is there, else clears what a cut write left. A segment without any
     * excerpt, as a cut creation leaves it, is removed.
     *
     * @param segment the last segment, walked to its end
     * @param disk forces what is changed
     * @return whether anything was changed, so that the segments must be looked at again
     * @throws JournalCorruptedException if there are excerpts behind the end; nothing was changed then
     */
    static boolean settle(Cq4Segment segment, DiskSync disk) throws IOException {
        try (FileChannel channel =
                FileChannel.open(segment.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Cq4Tail tail = new Cq4Tail(segment, channel);
            tail.scan();
            tail.requireNothingLost();
            if (segment.endOffset() == 0) {
                Files.delete(segment.file());
                return true;
            }
            boolean changed = tail.finishOrClear();
            if (changed) {
                disk.force(channel);
            }
            return changed;
        }
    }

    /** Whether the segment was ended, so that nothing may be added to it. */
    static boolean ended(Cq4Segment segment) throws IOException {
        try (FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
            return Cq4Segment.ended(new Cq4Tail(segment, channel).header());
        }
    }

    private void scan() throws IOException {
        long size = channel.size();
        ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK_BYTES);
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        for (long at = start; at < size; at += CHUNK_BYTES) {
            chunk.clear();
            FileFrames.readFully(channel, chunk, at);
            chunk.flip();
            // Nearly all of a tail is a hole in a sparse file: the fast way past it.
            if (!chunk.equals(zeros.limit(chunk.limit()))) {
                scan(chunk, at);
            }
        }
    }

    private void scan(ByteBuffer chunk, long at) throws IOException {
        for (int i = 0; i + Integer.BYTES <= chunk.limit(); i += Integer.BYTES) {
            int word = chunk.getInt(i);
            if (word != 0) {
                nonZeroEnd = at + i + Integer.BYTES;
            }
            if (word == Envelope.MAGIC) {
                note(at + i);
            }
        }
        for (int i = chunk.limit() & ~3; i < chunk.limit(); i++) {
            nonZeroEnd = chunk.get(i) == 0 ? nonZeroEnd : at + i + 1;
        }
    }

    private void note(long at) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Envelope.BYTES);
        FileFrames.readFully(channel, header, at);
        Envelope found = Envelope.find(header.flip());
        if (found != null
                && found.sequence() > end.sequence()
                && (beyond == null || found.sequence() > beyond.sequence())) {
            beyond = found;
        }
    }

    private void requireNothingLost() {
        if (beyond != null) {
            throw Envelope.damaged(
                    "excerpts up to " + beyond.sequence() + " lie behind a place that cannot be read, file="
                            + segment.file().getFileName() + ", offset=" + start,
                    end.sequence(),
                    end.position());
        }
    }

    private int header() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Cq4Segment.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        FileFrames.readFully(channel, header, start);
        return header.hasRemaining() ? 0 : header.getInt(0);
    }

    private boolean finishOrClear() throws IOException {
        if (Cq4Segment.ended(header()) || nonZeroEnd == start) {
            return false;
        }
        int length = wholeExcerpt();
        if (length > 0) {
            ByteBuffer header = ByteBuffer.allocate(Cq4Segment.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.write(header.putInt(0, length), start);
        } else {
            clear();
        }
        return true;
    }

    /** The length of the excerpt at the end if all of it is there, 0 if not. */
    private int wholeExcerpt() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Envelope.BYTES);
        FileFrames.readFully(channel, header, start + Cq4Segment.HEADER_BYTES);
        Envelope found = Envelope.find(header.flip());
        if (found == null || found.storedLength() > Segments.MAX_EXCERPT_BYTES) {
            return 0;
        }
        ByteBuffer all = ByteBuffer.allocate(found.excerptLength());
        FileFrames.readFully(channel, all, start + Cq4Segment.HEADER_BYTES);
        try {
            ExcerptCodec.decode(all.array(), end.sequence(), end.position());
            return found.excerptLength();
        } catch (JournalException e) {
            // Not whole: it was never acknowledged.
            return 0;
        }
    }

    private void clear() throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate(CHUNK_BYTES);
        for (long at = start; at < nonZeroEnd; ) {
            zeros.clear().limit((int) Math.min(CHUNK_BYTES, nonZeroEnd - at));
            at += channel.write(zeros, at);
        }
    }
}
