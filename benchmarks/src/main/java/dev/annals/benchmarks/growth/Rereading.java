package dev.annals.benchmarks.growth;

import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Replayable;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.Asked;
import dev.annals.benchmarks.history.Tally;
import dev.annals.benchmarks.report.Figures;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Replays a journal, and builds its derived data again, each twice at least and for some seconds; the fastest time counts, when all is
 * warm and others disturbed least.
 */
final class Rereading {
    private static final int ROUNDS = 2;

    private Rereading() {}

    /** Arguments: the directory, the file of what all logs add up to, for how many milliseconds each is warmed. */
    public static void main(String[] args) {
        Path directory = Path.of(args[0]);
        Tally all = Asked.read(Path.of(args[1])).all();
        long nanos = Long.parseLong(args[2]) * 1_000_000;
        Figures figures = new Figures();
        try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
            double replay = fastest("replay", all, nanos, () -> time(() -> replay((Replayable) journal, all)));
            figures.put("replay.nanos", replay / all.rows());
        }
        double rebuild = fastest("rebuild", all, nanos, () -> rebuild(directory, all));
        figures.put("rebuild.nanos", rebuild / all.rows());
        System.out.print(figures.lines());
    }

    private static void replay(Replayable journal, Tally all) {
        Tally found = journal.replay();
        if (!found.equals(all)) {
            throw new IllegalStateException("replay differs, expected=" + all + ", found=" + found);
        }
    }

    private static long rebuild(Path directory, Tally all) {
        Scratch.delete(directory.resolve("derived"));
        Contender[] opened = new Contender[1];
        long nanos = time(() -> opened[0] = Rival.JOURNAL.open(directory, Sync.PROCESS));
        try (Contender journal = opened[0]) {
            if (journal.logs() != all.rows()) {
                throw new IllegalStateException("rebuilt journal holds other logs, found=" + journal.logs());
            }
        }
        return nanos;
    }

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static double fastest(String what, Tally all, long nanos, Supplier<Long> round) {
        long start = System.nanoTime();
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS || System.nanoTime() - start < nanos; i++) {
            fastest = Math.min(fastest, round.get());
        }
        Progress.say("%s of %,d: %.2f s", what, all.rows(), fastest / 1e9);
        return fastest;
    }
}
