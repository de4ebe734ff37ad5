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
 * How many logs a second are recognised as known when the provider sends everything again, as it does after a lost cursor? One
 * invocation offers the whole history to a store that holds it; each contender compares the bytes, since a known id with other bytes is a
 * finding. PARSE is the walk over the tokens that none of them can avoid.
 *
 * <p>{@code benchmarks/run --only AppendKnown}. By hand, JMH needs {@code -opi} equal to {@code -p logs} to count logs.
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
public class AppendKnown {
    @Param({"JOURNAL", "SQLITE", "ROCKSDB", "MVSTORE", "PARSE"})
    Rival rival;

    @Param("100000")
    int logs;

    @Param("TIME_ORDERED")
    Ids ids;

    @Param("1")
    long seed;

    private History history;
    private Held held;
    private int fresh;

    @Setup(Level.Trial)
    public void fill() {
        history = History.of(logs, seed, ids);
        held = new Held(rival, Sync.PROCESS);
        Held.require("logs taken as new", logs, held.append(history));
        held.mustHold(history);
    }

    @Benchmark
    public int append() {
        fresh = held.append(history);
        return fresh;
    }

    @TearDown(Level.Trial)
    public void check() {
        if (rival != Rival.PARSE) {
            Held.require("logs taken as new", 0, fresh);
            held.mustHold(history);
        }
        held.close();
    }
}
