package dev.annals.benchmarks.history;

import java.io.Serializable;

/** What one may ask of a contender. All that find logs find them in the order of their time and look at each payload. */
public sealed interface Search extends Serializable {
    /**
     * The one log with this identity.
     *
     * @param context the account
     * @param id the log's id
     */
    record ById(String context, String id) implements Search {}

    /**
     * All logs of an actor.
     *
     * @param actor an e-mail address
     */
    record ByActor(String actor) implements Search {}

    /**
     * All logs about an object.
     *
     * @param object an id
     */
    record ByObject(String object) implements Search {}

    /**
     * All logs of an API request.
     *
     * @param requestId its id
     */
    record ByRequest(String requestId) implements Search {}

    /**
     * The first logs of a type at or after an instant.
     *
     * @param type the action
     * @param fromMillis milliseconds since 1970
     * @param limit how many at most
     */
    record OfTypeFrom(String type, long fromMillis, int limit) implements Search {}

    /**
     * All logs of a span of time.
     *
     * @param fromMillis milliseconds since 1970, inclusive
     * @param untilMillis milliseconds since 1970, exclusive
     */
    record Between(long fromMillis, long untilMillis) implements Search {}

    /**
     * The latest logs, latest first.
     *
     * @param limit how many at most
     */
    record Newest(int limit) implements Search {}

    /**
     * How many logs there are in each group.
     *
     * @param grouping what they are counted by
     */
    record Counts(Grouping grouping) implements Search {}
}
