package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
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
 * How many logs a second go from the bytes of a page into a store that had none of them, parsed, deduplicated and committed page by
 * page? One invocation fills an empty store with the whole history.
 *
 * <p>{@code benchmarks/run --only AppendFresh}. By hand, JMH needs {@code -opi} equal to {@code -p logs} to count logs.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 25)
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
public class AppendFresh {
    @Param({"JOURNAL", "SQLITE", "ROCKSDB", "MVSTORE", "CHRONICLE", "LIMIT"})
    Rival rival;

    @Param("PROCESS")
    Sync sync;

    @Param("100000")
    int logs;

    @Param("TIME_ORDERED")
    Ids ids;

    @Param("1")
    long seed;

    private History history;
    private Held held;
    private int fresh;
    private boolean counted;

    @Setup(Level.Trial)
    public void makeHistory() {
        history = History.of(logs, seed, ids);
    }

    @Setup(Level.Invocation)
    public void openEmpty() {
        held = new Held(rival, sync);
    }

    @Benchmark
    public int append() {
        fresh = held.append(history);
        return fresh;
    }

    @TearDown(Level.Invocation)
    public void check() {
        Held.require("logs taken as new", logs, fresh);
        if (!counted) {
            held.mustHold(history);
            counted = true;
        }
        held.close();
    }
}
