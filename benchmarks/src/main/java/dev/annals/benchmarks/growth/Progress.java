package dev.annals.benchmarks.growth;

import java.util.Locale;

/** Says on standard error where a long run is. */
final class Progress {
    private Progress() {}

    @SuppressWarnings("AnnotateFormatMethod") // It is one, but for the locale.
    static void say(String format, Object... values) {
        System.err.println("[scale] " + String.format(Locale.ROOT, format, values));
    }
}
