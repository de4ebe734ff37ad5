package dev.annals.benchmarks.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The logs that searches look for, picked while a history passes by once: at places that meet all parts of it, so that each search is
 * for another one. For one thread.
 */
public final class Picks {
    private final int logs;
    private final long[] wanted = new long[Cast.RARE];
    private final Map<Question, List<Fact>> found = new EnumMap<>(Question.class);
    private int next;

    /**
     * Before the first log.
     *
     * @param logs how many there will be
     */
    public Picks(int logs) {
        this.logs = logs;
        for (int number = 0; number < wanted.length; number++) {
            wanted[number] = ((number * 2_654_435_761L) >>> 7) % logs;
        }
        Arrays.sort(wanted);
        for (Question question : Question.values()) {
            found.put(question, new ArrayList<>());
        }
    }

    /**
     * Sees the next log.
     *
     * @param fact what is known of it
     */
    public void see(Fact fact) {
        found.forEach((question, facts) -> {
            while (facts.size() < wanted.length && next >= wanted[facts.size()] && question.suits(fact)) {
                facts.add(fact);
            }
        });
        next++;
    }

    /**
     * Searches of one kind, each of another log, actor or time, so that none lives from the cache of the one before.
     *
     * @param question the kind
     * @return 1 to 32 searches
     */
    public List<Search> searches(Question question) {
        if (next != logs) {
            throw new IllegalStateException("not all logs were seen, expected=" + logs + ", found=" + next);
        }
        List<Fact> facts = found.getOrDefault(question, List.of());
        return Searches.of(question, Cast.RARE, number -> facts.get(number % facts.size()));
    }
}
