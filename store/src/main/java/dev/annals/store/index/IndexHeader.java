package dev.annals.store.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What an index file holds of the excerpts up to one. All numbers little endian:
 *
 * <pre>
 *  0  8  "ANNALSID"
 *  8  4  format version, 3
 * 12  4  1 = clean, 0 = dirty
 * 16  8  journal
 * 24  8  capacity: slots that are homes
 * 32  8  size: slots in use for what is covered
 * 40  8  content sum, over the same slots
 * 48  8  excerpts covered
 * 56  8  records covered
 * 64  4  fingerprint of the last excerpt covered
 * 68  8  first excerpt covered: those before it were removed from the journal
 * 76  4  CRC32C of bytes 0 to 75
 * </pre>
 *
 * @param journal which journal
 * @param capacity slots that are homes
 * @param size slots in use for what is covered
 * @param contentSum sum over the same slots, of {@link #term}
 * @param coverage how far it reaches
 * @param first the first excerpt covered
 * @param isClean whether the file holds nothing else, and all of it is durable
 */
record IndexHeader(
        long journal, long capacity, long size, long contentSum, Coverage coverage, long first, boolean isClean) {
    static final int LENGTH_BYTES = 80;
    private static final byte[] MAGIC = {'A', 'N', 'N', 'A', 'L', 'S', 'I', 'D'};
    private static final int VERSION = 3;

    static IndexHeader empty(long journal, long capacity, long first) {
        return new IndexHeader(journal, capacity, 0, 0, Coverage.NOTHING, first, false);
    }

    /** What one slot adds to the content sum. */
    static long term(long hash, long locator) {
        return IdHash.mix(hash ^ Long.rotateLeft(locator, 32));
    }

    IndexHeader clean() {
        return new IndexHeader(journal, capacity, size, contentSum, coverage, first, true);
    }

    IndexHeader dirty() {
        return new IndexHeader(journal, capacity, size, contentSum, coverage, first, false);
    }

    IndexHeader covering(Coverage reached, long reachedSize, long reachedSum) {
        return new IndexHeader(journal, capacity, reachedSize, reachedSum, reached, first, false);
    }

    IndexHeader withCapacity(long bigger) {
        return new IndexHeader(journal, bigger, size, contentSum, coverage, first, false);
    }

    /** The excerpt from which on nothing is covered. */
    long end() {
        return Math.max(first, coverage.excerpts());
    }

    /** False if a file with the other header was written in place of that with this one, because it grew or its front was removed. */
    boolean isOfSameFile(IndexHeader other) {
        return capacity == other.capacity && first == other.first;
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

    /** Empty if the bytes are no whole header of this version. */
    static Optional<IndexHeader> decode(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
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
        return Arrays.equals(magic, MAGIC) && version == VERSION && crc(bytes) == bytes.getInt()
                ? Optional.of(header)
                : Optional.empty();
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(0).limit(LENGTH_BYTES - 4));
        return (int) crc.getValue();
    }
}
