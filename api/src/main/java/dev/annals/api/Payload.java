package dev.annals.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The exact bytes of one record: for an activity log the JSON object as the provider sent it, with only the insignificant white
 * space between tokens removed, so that one record is one line. Immutable; equality is equality of bytes.
 *
 * <p>A payload may be a view of a larger array (a page), so keeping one alive may keep its page alive.
 */
public final class Payload {
    private final byte[] bytes;
    private final int offset;
    private final int length;

    private Payload(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
    }

    /**
     * A payload that holds a copy of {@code bytes}.
     *
     * @param bytes the bytes, copied
     * @return the payload
     */
    public static Payload copyOf(byte[] bytes) {
        return new Payload(bytes.clone(), 0, bytes.length);
    }

    /**
     * A payload of the UTF-8 bytes of {@code text}.
     *
     * @param text the text
     * @return the payload
     */
    public static Payload ofUtf8(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Payload(bytes, 0, bytes.length);
    }

    /**
     * A payload that is a view of a part of {@code bytes}, without a copy. The caller hands the array over: it must never be written
     * again.
     *
     * @param bytes the array, not copied
     * @param offset first byte of the payload
     * @param length number of bytes
     * @return the payload
     * @throws IndexOutOfBoundsException if the part lies outside the array
     */
    public static Payload viewOf(byte[] bytes, int offset, int length) {
        java.util.Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Payload(bytes, offset, length);
    }

    /**
     * The number of bytes.
     *
     * @return the length in bytes
     */
    public int length() {
        return length;
    }

    /**
     * A fresh copy of the bytes.
     *
     * @return the copy
     */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    /**
     * A read-only view of the bytes, position 0.
     *
     * @return the view
     */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(bytes, offset, length).slice().asReadOnlyBuffer();
    }

    /**
     * Puts the bytes into a buffer at its position.
     *
     * @param target the buffer
     * @throws java.nio.BufferOverflowException if they do not fit; nothing is written then
     */
    public void putInto(ByteBuffer target) {
        target.put(bytes, offset, length);
    }

    /**
     * Writes the bytes to a stream.
     *
     * @param out the stream
     * @throws IOException if the stream fails
     */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, offset, length);
    }

    /**
     * Feeds the bytes to a digest, without a copy.
     *
     * @param target the digest
     */
    public void updateDigest(MessageDigest target) {
        target.update(bytes, offset, length);
    }

    /**
     * The bytes read as UTF-8; malformed sequences become U+FFFD, so this is for reading and not for proof.
     *
     * @return the text
     */
    public String utf8() {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Payload that
                && Arrays.equals(bytes, offset, offset + length, that.bytes, that.offset, that.offset + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    @Override
    public String toString() {
        return utf8();
    }
}
