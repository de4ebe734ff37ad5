package dev.annals.console.text;

import org.jspecify.annotations.Nullable;

/**
 * Makes text that others wrote safe to print on a terminal: control characters (ESC included), characters that change the direction of
 * writing, invisible format characters, line separators, unpaired surrogates, private and unassigned characters are shown as
 * {@code \}{@code uXXXX}. A name cannot hide itself, move the cursor or pretend to be another line.
 */
public final class TerminalText {
    private TerminalText() {}

    /**
     * Escapes what a terminal could act upon.
     *
     * @param text foreign text; null is shown as nothing
     * @return the same text with every such character written out
     */
    public static String escape(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (plain(text)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> append(safe, codePoint));
        return safe.toString();
    }

    /** Whether all of it is printable ASCII, as nearly every text is. */
    private static boolean plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    private static void append(StringBuilder safe, int codePoint) {
        if (!unsafe(codePoint)) {
            safe.appendCodePoint(codePoint);
            return;
        }
        for (char unit : Character.toChars(codePoint)) {
            safe.append(String.format("\\u%04x", (int) unit));
        }
    }

    private static boolean unsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** Columns that the text takes on a terminal: wide characters take two, combining marks none. */
    static int width(String text) {
        return plain(text)
                ? text.length()
                : text.codePoints().map(TerminalText::width).sum();
    }

    static int width(int codePoint) {
        if (codePoint < 0x300) {
            return 1;
        }
        int type = Character.getType(codePoint);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        return Character.isIdeographic(codePoint) || wideBlock(codePoint) ? 2 : 1;
    }

    private static boolean wideBlock(int codePoint) {
        return between(codePoint, 0x1100, 0x115f) // Hangul syllable beginnings
                || between(codePoint, 0x2e80, 0xa4cf) // CJK, kana, Yi
                || between(codePoint, 0xac00, 0xd7a3) // Hangul
                || between(codePoint, 0xff00, 0xff60) // full-width forms
                || between(codePoint, 0x1f300, 0x1faff); // pictographs
    }

    private static boolean between(int codePoint, int first, int last) {
        return codePoint >= first && codePoint <= last;
    }
}
