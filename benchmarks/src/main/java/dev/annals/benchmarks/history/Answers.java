package dev.annals.benchmarks.history;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every contender must answer about one history, found by looking at every log, one after the other; no log is kept. Written to a
 * file once, since each measured JVM needs it.
 */
public final class Answers implements Serializable {
    private static final long serialVersionUID = 1;

    private final Map<Question, Map<Search, Tally>> expected;
    private final Tally all;

    private Answers(Map<Question, Map<Search, Tally>> expected, Tally all) {
        this.expected = expected;
        this.all = all;
    }

    /**
     * Looks at every log, twice: once to choose what is searched for, once to find it.
     *
     * @param logs how many logs, a multiple of {@link History#PAGE}
     * @param seed what the history grows from
     * @return the answers
     */
    public static Answers of(int logs, long seed) {
        Picks picks = new Picks(logs);
        pages(logs, seed).forEachRemaining(page -> page.facts().forEach(picks::see));
        Map<Question, Map<Search, BruteForce>> brutes = new EnumMap<>(Question.class);
        for (Question question : Question.values()) {
            Map<Search, BruteForce> each = new LinkedHashMap<>();
            picks.searches(question).forEach(search -> each.put(search, new BruteForce(search)));
            brutes.put(question, each);
        }
        List<BruteForce> eyes =
                brutes.values().stream().flatMap(each -> each.values().stream()).toList();
        BruteForce everything = BruteForce.ofAll();
        pages(logs, seed).forEachRemaining(page -> {
            for (Fact fact : page.facts()) {
                everything.see(fact);
                eyes.forEach(eye -> eye.see(fact));
            }
        });
        return new Answers(tallies(brutes), everything.tally());
    }

    private static Pages pages(int logs, long seed) {
        return new Pages(logs, seed, Ids.TIME_ORDERED, History.PAGE);
    }

    private static Map<Question, Map<Search, Tally>> tallies(Map<Question, Map<Search, BruteForce>> brutes) {
        Map<Question, Map<Search, Tally>> tallies = new EnumMap<>(Question.class);
        brutes.forEach((question, each) -> {
            Map<Search, Tally> found = new LinkedHashMap<>();
            each.forEach((search, brute) -> found.put(search, brute.tally()));
            tallies.put(question, found);
        });
        return tallies;
    }

    /**
     * The searches of one kind, each with what it must find.
     *
     * @param question the kind
     * @return 1 to 32 searches and their answers, in order
     */
    public Map<Search, Tally> to(Question question) {
        Map<Search, Tally> found = expected.get(question);
        if (found == null) {
            throw new IllegalStateException("no answers, question=" + question);
        }
        return Collections.unmodifiableMap(found);
    }

    /**
     * All logs, as a replay must find them.
     *
     * @return the tally
     */
    public Tally all() {
        return all;
    }

    /**
     * Writes all of it.
     *
     * @param file the file; one that is there is replaced
     */
    public void write(Path file) {
        ObjectFile.write(file, this);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @param file the file
     * @return the answers
     */
    public static Answers read(Path file) {
        return ObjectFile.read(file, Answers.class);
    }
}
