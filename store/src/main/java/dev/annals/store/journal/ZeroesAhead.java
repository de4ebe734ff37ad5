package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Writes zeroes where the next excerpts will come, so that a sync of an excerpt has nothing but the excerpt to write. Two things would
 * come with it otherwise:
 * <ul>
 *   <li>A reserved block that was never written is marked as such by the file system; the first sync after a store into it commits that
 *       it is written now.
 *   <li>Where our reader has come near the end, the operating system has read ahead into memory, in pieces that grow up to the device's
 *       read-ahead, and a mapped store into a piece makes it write the whole piece: measured, a megabyte for a page of 100 logs where
 *       the device reads 8 MiB ahead. What was written in blocks stays in blocks.
 * </ul>
 */
final class ZeroesAhead {
    private static final int BLOCK_BYTES = 4 << 10;

    private final ByteBuffer zeroes = ByteBuffer.allocateDirect(BLOCK_BYTES);
    private long filled;

    /** Turns to another segment file, in which nothing is written from an offset on. */
    void turn(long end) {
        filled = end;
    }

    /**
     * Goes on to an offset, which may lie behind the file's end; the file stays as long as it is.
     *
     * @param file that of the segment turned to
     * @param end where the segment ends now: nothing before it is touched
     * @param reserved how far blocks are reserved
     */
    void fill(FileChannel file, long end, long reserved) throws IOException {
        if (reserved <= filled) {
            return;
        }
        long to = Math.min(reserved, file.size());
        long at = Math.max(end, filled);
        while (at < to) {
            int length = (int) Math.min(BLOCK_BYTES - at % BLOCK_BYTES, to - at);
            at += file.write(zeroes.clear().limit(length), at);
        }
        filled = Math.max(filled, to);
    }
}
