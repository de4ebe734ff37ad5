package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;

/** A contender that answers searches. */
public interface Searchable extends Replayable {
    /**
     * Answers one search; brings every payload found into the heap.
     *
     * @param search what to find
     * @return what was found
     */
    Tally search(Search search);
}
