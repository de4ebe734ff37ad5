package dev.annals.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws ratios as SVG text: a row for each, on a logarithmic axis whose middle line is 1. A row with one value is a bar from that line; one
 * with several is a track of ever larger dots. What is bad is told by colour and by the words behind it.
 */
public final class Chart {
    private static final int WIDTH = 1_000;
    private static final int LEFT = 380;
    private static final int RIGHT = 710;
    private static final int ROW = 20;
    private static final int TOP = 96;
    private static final String GOOD = "#2a6f97";
    private static final String BAD = "#c8553d";
    private static final String INK = "#222";
    private static final String FAINT = "#999";

    private final String title;
    private final List<String> captions;
    private final double widest;
    private final StringBuilder rows = new StringBuilder();
    private int count;

    /**
     * An empty chart.
     *
     * @param title the first line
     * @param captions small lines below it: what the axis means, machine, flags, date
     * @param widest the axis goes from 1 / widest to widest; what lies beyond is drawn at its end
     */
    public Chart(String title, List<String> captions, double widest) {
        this.title = title;
        this.captions = List.copyOf(captions);
        this.widest = widest;
    }

    /**
     * Adds a row.
     *
     * @param label its name
     * @param values positive; none draws no mark
     * @param words what stands behind it
     * @param good whether all is well
     */
    public void row(String label, List<Double> values, String words, boolean good) {
        int y = top() + count * ROW;
        String colour = good ? GOOD : BAD;
        rows.append(text(LEFT - 10, y + 4, "end", INK, 12, label));
        List<Double> xs = values.stream().map(this::x).toList();
        if (xs.size() == 1) {
            rows.append(line(x(1), xs.get(0), y, 12, colour));
        } else if (!xs.isEmpty()) {
            rows.append(line(xs.get(0), xs.get(xs.size() - 1), y, 2, colour));
            for (int i = 0; i < xs.size(); i++) {
                rows.append(
                        format("<circle cx=\"%.1f\" cy=\"%d\" r=\"%d\" fill=\"%s\"/>%n", xs.get(i), y, 2 + i, colour));
            }
        }
        rows.append(text(RIGHT + 14, y + 4, "start", values.isEmpty() ? FAINT : good ? INK : BAD, 12, words));
        count++;
    }

    /**
     * The chart.
     *
     * @return an SVG document
     */
    public String draw() {
        int bottom = top() + count * ROW;
        StringBuilder svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n",
                WIDTH, bottom + 24));
        svg.append(text(14, 24, "start", INK, 16, title));
        for (int i = 0; i < captions.size(); i++) {
            svg.append(text(14, 44 + 15 * i, "start", "#555", 11, captions.get(i)));
        }
        for (double tick : ticks()) {
            svg.append(format(
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\"/>%n",
                    x(tick), x(tick), top() - 12, bottom - 6, tick == 1 ? INK : "#e4e4e4"));
            svg.append(text(x(tick), bottom + 10, "middle", "#555", 11, Requirement.plain(tick) + "×"));
        }
        return svg.append(rows).append("</svg>\n").toString();
    }

    private int top() {
        return TOP + 15 * Math.max(0, captions.size() - 2);
    }

    /** Powers of ten, or of two if the axis is short. */
    private List<Double> ticks() {
        double step = widest >= 100 ? 10 : 2;
        List<Double> ticks = new ArrayList<>(List.of(1.0));
        for (double tick = step; tick <= widest; tick *= step) {
            ticks.add(tick);
            ticks.add(1 / tick);
        }
        return ticks;
    }

    private double x(double value) {
        double inside = Math.max(1 / widest, Math.min(widest, value));
        return LEFT + (RIGHT - LEFT) * (Math.log(inside) / Math.log(widest) + 1) / 2;
    }

    private static String line(double from, double to, int y, int thick, String colour) {
        return format(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"%d\"/>%n",
                from, to, y, y, colour, thick);
    }

    private static String text(double x, int y, String anchor, String colour, int size, String words) {
        return format(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>%n",
                x, y, anchor, colour, size, words.replace("&", "&amp;").replace("<", "&lt;"));
    }

    @SuppressWarnings("AnnotateFormatMethod") // It is one, but for the locale.
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
