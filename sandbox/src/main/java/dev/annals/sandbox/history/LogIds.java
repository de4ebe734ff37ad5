package dev.annals.sandbox.history;

import java.util.random.RandomGenerator;

/**
 * Identifiers in the provider's style.
 *
 * <p>A log's id is {@code accact_}, eleven letters or digits, and the suffix of its account. The eleven stand for the
 * log's index, stirred by a seed so that neighbours look unrelated, and can be turned back into it: retrieving one log
 * out of ten million needs no table.
 */
final class LogIds {
    static final String PREFIX = "accact_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int WIDTH = 11;
    private static final long STIR_ONE = 0xBF58476D1CE4E5B9L;
    private static final long STIR_TWO = 0x94D049BB133111EBL;

    private final long seed;

    LogIds(long seed) {
        this.seed = mix(seed);
    }

    String idOf(long index, String context) {
        long value = stir(index);
        char[] digits = new char[WIDTH];
        // The first division has to be unsigned; what is left is positive, and a signed one is several times quicker.
        long rest = Long.divideUnsigned(value, 62);
        digits[WIDTH - 1] = DIGITS.charAt((int) (value - rest * 62));
        for (int i = WIDTH - 2; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) (rest % 62));
            rest /= 62;
        }
        return PREFIX + new String(digits) + context.substring(context.indexOf('_') + 1);
    }

    /** The index an id stands for; any number, also a senseless one, when the id was not made here. */
    long indexOf(String id) {
        if (!id.startsWith(PREFIX) || id.length() < PREFIX.length() + WIDTH) {
            return -1;
        }
        long value = 0;
        for (int i = PREFIX.length(); i < PREFIX.length() + WIDTH; i++) {
            value = value * 62 + DIGITS.indexOf(id.charAt(i));
        }
        return unstir(value);
    }

    static String random(RandomGenerator random, String prefix, int length) {
        StringBuilder id = new StringBuilder(prefix.length() + length).append(prefix);
        for (int left = length; left > 0; ) {
            long bits = random.nextLong() >>> 1;
            for (int i = 0; i < 10 && left > 0; i++, left--) {
                id.append(DIGITS.charAt((int) (bits % 62)));
                bits /= 62;
            }
        }
        return id.toString();
    }

    /** Spreads every bit of the input over the output; the same everywhere and for ever. */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * STIR_ONE;
        z = (z ^ (z >>> 27)) * STIR_TWO;
        return z ^ (z >>> 31);
    }

    private long stir(long index) {
        long z = (index ^ seed) * STIR_ONE;
        z ^= z >>> 32;
        z *= STIR_TWO;
        return z ^ (z >>> 32);
    }

    private long unstir(long value) {
        long z = value ^ (value >>> 32);
        z *= inverse(STIR_TWO);
        z ^= z >>> 32;
        return (z * inverse(STIR_ONE)) ^ seed;
    }

    /** The inverse of an odd number modulo 2^64, by Newton's iteration (each round doubles the correct bits). */
    private static long inverse(long odd) {
        long inverse = odd;
        for (int round = 0; round < 6; round++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }
}
