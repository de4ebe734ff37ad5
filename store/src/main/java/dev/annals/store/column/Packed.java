package dev.annals.store.column;

import java.nio.ByteBuffer;

/** Numbers of 0 to 8 bytes each, unsigned, in a little-endian buffer with 8 bytes to spare behind them. */
final class Packed {
    private final ByteBuffer buffer;
    private final int offset;
    private final int width;
    private final long mask;

    /**
     * Numbers in a buffer.
     *
     * @param width bytes of each; 0 if all are 0
     */
    Packed(ByteBuffer buffer, int offset, int width) {
        this.buffer = buffer;
        this.offset = offset;
        this.width = width;
        this.mask = width == Long.BYTES ? -1 : (1L << (8 * width)) - 1;
    }

    /** The bytes that a number needs. */
    static int width(long largest) {
        return (Long.SIZE - Long.numberOfLeadingZeros(largest) + 7) / 8;
    }

    long get(int index) {
        return switch (width) {
            case 0 -> 0;
            case 1 -> buffer.get(offset + index) & 0xFF;
            case 2 -> buffer.getShort(offset + 2 * index) & 0xFFFF;
            case 3, 4 -> buffer.getInt(offset + width * index) & mask;
            default -> buffer.getLong(offset + width * index) & mask;
        };
    }

    void load(int from, int count, int[] target) {
        switch (width) {
            case 1 -> {
                byte[] bytes = new byte[count];
                buffer.get(offset + from, bytes);
                for (int i = 0; i < count; i++) {
                    target[i] = bytes[i] & 0xFF;
                }
            }
            case 2 -> {
                for (int i = 0; i < count; i++) {
                    target[i] = buffer.getShort(offset + 2 * (from + i)) & 0xFFFF;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = (int) get(from + i);
                }
            }
        }
    }

    void load(int from, int count, long[] target) {
        switch (width) {
            case 3, 4 -> {
                int at = offset + width * from;
                for (int i = 0; i < count; i++, at += width) {
                    target[i] = buffer.getInt(at) & mask;
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    target[i] = get(from + i);
                }
            }
        }
    }
}
