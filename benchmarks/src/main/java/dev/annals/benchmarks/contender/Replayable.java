package dev.annals.benchmarks.contender;

import dev.annals.benchmarks.history.Tally;

/** A contender whose logs can be read again in order. */
public interface Replayable extends Contender {
    /**
     * Brings every payload into the heap, in the order of arrival.
     *
     * @return what was read
     */
    Tally replay();
}
