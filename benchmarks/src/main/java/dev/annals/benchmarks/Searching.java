package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Searchable;
import dev.annals.benchmarks.history.Answers;
import dev.annals.benchmarks.history.Question;
import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;
import java.util.List;
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
 * How many searches of each kind does a filled store answer a second? Each invocation asks for another id, actor or time; every
 * payload found is brought into the heap. All answers are first compared with those found by looking at every log.
 *
 * <p>DuckDB answers the counts only: {@code -p rival=DUCKDB -p question=COUNT_BY_TYPE_AND_DAY}.
 *
 * <p>{@code benchmarks/run --only Searching}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 4)
@Measurement(iterations = 5, time = 1)
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
public class Searching {
    @Param
    Question question;

    @Param({"JOURNAL", "SQLITE"})
    Rival rival;

    @Param("100000")
    int logs;

    @Param("1")
    long seed;

    private Filled filled;
    private Searchable store;
    private List<Search> searches;
    private int next;

    @Setup(Level.Trial)
    public void fill() {
        Answers answers = Filled.answers(logs, seed);
        filled = new Filled(rival, logs, seed);
        store = (Searchable) filled.contender();
        answers.to(question)
                .forEach((search, expected) -> Held.require("answers to " + search, expected, store.search(search)));
        searches = List.copyOf(answers.to(question).keySet());
    }

    @Benchmark
    public Tally search() {
        next = next + 1 == searches.size() ? 0 : next + 1;
        return store.search(searches.get(next));
    }

    @TearDown(Level.Trial)
    public void close() {
        filled.close();
    }
}
