package dev.annals.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;

/** Small files that are written as a whole, readable by their owner only. All methods may be called from any thread. */
public final class DurableFile {
    private DurableFile() {}

    /**
     * Replaces a file: after a crash there is either all of the old content or all of the new, and after this method returned a power
     * cut leaves the new. Two threads must not replace the same file at the same time.
     *
     * @param file the file, which need not exist; its directory must
     * @param content what it will hold
     * @throws IOException if that failed; the old content is still there
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = create(fresh)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncDirectory(file);
    }

    /**
     * Removes a file: after this method returned it does not come back by a power cut.
     *
     * @param file the file, which need not exist
     * @throws IOException if that failed
     */
    public static void remove(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            syncDirectory(file);
        }
    }

    /** Opens a new file that nobody but its owner may read. */
    static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                ownerOnly(file, "rw-------"));
    }

    /**
     * Opens a file to read and write, and creates it for its owner only if it does not exist. Nothing is durable yet, not even its name.
     *
     * @param file the file
     * @return the open channel
     * @throws IOException if that failed
     */
    public static FileChannel openOrCreate(Path file) throws IOException {
        return FileChannel.open(
                file,
                EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                ownerOnly(file, "rw-------"));
    }

    /**
     * Creates a directory for its owner only; quiet if it exists, whose permissions are left as they are.
     *
     * @param directory the directory; missing parents are created too
     * @throws IOException if that failed
     */
    public static void createDirectory(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (Files.isDirectory(absolute)) {
            return;
        }
        if (parent != null) {
            createDirectory(
                    parent); // One by one: the name of each must be durable, or the lowest is lost with the highest.
        }
        Files.createDirectories(absolute, ownerOnly(absolute, "rwx------"));
        syncDirectory(absolute);
    }

    private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Makes the name of a file durable.
     *
     * @param file the file
     * @throws IOException if its directory cannot be synced
     */
    public static void syncDirectory(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null
                || !file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return; // A file system without directories that can be opened (Windows) keeps names by itself.
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
