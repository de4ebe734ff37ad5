package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Question;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs what JMH measures: each benchmark with the contenders that can answer it. */
final class Benchmarks {
    /** What must hold beside a peer; the others are asked in the scaling run only. */
    private static final Set<Question> ASKED =
            EnumSet.complementOf(EnumSet.of(Question.REQUEST, Question.COUNT_BY_TYPE));

    private static final Set<Question> COUNTED =
            EnumSet.of(Question.COUNT_BY_TYPE_AND_DAY, Question.COUNT_BY_ACTOR_AND_TYPE);

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
        measure("AppendFresh", "AppendFresh", logs, base(effort, logs).warmupTime(effort.appendWarmup()));
        measure(
                "AppendRandom",
                "AppendFresh",
                logs,
                rivals(
                        base(effort, logs).warmupTime(effort.appendWarmup()).param("ids", Ids.RANDOM.name()),
                        Rival.JOURNAL,
                        Rival.SQLITE,
                        Rival.ROCKSDB));
        int synced = effort.syncedLogs();
        measure(
                "AppendSynced",
                "AppendFresh",
                synced,
                rivals(
                        base(effort, synced).warmupTime(effort.appendWarmup()).param("sync", Sync.POWER.name()),
                        Rival.JOURNAL,
                        Rival.JOURNAL_TOGETHER,
                        Rival.SQLITE,
                        Rival.ROCKSDB,
                        Rival.MVSTORE,
                        Rival.CHRONICLE,
                        Rival.FILE));
        measure("AppendKnown", "AppendKnown", logs, base(effort, logs).warmupTime(effort.appendWarmup()));
    }

    private void search() throws RunnerException {
        int logs = effort.heldLogs();
        measure("Searching", "Searching", 1, asking(base(effort, logs), ASKED));
        measure("Searching", "Searching", 1, rivals(asking(base(effort, logs), COUNTED), Rival.DUCKDB));
    }

    private static ChainedOptionsBuilder asking(ChainedOptionsBuilder how, Set<Question> questions) {
        return how.param("question", questions.stream().map(Question::name).toArray(String[]::new));
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
