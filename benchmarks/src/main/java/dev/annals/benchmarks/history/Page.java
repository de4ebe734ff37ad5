package dev.annals.benchmarks.history;

import java.util.List;

/**
 * A page as the provider would send it, and what is known of its logs.
 *
 * @param body a whole answer of the list operation; not to be written to
 * @param facts one for each of its logs, in order
 */
public record Page(byte[] body, List<Fact> facts) {
    /** The logs are never changed. */
    public Page {
        facts = List.copyOf(facts);
    }
}
