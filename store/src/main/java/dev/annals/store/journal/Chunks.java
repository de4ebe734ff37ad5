package dev.annals.store.journal;

import dev.annals.store.pack.Lz4;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Codec 1: a body in chunks of a few records, each compressed by itself, so that one record can be read, and checked, without the rest.
 * Big-endian:
 *
 * <pre>
 * offset size field
 *      0    4 records in a chunk: n; the last chunk may have fewer
 *      4   12 of each chunk: raw length, stored length, CRC32C of the chunk as stored (4 bytes each)
 *      ?    4 CRC32C of all before
 *      ?    … the chunks: LZ4 blocks; one whose stored length is its raw length is stored as it is
 * </pre>
 *
 * <p>A body has as many chunks as it takes for the envelope's record count. Raw chunks one after another are the body of codec 0. An LZ4
 * block is what LZ4's <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md">block format</a> says.
 *
 * <p>The table of a stored body, checked: that it is whole and that all lengths add up.
 */
final class Chunks {
    /** Eight records of half a kilobyte compress to a third, and are decompressed in a microsecond. */
    static final int RECORDS = 8;

    private static final int COUNT_BYTES = 4;
    private static final int ROW_BYTES = 12;
    private static final int CHECKSUM_BYTES = 4;

    private final ByteBuffer table;
    private final Envelope header;
    private final int perChunk;
    private final int count;

    private Chunks(ByteBuffer table, Envelope header) {
        this.table = table;
        this.header = header;
        this.perChunk = table.getInt(0);
        this.count = count(header.recordCount(), perChunk);
    }

    private static int count(int records, int perChunk) {
        return (records + perChunk - 1) / perChunk;
    }

    /** Bytes of the table of so many records, if it was written by this release. */
    static int usualTableBytes(int records) {
        return tableBytes(count(records, RECORDS));
    }

    private static int tableBytes(int chunks) {
        return COUNT_BYTES + chunks * ROW_BYTES + CHECKSUM_BYTES;
    }

    /** The most bytes that {@link #pack} can need. */
    static int most(int records, int length) {
        int chunks = count(records, RECORDS);
        return tableBytes(chunks) + Lz4.most(length) + 16 * chunks;
    }

    /**
     * Packs a body.
     *
     * @param body holds the body
     * @param ends where each chunk's raw bytes end in it, the first beginning at {@code from}
     * @param target takes the packed body, from {@code at} on; with room for {@link #most}
     * @return bytes of the packed body
     */
    static int pack(byte[] body, int from, int[] ends, int records, Lz4 lz4, byte[] target, int at) {
        int chunks = count(records, RECORDS);
        int start = from;
        int out = at + tableBytes(chunks);
        ByteBuffer table = ByteBuffer.wrap(target, at, tableBytes(chunks)).slice();
        table.putInt(RECORDS);
        for (int i = 0; i < chunks; i++) {
            int raw = ends[i] - start;
            int stored = lz4.compress(body, start, raw, target, out);
            if (stored >= raw) {
                System.arraycopy(body, start, target, out, raw);
                stored = raw;
            }
            table.putInt(raw).putInt(stored).putInt(crc(target, out, stored));
            start = ends[i];
            out += stored;
        }
        table.putInt(crc(target, at, table.position()));
        return out - at;
    }

    /** Bytes of the table that begins a body; its first four are enough. */
    static int tableBytes(ByteBuffer body, Envelope header) {
        int perChunk = body.remaining() < COUNT_BYTES ? 0 : body.getInt(body.position());
        long bytes = perChunk < 1 ? 0 : COUNT_BYTES + count(header, perChunk) * ROW_BYTES + CHECKSUM_BYTES;
        if (bytes == 0 || bytes > header.storedLength()) {
            throw damaged("the table of chunks is no table, records_in_a_chunk=" + perChunk, header);
        }
        return (int) bytes;
    }

    private static long count(Envelope header, int perChunk) {
        return ((long) header.recordCount() + perChunk - 1) / perChunk;
    }

    /**
     * Checks the table that begins a body.
     *
     * @param body the body's bytes, at least those of the table
     */
    static Chunks of(ByteBuffer body, Envelope header) {
        int bytes = tableBytes(body, header);
        ByteBuffer table = body.slice(body.position(), bytes);
        if (table.getInt(bytes - CHECKSUM_BYTES) != Envelope.checksum(table, 0, bytes - CHECKSUM_BYTES)) {
            throw damaged("the checksum of the table of chunks is wrong", header);
        }
        Chunks chunks = new Chunks(table, header);
        long raw = 0;
        long stored = bytes;
        for (int i = 0; i < chunks.count; i++) {
            if (chunks.rawLength(i) < 0 || chunks.storedLength(i) < 0) {
                throw damaged("a chunk's length is wrong, chunk=" + i, header);
            }
            raw += chunks.rawLength(i);
            stored += chunks.storedLength(i);
        }
        if (raw != header.rawLength() || stored != header.storedLength()) {
            throw damaged("the chunks do not fill the body, raw=" + raw + ", stored=" + stored, header);
        }
        return chunks;
    }

    /** How many chunks there are. */
    int count() {
        return count;
    }

    /** The chunk that holds a record. */
    int holding(int record) {
        return record / perChunk;
    }

    /** The first record of a chunk. */
    int firstRecord(int chunk) {
        return chunk * perChunk;
    }

    int rawLength(int chunk) {
        return table.getInt(COUNT_BYTES + chunk * ROW_BYTES);
    }

    int storedLength(int chunk) {
        return table.getInt(COUNT_BYTES + chunk * ROW_BYTES + 4);
    }

    /** Where a chunk begins in the stored body. */
    int offset(int chunk) {
        int offset = tableBytes(count);
        for (int i = 0; i < chunk; i++) {
            offset += storedLength(i);
        }
        return offset;
    }

    /** Unpacks one chunk, whose stored bytes begin at {@code at}, to {@code offset}. */
    void unpack(int chunk, byte[] stored, int at, byte[] target, int offset) {
        int length = storedLength(chunk);
        int raw = rawLength(chunk);
        if (crc(stored, at, length) != table.getInt(COUNT_BYTES + chunk * ROW_BYTES + 8)) {
            throw damaged("the checksum of a chunk is wrong, chunk=" + chunk, header);
        }
        if (length == raw) {
            System.arraycopy(stored, at, target, offset, raw);
        } else if (!Lz4.decompress(stored, at, length, target, offset, raw)) {
            throw damaged("a chunk cannot be decompressed, chunk=" + chunk, header);
        }
    }

    /** Unpacks a whole body, whose checksum was found to be right. */
    static byte[] unpack(byte[] stored, int from, Envelope header) {
        Chunks chunks = of(ByteBuffer.wrap(stored, from, header.storedLength()), header);
        byte[] raw = new byte[header.rawLength()];
        int at = from + tableBytes(chunks.count);
        int offset = 0;
        for (int i = 0; i < chunks.count; i++) {
            chunks.unpack(i, stored, at, raw, offset);
            at += chunks.storedLength(i);
            offset += chunks.rawLength(i);
        }
        return raw;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static JournalCorruptedException damaged(String what, Envelope header) {
        return Envelope.damaged(what, header.sequence(), header.firstPosition());
    }
}
