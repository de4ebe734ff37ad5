package dev.annals.store.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/**
 * Makes sure, before bytes are stored into a mapped file, that the disk has blocks for them: a mapped store for which there is no
 * block is a fault in the best case and silently lost in the worst. Where the file system cannot reserve blocks, asks it for its
 * free space instead.
 */
final class SpaceReserve implements AutoCloseable {
    private static final int KEEP_SIZE = 1;
    private static final int NO_SPACE_ERRNO = 28;
    private static final long INDEX_BYTES = 256 << 10;
    private static final long NEW_SEGMENT_BYTES = 2 << 20;
    private static final long LARGEST_STEP_BYTES = 4 << 20;

    private final FileStore store;
    private final Path directory;
    private int descriptor = -1;
    private long reserved;
    private boolean supported = true;

    SpaceReserve(Path directory) throws IOException {
        this.directory = directory;
        this.store = Files.getFileStore(directory);
    }

    /** Turns to another segment file, which exists. */
    void turn(Path file, long end) {
        close();
        reserved = end;
        if (supported) {
            descriptor = PosixAPI.posix().open(file.toString(), OpenFlag.O_RDWR, 0);
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
        if (supported && fallocate(end, needed + step - end)) {
            reserved = needed + step;
        } else {
            requireFree(needed - end);
        }
    }

    private boolean fallocate(long from, long length) throws IOException {
        if (PosixAPI.posix().fallocate(descriptor, KEEP_SIZE, from, length) == 0) {
            return true;
        }
        int error = PosixAPI.posix().lastError();
        if (error == NO_SPACE_ERRNO) {
            throw noSpace(length);
        }
        supported = false;
        return false;
    }

    private void requireFree(long needed) throws IOException {
        if (store.getUsableSpace() < needed) {
            throw noSpace(needed);
        }
    }

    private JournalOutOfSpaceException noSpace(long needed) throws IOException {
        long free = store.getUsableSpace();
        return new JournalOutOfSpaceException(
                "no room for the excerpt, needed=" + needed + ", free=" + free + ", missing="
                        + Math.max(1, needed - free) + ", directory=" + directory + "; free space and append again");
    }

    @Override
    public void close() {
        if (descriptor >= 0) {
            PosixAPI.posix().close(descriptor);
            descriptor = -1;
        }
    }
}
