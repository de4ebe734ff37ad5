package dev.annals.api.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Questions to eight bytes at once, which lie in a long. After Warren, Hacker's Delight, section 6-1. */
final class EightBytes {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** Odd, and as many ones as zeroes: the golden ratio. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private EightBytes() {}

    /** The eight bytes from a place on, the first of them lowest. */
    static long at(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** How many bytes equal an ASCII character. */
    static int count(long word, char wanted) {
        long different = word ^ ONES * wanted;
        return Long.bitCount(~(((different & ~HIGH) + ~HIGH) | different | ~HIGH));
    }

    /** Whether a byte equals an ASCII character. */
    static boolean has(long word, char wanted) {
        long different = word ^ ONES * wanted;
        return ((different - ONES) & ~different & HIGH) != 0;
    }

    /** Whether a byte is ASCII and not above a character. */
    static boolean hasUpTo(long word, char most) {
        return ((word - ONES * (most + 1)) & ~word & HIGH) != 0;
    }

    /** A hash of some bytes. */
    static int hash(byte[] bytes, int from, int to) {
        long hash = (long) to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ at(bytes, at)) * SPREAD;
            hash ^= hash >>> 32;
        }
        for (; at < to; at++) {
            hash = (hash ^ bytes[at]) * SPREAD;
        }
        return (int) (hash ^ hash >>> 32);
    }

    /** Whether bytes from a place on are those of a text that is no longer than what is left of them. */
    static boolean equal(byte[] bytes, int from, byte[] text) {
        int length = text.length;
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if (at(bytes, from + i) != at(text, i)) {
                return false;
            }
        }
        if (length >= Long.BYTES) {
            return at(bytes, from + length - Long.BYTES) == at(text, length - Long.BYTES);
        }
        for (; i < length; i++) {
            if (bytes[from + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The high bit of each byte that is not ASCII. */
    static long notAscii(long word) {
        return word & HIGH;
    }

    /**
     * Marks the first byte that ends a run of plain characters in a JSON text: a quote, a backslash or a control character. The lowest mark
     * is exact; those above it may be false.
     *
     * @return the high bit of that byte and perhaps of bytes behind it; 0 if there is none
     */
    static long textEnds(long word) {
        long quote = word ^ ONES * '"';
        long backslash = word ^ ONES * '\\';
        return (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash) | ((word - ONES * ' ') & ~word)) & HIGH;
    }

    /** Which of the eight bytes the lowest mark is at. */
    static int lowest(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
