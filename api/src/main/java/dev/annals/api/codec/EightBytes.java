package dev.annals.api.codec;

/** Questions to eight bytes at once, which lie in a long. After Warren, Hacker's Delight, section 6-1. */
final class EightBytes {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private EightBytes() {}

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
}
