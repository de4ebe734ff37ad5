package dev.annals.benchmarks.history;

import java.util.List;

/** A page as the provider would send it, and what is known of its logs. */
public final class Page {
    private final byte[] body;
    private final List<Fact> facts;

    Page(byte[] body, List<Fact> facts) {
        this.body = body;
        this.facts = List.copyOf(facts);
    }

    /**
     * The page.
     *
     * @return a whole answer of the list operation; not to be written to
     */
    public byte[] body() {
        return body;
    }

    /**
     * Its logs.
     *
     * @return one for each, in order
     */
    public List<Fact> facts() {
        return facts;
    }
}
