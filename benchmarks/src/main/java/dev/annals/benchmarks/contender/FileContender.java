package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.History;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of each page at the end of a file, and fdatasync: what the device allows. */
final class FileContender implements Contender {
    private final FileChannel file;
    private final boolean power;
    private long bytes;
    private long pages;

    FileContender(Path directory, Sync sync) {
        power = sync == Sync.POWER;
        try {
            file = FileChannel.open(
                    directory.resolve("pages"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("file cannot be opened, directory=" + directory, e);
        }
    }

    @Override
    public int append(byte[] page) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(page);
            while (buffer.hasRemaining()) {
                bytes += file.write(buffer);
            }
            if (power) {
                file.force(false);
            }
            pages++;
            return History.PAGE;
        } catch (IOException e) {
            throw new UncheckedIOException("file refused a page", e);
        }
    }

    @Override
    public long logs() {
        try {
            if (file.size() != bytes) {
                throw new IllegalStateException("file is short, expected=" + bytes + ", found=" + file.size());
            }
            return pages * History.PAGE;
        } catch (IOException e) {
            throw new UncheckedIOException("file has no size", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("file cannot be closed", e);
        }
    }
}
