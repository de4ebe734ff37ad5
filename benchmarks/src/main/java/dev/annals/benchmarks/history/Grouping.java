package dev.annals.benchmarks.history;

/** What logs are counted by. */
public enum Grouping {
    /** Each action type. */
    TYPE,
    /** Each action type on each day (UTC). */
    TYPE_AND_DAY,
    /** Each actor with each action type. */
    ACTOR_AND_TYPE;

    private static final long DAY_MILLIS = 86_400_000;

    /**
     * The group of a log, as a tally knows it.
     *
     * @param type the action type
     * @param createdMillis milliseconds since 1970
     * @param actor who
     * @return the group's name
     */
    public String group(String type, long createdMillis, String actor) {
        return switch (this) {
            case TYPE -> type;
            case TYPE_AND_DAY -> name(type, Long.toString(createdMillis / DAY_MILLIS));
            case ACTOR_AND_TYPE -> name(actor, type);
        };
    }

    /**
     * The name of a group of two parts.
     *
     * @param first the first part
     * @param second the second
     * @return the name
     */
    public static String name(String first, String second) {
        return first + '|' + second;
    }
}
