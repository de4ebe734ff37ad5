package dev.annals.store.journal;

import dev.annals.store.tree.Hash;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header of an excerpt as it lies on disk. All numbers are big-endian.
 *
 * <pre>
 * offset size field
 *      0    4 magic: 41 4E 4E 4C, "ANNL"
 *      4    1 format version: 1
 *      5    1 codec of the body: 0 = as is, 1 = chunks, 2 = dictionary; others are reserved
 *      6    2 reserved: written as 0, not judged when read
 *      8    8 sequence: number of the excerpt, dense from 0
 *     16    8 first position: position of its first record
 *     24    4 record count: 1 to 1,048,576
 *     28    4 stored length: bytes of the body as stored, after the codec
 *     32    4 raw length: bytes of the body before the codec
 *     36    4 CRC32C of the body as stored
 *     40   32 Merkle tree root over all payloads up to and including this excerpt; 0 = not computed
 *     72    4 unsynced: how many of the excerpts directly before this one were not yet synced when it was written
 *     76    4 CRC32C of the bytes 0 to 75
 *     80    n body as stored: the records one after another, see {@link ExcerptCodec}
 * </pre>
 *
 * <p>Codec 1 is drawn in {@link Chunks}, codec 2 in {@link Dictionary}.
 *
 * <p>The header has a checksum of its own, so that a search may trust a header without reading the body; as it covers the body's
 * checksum, both together cover every byte.
 *
 * @param codec how the body is stored
 * @param sequence number of the excerpt
 * @param firstPosition position of its first record
 * @param recordCount how many records
 * @param storedLength bytes of the body as stored
 * @param rawLength bytes of the body before the codec
 * @param bodyChecksum CRC32C of the body as stored
 * @param root Merkle tree root up to and including this excerpt
 * @param unsynced how many excerpts before this one were not yet synced when it was written
 */
