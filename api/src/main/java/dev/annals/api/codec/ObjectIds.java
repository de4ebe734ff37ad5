package dev.annals.api.codec;

/** Tells texts that are the id or the address of an object from other texts, where no name says which they are. */
final class ObjectIds {
    private static final int LONGEST = 255;

    private ObjectIds() {}

    /** An address, or {@code prefix_token}: words of the provider's own ({@code previous_account_number}) have no digit or capital. */
    static boolean looksLikeOne(String value) {
        if (value.indexOf(' ') >= 0 || value.length() > LONGEST) {
            return false;
        }
        int at = value.indexOf('@');
        return (at > 0 && at < value.length() - 1) || looksLikeAnId(value);
    }

    private static boolean looksLikeAnId(String value) {
        int underscore = value.lastIndexOf('_');
        if (underscore < 2 || underscore == value.length() - 1 || !isLowerCase(value.charAt(0))) {
            return false;
        }
        boolean marked = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean digitOrCapital = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!digitOrCapital && !isLowerCase(c) && c != '_') {
                return false;
            }
            marked |= digitOrCapital;
        }
        return marked;
    }

    /** False only if {@link #looksLikeOne} is false for these ASCII characters: without the sign that each has, no text need be made. */
    static boolean mayHoldOne(byte[] ascii, int from, int to) {
        for (int i = from; i < to; i++) {
            if (ascii[i] == '_' || ascii[i] == '@') {
                return true;
            }
        }
        return false;
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }
}
