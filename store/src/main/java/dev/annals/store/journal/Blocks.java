package dev.annals.store.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.posix.OpenFlag;
import net.openhft.posix.PosixAPI;

/** The room on a disk, as the operating system gives it and tells of it; a test puts a full disk here. */
interface Blocks {
    /** Opens a file that exists for {@link #reserve}; negative if that is impossible. */
    int open(Path file);

    /**
     * Gives a file the blocks for a range that may lie behind its end; its length stays as it is.
     *
     * @return 0, or the number of the operating system's error
     */
    int reserve(int descriptor, long from, long length);

    /** Closes what was opened. */
    void close(int descriptor);

    /** How many bytes are free. */
    long free() throws IOException;

    /** Those of the disk that holds a directory. */
    static Blocks of(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return new Blocks() {
            private static final int KEEP_SIZE = 1;

            @Override
            public int open(Path file) {
                return PosixAPI.posix().open(file.toString(), OpenFlag.O_RDWR, 0);
            }

            @Override
            public int reserve(int descriptor, long from, long length) {
                int result = PosixAPI.posix().fallocate(descriptor, KEEP_SIZE, from, length);
                return result == 0 ? 0 : PosixAPI.posix().lastError();
            }

            @Override
            public void close(int descriptor) {
                PosixAPI.posix().close(descriptor);
            }

            @Override
            public long free() throws IOException {
                return store.getUsableSpace();
            }
        };
    }
}
