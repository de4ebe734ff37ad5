package dev.annals.store.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in the making, big-endian. A text is an int, twice its number of bytes and 1 more if they are UTF-16 instead of Latin-1, and the
 * bytes: so that every text comes back as it was, also one that no UTF-8 can hold. What may be absent has a byte 1 or 0 before it.
 */
final class BlobWriter {
    private byte[] bytes;
    private int size;

    BlobWriter(int capacity) {
        bytes = new byte[capacity];
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    byte[] array() {
        return bytes;
    }

    void u1(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    void i4(int value) {
        room(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(size, value);
        size += Integer.BYTES;
    }

    void i8(long value) {
        room(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(size, value);
        size += Long.BYTES;
    }

    void bytes(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    /** Writes a length in front of what is written meanwhile. */
    void measured(Runnable content) {
        int at = size;
        i4(0);
        content.run();
        ByteBuffer.wrap(bytes).putInt(at, size - at - Integer.BYTES);
    }

    void text(String text) {
        boolean wide = text.chars().anyMatch(c -> c > 0xff);
        byte[] encoded = wide ? utf16(text) : text.getBytes(StandardCharsets.ISO_8859_1);
        i4(encoded.length * 2 + (wide ? 1 : 0));
        bytes(encoded, 0, encoded.length);
    }

    /** The charset of that name would replace unpaired surrogates. */
    private static byte[] utf16(String text) {
        ByteBuffer units = ByteBuffer.allocate(text.length() * Character.BYTES);
        units.asCharBuffer().put(text);
        return units.array();
    }

    void optionalText(@Nullable String text) {
        u1(text == null ? 0 : 1);
        if (text != null) {
            text(text);
        }
    }

    void texts(List<String> texts) {
        i4(texts.size());
        texts.forEach(this::text);
    }

    void optionalInstant(@Nullable Instant instant) {
        u1(instant == null ? 0 : 1);
        if (instant != null) {
            i8(instant.getEpochSecond());
            i4(instant.getNano());
        }
    }

    void moment(Moment moment) {
        i8(moment.second());
        i4(moment.nano());
        i8(moment.position());
    }

    private void room(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length + (bytes.length >> 1)));
        }
    }
}
