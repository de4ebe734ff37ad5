package dev.annals.store.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Codec 2: a small body, for which chunks have too little in common with themselves, compressed as a whole by raw DEFLATE (RFC 1951, no
 * header) with a preset dictionary: the bytes of the resource {@code dictionary-1.txt}, which never change. It holds the provider's
 * documented names and values, and our own. What is stored is the compressed body and nothing else.
 *
 * <p>Compressing belongs to one thread at a time.
 */
final class Dictionary implements AutoCloseable {
    private static final byte[] PRESET = preset();
    private static final int LEVEL = 6;

    private final Deflater deflater = new Deflater(LEVEL, true);

    private static byte[] preset() {
        try (InputStream resource = Dictionary.class.getResourceAsStream("dictionary-1.txt")) {
            if (resource == null) {
                throw new IllegalStateException("the library's jar lacks dictionary-1.txt; take an unaltered one");
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("dictionary-1.txt cannot be read from the library's jar", e);
        }
    }

    /** The preset dictionary; not to be written to. */
    static byte[] bytes() {
        return PRESET;
    }

    /**
     * Packs a body.
     *
     * @param most how many bytes may be written from {@code at} on
     * @return bytes of the packed body; {@code most} if it needs that many or more
     */
    int pack(byte[] body, int from, int length, byte[] target, int at, int most) {
        deflater.reset();
        deflater.setDictionary(PRESET);
        deflater.setInput(body, from, length);
        deflater.finish();
        int packed = deflater.deflate(target, at, most);
        return deflater.finished() ? packed : most;
    }

    /** Unpacks a body, whose checksum was found to be right. */
    static byte[] unpack(byte[] stored, int from, Envelope header) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setDictionary(PRESET);
            inflater.setInput(stored, from, header.storedLength());
            byte[] raw = new byte[header.rawLength()];
            int length = inflater.inflate(raw);
            if (length != raw.length || inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw damaged("the body is not as long as it should be", header);
            }
            return raw;
        } catch (DataFormatException e) {
            throw damaged("the body cannot be decompressed", header);
        } finally {
            inflater.end();
        }
    }

    private static JournalCorruptedException damaged(String what, Envelope header) {
        return Envelope.damaged(what, header.sequence(), header.firstPosition());
    }

    @Override
    public void close() {
        deflater.end();
    }
}
