package dev.annals.store.column;

/** A hash of (field, value) with {@value #BITS} bits, the same on every machine: it is part of the files' format. */
final class TermHash {
    static final int BITS = 40;

    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private TermHash() {}

    /** Two lanes, for the units at even and at odd places: half of the time that one takes. */
    static long of(Field field, String value) {
        long even = field.name().hashCode();
        long odd = ~even;
        int length = value.length();
        int pairs = length & ~1;
        for (int i = 0; i < pairs; i += 2) {
            even = (even ^ value.charAt(i)) * PRIME;
            odd = (odd ^ value.charAt(i + 1)) * PRIME;
        }
        if (pairs < length) {
            even = (even ^ value.charAt(pairs)) * PRIME;
        }
        return mix(even + Long.rotateLeft(odd, 29) + length) >>> (Long.SIZE - BITS);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
