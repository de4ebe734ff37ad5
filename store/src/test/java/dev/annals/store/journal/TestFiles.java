package dev.annals.store.journal;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Files, as tests look at them. */
final class TestFiles {
    private TestFiles() {}

    /** The mark of a log, beside its directory; made if it is not there. */
    static HighWaterMark mark(Path directory) {
        Path file = directory.resolveSibling(HighWaterMark.FILE_NAME);
        if (!Files.exists(file)) {
            try {
                Files.createDirectories(file.getParent());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            HighWaterMark.create(file);
        }
        return HighWaterMark.open(file);
    }

    /** What the mark of a log demands. */
    static End required(Path directory) {
        return HighWaterMark.required(directory.resolveSibling(HighWaterMark.FILE_NAME));
    }

    /** The file of an open channel. */
    static Path path(FileChannel channel) {
        try {
            return Path.of((String) channelPath().get(channel));
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static Field channelPath() {
        try {
            Field path = Class.forName("sun.nio.ch.FileChannelImpl").getDeclaredField("path");
            path.setAccessible(true);
            return path;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the channel no longer knows its path", e);
        }
    }

    /** Length and checksum of a file. */
    static String digest(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Files.size(file) + " " + crc.getValue();
    }
}
