package dev.annals.api.codec;

import dev.annals.api.Payload;

/**
 * Cuts payloads out of a received body, without the white space between tokens. A value without any is a view of the body; all others of
 * one body share one second array. Works only on JSON that a parser has accepted: on anything else, removing a blank could join two
 * tokens into a third.
 */
final class Compactor {
    private final byte[] body;
    private byte[] compact = new byte[0];
    private int written;

    Compactor(byte[] body) {
        this.body = body;
    }

    Payload cut(int from, int to) {
        int at = firstBlank(from, to);
        return at == to ? Payload.viewOf(body, from, to - from) : copyWithoutBlanks(from, at, to);
    }

    /**
     * The first blank between tokens, or {@code to}. Eight bytes at a time: quotes are counted, and only where a byte may be a blank is it
     * asked whether a text is open. A backslash may hide a quote, so from there on each byte is looked at.
     */
    private int firstBlank(int from, int to) {
        boolean inText = false;
        int at = from;
        while (at + Long.BYTES <= to) {
            long word = EightBytes.at(body, at);
            if (EightBytes.has(word, '\\')) {
                break;
            }
            if (EightBytes.hasUpTo(word, ' ')) {
                for (int i = at; i < at + Long.BYTES; i++) {
                    inText ^= body[i] == '"';
                    if (!inText && isBlank(body[i])) {
                        return i;
                    }
                }
            } else {
                inText ^= (EightBytes.count(word, '"') & 1) == 1;
            }
            at += Long.BYTES;
        }
        return firstBlankByByte(inText ? lastQuote(at) : at, to);
    }

    /** The quote that opened the text which is open at a place. */
    private int lastQuote(int before) {
        int quote = before - 1;
        while (body[quote] != '"') {
            quote--;
        }
        return quote;
    }

    /** The first blank between tokens from a place on that is outside of texts, or the quote that opens one. */
    private int firstBlankByByte(int from, int to) {
        int at = from;
        while (at < to && !isBlank(body[at])) {
            at = body[at] == '"' ? afterString(at) : at + 1;
        }
        return at;
    }

    private Payload copyWithoutBlanks(int from, int firstBlank, int to) {
        if (compact.length == 0) {
            compact = new byte[body.length - from];
        }
        int start = written;
        append(from, firstBlank);
        int at = firstBlank;
        while (at < to) {
            byte b = body[at];
            if (b == '"') {
                int after = afterString(at);
                append(at, after);
                at = after;
            } else {
                if (!isBlank(b)) {
                    compact[written++] = b;
                }
                at++;
            }
        }
        return Payload.viewOf(compact, start, written - start);
    }

    private void append(int from, int to) {
        System.arraycopy(body, from, compact, written, to - from);
        written += to - from;
    }

    private int afterString(int quote) {
        int at = quote + 1;
        while (body[at] != '"') {
            at += body[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
