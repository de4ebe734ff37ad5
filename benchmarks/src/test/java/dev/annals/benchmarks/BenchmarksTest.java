package dev.annals.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs once, small and in this JVM, for every contender, so that none can rot; the benchmarks check their own counts. */
class BenchmarksTest {
    private static final int LOGS = 500;

    @Test
    void appendFreshRuns() throws RunnerException {
        assertThat(run("AppendFresh")).hasSize(5);
    }

    @Test
    void appendKnownRuns() throws RunnerException {
        assertThat(run("AppendKnown")).hasSize(4);
    }

    @Test
    void searchingRuns() throws RunnerException {
        assertThat(run("Searching")).hasSize(14);
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

    private List<RunResult> run(String benchmark) throws RunnerException {
        return List.copyOf(new Runner(new OptionsBuilder()
                        .include("\\." + benchmark + "\\.")
                        .param("logs", Integer.toString(LOGS))
                        .forks(0)
                        .warmupIterations(0)
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(1))
                        .syncIterations(false)
                        .shouldFailOnError(true)
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run());
    }
}
