package dev.annals.store.journal;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.tree.Hash;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns records into an excerpt's bytes and back. The excerpt is an {@link Envelope} and a body; before the codec the body is the
 * records one after another, each so (big-endian):
 *
 * <pre>
 * offset size field
 *      0    1 kind, as in RecordKind
 *      1    1 flags: bit 0 = created is present; the others are written as 0, not judged when read
 *      2    8 created, seconds since 1970-01-01T00:00:00Z, signed; 0 if absent
 *     10    4 created, nanoseconds, 0 to 999,999,999; 0 if absent
 *     14    4 payload length
 *     18    n payload
 * </pre>
 *
 * <p>One codec belongs to one appender: it encodes into one buffer that it keeps. Decoding is static.
 */
final class ExcerptCodec implements AutoCloseable {
    private static final int RECORD_BYTES = 18;
    private static final int CREATED_PRESENT = 1;
    private static final int KEPT_BYTES = 4 << 20;

    private final int maxBytes;
    private final BodyPacker packer;
    private ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private int[] ends = new int[64];

    /**
     * Makes a codec.
     *
     * @param maxBytes the largest excerpt that the engine takes
     */
    ExcerptCodec(int maxBytes, Packing packing) {
        this.maxBytes = maxBytes;
        this.packer = new BodyPacker(packing);
    }

    /**
     * Encodes one excerpt.
     *
     * @return the bytes, position 0 to limit; valid until the next call
     * @throws IllegalArgumentException if the number of records or bytes is out of range
     */
    ByteBuffer encode(long sequence, long firstPosition, List<NewRecord> records, Hash root, int unsynced) {
        int length = Envelope.BYTES + bodyLength(records);
        ByteBuffer target = room(length);
        target.clear().position(Envelope.BYTES);
        put(records, target);
        target.flip();
        ByteBuffer stored = packer.pack(target, ends, records.size());
        int checksum = Envelope.checksum(stored, Envelope.BYTES, stored.limit());
        new Envelope(
                        packer.codec(),
                        sequence,
                        firstPosition,
                        records.size(),
                        stored.limit() - Envelope.BYTES,
                        length - Envelope.BYTES,
                        checksum,
                        root,
                        unsynced)
                .writeTo(stored);
        return stored;
    }

    private void put(List<NewRecord> records, ByteBuffer target) {
        int chunks = (records.size() + Chunks.RECORDS - 1) / Chunks.RECORDS;
        if (chunks > ends.length) {
            ends = new int[chunks];
        }
        for (int i = 0; i < records.size(); i++) {
            put(records.get(i), target);
            ends[i / Chunks.RECORDS] = target.position();
        }
    }

    private int bodyLength(List<NewRecord> records) {
        if (records.isEmpty() || records.size() > Envelope.MAX_RECORDS) {
            throw new IllegalArgumentException(
                    "records=" + records.size() + " is out of range; append 1 to " + Envelope.MAX_RECORDS);
        }
        long length = 0;
        for (NewRecord each : records) {
            length += RECORD_BYTES + each.payload().length();
        }
        if (length + Envelope.BYTES > maxBytes) {
            throw new IllegalArgumentException("the excerpt is too large, bytes=" + (length + Envelope.BYTES)
                    + ", most=" + maxBytes + "; append fewer records at once");
        }
        return (int) length;
    }

    private ByteBuffer room(int length) {
        if (length > KEPT_BYTES) {
            return ByteBuffer.allocate(length);
        }
        if (length > buffer.capacity()) {
            buffer = ByteBuffer.allocate(Math.min(KEPT_BYTES, Math.max(length, buffer.capacity() * 2)));
        }
        return buffer;
    }

    private static void put(NewRecord each, ByteBuffer target) {
        Instant created = each.created();
        target.put((byte) each.kind().code());
        target.put((byte) (created == null ? 0 : CREATED_PRESENT));
        target.putLong(created == null ? 0 : created.getEpochSecond());
        target.putInt(created == null ? 0 : created.getNano());
        target.putInt(each.payload().length());
        each.payload().putInto(target);
    }

