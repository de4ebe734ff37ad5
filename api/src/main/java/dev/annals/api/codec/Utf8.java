package dev.annals.api.codec;

/**
 * Finds bytes that are not well-formed UTF-8 (RFC 3629). The JSON parser alone would let overlong forms and surrogates pass where it
 * skips a text, and those bytes would be kept for years in a record that other programs cannot read.
 */
final class Utf8 {
    private Utf8() {}

    /** The offset of the first byte of a malformed sequence, or -1 if there is none. */
    static int firstMalformed(byte[] bytes) {
        return firstMalformed(bytes, 0, bytes.length);
    }

    /** The offset of the first byte of a sequence that is malformed, or cut by the end of the part, or -1 if there is none. */
    static int firstMalformed(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (at + Long.BYTES <= to && EightBytes.notAscii(EightBytes.at(bytes, at)) == 0) {
                at += Long.BYTES;
            } else {
                int length = sequenceLength(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return -1;
    }

    /** The length of the well-formed sequence at {@code at}, or 0. Second bytes: RFC 3629, section 4. */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xFF;
        if (lead < 0x80) {
            return 1;
        }
        if (lead >= 0xC2 && lead <= 0xDF) {
            return tail(bytes, to, at + 1, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            boolean second = tail(bytes, to, at + 1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
            return second && tail(bytes, to, at + 2, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            boolean second = tail(bytes, to, at + 1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
            return second && tail(bytes, to, at + 2, 0x80, 0xBF) && tail(bytes, to, at + 3, 0x80, 0xBF) ? 4 : 0;
        }
        return 0;
    }

    private static boolean tail(byte[] bytes, int to, int at, int least, int most) {
        return at < to && (bytes[at] & 0xFF) >= least && (bytes[at] & 0xFF) <= most;
    }

    /** Whether a text has a UTF-8 form: no surrogate stands alone, as an escape in JSON may make it. */
    static boolean encodable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return text.codePoints().noneMatch(Utf8::isSurrogate);
            }
        }
        return true;
    }

    /** The text with U+FFFD for each surrogate that stands alone. */
    static String replaceLoneSurrogates(String text) {
        return text.codePoints()
                .map(point -> isSurrogate(point) ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
