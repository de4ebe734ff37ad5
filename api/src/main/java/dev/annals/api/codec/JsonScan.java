package dev.annals.api.codec;

/** Finds the end of a text or of a number of JSON (RFC 8259, sections 6 and 7) that begins at a known place. Belongs to one thread. */
final class JsonScan {
    private static final int NONE = -1;

    private final byte[] bytes;
    private final int limit;
    private boolean plain;

    /** Scans bytes up to a limit, which is not looked at. */
    JsonScan(byte[] bytes, int limit) {
        this.bytes = bytes;
        this.limit = limit;
    }

    /** Whether the last text was ASCII without an escape, so that its bytes are its characters. */
    boolean plain() {
        return plain;
    }

    /**
     * The place of the quote that closes the text.
     *
     * @param from behind the opening quote
     * @return negative if this is no well-formed text
     */
    int text(int from) {
        plain = true;
        int at = from;
        while (at >= 0) {
            at = endOfRun(at);
            if (at == limit) {
                return NONE;
            }
            if (bytes[at] == '"') {
                return plain || Utf8.firstMalformed(bytes, from, at) < 0 ? at : NONE;
            }
            plain = false;
            at = bytes[at] == '\\' ? afterEscape(at) : NONE;
        }
        return NONE;
    }

    /** The first quote, backslash or control character, or the limit. */
    private int endOfRun(int from) {
        int at = from;
        while (at + Long.BYTES <= limit) {
            long word = EightBytes.at(bytes, at);
            long ends = EightBytes.textEnds(word);
            if (ends != 0) {
                long before = (ends & -ends) - 1;
                plain &= (EightBytes.notAscii(word) & before) == 0;
                return at + EightBytes.lowest(ends);
            }
            plain &= EightBytes.notAscii(word) == 0;
            at += Long.BYTES;
        }
        while (at < limit && bytes[at] != '"' && bytes[at] != '\\' && (bytes[at] < 0 || bytes[at] >= ' ')) {
            plain &= bytes[at] >= 0;
            at++;
        }
        return at;
    }

    private int afterEscape(int backslash) {
        if (backslash + 1 == limit) {
            return NONE;
        }
        return switch (bytes[backslash + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> backslash + 2;
            case 'u' -> afterHex(backslash + 2);
            default -> NONE;
        };
    }

    private int afterHex(int from) {
        int to = from + 4;
        if (to > limit) {
            return NONE;
        }
        for (int i = from; i < to; i++) {
            if (Character.digit(bytes[i], 16) < 0) {
                return NONE;
            }
        }
        return to;
    }

    /**
     * The place behind a number.
     *
     * @param from its first character
     * @return negative if this is no well-formed number
     */
    int number(int from) {
        int at = is(from, '-') ? from + 1 : from;
        int whole = afterDigits(at);
        if (whole == at || (is(at, '0') && whole > at + 1)) {
            return NONE;
        }
        int fraction = is(whole, '.') ? required(whole + 1) : whole;
        if (fraction < 0 || !(is(fraction, 'e') || is(fraction, 'E'))) {
            return fraction;
        }
        boolean signed = is(fraction + 1, '+') || is(fraction + 1, '-');
        return required(signed ? fraction + 2 : fraction + 1);
    }

    private int required(int from) {
        int to = afterDigits(from);
        return to == from ? NONE : to;
    }

    private int afterDigits(int from) {
        int at = from;
        while (at < limit && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private boolean is(int at, char wanted) {
        return at < limit && bytes[at] == wanted;
    }
}
