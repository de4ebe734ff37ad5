package dev.annals.benchmarks.profile;

import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import java.nio.file.Path;

/**
 * Fills one fresh journal after another, as {@link dev.annals.benchmarks.AppendFresh} does, and counts what each thread spends: on a machine
 * of few cores their sum is what bounds the rate.
 */
final class Filling {
    /** More are needed until the compiler is done than are measured. */
    private static final int WARM_UP_PARTS = 2;

    private final History history;
    private double events;

    private Filling(History history) {
        this.history = history;
    }

    /** Arguments: how many logs a journal, for how many seconds. */
    public static void main(String[] args) {
        Filling filling = new Filling(History.of(Integer.parseInt(args[0]), 1, Ids.TIME_ORDERED));
        long nanos = Long.parseLong(args[1]) * 1_000_000_000;
        filling.fill(WARM_UP_PARTS * nanos, new ThreadTimes());
        filling.events = 0;
        ThreadTimes times = new ThreadTimes();
        filling.fill(nanos, times);
        System.out.print(times.each(filling.events).lines());
    }

    private void fill(long nanos, ThreadTimes times) {
        long start = System.nanoTime();
        do {
            Path directory = Scratch.fresh();
            try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
                times.during(() -> events += journal.appendAll(history.pages()));
            }
            Scratch.delete(directory);
        } while (System.nanoTime() - start < nanos);
    }
}
