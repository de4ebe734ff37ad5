package dev.annals.benchmarks.growth;

import com.sun.management.OperatingSystemMXBean;
import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.Asked;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Page;
import dev.annals.benchmarks.history.Pages;
import dev.annals.benchmarks.report.Figures;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a history as a fetcher hands it over, and times each tenth of it. The pages are made in between, which is not timed; what the journal does
 * meanwhile on other threads is in the processor time, which counts everything but the making. A smaller journal was filled before, so that
 * the first tenth does not pay for compiling.
 */
final class Ingest {
    private static final int TENTHS = 10;
    private static final int WARMUP = 300_000;

    /** Thirteen megabytes. */
    private static final int PAGES_MADE = 256;

    private static final int WARMUP_SEED = 77;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Figures figures = new Figures();
    private final int logs;
    private long appendNanos;
    private long makeCpuNanos;

    private Ingest(int logs) {
        this.logs = logs;
    }

    /** Arguments: the directory, how many logs, the file for what is to be asked. */
    public static void main(String[] args) {
        int logs = Integer.parseInt(args[1]);
        warmUp((int) Math.min(WARMUP, 10L * logs));
        System.out.print(
                new Ingest(logs).take(Path.of(args[0]), Path.of(args[2])).lines());
    }

    private static void warmUp(int events) {
        Path directory = Scratch.fresh();
        try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
            new Pages(events, WARMUP_SEED, Ids.TIME_ORDERED, History.PAGE)
                    .forEachRemaining(page -> journal.append(page.body()));
        }
        Scratch.delete(directory);
    }

    private Figures take(Path directory, Path file) {
        Asked.Noting asked = new Asked.Noting(logs);
        Pages pages = new Pages(logs, 1, Ids.TIME_ORDERED, History.PAGE);
        long cpu = system.getProcessCpuTime();
        try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
            for (int tenth = 1; tenth <= TENTHS; tenth++) {
                takeTenth(journal, pages, asked, tenth);
            }
            long start = System.nanoTime();
            journal.close();
            figures.put("close.seconds", (System.nanoTime() - start) / 1e9);
        }
        double spent = (double) system.getProcessCpuTime() - cpu - makeCpuNanos;
        asked.asked().write(file);
        figures.put("append.nanos", (double) appendNanos / logs);
        figures.put("append.cpu.nanos", spent / logs);
        figures.put("json.bytes", (double) asked.asked().all().sum() / logs);
        figures.put("disk.bytes", (double) Scratch.allocated(directory) / logs);
        return figures;
    }

    private void takeTenth(Contender journal, Pages pages, Asked.Noting asked, int tenth) {
        int count =
                (int) ((long) logs * tenth / TENTHS / History.PAGE - (long) logs * (tenth - 1) / TENTHS / History.PAGE);
        long nanos = 0;
        for (int taken = 0; taken < count; taken += PAGES_MADE) {
            List<byte[]> some = make(pages, asked, Math.min(PAGES_MADE, count - taken));
            long start = System.nanoTime();
            int fresh = journal.appendAll(some);
            nanos += System.nanoTime() - start;
            if (fresh != some.size() * History.PAGE) {
                throw new IllegalStateException(
                        "logs taken as new, expected=" + some.size() * History.PAGE + ", found=" + fresh);
            }
        }
        appendNanos += nanos;
        double each = (double) nanos / count / History.PAGE;
        figures.put("append.tenth." + tenth + ".nanos", each);
        Progress.say("ingest of %,d: %d tenths, %.2f µs an event in the last", logs, tenth, each / 1e3);
    }

    private List<byte[]> make(Pages pages, Asked.Noting asked, int count) {
        long start = threads.getCurrentThreadCpuTime();
        List<byte[]> some = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Page page = pages.next();
            page.facts().forEach(asked::see);
            some.add(page.body());
        }
        makeCpuNanos += threads.getCurrentThreadCpuTime() - start;
        return some;
    }
}
