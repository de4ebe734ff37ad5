package dev.annals.benchmarks.history;

/** The kinds of searches that are measured. */
public enum Question {
    /** One log by its identity. */
    BY_ID,
    /** All logs of someone who hardly ever acts: about a dozen. */
    RARE_ACTOR,
    /** The first 100 logs of a common type after an instant. */
    TYPE_AFTER,
    /** All logs of one busy minute: about half a percent of the history. */
    ONE_MINUTE,
    /** All logs of one of the busier actors: about half a percent of the history. */
    ONE_ACTOR,
    /** The newest 100 logs. */
    NEWEST,
    /** How many logs there are of each type. */
    COUNT_BY_TYPE
}
