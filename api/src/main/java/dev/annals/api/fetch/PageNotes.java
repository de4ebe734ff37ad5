package dev.annals.api.fetch;

import dev.annals.api.Lifecycle;
import dev.annals.api.RawActivityLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page says besides its logs. One from the beginning of the list, after a restart or where a journal holds no cursor any more, may show
 * that history is missing; so may the end of a list that was read from its beginning.
 */
final class PageNotes {
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final FetchOptions options;

    PageNotes(FetchOptions options) {
        this.options = options;
    }

    /** The notes that are written with a page, in order. */
    List<Lifecycle> of(Turn turn, FetchState.Ask asked, List<RawActivityLog> logs, Instant at) {
        List<Lifecycle> notes = new ArrayList<>();
        Gaps gaps = new Gaps(turn.state.stream(), turn.state.known(), options.retention, options.visibilityLag);
        Instant serverTime = turn.state.clock().believed() == null ? null : turn.at();
        if (asked.cursor() == null) {
            FetchState.Restart restart = turn.state.beginning().restart();
            if (restart != null) {
                notes.add(restart.rejected());
                notes.add(new Lifecycle.PaginationRestarted(turn.name, at, restart.reason()));
            }
            add(notes, gaps.inFirstPage(logs, serverTime, at));
            if (!logs.isEmpty()) {
                expect(turn);
            }
        }
        add(notes, unseen(turn, gaps, logs, serverTime, at));
        return notes;
    }

    private static void add(List<Lifecycle> notes, Lifecycle.@Nullable Gap gap) {
        if (gap != null) {
            notes.add(gap);
        }
    }

    private static void expect(Turn turn) {
        StreamState known = turn.state.known();
        if (turn.state.beginning().expected() == null && known.lastId() != null && known.lastCreated() != null) {
            turn.state = turn.state.withExpected(new FetchState.Expected(known.lastId(), known.lastCreated(), null));
        }
    }

    /**
     * The gap that the end of the list proves, where it showed others and not what must stand in it. A page that is empty for a while in the
     * middle of a list must not look like that, so an hour is waited for more; a list that shows nothing at all is an outage of the provider's.
     */
    private Lifecycle.@Nullable Gap unseen(
            Turn turn, Gaps gaps, List<RawActivityLog> logs, @Nullable Instant serverTime, Instant at) {
        FetchState.Expected expected = turn.state.beginning().expected();
        if (expected == null) {
            return null;
        }
        if (!logs.isEmpty()) {
            boolean seen = logs.stream().anyMatch(log -> log.id().equals(expected.id()));
            turn.state = turn.state.withExpected(seen ? null : expected.afterOthers());
            return null;
        }
        FetchState.Expected still = expected.afterNothing(turn.now);
        boolean over = options.once || still.isEmptyFor(PATIENCE, turn.now);
        turn.state = turn.state.withExpected(over ? null : still);
        return over ? gaps.ofUnseen(still.id(), still.created(), serverTime, at) : null;
    }
}
