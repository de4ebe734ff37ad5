package dev.annals.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.history.Question;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs once, small and in this JVM, for every contender, so that none can rot; the benchmarks check their own counts. */
class BenchmarksTest {
    private static final int LOGS = 500;

    /** Stores that one benchmark fills and the next opens lie here, so that none is found that another build left. */
    @TempDir
    private static Path scratch;

    @BeforeAll
    static void useScratch() {
        System.setProperty("annals.benchmarks.dir", scratch.toString());
    }

    @AfterAll
    static void leaveScratch() {
        System.clearProperty("annals.benchmarks.dir");
    }

    @Test
    void appendFreshRuns() throws RunnerException {
        assertThat(run("AppendFresh")).hasSize(6);
    }

    @Test
    void appendKnownRuns() throws RunnerException {
        assertThat(run("AppendKnown")).hasSize(5);
    }

    @Test
    void searchingRuns() throws RunnerException {
        assertThat(run("Searching")).hasSize(2 * Question.values().length);
    }

    @Test
    void duckDbCounts() throws RunnerException {
        ChainedOptionsBuilder counts = how("Searching")
                .param("rival", Rival.DUCKDB.name())
                .param("question", "COUNT_BY_TYPE", "COUNT_BY_TYPE_AND_DAY", "COUNT_BY_ACTOR_AND_TYPE");

        assertThat(new Runner(counts.build()).run()).hasSize(3);
    }

    @Test
    void replayingRuns() throws RunnerException {
        assertThat(run("Replaying")).hasSize(4);
    }

    @Test
    void aContenderThatHoldsOtherLogsIsFound() {
        assertThatThrownBy(() -> Held.require("logs held", 500L, 499L))
                .hasMessageContaining("expected=500")
                .hasMessageContaining("found=499");
    }

    private static List<RunResult> run(String benchmark) throws RunnerException {
        return List.copyOf(new Runner(how(benchmark).build()).run());
    }

    private static ChainedOptionsBuilder how(String benchmark) {
        return new OptionsBuilder()
                .include("\\." + benchmark + "\\.")
                .param("logs", Integer.toString(LOGS))
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1))
                .syncIterations(false)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
    }
}
