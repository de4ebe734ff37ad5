package dev.annals.store.projection;

import java.time.Instant;

/**
 * A place in the order of an entity's history: the time of the event, and of equal times the position in the journal.
 *
 * @param second of the event's {@code created}, since 1970
 * @param nano within the second
 * @param position of the record
 */
record Moment(long second, int nano, long position) implements Comparable<Moment> {
    private static final int SECONDS_OF_DAY = 86_400;

    static Moment of(Instant created, long position) {
        return new Moment(created.getEpochSecond(), created.getNano(), position);
    }

    Instant instant() {
        return Instant.ofEpochSecond(second, nano);
    }

    /** Days since 1970, UTC. */
    long day() {
        return Math.floorDiv(second, SECONDS_OF_DAY);
    }

    @Override
    public int compareTo(Moment other) {
        int bySecond = Long.compare(second, other.second);
        if (bySecond != 0) {
            return bySecond;
        }
        int byNano = Integer.compare(nano, other.nano);
        return byNano != 0 ? byNano : Long.compare(position, other.position);
    }

    static Moment earlier(Moment one, Moment other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    static Moment later(Moment one, Moment other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
