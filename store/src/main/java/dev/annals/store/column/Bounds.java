package dev.annals.store.column;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A span of time, exact to the nanosecond. */
final class Bounds {
    private final boolean timed;
    private final long sinceSecond;
    private final int sinceNano;
    private final long untilSecond;
    private final int untilNano;

    Bounds(@Nullable Instant since, @Nullable Instant until) {
        this.timed = since != null || until != null;
        this.sinceSecond = since == null ? Long.MIN_VALUE + 1 : since.getEpochSecond();
        this.sinceNano = since == null ? 0 : since.getNano();
        this.untilSecond = until == null ? Long.MAX_VALUE : until.getEpochSecond();
        this.untilNano = until == null ? 0 : until.getNano();
    }

    boolean misses(Times times) {
        return timed && (times.latest() < sinceSecond || times.earliest() > untilSecond);
    }

    boolean misses(Times times, int zone) {
        return timed && (times.latest(zone) < sinceSecond || times.earliest(zone) > untilSecond);
    }

    /** Whether every row of a zone is known to be within. */
    boolean holdsAll(Times times, int zone) {
        return !timed
                || (times.isExact(zone) && times.earliest(zone) > sinceSecond && times.latest(zone) < untilSecond);
    }

    boolean holds(Times times, int row) {
        long second = times.second(row);
        if (second == Times.NONE || second < sinceSecond || second > untilSecond) {
            return !timed;
        }
        return (second > sinceSecond || times.nano(row) >= sinceNano)
                && (second < untilSecond || times.nano(row) < untilNano);
    }

    boolean isTimed() {
        return timed;
    }
}
