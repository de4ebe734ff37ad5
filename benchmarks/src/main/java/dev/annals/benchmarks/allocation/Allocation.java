package dev.annals.benchmarks.allocation;

import com.sun.management.ThreadMXBean;
import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Replayable;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Figures;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How many bytes of heap does an event cost when everything is warm: appended fresh, offered again, replayed? All threads of the JVM
 * count, from the bytes of a page to the acknowledgement, and from the call of a query to the payload's bytes in an array. A quarter above
 * what was measured when the bound was written fails the run: allocation depends little on the machine's mood, only on what the compiler
 * has inlined by then, so that a bound can be close.
 *
 * <p>{@code benchmarks/run --only Allocation}.
 */
public final class Allocation {
    private static final int LOGS = 60_000;
    private static final int ROUNDS = 6;
    private static final String HEAP = "-Xmx256m";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocation() {}

    /**
     * Measures in a JVM of its own.
     *
     * @return bytes for each event: {@code allocation/append.bytes} and so on
     */
    public static Figures measure() {
        return JavaProcess.run(HEAP, Allocation.class);
    }

    /**
     * Measures and says it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.print(count().lines());
    }

    private static Figures count() {
        Path directory = Scratch.fresh();
        Figures figures = new Figures();
        try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
            History history = History.of(LOGS, 0, Ids.TIME_ORDERED);
            for (int seed = 1; seed <= ROUNDS; seed++) {
                history = History.of(LOGS, seed, Ids.TIME_ORDERED);
                HotPath.APPEND.measure(figures, LOGS, append(journal, history));
            }
            for (int round = 0; round < ROUNDS; round++) {
                HotPath.KNOWN.measure(figures, LOGS, append(journal, history));
            }
            for (int round = 0; round < ROUNDS; round++) {
                HotPath.REPLAY.measure(figures, ROUNDS * LOGS, ((Replayable) journal)::replay);
            }
        }
        Scratch.delete(directory);
        return figures;
    }

    private static Runnable append(Contender journal, History history) {
        return () -> history.pages().forEach(journal::append);
    }

    /** What all threads that live have allocated so far; the journal's are the same from its opening on. */
    static long allocated() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    /**
     * Says it.
     *
     * @param figures what was measured
     * @return a Markdown table
     */
    public static String markdown(Figures figures) {
        StringBuilder text =
                new StringBuilder("| in steady state | bytes of heap an event | bound | |\n|---|--:|--:|---|\n");
        for (HotPath path : HotPath.values()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %,.0f | %s |%n",
                    path.what(),
                    path.bytes(figures),
                    path.bound(),
                    path.isHeld(figures) ? "held" : "**NOT held**"));
        }
        return text.toString();
    }

    /**
     * What was above its bound.
     *
     * @param figures what was measured
     * @return a sentence for each, empty if all held
     */
    public static List<String> broken(Figures figures) {
        return Arrays.stream(HotPath.values())
                .filter(path -> !path.isHeld(figures))
                .map(path -> String.format(
                        Locale.ROOT,
                        "allocation of %s is %.0f bytes an event, bound=%.0f",
                        path.what(),
                        path.bytes(figures),
                        path.bound()))
                .toList();
    }
}
