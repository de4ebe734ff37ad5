package dev.annals.store.column;

import dev.annals.store.index.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32C;

/**
 * Writes a file in sequence behind a head that is written last, and puts it in its place when all of it is on the disk: so a file that
 * has its name is whole. Little-endian.
 */
final class FileOut implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 17;

    private final Path file;
    private final Path fresh;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long position;

    /**
     * Begins a file.
     *
     * @param headBytes so many bytes are left for the head
     */
    FileOut(Path file, int headBytes) throws IOException {
        this.file = file;
        this.fresh = file.resolveSibling(file.getFileName() + ".tmp");
        this.position = headBytes;
        Files.deleteIfExists(fresh);
        this.channel = DurableFile.openOrCreate(fresh);
    }

    void put(long number, int width) throws IOException {
        if (buffer.remaining() < Long.BYTES) {
            drain();
        }
        switch (width) {
            case 0 -> {}
            case 1 -> buffer.put((byte) number);
            case 2 -> buffer.putShort((short) number);
            case 4 -> buffer.putInt((int) number);
            default -> {
                buffer.putLong(buffer.position(), number);
                buffer.position(buffer.position() + width);
            }
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        write(channel, buffer, position);
        position += buffer.limit();
        buffer.clear();
    }

    /** CRC32C of all that was put. */
    int checksum() throws IOException {
        drain();
        return (int) crc.getValue();
    }

    /** Writes the head, and gives the file its name: durable when this returns. */
    void finish(byte[] head) throws IOException {
        drain();
        write(channel, ByteBuffer.wrap(head), 0);
        channel.force(true);
        channel.close();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(file);
    }

    private static void write(FileChannel channel, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(fresh);
    }
}
