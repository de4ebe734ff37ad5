package dev.annals.store.replay;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The part of the journal that a query looks at.
 *
 * @param from first position, inclusive
 * @param to position after the last; {@link Long#MAX_VALUE} = to the end
 * @param since earliest {@code created}, inclusive; null = no bound
 * @param until latest {@code created}, exclusive; null = no bound
 */
record Span(
        long from,
        long to,
        @Nullable Instant since,
        @Nullable Instant until) {
    static final Span WHOLE = new Span(0, Long.MAX_VALUE, null, null);

    Span {
        if (from < 0 || to < 0) {
            throw new IllegalArgumentException(
                    "positions begin at 0, fromPosition=" + from + ", toPosition=" + to + "; give 0 or more");
        }
        if (from >= to) {
            throw new IllegalArgumentException("no position can match, fromPosition=" + from + ", toPosition=" + to
                    + "; toPosition is exclusive and must be above fromPosition");
        }
        if (since != null && until != null && !since.isBefore(until)) {
            throw new IllegalArgumentException("no time can match, since=" + since + ", until=" + until
                    + "; until is exclusive and must be after since");
        }
    }

    boolean holds(long position) {
        return from <= position && position < to;
    }

    boolean timed() {
        return since != null || until != null;
    }

    boolean holds(@Nullable Instant created) {
        if (!timed()) {
            return true;
        }
        return created != null
                && (since == null || !created.isBefore(since))
                && (until == null || created.isBefore(until));
    }
}
