package dev.annals.api.redact;

/** Finds numbers that prove themselves by their check digits: of cards (Luhn) and of bank accounts (IBAN, modulo 97). */
final class Numbers {
    private static final int LEAST_CARD = 13;
    private static final int MOST_CARD = 19;
    private static final int LEAST_IBAN = 15;
    private static final int MOST_IBAN = 34;
    private static final int MOST_GROUPS = 64;

    private final int[] starts = new int[MOST_GROUPS];
    private final int[] ends = new int[MOST_GROUPS];

    /**
     * Marks the card numbers in the row of digit groups that begins at {@code from}.
     *
     * @return where to go on
     */
    int cards(String text, int from, Marks.Pen out) {
        int groups = 0;
        int at = from;
        int after = from;
        while (groups < MOST_GROUPS && at < text.length() && isDigit(text.charAt(at))) {
            starts[groups] = at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            ends[groups++] = at;
            after = at;
            at = afterBlanks(text, at);
        }
        int first = 0;
        while (first < groups) {
            int last = card(text, first, groups);
            if (last >= 0) {
                out.mark(starts[first], ends[last]);
                first = last;
            }
            first++;
        }
        // The last groups of a long row may begin a card that goes on behind it.
        return groups == MOST_GROUPS ? Math.max(ends[MOST_GROUPS / 2], from + 1) : after;
    }

    /** The last group of the longest card number that begins with the group {@code first}; -1 if none does. */
    private int card(String text, int first, int groups) {
        int digits = 0;
        int found = -1;
        for (int last = first; last < groups; last++) {
            digits += ends[last] - starts[last];
            if (digits > MOST_CARD) {
                break;
            }
            if (digits >= LEAST_CARD && isCard(text, starts[first], ends[last], digits)) {
                found = last;
            }
        }
        return found;
    }

    /** No card begins with 0, and none of 13 digits with 1: that is a time in milliseconds. */
    private static boolean isCard(String text, int from, int to, int digits) {
        char lead = text.charAt(from);
        if (lead == '0' || (lead == '1' && digits == LEAST_CARD)) {
            return false;
        }
        int sum = 0;
        boolean twice = false;
        for (int i = to - 1; i >= from; i--) {
            char c = text.charAt(i);
            if (isDigit(c)) {
                int value = (c - '0') << (twice ? 1 : 0);
                sum += value > 9 ? value - 9 : value;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }

    /** One or two blanks or dashes between two groups; where it stood if there is anything else. */
    private static int afterBlanks(String text, int from) {
        int at = from;
        while (at < text.length() && at < from + 2 && isBlank(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '-' || c == '\u00A0' || c == '\u2011' || c == '\u2013';
    }

    /** Marks the account number of which {@code digit} is the first check digit, if it is one. */
    static void iban(String text, int digit, Marks.Pen out) {
        int from = digit - 2;
        if (from < 0
                || !isLetter(text.charAt(from))
                || !isLetter(text.charAt(from + 1))
                || (from > 0 && isWord(text.charAt(from - 1)))
                || digit + 1 >= text.length()
                || !isDigit(text.charAt(digit + 1))) {
            return;
        }
        StringBuilder plain = new StringBuilder(MOST_IBAN);
        int at = from;
        int end = -1;
        while (at < text.length() && plain.length() < MOST_IBAN) {
            char c = text.charAt(at);
            if (isWord(c)) {
                plain.append(c);
                boolean ends = at + 1 == text.length() || !isWord(text.charAt(at + 1));
                if (ends && plain.length() >= LEAST_IBAN && isIban(plain)) {
                    end = at + 1;
                }
            } else if (!isBlank(c) || !isWord(text.charAt(at - 1))) {
                break;
            }
            at++;
        }
        if (end > 0) {
            out.mark(from, end);
        }
    }

    private static boolean isIban(CharSequence plain) {
        int rest = 0;
        for (int i = 0; i < plain.length(); i++) {
            int value = Character.digit(plain.charAt((i + 4) % plain.length()), 36);
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest == 1;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    static boolean isWord(char c) {
        return isLetter(c) || isDigit(c);
    }
}
