package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs what JMH measures: each benchmark with the contenders that can answer it. */
final class Benchmarks {
    private final Effort effort;
    private final Predicate<String> wanted;
    private final List<RunResult> results = new ArrayList<>();

    private Benchmarks(Effort effort, Predicate<String> wanted) {
        this.effort = effort;
        this.wanted = wanted;
    }

    /** Runs those that are wanted, one after the other; fails if a benchmark does, as when a contender is found to be wrong. */
    static List<RunResult> run(Effort effort, Predicate<String> wanted) throws RunnerException {
        Benchmarks benchmarks = new Benchmarks(effort, wanted);
        benchmarks.append();
        benchmarks.search();
        benchmarks.measure("Replaying", "Replaying", effort.heldLogs(), base(effort, effort.heldLogs()));
        return List.copyOf(benchmarks.results);
    }

    private void append() throws RunnerException {
        int logs = effort.logs();
        measure("AppendFresh", "AppendFresh", logs, base(effort, logs));
        measure(
                "AppendRandom",
                "AppendFresh",
                logs,
                rivals(base(effort, logs).param("ids", Ids.RANDOM.name()), Rival.JOURNAL, Rival.SQLITE, Rival.ROCKSDB));
        int synced = effort.syncedLogs();
        measure(
                "AppendSynced",
                "AppendFresh",
                synced,
                rivals(
                        base(effort, synced).param("sync", Sync.POWER.name()),
                        Rival.JOURNAL,
                        Rival.SQLITE,
                        Rival.ROCKSDB,
                        Rival.MVSTORE,
                        Rival.CHRONICLE,
                        Rival.FILE));
        measure("AppendKnown", "AppendKnown", logs, base(effort, logs));
    }

    private void search() throws RunnerException {
        measure("Searching", "Searching", 1, base(effort, effort.heldLogs()));
        String[] counts = Arrays.stream(Question.values())
                .map(Question::name)
                .filter(name -> name.startsWith("COUNT_"))
                .toArray(String[]::new);
        measure(
                "Searching",
                "Searching",
                1,
                rivals(base(effort, effort.heldLogs()).param("question", counts), Rival.DUCKDB));
    }

    private static ChainedOptionsBuilder base(Effort effort, int logs) {
        return new OptionsBuilder()
                .param("logs", Integer.toString(logs))
                .warmupTime(effort.warmup())
                .measurementIterations(effort.iterations())
                .measurementTime(effort.time())
                .syncIterations(false)
                .shouldFailOnError(true)
                .shouldDoGC(true)
                .addProfiler(GCProfiler.class);
    }

    private static ChainedOptionsBuilder rivals(ChainedOptionsBuilder how, Rival... rivals) {
        return how.param("rival", Arrays.stream(rivals).map(Rival::name).toArray(String[]::new));
    }

    private void measure(String name, String benchmark, int operations, ChainedOptionsBuilder how)
            throws RunnerException {
        if (wanted.test(name)) {
            results.addAll(new Runner(how.include("\\." + benchmark + "\\.")
                            .operationsPerInvocation(operations)
                            .build())
                    .run());
        }
    }
}
