package dev.annals.api.redact;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where the names and values of a JSON text stand. Made for texts that may have been cut: one that ends too early is JSON as far as it
 * goes; one that is not JSON gives none.
 */
final class JsonTokens {
    private static final int MOST_LEVELS = 1_000;

    private final String text;
    private Kind[] kinds = new Kind[32];
    private int[] ends = new int[64];
    private int size;
    private final boolean[] objects = new boolean[MOST_LEVELS];
    private int level;
    private int at;

    /** What a token is. */
    enum Kind {
        NAME,
        STRING,
        BARE,
        OPEN,
        CLOSE
    }

    private JsonTokens(String text) {
        this.text = text;
    }

    /** The tokens, null if the text is not JSON. */
    static @Nullable JsonTokens of(String text) {
        JsonTokens tokens = new JsonTokens(text);
        return tokens.readAll() ? tokens : null;
    }

    int size() {
        return size;
    }

    Kind kind(int token) {
        return kinds[token];
    }

    /** Of a string, without its quotes. */
    int from(int token) {
        return ends[2 * token];
    }

    int to(int token) {
        return ends[2 * token + 1];
    }

    private boolean readAll() {
        if (!value()) {
            return false;
        }
        while (level > 0 && !ended()) {
            if (!step()) {
                return false;
            }
        }
        return ended();
    }

    /** What follows a value within an object or a list. */
    private boolean step() {
        char c = text.charAt(at);
        if (c == (objects[level - 1] ? '}' : ']')) {
            return close();
        }
        if (c != ',') {
            return false;
        }
        at++;
        return ended() || (objects[level - 1] ? member() : value());
    }

    private boolean member() {
        if (text.charAt(at) != '"') {
            return false;
        }
        string(Kind.NAME);
        if (ended()) {
            return true;
        }
        if (text.charAt(at) != ':') {
            return false;
        }
        at++;
        return ended() || value();
    }

    private boolean value() {
        if (ended()) {
            return true;
        }
        char c = text.charAt(at);
        if (c == '"') {
            string(Kind.STRING);
            return true;
        }
        if (c == '{' || c == '[') {
            return open(c == '{');
        }
        int from = at;
        while (at < text.length() && isBare(text.charAt(at))) {
            at++;
        }
        add(Kind.BARE, from, at);
        return at > from;
    }

    private static boolean isBare(char c) {
        return Numbers.isWord(c) || c == '-' || c == '+' || c == '.';
    }

    private boolean open(boolean object) {
        if (level == MOST_LEVELS) {
            return false;
        }
        objects[level++] = object;
        add(Kind.OPEN, at, ++at);
        if (ended()) {
            return true;
        }
        if (text.charAt(at) == (object ? '}' : ']')) {
            return close();
        }
        return object ? member() : value();
    }

    private boolean close() {
        level--;
        add(Kind.CLOSE, at, ++at);
        return true;
    }

    private void string(Kind kind) {
        int from = ++at;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        add(kind, from, Math.min(at, text.length()));
        at = Math.min(at + 1, text.length());
    }

    private boolean ended() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at >= text.length();
    }

    private void add(Kind kind, int from, int to) {
        if (size == kinds.length) {
            kinds = Arrays.copyOf(kinds, 2 * size);
            ends = Arrays.copyOf(ends, 4 * size);
        }
        kinds[size] = kind;
        ends[2 * size] = from;
        ends[2 * size + 1] = to;
        size++;
    }
}