record Envelope(
        int codec,
        long sequence,
        long firstPosition,
        int recordCount,
        int storedLength,
        int rawLength,
        int bodyChecksum,
        Hash root,
        int unsynced) {
    static final int BYTES = 80;
    static final int MAGIC = 0x414E4E4C;
    static final int FORMAT_VERSION = 1;
    static final int CODEC_NONE = 0;
    static final int CODEC_CHUNKS = 1;
    static final int CODEC_DICTIONARY = 2;
    static final int MAX_RECORDS = 1 << 20;

    private static final int ROOT_OFFSET = 40;
    private static final int UNSYNCED_OFFSET = 72;
    private static final int CHECKSUM_OFFSET = 76;

    /** The position after the last record of the excerpt. */
    long endPosition() {
        return firstPosition + recordCount;
    }

    /** All excerpts below this sequence number were synced when this one was written. */
    long syncedSequence() {
        return sequence - unsynced;
    }

    /** Bytes of the whole excerpt, header and body. */
    int excerptLength() {
        return BYTES + storedLength;
    }

    /** Writes the header to the bytes {@code 0} to {@code 79} of a buffer, by absolute index. */
    void writeTo(ByteBuffer target) {
        for (int i = 0; i < BYTES; i += Long.BYTES) {
            target.putLong(i, 0);
        }
        target.putInt(0, MAGIC).put(4, (byte) FORMAT_VERSION).put(5, (byte) codec);
        target.putLong(8, sequence).putLong(16, firstPosition);
        target.putInt(24, recordCount).putInt(28, storedLength).putInt(32, rawLength);
        target.putInt(36, bodyChecksum);
        root.put(target.duplicate().position(ROOT_OFFSET));
        target.putInt(UNSYNCED_OFFSET, unsynced);
        target.putInt(CHECKSUM_OFFSET, checksum(target, 0, CHECKSUM_OFFSET));
    }

    /**
     * Reads and checks a header: magic, version, length, checksum, sequence, position, in this order; the first failure is
     * reported. Names {@code sequence} and {@code firstPosition} in what it throws, never what the damaged header claims.
     *
     * @param source header at index 0, with or without its body
     * @param available bytes of the excerpt, body included, or -1 if only the header is there
     * @param sequence the sequence number it must have
     * @param firstPosition the position it must begin with, -1 if the caller does not know
     */
    static Envelope read(ByteBuffer source, int available, long sequence, long firstPosition) {
        if (source.limit() < BYTES) {
            throw damaged("the excerpt is shorter than a header, length=" + source.limit(), sequence, firstPosition);
        }
        requireFormat(source, sequence, firstPosition);
        Envelope header = new Envelope(
                source.get(5) & 0xFF,
                source.getLong(8),
                source.getLong(16),
                source.getInt(24),
                source.getInt(28),
                source.getInt(32),
                source.getInt(36),
                Hash.get(source.duplicate().position(ROOT_OFFSET)),
                source.getInt(UNSYNCED_OFFSET));
        header.requireLengths(available, sequence, firstPosition);
        int expected = checksum(source, 0, CHECKSUM_OFFSET);
        if (source.getInt(CHECKSUM_OFFSET) != expected) {
            throw damaged("the header's checksum is wrong", sequence, firstPosition);
        }
        header.requirePlace(sequence, firstPosition);
        return header;
    }

    /** The header at index 0 of a buffer if one of this format is there and whole, wherever it belongs; null otherwise. */
    static @Nullable Envelope find(ByteBuffer source) {
        boolean whole = source.limit() >= BYTES
                && source.getInt(0) == MAGIC
                && source.get(4) == FORMAT_VERSION
                && source.getInt(CHECKSUM_OFFSET) == checksum(source, 0, CHECKSUM_OFFSET);
        return whole ? read(source, -1, source.getLong(8), -1) : null;
    }

    private static void requireFormat(ByteBuffer source, long sequence, long firstPosition) {
        if (source.getInt(0) != MAGIC) {
            throw damaged(
                    "no excerpt begins here, magic=0x" + Integer.toHexString(source.getInt(0)),
                    sequence,
                    firstPosition);
        }
        int version = source.get(4) & 0xFF;
        if (version > FORMAT_VERSION) {
            throw new JournalTooNewException("the excerpt was written in a newer format, version=" + version
                    + ", readable=" + FORMAT_VERSION + ", excerpt=" + sequence + "; use a newer release of Annals");
        }
        if (version < FORMAT_VERSION) {
            throw new JournalTooOldException("the excerpt was written in an older format, version=" + version
                    + ", readable=" + FORMAT_VERSION + ", excerpt=" + sequence + "; use an older release of Annals");
        }
    }

    private void requireLengths(int available, long sequence, long firstPosition) {
        boolean plausible = storedLength > 0
                && storedLength <= Integer.MAX_VALUE - BYTES
                && recordCount > 0
                && recordCount <= MAX_RECORDS;
        if (!plausible || (available >= 0 && available != excerptLength())) {
            throw damaged(
                    "the excerpt's length is wrong, stored_length=" + storedLength + ", records=" + recordCount
                            + (available < 0 ? "" : ", found=" + available),
                    sequence,
                    firstPosition);
        }
    }

    private void requirePlace(long expectedSequence, long expectedPosition) {
        if (sequence != expectedSequence) {
            throw damaged("another excerpt lies here, found=" + sequence, expectedSequence, expectedPosition);
        }
        if (expectedPosition >= 0 && firstPosition != expectedPosition) {
            throw damaged(
                    "the excerpt begins at another position, found=" + firstPosition,
                    expectedSequence,
                    expectedPosition);
        }
    }

    static int checksum(ByteBuffer source, int from, int to) {
        CRC32C crc = new CRC32C();
        crc.update(source.slice(from, to - from));
        return (int) crc.getValue();
    }

    /** Requires that an excerpt is the last before a place. */
    static void requireEnd(Excerpt excerpt, End required) {
        long position = excerpt.firstPosition() + excerpt.entries().size();
        if (position != required.position()) {
            throw damaged(
                    "what was acknowledged ends at another position, acknowledged=" + required.position() + ", found="
                            + position + ": the high-water mark or the segments are another journal's",
                    excerpt.sequence(),
                    excerpt.firstPosition());
        }
    }

    /** Acknowledged excerpts are not there. */
    static JournalCorruptedException missing(End found, End required, Path file) {
        return damaged(
                "acknowledged excerpts are missing, acknowledged=" + required.sequence() + ", found=" + found.sequence()
                        + ", file=" + file.getFileName(),
                found.sequence(),
                found.position());
    }

    static JournalCorruptedException damaged(String what, long sequence, long position) {
        return new JournalCorruptedException(
                "the journal is damaged: " + what + "; keep the directory as it is and run verify", sequence, position);
    }
}
