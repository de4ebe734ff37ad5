package dev.annals.store.column;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** A head in the making: little-endian, grows as needed. Texts are kept with every UTF-16 unit, also those that have no UTF-8 form. */
final class Bytes {
    private byte[] bytes = new byte[4096];
    private ByteBuffer buffer = little(bytes);

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return buffer.position();
    }

    Bytes put(int number) {
        room(Integer.BYTES).putInt(number);
        return this;
    }

    Bytes put(long number) {
        room(Long.BYTES).putLong(number);
        return this;
    }

    Bytes put(Seam seam) {
        return put(seam.excerpts()).put(seam.records()).put(seam.fingerprint());
    }

    static Seam seam(ByteBuffer from) {
        return new Seam(from.getLong(), from.getLong(), from.getInt());
    }

    /** Units below 80 (hexadecimal) take one byte, those below 800 two, all others three. */
    Bytes put(String text) {
        int start = length();
        put(0);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ByteBuffer to = room(3);
            if (c < 0x80) {
                to.put((byte) c);
            } else if (c < 0x800) {
                to.put((byte) (0xC0 | (c >> 6))).put((byte) (0x80 | (c & 0x3F)));
            } else {
                to.put((byte) (0xE0 | (c >> 12)))
                        .put((byte) (0x80 | ((c >> 6) & 0x3F)))
                        .put((byte) (0x80 | (c & 0x3F)));
            }
        }
        buffer.putInt(start, length() - start - Integer.BYTES);
        return this;
    }

    static String text(ByteBuffer from) {
        int length = from.getInt();
        int end = from.position() + length;
        StringBuilder text = new StringBuilder(length);
        while (from.position() < end) {
            int first = from.get();
            if (first >= 0) {
                text.append((char) first);
            } else if ((first & 0x20) == 0) {
                text.append((char) (((first & 0x1F) << 6) | (from.get() & 0x3F)));
            } else {
                text.append((char) (((first & 0x0F) << 12) | ((from.get() & 0x3F) << 6) | (from.get() & 0x3F)));
            }
        }
        return text.toString();
    }

    void putAt(int offset, int number) {
        buffer.putInt(offset, number);
    }

    private ByteBuffer room(int more) {
        if (buffer.remaining() < more) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
            buffer = little(bytes).position(buffer.position());
        }
        return buffer;
    }

    /** All bytes, with the checksum of all others at an offset, where zeros are. */
    byte[] sealed(int checksumAt) {
        byte[] sealed = Arrays.copyOf(bytes, length());
        little(sealed).putInt(checksumAt, checksum(ByteBuffer.wrap(sealed), checksumAt));
        return sealed;
    }

    /** CRC32C of all but the four bytes of itself. */
    static int checksum(ByteBuffer head, int checksumAt) {
        CRC32C crc = new CRC32C();
        crc.update(head.duplicate().position(0).limit(checksumAt));
        crc.update(head.duplicate().position(checksumAt + Integer.BYTES));
        return (int) crc.getValue();
    }
}
