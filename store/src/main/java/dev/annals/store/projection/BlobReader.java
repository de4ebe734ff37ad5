package dev.annals.store.projection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a {@link BlobWriter} wrote. The bytes were checked before: nothing here expects others. */
final class BlobReader {
    private final byte[] bytes;
    private final ByteBuffer numbers;
    private int at;
    private final int end;

    BlobReader(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.numbers = ByteBuffer.wrap(bytes);
        this.at = offset;
        this.end = offset + length;
    }

    /** Another reader of what is left here. */
    BlobReader copy() {
        return new BlobReader(bytes, at, end - at);
    }

    byte[] array() {
        return bytes;
    }

    int at() {
        return at;
    }

    int length() {
        return end - at;
    }

    boolean hasMore() {
        return at < end;
    }

    /** Goes to an offset in the array. */
    void seek(int offset) {
        at = offset;
    }

    int u1() {
        return bytes[at++] & 0xff;
    }

    int i4() {
        int value = numbers.getInt(at);
        at += Integer.BYTES;
        return value;
    }

    long i8() {
        long value = numbers.getLong(at);
        at += Long.BYTES;
        return value;
    }

    String text() {
        int head = i4();
        int length = head >>> 1;
        int from = at;
        at += length;
        return (head & 1) == 0
                ? new String(bytes, from, length, StandardCharsets.ISO_8859_1)
                : ByteBuffer.wrap(bytes, from, length).asCharBuffer().toString();
    }

    @Nullable
    String optionalText() {
        return u1() == 0 ? null : text();
    }

    List<String> texts() {
        int count = i4();
        List<String> texts = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            texts.add(text());
        }
        return texts;
    }

    @Nullable
    Instant optionalInstant() {
        return u1() == 0 ? null : Instant.ofEpochSecond(i8(), i4());
    }

    Moment moment() {
        return new Moment(i8(), i4(), i8());
    }
}