    /**
     * Decodes and checks one excerpt: magic, version, length, checksums, sequence, position, in this order.
     *
     * @param bytes exactly the excerpt; the payloads are views of it, so it must never be written again
     * @param sequence the sequence number it must have
     * @param firstPosition the position it must begin with, -1 if the caller does not know
     * @throws JournalCorruptedException if it is damaged or not the one asked for
     */
    static Excerpt decode(byte[] bytes, long sequence, long firstPosition) {
        ByteBuffer source = ByteBuffer.wrap(bytes);
        Envelope header = Envelope.read(source, bytes.length, sequence, firstPosition);
        if (Envelope.checksum(source, Envelope.BYTES, bytes.length) != header.bodyChecksum()) {
            throw Envelope.damaged("the records' checksum is wrong", sequence, header.firstPosition());
        }
        return new Excerpt(sequence, header.firstPosition(), entries(bytes, header), header.root());
    }

    private static List<Entry> entries(byte[] bytes, Envelope header) {
        requireKnown(header);
        return switch (header.codec()) {
            case Envelope.CODEC_CHUNKS ->
                entries(Chunks.unpack(bytes, Envelope.BYTES, header), 0, header, 0, header.recordCount());
            case Envelope.CODEC_DICTIONARY ->
                entries(Dictionary.unpack(bytes, Envelope.BYTES, header), 0, header, 0, header.recordCount());
            default -> entries(bytes, Envelope.BYTES, header, 0, header.recordCount());
        };
    }

    /** Requires that this release can read what follows a header, and that no more memory is asked for than an excerpt may need. */
    static void requireKnown(Envelope header) {
        if (header.codec() > Envelope.CODEC_DICTIONARY) {
            throw new JournalTooNewException("the excerpt is stored in an unknown way, codec=" + header.codec()
                    + ", excerpt=" + header.sequence() + "; use a newer release of Annals");
        }
        if (header.codec() != Envelope.CODEC_NONE
                && (header.rawLength() < 0 || header.rawLength() > Segments.MAX_EXCERPT_BYTES)) {
            throw misshapen("the body's length is wrong, raw_length=" + header.rawLength(), header, 0);
        }
    }

    /**
     * Decodes records that lie one after another.
     *
     * @param bytes the records, from {@code from} to the array's end; the payloads are views of it
     * @param header of their excerpt
     * @param first the first of them in the excerpt
     * @param count how many they are
     */
    static List<Entry> entries(byte[] bytes, int from, Envelope header, int first, int count) {
        List<Entry> entries = new ArrayList<>(Math.min(count, bytes.length / RECORD_BYTES));
        ByteBuffer source = ByteBuffer.wrap(bytes);
        source.position(from);
        for (int i = first; i < first + count; i++) {
            entries.add(entry(bytes, source, header, i));
        }
        if (source.hasRemaining()) {
            throw misshapen("bytes after the last record, bytes=" + source.remaining(), header, first);
        }
        return entries;
    }

    private static Entry entry(byte[] bytes, ByteBuffer source, Envelope header, int i) {
        if (source.remaining() < RECORD_BYTES) {
            throw misshapen("a record is cut", header, i);
        }
        RecordKind kind = kind(source.get() & 0xFF, header, i);
        boolean present = (source.get() & CREATED_PRESENT) != 0;
        Instant created = created(present, source.getLong(), source.getInt(), header, i);
        int length = source.getInt();
        if (length < 0 || length > source.remaining()) {
            throw misshapen("a payload's length is wrong, length=" + length, header, i);
        }
        Payload payload = Payload.viewOf(bytes, source.position(), length);
        source.position(source.position() + length);
        return new Entry(header.firstPosition() + i, header.sequence(), kind, created, payload);
    }

    private static RecordKind kind(int code, Envelope header, int i) {
        return RecordKind.ofCode(code)
                .orElseThrow(() -> new JournalTooNewException("a record is of an unknown kind, kind=" + code
                        + ", position=" + (header.firstPosition() + i) + "; use a newer release of Annals"));
    }

    private static @Nullable Instant created(boolean present, long seconds, int nanos, Envelope header, int i) {
        if (!present) {
            return null;
        }
        try {
            return Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException | ArithmeticException e) {
            throw misshapen("a record's time is out of range, seconds=" + seconds, header, i);
        }
    }

    /** Gives back what the packing took. */
    @Override
    public void close() {
        packer.close();
    }

    private static JournalCorruptedException misshapen(String what, Envelope header, int i) {
        return Envelope.damaged(what, header.sequence(), header.firstPosition() + i);
    }
}
