package dev.annals.benchmarks.allocation;

import dev.annals.benchmarks.report.Figures;

/** A path on which every event costs heap, and how much of it it may cost: about a quarter above what it did when the bound was written. */
enum HotPath {
    /** From the bytes of a page to the acknowledgement. */
    APPEND("append fresh logs", 3_000),
    /** The same when the journal has all of them. */
    KNOWN("append known logs", 2_600),
    /** From the call of a query for everything to each payload in an array of its own. */
    REPLAY("replay, each payload in an array", 2_400);

    private final String what;
    private final double bound;

    HotPath(String what, double bound) {
        this.what = what;
        this.bound = bound;
    }

    String what() {
        return what;
    }

    double bound() {
        return bound;
    }

    String figure() {
        return "allocation/" + what.replace(' ', '-').replace(",", "") + ".bytes";
    }

    /** Runs it once; of several runs the last counts, when all is warm. */
    void measure(Figures figures, int events, Runnable work) {
        long before = Allocation.allocated();
        work.run();
        figures.put(figure(), (double) (Allocation.allocated() - before) / events);
    }

    double bytes(Figures figures) {
        return figures.get(figure());
    }

    boolean isHeld(Figures figures) {
        return bytes(figures) <= bound;
    }
}
