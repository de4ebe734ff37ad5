package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a file for headers of excerpts, wherever they lie and whatever lies around them. Belongs to one thread; the channel is
 * the caller's.
 */
final class HeaderScan {
    private static final int CHUNK_BYTES = 256 << 10;
    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(CHUNK_BYTES);

    private final FileChannel channel;
    private final int step;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES).limit(0);
    private long chunkStart;
    private long at;
    private long found;
    private long nonZeroEnd;

    /**
     * Makes a scan.
     *
     * @param channel the file
     * @param step excerpts begin at multiples of this
     * @param from where to begin, such a multiple
     */
    HeaderScan(FileChannel channel, int step, long from) {
        this.channel = channel;
        this.step = step;
        this.at = from;
        this.chunkStart = from;
        this.nonZeroEnd = from;
    }

    /** The next header whose checksum is right, null if there is none before the end of the file. */
    @Nullable
    Envelope next() throws IOException {
        while (fill()) {
            int limit = chunk.limit() - Integer.BYTES;
            for (int i = (int) (at - chunkStart); i <= limit; i += step) {
                if (chunk.getInt(i) == Envelope.MAGIC) {
                    Envelope header = header(chunkStart + i);
                    if (header != null) {
                        found = chunkStart + i;
                        at = found + step;
                        return header;
                    }
                }
            }
            at = next(chunkStart + Math.max(0, chunk.limit() - Integer.BYTES + 1));
        }
        return null;
    }

    /** Where the header found last begins. */
    long offset() {
        return found;
    }

    /** Goes on at an offset, or at the first multiple behind it. */
    void skipTo(long offset) {
        at = next(offset);
    }

    /** The end of what is not zero, as far as was looked; meaningful if nothing was skipped. */
    long nonZeroEnd() {
        return nonZeroEnd;
    }

    private long next(long offset) {
        return (offset + step - 1) / step * step;
    }

    /** Brings what lies at {@link #at} into the chunk, and passes what is zero; false at the end of the file. */
    private boolean fill() throws IOException {
        while (true) {
            if (at >= chunkStart && at + Integer.BYTES <= chunkStart + chunk.limit()) {
                return true;
            }
            chunk.clear();
            FileFrames.readFully(channel, chunk, at);
            chunkStart = at;
            chunk.flip();
            // Nearly all of a preallocated file is zero: the fast way past it.
            if (!chunk.equals(ZEROS.duplicate().limit(chunk.limit()))) {
                noteNonZero();
                if (chunk.limit() >= Integer.BYTES) {
                    return true;
                }
            }
            if (chunk.limit() < CHUNK_BYTES) {
                at = next(chunkStart + chunk.limit());
                chunk.limit(0);
                return false;
            }
            // The last bytes again: a header may begin in them.
            at = next(chunkStart + CHUNK_BYTES - Integer.BYTES + 1);
        }
    }

    private void noteNonZero() {
        int end = chunk.limit();
        while (end > 0 && chunk.get(end - 1) == 0) {
            end--;
        }
        nonZeroEnd = Math.max(nonZeroEnd, chunkStart + end);
    }

    private @Nullable Envelope header(long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(Envelope.BYTES);
        FileFrames.readFully(channel, header, offset);
        return Envelope.find(header.flip());
    }
}
