package dev.annals.store.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** How files are created that nobody but their owner may read or write. */
final class OwnerOnly {
    private OwnerOnly() {}

    /** For a file. */
    static FileAttribute<?>[] file(Path file) {
        return attributes(file, "rw-------");
    }

    /** For a directory. */
    static FileAttribute<?>[] directory(Path directory) {
        return attributes(directory, "rwx------");
    }

    /** Takes a file that was created by others from everybody but its owner. */
    static void restrict(Path file) throws IOException {
        if (isPosix(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return isPosix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
