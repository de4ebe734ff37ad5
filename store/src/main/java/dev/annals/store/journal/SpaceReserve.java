package dev.annals.store.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * Makes sure, before bytes are stored into a mapped file, that the disk has blocks for them: a mapped store for which there is no
 * block is a fault in the best case and silently lost in the worst. Where the file system cannot reserve blocks, asks it for its
 * free space instead.
 */
final class SpaceReserve implements AutoCloseable {
    /** ENOSPC and EDQUOT. */
    private static final Set<Integer> FULL = Set.of(28, 122);

    /** ENOSYS and EOPNOTSUPP. */
    private static final Set<Integer> UNSUPPORTED = Set.of(38, 95);

    private static final long INDEX_BYTES = 256 << 10;
    private static final long NEW_SEGMENT_BYTES = 2 << 20;
    private static final long LARGEST_STEP_BYTES = 1 << 20;

    private final Path directory;
    private final Blocks blocks;
    private int descriptor = -1;
    private long reserved;
    private boolean supported = true;

    SpaceReserve(Path directory, Blocks blocks) {
        this.directory = directory;
        this.blocks = blocks;
    }

    /** Turns to another segment file, which exists. */
    void turn(Path file, long end) {
        close();
        reserved = end;
        if (supported) {
            descriptor = blocks.open(file);
            supported = descriptor >= 0;
        }
    }

    /** Requires room for the first excerpt of a segment whose file does not exist yet. */
    void requireForNewSegment(int length) throws IOException {
        requireFree(NEW_SEGMENT_BYTES + length);
    }

    /**
     * Requires room in the segment turned to.
     *
     * @param end where it ends now
     * @param length bytes to be written there
     * @throws JournalOutOfSpaceException if there is none
     */
    void require(long end, int length) throws IOException {
        long needed = end + length + INDEX_BYTES;
        if (needed <= reserved) {
            return;
        }
        long step = Math.min(LARGEST_STEP_BYTES, Math.max(INDEX_BYTES, end / 8));
        if (supported && reserve(end, needed + step - end)) {
            reserved = needed + step;
        } else {
            requireFree(needed - end);
        }
    }

    /** Up to where the segment turned to has blocks; at least to where it ended when it was turned to. */
    long reserved() {
        return reserved;
    }

    /** Whether blocks were reserved; if not, the file system cannot do so, or not now. */
    private boolean reserve(long from, long length) throws IOException {
        int error = blocks.reserve(descriptor, from, length);
        if (FULL.contains(error)) {
            throw noSpace(length);
        }
        supported = !UNSUPPORTED.contains(error);
        return error == 0;
    }

    private void requireFree(long needed) throws IOException {
        if (blocks.free() < needed) {
            throw noSpace(needed);
        }
    }

    private JournalOutOfSpaceException noSpace(long needed) throws IOException {
        long free = blocks.free();
        return new JournalOutOfSpaceException(
                "no room for the excerpt, needed=" + needed + ", free=" + free + ", missing="
                        + Math.max(1, needed - free) + ", directory=" + directory + "; free space and append again");
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            blocks.close(descriptor);
            descriptor = -1;
        }
    }
}
