package dev.annals.store.column;

import dev.annals.api.RecordKind;
import java.util.Set;

/** Who said when a record happened. Within one zone they may be a year apart: a backfill reads last year's logs today. */
enum TimeSource {
    /** The provider, in an activity log. */
    ACTIVITY_LOGS(0),
    /** Whoever recorded a request. */
    REQUEST_LOGS(1),
    /** Annals, of what it did itself. */
    ANNALS(2);

    static final int COUNT = values().length;

    /** Where its span is among those of a zone. */
    final int place;

    TimeSource(int place) {
        this.place = place;
    }

    static TimeSource of(RecordKind kind) {
        return switch (kind) {
            case ACTIVITY_LOG -> ACTIVITY_LOGS;
            case REQUEST_LOG -> REQUEST_LOGS;
            default -> ANNALS;
        };
    }

    /** Those of some kinds, each once. */
    static TimeSource[] of(Set<RecordKind> kinds) {
        return kinds.stream().map(TimeSource::of).distinct().toArray(TimeSource[]::new);
    }

    /** That of each code in a column of kinds; none has code 0. */
    static TimeSource[] ofCodes(Codes kinds) {
        TimeSource[] sources = new TimeSource[kinds.size() + 1];
        sources[0] = ANNALS;
        for (int code = 1; code < sources.length; code++) {
            sources[code] = of(Block.kind(kinds.texts(code).get(0)));
        }
        return sources;
    }
}
