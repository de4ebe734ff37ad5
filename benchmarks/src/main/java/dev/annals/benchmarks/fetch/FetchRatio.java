package dev.annals.benchmarks.fetch;

import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Figures;
import dev.annals.benchmarks.report.Report;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long does it take to fetch a history over HTTP into a journal, and how long to read the same pages and throw them away? A sandbox in
 * another process serves pages of 100; each reader runs in a fresh JVM, in turn, with the flags of the command line; the median of the rounds
 * counts. Beside it the same fetch in a JVM without flags, which is what it costs in a host that has just started.
 *
 * <p>{@code benchmarks/run --only Fetch}.
 */
public final class FetchRatio {
    /** What {@code ./annals} runs with: a short-lived JVM is over before the optimizing compiler pays for itself. */
    static final List<String> AS_THE_COMMAND = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private FetchRatio() {}

    /**
     * Measures.
     *
     * @param logs how many logs the sandbox holds
     * @param rounds how often each reader runs
     * @return medians in seconds: {@code fetch/bare.seconds}, {@code fetch/process.seconds}, {@code fetch/power.seconds}, {@code
     *     fetch/host.seconds}; and {@code fetch/pages}, the empty one at the end included
     */
    public static Figures measure(long logs, int rounds) {
        try (JavaProcess sandbox = JavaProcess.start(SandboxProcess.class, Long.toString(logs))) {
            String origin = sandbox.firstLine();
            // The first loop warms the sandbox and is not counted.
            double pages = JavaProcess.run(BareLoop.class, origin).get("pages");
            double[] bare = new double[rounds];
            double[] fetch = new double[rounds];
            double[] power = new double[rounds];
            double[] host = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                bare[round] =
                        JavaProcess.run(AS_THE_COMMAND, BareLoop.class, origin).get("seconds");
                fetch[round] = fetch(AS_THE_COMMAND, origin, "PROCESS", logs);
                power[round] = fetch(AS_THE_COMMAND, origin, "POWER", logs);
                host[round] = fetch(List.of(), origin, "PROCESS", logs);
            }
            Figures figures = new Figures();
            figures.put("fetch/logs", (double) logs);
            figures.put("fetch/pages", pages);
            figures.put("fetch/bare.seconds", median(bare));
            figures.put("fetch/process.seconds", median(fetch));
            figures.put("fetch/power.seconds", median(power));
            figures.put("fetch/host.seconds", median(host));
            return figures;
        }
    }

    private static double fetch(List<String> flags, String origin, String durability, long logs) {
        Figures figures = JavaProcess.run(flags, FetchOnce.class, origin, durability);
        if (figures.get("logs") != logs) {
            throw new IllegalStateException("fetch is not whole, expected=" + logs + ", found=" + figures.get("logs"));
        }
        return figures.get("seconds");
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /**
     * Says it.
     *
     * @param figures what was measured
     * @return a Markdown list
     */
    public static String markdown(Figures figures) {
        double bare = figures.get("fetch/bare.seconds");
        double process = figures.get("fetch/process.seconds");
        double power = figures.get("fetch/power.seconds");
        double host = figures.get("fetch/host.seconds");
        return String.format(
                Locale.ROOT,
                """
                - bare loop over %,.0f pages, %,.0f logs: **%.2f s**
                - fetch into a journal that survives a kill: **%.2f s**, %s the bare loop
                - fetch into a journal that survives a power cut: **%.2f s**, %s the bare loop
                - the first of these in a JVM with the optimizing compiler, as in a host that has just started: **%.2f s**, %s the bare loop
                """,
                figures.get("fetch/pages"),
                figures.get("fetch/logs"),
                bare,
                process,
                Report.ratio(process / bare),
                power,
                Report.ratio(power / bare),
                host,
                Report.ratio(host / bare));
    }
}
