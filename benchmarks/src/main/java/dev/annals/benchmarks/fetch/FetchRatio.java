package dev.annals.benchmarks.fetch;

import dev.annals.benchmarks.report.Report;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long does it take to fetch a history over HTTP into a journal, and how long to read the same pages and throw them away? A sandbox in
 * another process serves pages of 100; each reader runs in a fresh JVM, in turn; the median of three counts.
 *
 * @param logs how many logs were fetched
 * @param pages how many pages that took, the empty one at the end included
 * @param bareSeconds the bare loop
 * @param fetchSeconds the fetch into a journal that survives the death of the process
 * @param powerSeconds the fetch into a journal that survives a power cut
 */
public record FetchRatio(long logs, long pages, double bareSeconds, double fetchSeconds, double powerSeconds) {
    private static final int ROUNDS = 3;

    /**
     * Measures.
     *
     * @param logs how many logs the sandbox holds
     * @return the medians
     */
    public static FetchRatio measure(long logs) {
        try (JavaProcess sandbox = new JavaProcess(SandboxProcess.class, Long.toString(logs))) {
            String origin = sandbox.firstLine();
            // The first loop warms the sandbox and is not counted.
            long pages = bare(origin).count();
            double[] bare = new double[ROUNDS];
            double[] fetch = new double[ROUNDS];
            double[] power = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                bare[round] = bare(origin).seconds();
                fetch[round] = fetch(origin, "PROCESS", logs);
                power[round] = fetch(origin, "POWER", logs);
            }
            return new FetchRatio(logs, pages, median(bare), median(fetch), median(power));
        }
    }

    private static Timed bare(String origin) {
        return run(BareLoop.class, origin);
    }

    private static double fetch(String origin, String durability, long logs) {
        Timed timed = run(FetchOnce.class, origin, durability);
        if (timed.count() != logs) {
            throw new IllegalStateException("fetch is not whole, expected=" + logs + ", found=" + timed.count());
        }
        return timed.seconds();
    }

    private static Timed run(Class<?> main, String... args) {
        try (JavaProcess process = new JavaProcess(main, args)) {
            return Timed.parse(process.finish());
        }
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }

    /**
     * Says it.
     *
     * @return a Markdown list
     */
    public String markdown() {
        return String.format(
                Locale.ROOT,
                """
                - bare loop over %,d pages, %,d logs: **%.2f s**
                - fetch into a journal that survives a kill: **%.2f s**, %s the bare loop
                - fetch into a journal that survives a power cut: **%.2f s**, %s the bare loop
                """,
                pages,
                logs,
                bareSeconds,
                fetchSeconds,
                Report.ratio(fetchSeconds / bareSeconds),
                powerSeconds,
                Report.ratio(powerSeconds / bareSeconds));
    }

    /**
     * Measures and prints.
     *
     * @param args how many logs; 100,000 if not given
     */
    public static void main(String[] args) {
        long logs = args.length > 0 ? Long.parseLong(args[0]) : 100_000;
        System.out.print(measure(logs).markdown());
    }
}
