package dev.annals.benchmarks.history;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What is asked of a history that passed by once: the searches, and what all logs add up to. */
public final class Asked implements Serializable {
    private static final long serialVersionUID = 1;

    private final Map<Question, List<Search>> searches;
    private final Tally all;

    private Asked(Map<Question, List<Search>> searches, Tally all) {
        this.searches = searches;
        this.all = all;
    }

    /** Notes what to ask while logs pass by. For one thread. */
    public static final class Noting {
        private final Picks picks;
        private final BruteForce everything = BruteForce.ofAll();

        /**
         * Before the first log.
         *
         * @param logs how many there will be
         */
        public Noting(int logs) {
            picks = new Picks(logs);
        }

        /**
         * Sees the next log.
         *
         * @param fact what is known of it
         */
        public void see(Fact fact) {
            picks.see(fact);
            everything.see(fact);
        }

        /**
         * What to ask, when all logs have passed.
         *
         * @return the searches and the sum
         */
        public Asked asked() {
            Map<Question, List<Search>> searches = new EnumMap<>(Question.class);
            for (Question question : Question.values()) {
                searches.put(question, new ArrayList<>(picks.searches(question)));
            }
            return new Asked(searches, everything.tally());
        }
    }

    /**
     * The searches of one kind.
     *
     * @param question the kind
     * @return 1 to 32 searches
     */
    public List<Search> searches(Question question) {
        return searches.getOrDefault(question, List.of());
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
     * @return the searches
     */
    public static Asked read(Path file) {
        return ObjectFile.read(file, Asked.class);
    }
}
