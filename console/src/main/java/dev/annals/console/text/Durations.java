package dev.annals.console.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as a person writes and reads them: {@code 90s}, {@code 5m}, {@code 1d12h}, or ISO 8601 ({@code PT5M}). */
public final class Durations {
    private static final Pattern SHORT = Pattern.compile("(?:[0-9]+[wdhms])+");
    private static final Pattern PART = Pattern.compile("([0-9]+)([wdhms])");

    private Durations() {}

    static boolean looksLike(String text) {
        return SHORT.matcher(text).matches() || text.startsWith("P");
    }

    /**
     * Reads a length of time.
     *
     * @param text what was written
     * @return 0 or more
     * @throws IllegalArgumentException if it is none; the message says what would be
     */
    public static Duration parse(String text) {
        try {
            return SHORT.matcher(text).matches() ? sum(text) : notNegative(Duration.parse(text));
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "not a length of time, value=" + text + "; use for example 30s, 5m, 12h, 7d or PT5M", e);
        }
    }

    private static Duration sum(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            long amount = Long.parseLong(part.group(1));
            sum = sum.plus(
                    switch (part.group(2)) {
                        case "w" -> Duration.ofDays(Math.multiplyExact(amount, 7));
                        case "d" -> Duration.ofDays(amount);
                        case "h" -> Duration.ofHours(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofSeconds(amount);
                    });
        }
        return sum;
    }

    private static Duration notNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new ArithmeticException("negative");
        }
        return duration;
    }

    /**
     * In at most two units, for people: {@code 3 d 4 h}, {@code 12 min 5 s}, {@code 0.8 s}.
     *
     * @param duration null if it is not known
     * @return the words
     */
    public static String words(@Nullable Duration duration) {
        if (duration == null) {
            return "unknown";
        }
        if (duration.isNegative()) {
            return "-" + words(duration.negated());
        }
        long seconds = duration.toSeconds();
        if (seconds >= 86_400) {
            return seconds / 86_400 + " d " + seconds % 86_400 / 3_600 + " h";
        }
        if (seconds >= 3_600) {
            return seconds / 3_600 + " h " + seconds % 3_600 / 60 + " min";
        }
        if (seconds >= 60) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds >= 10 ? seconds + " s" : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
    }
}
