package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;

/** A contender that answers searches. */
public interface Searchable extends Contender {
    /** Told once when all logs are there, before the first search: builds what searches need and appends do not. */
    default void readyToSearch() {}

    /**
     * Answers one search; brings every payload found into the heap.
     *
     * @param search what to find
     * @return what was found
     */
    Tally search(Search search);
}
