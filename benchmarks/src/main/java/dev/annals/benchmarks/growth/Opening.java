package dev.annals.benchmarks.growth;

import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Searchable;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.Asked;
import dev.annals.benchmarks.history.Question;
import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;
import dev.annals.benchmarks.report.Figures;
import java.nio.file.Path;
import java.util.List;

/**
 * Opens a journal that was closed properly, in a JVM that has done nothing yet, and asks every question until its cost is known; then opens
 * it three times more, to tell what is the journal's and what is the loading of classes.
 */
final class Opening {
    private static final int OPENINGS = 3;

    /** A count over everything takes one turn as long as all the rest, and must be compiled all the same. */
    private static final int TURNS = 3;

    private Opening() {}

    /** Arguments: the directory, the file of what is to be asked, for how many milliseconds each question is asked. */
    public static void main(String[] args) {
        Asked asked = Asked.read(Path.of(args[1]));
        long nanos = Long.parseLong(args[2]) * 1_000_000;
        Figures figures = new Figures();
        long start = System.nanoTime();
        try (Contender journal = Rival.JOURNAL.open(Path.of(args[0]), Sync.PROCESS)) {
            double seconds = (System.nanoTime() - start) / 1e9;
            figures.put("open.seconds", seconds);
            Progress.say("open of %,d: %.2f s", asked.all().rows(), seconds);
            for (Question question : Question.values()) {
                ask((Searchable) journal, asked, question, nanos, figures);
            }
        }
        figures.put("open.again.seconds", openAgain(Path.of(args[0])));
        System.out.print(figures.lines());
    }

    private static double openAgain(Path directory) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < OPENINGS; i++) {
            long start = System.nanoTime();
            try (Contender journal = Rival.JOURNAL.open(directory, Sync.PROCESS)) {
                fastest = Math.min(fastest, System.nanoTime() - start);
                journal.logs();
            }
        }
        return fastest / 1e9;
    }

    private static void ask(Searchable journal, Asked asked, Question question, long nanos, Figures figures) {
        List<Search> searches = asked.searches(question);
        long rows = 0;
        for (Search search : searches) {
            Tally found = journal.search(search);
            require(asked, search, found);
            rows += found.rows();
        }
        fastest(journal, searches, nanos);
        double each = fastest(journal, searches, nanos);
        figures.put("query." + question + ".rows", (double) rows / searches.size());
        figures.put("query." + question + ".micros", each / 1e3);
        Progress.say("%s of %,d: %,.1f µs", question, asked.all().rows(), each / 1e3);
    }

    /** Asks all in turn for a while, some times at least; nanoseconds a search in the fastest turn, which others disturbed least. */
    private static double fastest(Searchable journal, List<Search> searches, long nanos) {
        long start = System.nanoTime();
        long fastest = Long.MAX_VALUE;
        long before = start;
        for (int turn = 0; turn < TURNS || before - start < nanos; turn++) {
            for (Search search : searches) {
                journal.search(search);
            }
            long now = System.nanoTime();
            fastest = Math.min(fastest, now - before);
            before = now;
        }
        return (double) fastest / searches.size();
    }

    /** What can be known of an answer without looking at every log; that all answers are right is for the smaller histories beside peers. */
    private static void require(Asked asked, Search search, Tally found) {
        boolean one = search instanceof Search.ById || search instanceof Search.ByRequest;
        boolean right = search instanceof Search.Newest newest
                ? found.rows() == newest.limit()
                : one ? found.rows() == 1 : found.rows() <= asked.all().rows();
        if (!right) {
            throw new IllegalStateException("wrong answer, search=" + search + ", found=" + found);
        }
    }
}
