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
    /** Before every event. */
    static final Moment EARLIEST = new Moment(Long.MIN_VALUE, 0, 0);

    private static final int SECONDS_OF_DAY = 86_400;
    private static final int LAST_NANO = 999_999_999;

    static Moment of(Instant created, long position) {
        return new Moment(created.getEpochSecond(), created.getNano(), position);
    }

    /** The last moment before a day: days since 1970, UTC. */
    static Moment before(long day) {
        return new Moment(day * SECONDS_OF_DAY - 1, LAST_NANO, Long.MAX_VALUE);
    }

    /** The bound for what an entity itself did, of which only the time is kept. */
    Moment ofUse() {
        return new Moment(second, nano, Long.MAX_VALUE);
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
