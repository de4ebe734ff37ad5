package dev.annals.api.redact;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A text with its escapes undone, which still knows where each character came from. What is no escape stays as it is. */
final class Decoded {
    private final StringBuilder text;
    private int[] sources;
    private int sourceEnd;

    private Decoded(int capacity) {
        text = new StringBuilder(capacity);
        sources = new int[capacity + 1];
    }

    String text() {
        return text.toString();
    }

    int sourceOf(int index) {
        return index < text.length() ? sources[index] : sourceEnd;
    }

    /** Undoes the escapes of JSON strings. */
    static Decoded json(String source) {
        Decoded out = new Decoded(source.length());
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            int from = at++;
            if (c == '\\' && at < source.length()) {
                char escape = source.charAt(at);
                int code = escape == 'u' ? hex(source, at + 1, 4) : -1;
                if (code >= 0) {
                    c = (char) code;
                    at += 5;
                } else if (escape != 'u') {
                    c = plain(escape);
                    at++;
                }
            }
            out.add(c, from);
        }
        return out.ended(source);
    }

    /** Undoes the escapes of URLs, and with {@code plus} those of forms. */
    static Decoded percent(String source, boolean plus) {
        Decoded out = new Decoded(source.length());
        int at = 0;
        while (at < source.length()) {
            char c = source.charAt(at);
            if (c == '%' && hex(source, at + 1, 2) >= 0) {
                at = out.addEscaped(source, at);
            } else {
                out.add(plus && c == '+' ? ' ' : c, at++);
            }
        }
        return out.ended(source);
    }

    /** A row of escapes is one row of UTF-8 bytes. */
    private int addEscaped(String source, int from) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = from;
        while (at < source.length() && source.charAt(at) == '%' && hex(source, at + 1, 2) >= 0) {
            bytes.write(hex(source, at + 1, 2));
            at += 3;
        }
        String decoded = bytes.toString(StandardCharsets.UTF_8);
        boolean ascii = decoded.length() == bytes.size();
        for (int i = 0; i < decoded.length(); i++) {
            add(decoded.charAt(i), ascii ? from + 3 * i : from);
        }
        return at;
    }

    private static char plain(char escape) {
        return switch (escape) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b', 'f' -> ' ';
            default -> escape;
        };
    }

    static int hex(String text, int from, int digits) {
        if (from + digits > text.length()) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + digits; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private void add(char c, int source) {
        if (text.length() == sources.length) {
            sources = Arrays.copyOf(sources, 2 * sources.length);
        }
        sources[text.length()] = source;
        text.append(c);
    }

    private Decoded ended(String source) {
        sourceEnd = source.length();
        return this;
    }
}
