package dev.annals.benchmarks.growth;

import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Chart;
import dev.annals.benchmarks.report.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Does doubling the journal change what one event or one query costs? For each size: ingest within {@value #INGEST_HEAP}, opening and
 * queries within {@value #OPEN_HEAP}, replay and rebuild within {@value #INGEST_HEAP}, opening after a kill within {@value #OPEN_HEAP}.
 *
 * <p>{@code benchmarks/run --scale}, {@code benchmarks/run --scale --sizes 0.1,0.5}.
 */
public final class Growth {
    /** The heap in which events are taken, replayed, and derived data are built. */
    public static final String INGEST_HEAP = "-Xmx256m";

    /** The heap in which a journal is opened and asked. */
    public static final String OPEN_HEAP = "-Xmx128m";

    private Growth() {}

    /**
     * Measures.
     *
     * @param sizes how many events, ascending
     * @param millis for how long each query is asked, and twice as long replay and rebuild are warmed
     * @return figures under {@code growth/SIZE/…}, and the sizes under {@code growth/size.N}
     */
    public static Figures measure(List<Integer> sizes, long millis) {
        Figures figures = new Figures();
        for (int size : sizes) {
            String prefix = "growth/" + size + "/";
            Path directory = Scratch.fresh();
            Path asked = Scratch.shared("asked-" + size);
            Progress.say("ingest of %,d begins, %s", size, INGEST_HEAP);
            figures.putAll(
                    prefix,
                    JavaProcess.run(
                            INGEST_HEAP, Ingest.class, directory.toString(), Integer.toString(size), asked.toString()));
            figures.putAll(
                    prefix,
                    JavaProcess.run(
                            OPEN_HEAP, Opening.class, directory.toString(), asked.toString(), Long.toString(millis)));
            figures.putAll(
                    prefix,
                    JavaProcess.run(
                            INGEST_HEAP,
                            Rereading.class,
                            directory.toString(),
                            asked.toString(),
                            Long.toString(2 * millis)));
            JavaProcess.run(OPEN_HEAP, Dying.class, directory.toString());
            figures.putAll(prefix, JavaProcess.run(OPEN_HEAP, Dying.class, directory.toString()));
            figures.put("growth/size." + (sizes.indexOf(size) + 1), size);
            figures.put("growth/sizes", sizes.indexOf(size) + 1);
            Scratch.delete(directory);
        }
        summary(figures, sizes.get(sizes.size() - 1));
        return figures;
    }

    /** What the largest journal says. */
    private static void summary(Figures figures, int largest) {
        String at = "growth/" + largest + "/";
        figures.put("scale/events", largest);
        figures.put("scale/open.seconds", figures.get(at + "open.seconds"));
        figures.put(
                "scale/ingest.last-to-first",
                figures.get(at + "append.tenth.1.nanos") / figures.get(at + "append.tenth.10.nanos"));
        figures.put("scale/rebuild-to-replay", figures.get(at + "replay.nanos") / figures.get(at + "rebuild.nanos"));
    }

    /**
     * The sizes that were measured.
     *
     * @param figures what was measured
     * @return how many events, ascending; empty if nothing was
     */
    public static List<Integer> sizes(Figures figures) {
        return IntStream.rangeClosed(1, (int) figures.find("growth/sizes").orElse(0))
                .mapToObj(n -> (int) figures.get("growth/size." + n))
                .toList();
    }

    /**
     * Says it.
     *
     * @param figures what was measured
     * @return a Markdown table with a column for each size, and what is judged
     */
    public static String markdown(Figures figures) {
        List<Integer> sizes = sizes(figures);
        StringBuilder text = new StringBuilder("| cost |");
        sizes.forEach(size -> text.append(' ').append(Cost.events(size)).append(" |"));
        text.append(" may grow by | |\n|---|")
                .append("--:|".repeat(sizes.size()))
                .append("--:|---|\n");
        for (Cost cost : Cost.all()) {
            text.append("| ").append(cost.what()).append(" |");
            sizes.forEach(size ->
                    text.append(' ').append(Cost.number(cost.at(figures, size))).append(" |"));
            text.append(' ').append(cost.rule()).append(" | ");
            text.append(cost.broken(figures, sizes).isEmpty() ? "flat" : "**NOT flat**")
                    .append(" |\n");
        }
        return text.toString();
    }

    /**
     * Draws how each cost changes with the size: a dot for each size, the largest for the largest.
     *
     * @param figures what was measured
     * @param captions machine, flags, date
     * @return an SVG document
     */
    public static String chart(Figures figures, List<String> captions) {
        List<Integer> sizes = sizes(figures);
        List<String> lines = new ArrayList<>(List.of(
                "Cost at " + String.join(", ", sizes.stream().map(Cost::events).toList())
                        + " events (larger dots), as a multiple of the first; 1× is flat."));
        lines.addAll(captions);
        Chart chart = new Chart("What an event and a query cost while the journal grows", lines, 8);
        for (Cost cost : Cost.all()) {
            double first = cost.at(figures, sizes.get(0));
            List<Double> values =
                    sizes.stream().map(size -> cost.at(figures, size) / first).toList();
            String costs = String.join(
                    " → ",
                    sizes.stream()
                            .map(size -> Cost.number(cost.at(figures, size)))
                            .toList());
            boolean flat = cost.broken(figures, sizes).isEmpty();
            chart.row(cost.what(), values, costs + (flat ? "" : " NOT flat"), flat);
        }
        return chart.draw();
    }

    /**
     * What grew more than it may.
     *
     * @param figures what was measured
     * @return a sentence for each; empty if all is flat
     */
    public static List<String> broken(Figures figures) {
        List<Integer> sizes = sizes(figures);
        return Cost.all().stream()
                .flatMap(cost -> cost.broken(figures, sizes).stream())
                .toList();
    }
}
