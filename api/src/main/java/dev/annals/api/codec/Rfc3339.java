package dev.annals.api.codec;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Reads RFC 3339 times: any offset, any number of fraction digits (those after the ninth are dropped). By hand, because it runs once for
 * every log received and the JDK's parser costs more than all the rest.
 *
 * <pre>
 * 2026-11-18T10:20:30.123456789+01:00
 * 0    5  8  11 14 17 20
 * </pre>
 */
final class Rfc3339 {
    private static final int FRACTION_AT = 19;
    private static final int NANO_DIGITS = 9;

    private Rfc3339() {}

    /** The instant, or null if the text is not an RFC 3339 time. */
    static @Nullable Instant parse(String text) {
        if (text.length() < FRACTION_AT + 1 || !punctuated(text)) {
            return null;
        }
        int year = digits(text, 0, 4);
        int month = digits(text, 5, 7);
        int day = digits(text, 8, 10);
        int hour = digits(text, 11, 13);
        int minute = digits(text, 14, 16);
        int second = digits(text, 17, FRACTION_AT);
        if (year < 0 || month < 1 || month > 12 || day < 1 || hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            return null;
        }
        // A leap second is read as the second before it: the time line of the JDK has none.
        if (second < 0
                || second > 60
                || (day > 28 && day > YearMonth.of(year, month).lengthOfMonth())) {
            return null;
        }
        long local = LocalDate.of(year, month, day).toEpochDay() * 86_400
                + hour * 3_600L
                + minute * 60L
                + Math.min(second, 59);
        return fractionAndOffset(text, local);
    }

    private static boolean punctuated(String text) {
        char t = text.charAt(10);
        return text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && (t == 'T' || t == 't')
                && text.charAt(13) == ':'
                && text.charAt(16) == ':';
    }

    private static @Nullable Instant fractionAndOffset(String text, long localSecond) {
        int at = FRACTION_AT;
        int nanos = 0;
        if (text.charAt(at) == '.') {
            int from = ++at;
            while (at < text.length() && isDigit(text.charAt(at))) {
                at++;
            }
            if (at == from) {
                return null;
            }
            for (int i = 0; i < NANO_DIGITS; i++) {
                nanos = nanos * 10 + (from + i < at ? text.charAt(from + i) - '0' : 0);
            }
        }
        int offset = offsetSeconds(text, at);
        return offset == Integer.MIN_VALUE ? null : Instant.ofEpochSecond(localSecond - offset, nanos);
    }

    /** Seconds east of UTC, or {@code Integer.MIN_VALUE} if there is no offset at {@code at} that ends the text. */
    private static int offsetSeconds(String text, int at) {
        int rest = text.length() - at;
        char sign = rest == 0 ? 0 : text.charAt(at);
        if (rest == 1 && (sign == 'Z' || sign == 'z')) {
            return 0;
        }
        if (rest != 6 || (sign != '+' && sign != '-') || text.charAt(at + 3) != ':') {
            return Integer.MIN_VALUE;
        }
        int hours = digits(text, at + 1, at + 3);
        int minutes = digits(text, at + 4, at + 6);
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return Integer.MIN_VALUE;
        }
        int seconds = hours * 3_600 + minutes * 60;
        return sign == '-' ? -seconds : seconds;
    }

    private static int digits(String text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            value = value * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
