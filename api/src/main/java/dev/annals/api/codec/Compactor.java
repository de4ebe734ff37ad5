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
        int at = from;
        while (at < to && !isBlank(body[at])) {
            at = body[at] == '"' ? afterString(at) : at + 1;
        }
        return at == to ? Payload.viewOf(body, from, to - from) : copyWithoutBlanks(from, at, to);
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

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
