package dev.annals.store.journal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;

/** Files, as tests look at them. */
final class TestFiles {
    private TestFiles() {}

    /** Length and checksum of a file. */
    static String digest(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return Files.size(file) + " " + crc.getValue();
    }
}
