package dev.annals.benchmarks.report;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * One figure that must hold.
 *
 * @param what is measured
 * @param beside what it is measured against, or its unit
 * @param sense on which side of the bound it must be
 * @param bound the figure that must be reached, itself included
 * @param measure finds what was measured
 */
record Requirement(String what, String beside, Sense sense, double bound, Function<Figures, OptionalDouble> measure) {
    /** On which side of the bound a figure must be. */
    enum Sense {
        AT_LEAST("≥"),
        AT_MOST("≤");

        private final String sign;

        Sense(String sign) {
            this.sign = sign;
        }
    }

    /** What became of it. */
    enum Verdict {
        HELD("held"),
        NOT_HELD("**NOT held**"),
        NOT_MEASURED("not measured");

        final String markdown;

        Verdict(String markdown) {
            this.markdown = markdown;
        }
    }

    OptionalDouble measured(Figures figures) {
        return measure.apply(figures);
    }

    Verdict verdict(Figures figures) {
        OptionalDouble measured = measured(figures);
        if (measured.isEmpty()) {
            return Verdict.NOT_MEASURED;
        }
        return headroom(measured.getAsDouble()) >= 1 ? Verdict.HELD : Verdict.NOT_HELD;
    }

    /** How many times better than it must be: 1 is just enough, less is too little. */
    double headroom(double measured) {
        return sense == Sense.AT_LEAST ? measured / bound : bound / measured;
    }

    String required() {
        return sense.sign + " " + plain(bound);
    }

    /** Three digits that say something, so that what is just missed does not look as if it were held. */
    static String plain(double number) {
        String format = number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : number >= 1 ? "%.2f" : "%.3f";
        String text = String.format(Locale.ROOT, format, number);
        return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
    }
}
