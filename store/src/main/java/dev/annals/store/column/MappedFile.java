package dev.annals.store.column;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A file that is only read, with a head that is checked when it is opened and a body that is checked before it is first used. */
final class MappedFile {
    private static final System.Logger LOG = System.getLogger(MappedFile.class.getName());

    private final Path file;
    private final ByteBuffer bytes;
    private final int headBytes;
    private volatile @Nullable Boolean sound;

    private MappedFile(Path file, ByteBuffer bytes, int headBytes) {
        this.file = file;
        this.bytes = bytes;
        this.headBytes = headBytes;
    }

    /**
     * Opens a file.
     *
     * @param fixedBytes the least that a head has
     * @return null if it has no whole head of that kind and of the version that is known
     */
    static @Nullable MappedFile open(Path file, long magic, int version, int fixedBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long length = channel.size();
            if (length < fixedBytes || length > Integer.MAX_VALUE) {
                return null;
            }
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, length);
            bytes.order(ByteOrder.LITTLE_ENDIAN);
            int headBytes = bytes.getInt(BlockFormat.HEAD_LENGTH_AT);
            if (bytes.getLong(0) != magic
                    || bytes.getInt(8) != version
                    || headBytes < fixedBytes
                    || headBytes > length) {
                return null;
            }
            int checksum = Bytes.checksum(bytes.duplicate().limit(headBytes), BlockFormat.CHECKSUM_AT);
            return checksum == bytes.getInt(BlockFormat.CHECKSUM_AT) ? new MappedFile(file, bytes, headBytes) : null;
        }
    }

    /** The whole file; only absolute reads, or of a duplicate. */
    ByteBuffer bytes() {
        return bytes;
    }

    int headBytes() {
        return headBytes;
    }

    Path path() {
        return file;
    }

    /** Whether the body is what was written. */
    boolean isSound(int checksum) {
        Boolean known = sound;
        if (known == null) {
            CRC32C crc = new CRC32C();
            crc.update(bytes.duplicate().position(headBytes));
            known = (int) crc.getValue() == checksum;
            sound = known;
            if (!known) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a file of derived columns is damaged and is not used; it is built again when the journal is"
                                + " next opened for writing, file=" + file);
            }
        }
        return known;
    }
}
