package dev.annals.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How written bytes reach the device, and what room it has; a test puts a failing one here. The same open channel is forced again and again, because the
 * operating system reports a write-back error once to each open file.
 */
interface DiskSync {
    /** Forces a file's data and the metadata needed to read it back. */
    void force(FileChannel file) throws IOException;

    /** Forces a directory, so that a file created in it is found again. */
    void forceDirectory(Path directory) throws IOException;

    /** Creates a directory and what is missing above it, and forces the directory that now names it; does nothing if it is there. */
    default void createDirectory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (!Files.isDirectory(absolute) && parent != null) {
            createDirectory(parent);
            Files.createDirectory(absolute, OwnerOnly.directory(absolute));
            forceDirectory(parent);
        }
    }

    /** The room on the disk that holds a directory. */
    default Blocks blocks(Path directory) throws IOException {
        return Blocks.of(directory);
    }

    /** The way to sync that a durability asks for. */
    static DiskSync of(Durability durability) {
        return switch (durability) {
            case POWER -> DEVICE;
            case PROCESS -> NOTHING;
        };
    }

    DiskSync DEVICE = new DiskSync() {
        @Override
        public void force(FileChannel file) throws IOException {
            file.force(false);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };

    /** Written bytes outlive the process in the page cache without any help. */
    DiskSync NOTHING = new DiskSync() {
        @Override
        public void force(FileChannel file) {}

        @Override
        public void forceDirectory(Path directory) {}
    };
}
