package dev.annals.store.column;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A value as a column keeps it: as it is, or, if it is very long, its beginning and its SHA-256, so that a hostile value costs no more
 * than others. Two values have one text only if they are equal.
 */
final class Text {
    private static final int LONGEST = 512;
    private static final int BEGINNING = 64;
    /** A surrogate that stands alone begins what is no value as it is. */
    private static final char MARK = '\uDC00';

    private Text() {}

    static String of(String value) {
        return value.length() <= LONGEST && !marked(value) ? value : digest(value);
    }

    /** What people see. */
    static String shown(String text) {
        return marked(text) ? text.substring(1) : text;
    }

    private static boolean marked(String text) {
        return !text.isEmpty() && text.charAt(0) == MARK;
    }

    private static String digest(String value) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] units = new byte[value.length() * 2];
            for (int i = 0; i < value.length(); i++) {
                units[2 * i] = (byte) (value.charAt(i) >>> 8);
                units[2 * i + 1] = (byte) value.charAt(i);
            }
            return MARK + value.substring(0, Math.min(BEGINNING, value.length())) + "… sha256:"
                    + HexFormat.of().formatHex(sha256.digest(units));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
