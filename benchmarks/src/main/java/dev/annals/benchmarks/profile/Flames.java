package dev.annals.benchmarks.profile;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Draws stacks as flames: callers below, what they call above, each as wide as its share; hovering tells the name and the share. */
final class Flames {
    private static final int WIDTH = 1_200;
    private static final int ROW = 16;
    private static final double NARROWEST = 0.4;

    private final Map<String, Flames> above = new TreeMap<>();
    private long weight;

    private Flames() {}

    static String draw(String title, Map<List<String>, Long> stacks) {
        Flames root = new Flames();
        stacks.forEach(root::add);
        int height = (root.depth() + 2) * ROW;
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"11\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n<text x=\"4\" y=\"12\">%s</text>%n",
                WIDTH,
                height,
                title));
        root.draw(svg, "all", 0, height - ROW, root.weight);
        return svg.append("</svg>\n").toString();
    }

    private void add(List<String> frames, long more) {
        Flames at = this;
        at.weight += more;
        for (String frame : frames) {
            at = at.above.computeIfAbsent(frame, name -> new Flames());
            at.weight += more;
        }
    }

    private int depth() {
        return 1 + above.values().stream().mapToInt(Flames::depth).max().orElse(0);
    }

    private void draw(StringBuilder svg, String name, double x, int y, long total) {
        double width = (double) WIDTH * weight / total;
        if (width < NARROWEST) {
            return;
        }
        int letters = (int) (width / 7);
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s %.1f %%</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"#fff\"/>"
                        + "<text x=\"%.1f\" y=\"%d\">%s</text></g>%n",
                escaped(name),
                100.0 * weight / total,
                x,
                y,
                width,
                ROW,
                colour(name),
                x + 2,
                y + ROW - 4,
                letters < 4 ? "" : escaped(start(simple(name), letters))));
        double at = x;
        for (Map.Entry<String, Flames> child : above.entrySet()) {
            child.getValue().draw(svg, child.getKey(), at, y - ROW, total);
            at += (double) WIDTH * child.getValue().weight / total;
        }
    }

    /** The class's simple name and the method. */
    private static String simple(String name) {
        int method = name.lastIndexOf('.');
        return name.substring(name.lastIndexOf('.', Math.max(0, method - 1)) + 1);
    }

    private static String start(String text, int letters) {
        return text.substring(0, Math.min(letters, text.length()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String colour(String name) {
        if (name.startsWith("dev.annals.benchmarks.")) {
            return "#ddd";
        }
        return name.startsWith("dev.annals.") ? "#f4a261" : name.startsWith("java.") ? "#a8dadc" : "#e9c46a";
    }
}
