package dev.annals.benchmarks.history;

/** The kinds of searches that are measured. */
public enum Question {
    /** One log by its identity. */
    BY_ID,
    /** All logs about one API key or card: one. */
    OBJECT,
    /** All logs of one API request: one. */
    REQUEST,
    /** All logs of someone who hardly ever acts: about a dozen. */
    RARE_ACTOR,
    /** The first 100 logs of a common type after an instant. */
    TYPE_AFTER,
    /** All logs of one busy minute: about half a percent of the history. */
    ONE_MINUTE,
    /** All logs of one of the busier actors over the year: about half a percent of the history. */
    ONE_ACTOR,
    /** The newest 100 logs. */
    NEWEST,
    /** How many logs there are of each type. */
    COUNT_BY_TYPE,
    /** How many logs there are of each type on each day. */
    COUNT_BY_TYPE_AND_DAY,
    /** How many logs there are of each actor and type. */
    COUNT_BY_ACTOR_AND_TYPE;

    /** Whether a search of this kind may look for this log: objects that come again and again are for no look-up. */
    boolean suits(Fact fact) {
        return this != OBJECT || !fact.object().contains("@");
    }
}
