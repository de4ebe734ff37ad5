package dev.annals.benchmarks.history;

/** How the ids of logs look: it decides how kind they are to a sorted index. */
public enum Ids {
    /** They begin with the time, so that a sorted index grows at its right edge: the likelier, and kinder to B-trees. */
    TIME_ORDERED,
    /** Chance from the first character on: the worst case for every index. */
    RANDOM
}
