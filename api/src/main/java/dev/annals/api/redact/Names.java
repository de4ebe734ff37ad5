package dev.annals.api.redact;

import java.util.List;
import java.util.Set;

/** Which names have a secret beside them. */
final class Names {
    /** Ends of names, so that {@code bank_account_number} is meant too. */
    private static final List<String> ENDS = List.of(
            "cvc",
            "cvv",
            "cvv2",
            "securitycode",
            "accountnumber",
            "iban",
            "password",
            "clientsecret",
            "accesstoken",
            "refreshtoken");

    private static final Set<String> WHOLE = Set.of(
            "authorization", "proxyauthorization", "secret", "idnumber", "ssnlast4", "apikeysecret", "cardnumber");
    /** What of them is a number, so that a word after them in prose is none. */
    private static final List<String> NUMBERS = List.of(
            "cvc", "cvv", "cvv2", "securitycode", "accountnumber", "iban", "idnumber", "ssnlast4", "cardnumber");

    private static final int LONGEST = 100;

    private final List<RedactionRule> rules;

    Names(List<RedactionRule> rules) {
        this.rules = rules;
    }

    /** Whether values of this name go; {@code a[b][c]}, {@code a.b.c} and plain names, indexes in them left out. */
    boolean covers(String name, String parent) {
        String path = parent.isEmpty() ? name : parent + "[" + name;
        int end = beforeIndexes(path, path.length());
        String last = part(path, end);
        if (last.equals("number")) {
            String outer = part(path, beforeIndexes(path, startOfPart(path, end) - 1));
            return outer.endsWith("card") || outer.equals("source") || outer.equals("bankaccount");
        }
        return !last.isEmpty() && (isSecret(last) || ruled(last));
    }

    /** The end of the last part that is no index, 0 or less if all are. */
    private static int beforeIndexes(String path, int end) {
        int at = end;
        while (at > 0 && part(path, at).chars().allMatch(c -> c >= '0' && c <= '9')) {
            at = startOfPart(path, at) - 1;
        }
        return at;
    }

    /** The part that ends there, empty before the first. */
    private static String part(String path, int end) {
        return end <= 0 ? "" : plain(path, startOfPart(path, end), end);
    }

    private static int startOfPart(String path, int end) {
        int start = end;
        while (start > 0 && path.charAt(start - 1) != '[' && path.charAt(start - 1) != '.') {
            start--;
        }
        return start;
    }

    private boolean ruled(String plain) {
        for (RedactionRule rule : rules) {
            if (rule.covers(plain)) {
                return true;
            }
        }
        return false;
    }

    static boolean isSecret(String plain) {
        if (WHOLE.contains(plain)) {
            return true;
        }
        for (String end : ENDS) {
            if (plain.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    static boolean isNumber(String plain) {
        for (String end : NUMBERS) {
            if (plain.endsWith(end)) {
                return true;
            }
        }
        return false;
    }

    static String plain(String text, int from, int to) {
        StringBuilder plain = new StringBuilder(Math.min(to - from, LONGEST));
        for (int i = Math.max(from, to - LONGEST); i < to; i++) {
            char c = text.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                plain.append((char) (c + 32));
            } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
