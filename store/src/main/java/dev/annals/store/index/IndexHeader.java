package dev.annals.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The head of the index file. All numbers little endian:
 *
 * <pre>
 *  0  8  "ANNALSID"
 *  8  4  format version, 2
 * 12  4  1 = clean, 0 = dirty
 * 16  8  journal
 * 24  8  capacity: slots that are homes
 * 32  8  size: slots in use
 * 40  8  content sum
 * 48  8  excerpts covered
 * 56  8  records covered
 * 64  4  fingerprint of the last excerpt covered
 * 68  8  first excerpt covered: those before it were removed from the journal
 * 76  4  CRC32C of bytes 0 to 75
 * </pre>
 *
 * @param journal which journal
 * @param capacity slots that are homes
 * @param size slots in use
 * @param contentSum sum over all slots in use
 * @param coverage how far it reaches
 * @param first the first excerpt covered
 * @param isClean whether nothing was changed since it was synced
 */
record IndexHeader(
        long journal, long capacity, long size, long contentSum, Coverage coverage, long first, boolean isClean) {
    static final int LENGTH_BYTES = 80;
    private static final byte[] MAGIC = {'A', 'N', 'N', 'A', 'L', 'S', 'I', 'D'};
    private static final int VERSION = 2;

    static IndexHeader empty(long journal, long capacity, long first) {
        return new IndexHeader(journal, capacity, 0, 0, Coverage.NOTHING, first, false);
    }

    IndexHeader clean() {
        return new IndexHeader(journal, capacity, size, contentSum, coverage, first, true);
    }

    IndexHeader dirty() {
        return new IndexHeader(journal, capacity, size, contentSum, coverage, first, false);
    }

    IndexHeader covering(Coverage reached) {
        return new IndexHeader(journal, capacity, size, contentSum, reached, first, isClean);
    }

    IndexHeader withCapacity(long bigger) {
        return new IndexHeader(journal, bigger, size, contentSum, coverage, first, false);
    }

    IndexHeader plus(long hash, long locator) {
        return new IndexHeader(
                journal,
                capacity,
                size + 1,
                contentSum + IdHash.mix(hash ^ Long.rotateLeft(locator, 32)),
                coverage,
                first,
                isClean);
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(MAGIC)
                .putInt(VERSION)
                .putInt(isClean ? 1 : 0)
                .putLong(journal)
                .putLong(capacity);
        bytes.putLong(size).putLong(contentSum).putLong(coverage.excerpts()).putLong(coverage.records());
        bytes.putInt(coverage.fingerprint()).putLong(first);
        return bytes.putInt(crc(bytes)).flip();
    }

    /** The header of a whole and clean file of that journal; empty for anything else, because such a file is built again. */
    static Optional<IndexHeader> readClean(Path file, long journal) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        long length;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            length = channel.size();
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
        }
        return bytes.hasRemaining()
                ? Optional.empty()
                : decode(bytes.flip())
                        .filter(header -> header.isClean
                                && header.journal == journal
                                && length == SlotFile.lengthBytes(header.capacity));
    }

    private static Optional<IndexHeader> decode(ByteBuffer bytes) {
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        int version = bytes.getInt();
        boolean clean = bytes.getInt() == 1;
        IndexHeader header = new IndexHeader(
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                new Coverage(bytes.getLong(), bytes.getLong(), bytes.getInt()),
                bytes.getLong(),
                clean);
        return java.util.Arrays.equals(magic, MAGIC) && version == VERSION && crc(bytes) == bytes.getInt()
                ? Optional.of(header)
                : Optional.empty();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(LENGTH_BYTES - 4));
        return (int) crc.getValue();
    }
}
