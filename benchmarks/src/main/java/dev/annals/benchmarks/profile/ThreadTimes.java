package dev.annals.benchmarks.profile;

import dev.annals.benchmarks.report.Figures;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Processor time of the threads that append, by their names; what the JVM's own threads spend is not in it. */
final class ThreadTimes {
    private static final List<String> NAMES = List.of("main", "annals-journal", "annals-columns", "annals-receipts");
    private static final String SUFFIX = ".nanos";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<String, Long> nanos = new HashMap<>();

    /** Runs something, and counts what the threads spend meanwhile; they must not end with it. */
    void during(Runnable work) {
        count(-1);
        work.run();
        count(1);
    }

    private void count(int sign) {
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && NAMES.contains(each.getThreadName())) {
                nanos.merge(each.getThreadName(), sign * threads.getThreadCpuTime(each.getThreadId()), Long::sum);
            }
        }
    }

    /** Of each event. */
    Figures each(double events) {
        Figures figures = new Figures();
        NAMES.forEach(name -> figures.put(name + SUFFIX, nanos.getOrDefault(name, 0L) / events));
        return figures;
    }

    /** A line for each thread. */
    static String table(Figures figures) {
        StringBuilder text = new StringBuilder();
        for (String name : NAMES) {
            text.append(String.format(Locale.ROOT, "  %5.2f µs  %s%n", figures.get(name + SUFFIX) / 1e3, name));
        }
        return text.append('\n').toString();
    }
}
