package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Replayable;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.history.Tally;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many payloads a second come back when all are read in order, each brought into the heap? Raw Chronicle brings back whole pages and
 * does not look for logs in them, or logs if it was given them one by one.
 *
 * <p>{@code benchmarks/run --only Replaying}. By hand, JMH needs {@code -opi} equal to {@code -p logs} to count logs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {
            Flags.OPEN_CHANNELS,
            Flags.OPEN_REFLECTION,
            Flags.EXPORT_CLEANER,
            Flags.NO_BANNER,
            Flags.HEAP_START,
            Flags.HEAP
        })
@SuppressWarnings("NullAway.Init") // JMH calls the setup.
public class Replaying {
    @Param({"JOURNAL", "SQLITE", "CHRONICLE", "CHRONICLE_LOGS"})
    Rival rival;

    @Param("100000")
    int logs;

    @Param("1")
    long seed;

    private Filled filled;
    private Replayable store;
    private Tally expected;
    private Tally tally = Tally.NONE;

    @Setup(Level.Trial)
    public void fill() {
        expected = Filled.answers(logs, seed).all();
        filled = new Filled(rival, logs, seed);
        store = (Replayable) filled.contender();
    }

    @Benchmark
    public Tally replay() {
        tally = store.replay();
        return tally;
    }

    @TearDown(Level.Trial)
    public void check() {
        if (rival == Rival.CHRONICLE) {
            Held.require("logs replayed", expected.rows(), tally.rows());
        } else {
            Held.require("logs replayed", expected, tally);
        }
        filled.close();
    }
}
