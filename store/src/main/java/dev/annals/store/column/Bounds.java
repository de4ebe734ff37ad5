package dev.annals.store.column;

import dev.annals.api.RecordKind;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span of time, exact to the nanosecond, for records of some kinds. */
final class Bounds {
    private final TimeSource[] sources;
    private final boolean timed;
    private final long sinceSecond;
    private final int sinceNano;
    private final long untilSecond;
    private final int untilNano;

    Bounds(Set<RecordKind> kinds, @Nullable Instant since, @Nullable Instant until) {
        this.sources = TimeSource.of(kinds);
        this.timed = since != null || until != null;
        this.sinceSecond = since == null ? Long.MIN_VALUE + 1 : since.getEpochSecond();
        this.sinceNano = since == null ? 0 : since.getNano();
        this.untilSecond = until == null ? Long.MAX_VALUE : until.getEpochSecond();
        this.untilNano = until == null ? 0 : until.getNano();
    }

    /** Whether no wanted row of a block can be within. */
    boolean misses(Times times) {
        if (!timed) {
            return false;
        }
        for (TimeSource each : sources) {
            if (times.latest(each) >= sinceSecond && times.earliest(each) <= untilSecond) {
                return false;
            }
        }
        return true;
    }

    /** Whether no wanted row of a zone can be within. */
    boolean misses(Times times, int zone) {
        if (!timed) {
            return false;
        }
        for (TimeSource each : sources) {
            if (times.latest(each, zone) >= sinceSecond && times.earliest(each, zone) <= untilSecond) {
                return false;
            }
        }
        return true;
    }

    /** Whether every wanted row of a zone is known to be within. */
    boolean holdsAll(Times times, int zone) {
        return !timed
                || (isExact(times, zone) && earliest(times, zone) > sinceSecond && latest(times, zone) < untilSecond);
    }

    /** The earliest second of a wanted row in a zone, or an earlier one. */
    long earliest(Times times, int zone) {
        long earliest = Long.MAX_VALUE;
        for (TimeSource each : sources) {
            earliest = Math.min(earliest, times.earliest(each, zone));
        }
        return earliest;
    }

    /** The latest second of a wanted row in a zone, or a later one. */
    long latest(Times times, int zone) {
        long latest = Long.MIN_VALUE;
        for (TimeSource each : sources) {
            latest = Math.max(latest, times.latest(each, zone));
        }
        return latest;
    }

    /** Whether every wanted row of a zone is known to have a time between the two. */
    boolean isExact(Times times, int zone) {
        for (TimeSource each : sources) {
            if (!times.isExact(each, zone)) {
                return false;
            }
        }
        return true;
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
