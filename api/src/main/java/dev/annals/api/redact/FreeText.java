package dev.annals.api.redact;

import java.util.Base64;

/** Finds secrets in text without a known structure, in one pass. */
final class FreeText {
    private static final int LEAST_PLAIN_KEY = 8;
    private static final int LEAST_TOKEN = 8;
    private static final int SURE_TOKEN = 16;
    /** {@code live_} and {@code test_}. */
    private static final int MODE = 5;

    private static final int LONGEST_NAME = 60;

    private final String text;
    private final Marks.Pen out;
    private final Numbers numbers = new Numbers();

    private FreeText(String text, Marks.Pen out) {
        this.text = text;
        this.out = out;
    }

    static void scan(String text, Marks.Pen out) {
        new FreeText(text, out).scan();
    }

    private void scan() {
        int numbersFrom = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '_') {
                underscore(at);
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                scheme(at);
            } else if (c == ':' || c == '=') {
                named(at);
            } else if (at >= numbersFrom && Numbers.isDigit(c)) {
                Numbers.iban(text, at, out);
                numbersFrom = numbers.cards(text, at, out);
            }
        }
    }

    // --- what the provider gives out

    private void underscore(int at) {
        if (at >= 2 && text.charAt(at - 1) == 'k' && isSmall(text.charAt(at - 2))) {
            key(at - 2);
        } else if (at >= 3 && text.startsWith("pst", at - 3) && isModed(at + 1)) {
            mark(at - 3, at + 1);
        } else if (at >= 2 && text.startsWith("ac", at - 2) && isOwnWord(at - 2)) {
            int end = endOfKey(at + 1);
            if (end - at > SURE_TOKEN && hasDigit(at + 1, end)) {
                out.mark(at - 2, end);
            }
        } else if (at >= 5 && text.startsWith("whsec", at - 5)) {
            int end = at + 1;
            while (end < text.length() && isTokenChar(text.charAt(end))) {
                end++;
            }
            if (end > at + 1) {
                out.mark(at - 5, end);
            }
        } else if (text.startsWith("_secret_", at)) {
            int from = at + 8;
            int end = from;
            while (end < text.length() && Numbers.isWord(text.charAt(end))) {
                end++;
            }
            if (end - from >= LEAST_TOKEN && looksDrawn(from, end)) {
                out.mark(from, end);
            }
        }
    }

    /**
     * {@code sk_live_…} and the like wherever they stand. One without a mode is an old secret key and a word of its own: {@code rk_1…}
     * and {@code mk_1…} are ids.
     */
    private void key(int from) {
        if (isModed(from + 3)) {
            mark(from, from + 3);
        } else if (text.charAt(from) == 's' && isOwnWord(from)) {
            int end = endOfKey(from + 3);
            if (end - from - 3 >= LEAST_PLAIN_KEY && hasDigit(from + 3, end)) {
                out.mark(from, end);
            }
        }
    }

    private boolean isModed(int from) {
        return text.startsWith("live_", from) || text.startsWith("test_", from) || text.startsWith("org", from);
    }

    /** A key with its mode: even the first character of what is drawn says too much, but {@code task_live_view} is none. */
    private void mark(int from, int mode) {
        int end = endOfKey(mode);
        if (end > mode + MODE && (isOwnWord(from) || looksDrawn(mode + MODE, end))) {
            out.mark(from, end);
        }
    }

    private int endOfKey(int from) {
        int end = from;
        while (end < text.length() && (Numbers.isWord(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }

    private boolean isOwnWord(int from) {
        return from == 0 || !Numbers.isWord(text.charAt(from - 1));
    }

    private static boolean isSmall(char c) {
        return c >= 'a' && c <= 'z';
    }

    // --- headers

    /** {@code Bearer} or {@code Basic} before the blank, and a token behind it. */
    private void scheme(int blank) {
        boolean bearer = endsWord("bearer", blank);
        if (!bearer && !endsWord("basic", blank)) {
            return;
        }
        int from = blank;
        while (from < text.length() && Character.isWhitespace(text.charAt(from))) {
            from++;
        }
        int end = from;
        while (end < text.length() && isTokenChar(text.charAt(end))) {
            end++;
        }
        if (bearer ? end - from >= LEAST_TOKEN && looksDrawn(from, end) : isBasic(text.substring(from, end))) {
            out.mark(from, end);
        }
    }

    private boolean endsWord(String word, int end) {
        int from = end - word.length();
        return text.regionMatches(true, from, word, 0, word.length())
                && (from == 0 || !Numbers.isWord(text.charAt(from - 1)));
    }

    private static boolean isBasic(String token) {
        try {
            String plain = token.replace("=", "");
            for (byte each : Base64.getDecoder().decode(plain)) {
                if (each == ':') {
                    return true;
                }
            }
            return false;
        } catch (IllegalArgumentException noToken) {
            return false;
        }
    }

    // --- values beside their names

    private void named(int sign) {
        int end = sign;
        while (end > 0 && " \t\"'\\]".indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        int start = end;
        while (start > 0 && end - start < LONGEST_NAME && isNameChar(text.charAt(start - 1))) {
            start--;
        }
        String name = Names.plain(text, start, end);
        if (!Names.isSecret(name)) {
            name = Names.plain(text, wordBefore(start), end);
        }
        if (Names.isSecret(name)) {
            value(name, sign + 1);
        }
    }

    private int wordBefore(int start) {
        int at = start;
        if (at > 0 && text.charAt(at - 1) == ' ') {
            at--;
            while (at > 0 && start - at < LONGEST_NAME && isNameChar(text.charAt(at - 1))) {
                at--;
            }
        }
        return at;
    }

    private void value(String name, int after) {
        int from = after;
        while (from < text.length() && " \t\\".indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        if (from == text.length()) {
            return;
        }
        char quote = text.charAt(from);
        boolean quoted = quote == '"' || quote == '\'';
        int start = quoted ? from + 1 : from;
        String ends = quoted ? quote + "\\" : name.endsWith("authorization") ? "\r\n\"'" : " \t\r\n&,;{}()[]\"'\\<>";
        int end = start;
        while (end < text.length() && ends.indexOf(text.charAt(end)) < 0) {
            end++;
        }
        if (Names.isNumber(name)) {
            end = quoted ? end : afterGroups(end);
            if (!hasDigit(start, end)) {
                return;
            }
        }
        String value = text.substring(start, end);
        if (!value.equals("null") && !value.equals("true") && !value.equals("false")) {
            out.mark(start, end);
        }
    }

    /** Account numbers are written in groups. */
    private int afterGroups(int from) {
        int end = from;
        int at = from;
        while (at + 1 < text.length()
                && (text.charAt(at) == ' ' || text.charAt(at) == '-')
                && Numbers.isDigit(text.charAt(at + 1))) {
            at++;
            while (at < text.length() && Numbers.isWord(text.charAt(at))) {
                at++;
            }
            end = at;
        }
        return end;
    }

    private static boolean isNameChar(char c) {
        return Numbers.isWord(c) || c == '_' || c == '-';
    }

    private static boolean isTokenChar(char c) {
        return Numbers.isWord(c) || "-._~+/=".indexOf(c) >= 0;
    }

    /** Not a word of a language: it has a digit, a capital inside, or is longer than words are. */
    private boolean looksDrawn(int from, int to) {
        if (to - from >= SURE_TOKEN || hasDigit(from, to)) {
            return true;
        }
        for (int i = from + 1; i < to; i++) {
            if (Character.isUpperCase(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasDigit(int from, int to) {
        for (int i = from; i < to; i++) {
            if (Numbers.isDigit(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}
