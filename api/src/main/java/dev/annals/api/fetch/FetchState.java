package dev.annals.api.fetch;

import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.Payload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the step knows of one stream.
 *
 * @param stream whose state
 * @param known cursor, watermark and newest event, as if everything handed to the sink were durable; {@code lastPageAt} is of the
 *     last page handed to it, {@code reads} as they were found at the start
 * @param asked the request that is out, null if none is
 * @param beginning what a reading from the beginning of the list waits for
 * @param trouble failures since the last success
 * @param progress whether pages lead anywhere
 * @param pending what no record tells of yet
 * @param clock what is known of the server's clock
 * @param stretched the read budget is known to slow the stream
 * @param phase what it does now
 */
record FetchState(
        LogStream stream,
        StreamState known,
        @Nullable Ask asked,
        Beginning beginning,
        Trouble trouble,
        Progress progress,
        Pending pending,
        ServerClock clock,
        boolean stretched,
        Phase phase) {

    /** What a stream does. */
    enum Phase {
        READING,
        PAUSED,
        ENDED
    }

    /**
     * A request for one page.
     *
     * @param cursor what it carries, null for the first page of the list
     */
    record Ask(@Nullable Cursor cursor) {
        @Nullable
        String url() {
            return cursor == null ? null : cursor.url();
        }
    }

    /** A cursor was given up; its evidence is written with the first page of the new reading, so neither is without the other. */
    record Restart(String reason, Lifecycle.CursorRejected rejected) {}

    /**
     * The newest event known when the beginning of the list was shown: as long as it is retained, it stands in it.
     *
     * @param id of the event
     * @param created of the event
     * @param emptySince when the empty pages began that nothing followed yet, null if the last page was not empty
     */
    record Expected(String id, Instant created, @Nullable Instant emptySince) {
        Expected afterOthers() {
            return new Expected(id, created, null);
        }

        Expected afterNothing(Instant at) {
            return emptySince == null ? new Expected(id, created, at) : this;
        }

        boolean isEmptyFor(Duration time, Instant now) {
            return emptySince != null && !now.isBefore(emptySince.plus(time));
        }
    }

    /**
     * What a reading from the beginning of the list waits for.
     *
     * @param restart the restart that waits for its first page, null if none does
     * @param expected what was not shown again yet, null if nothing is waited for
     */
    record Beginning(@Nullable Restart restart, @Nullable Expected expected) {
        static final Beginning NONE = new Beginning(null, null);
    }

    /**
     * What no record tells of yet.
     *
     * @param unrecorded the last poll that showed nothing new, if it was not worth a record; null if all is recorded
     * @param reads requests that were sent since the last recorded page
     * @param nothingRecorded a poll that showed nothing new was recorded since the start
     * @param end the logs of the list's last page, if it was recorded last and no page follows it; otherwise none
     */
    record Pending(@Nullable Batch unrecorded, int reads, boolean nothingRecorded, List<Payload> end) {
        static final Pending NONE = new Pending(null, 0, false, List.of());

        Pending sent() {
            return new Pending(unrecorded, reads + 1, nothingRecorded, end);
        }

        Pending with(Batch poll) {
            return new Pending(poll, reads, nothingRecorded, end);
        }

        /**
         * A page was recorded.
         *
         * @param nothing whether it showed nothing new
         * @param last its logs, if no page follows it; otherwise none
         */
        Pending recorded(boolean nothing, List<Payload> last) {
            return new Pending(null, 0, nothingRecorded || nothing, last);
        }

        /** Whether a page is the list's last one as it was recorded last. */
        boolean repeats(List<Payload> last) {
            return !last.isEmpty() && last.equals(end);
        }

        Pending ended() {
            return new Pending(null, reads, nothingRecorded, end);
        }
    }

    /**
     * Failures since the last success.
     *
     * @param consecutive failures in a row
     * @param noted kinds of failure that have a record
     * @param lastSuccess local time of the last usable answer, null before the first
     * @param lastFailure local time of the last failure, null before the first; kept over successes
     * @param message the last failure in plain words; null before the first
     */
    record Trouble(
            int consecutive,
            Set<String> noted,
            @Nullable Instant lastSuccess,
            @Nullable Instant lastFailure,
            @Nullable String message) {
        static final Trouble NONE = new Trouble(0, Set.of(), null, null, null);

        Trouble succeeded(Instant now) {
            return new Trouble(0, Set.of(), now, lastFailure, message);
        }

        Trouble failed(Instant now, String text) {
            return new Trouble(consecutive + 1, noted, lastSuccess, now, text);
        }

        Trouble withNoted(String failure) {
            Set<String> both = new java.util.HashSet<>(noted);
            both.add(failure);
            return new Trouble(consecutive, Set.copyOf(both), lastSuccess, lastFailure, message);
        }
    }

    /**
     * Whether pages lead anywhere: finds a provider that shows the same page, or the same circle of pages, for ever, in constant
     * memory (Brent's algorithm: a landmark that moves on at powers of two).
     *
     * @param landmark a cursor URL seen earlier in this backlog
     * @param steps pages since the landmark
     * @param patience pages after which the landmark moves on
     * @param ids what the last page showed
     * @param inDoubt the last page may be a repetition; its receipt decides
     * @param stalls polls in a row that led nowhere
     * @param restarts restarts since the stream was last caught up
     */
    record Progress(
            @Nullable String landmark,
            int steps,
            int patience,
            List<String> ids,
            boolean inDoubt,
            int stalls,
            int restarts) {
        static final Progress NONE = new Progress(null, 0, 1, List.of(), false, 0, 0);

        Progress shown(@Nullable String askedUrl, String nextUrl, List<String> nowIds) {
            boolean doubt = nextUrl.equals(askedUrl) || nextUrl.equals(landmark) || nowIds.equals(ids);
            boolean moveOn = landmark == null || steps + 1 >= patience;
            return new Progress(
                    moveOn ? nextUrl : landmark,
                    moveOn ? 0 : steps + 1,
                    moveOn ? Math.min(patience * 2, 1 << 30) : patience,
                    nowIds,
                    doubt,
                    stalls,
                    restarts);
        }

        Progress certain() {
            return new Progress(landmark, steps, patience, ids, false, 0, restarts);
        }

        Progress stalled() {
            return new Progress(null, 0, 1, ids, false, stalls + 1, restarts);
        }

        Progress restarted() {
            return new Progress(null, 0, 1, List.of(), false, stalls, restarts + 1);
        }
    }

    static FetchState begin(LogStream stream, StreamState durable) {
        return new FetchState(
                stream,
                durable,
                null,
                Beginning.NONE,
                Trouble.NONE,
                Progress.NONE,
                Pending.NONE,
                ServerClock.UNKNOWN,
                false,
                Phase.READING);
    }

    boolean ended() {
        return phase == Phase.ENDED;
    }

    boolean paused() {
        return phase == Phase.PAUSED;
    }

    /** The server's time as far as it is known, otherwise the local one. */
    Instant serverTime(Instant localNow) {
        return clock.at(localNow);
    }

    /** How old the cursor is by the server's clock, as far as that is known. */
    @Nullable
    Duration cursorAge(Instant now) {
        Cursor cursor = known.cursor();
        return cursor == null ? null : Duration.between(cursor.obtainedAt(), serverTime(now));
    }

    FetchState withKnown(StreamState value) {
        return new FetchState(stream, value, asked, beginning, trouble, progress, pending, clock, stretched, phase);
    }

    FetchState withAsked(@Nullable Ask value) {
        return new FetchState(stream, known, value, beginning, trouble, progress, pending, clock, stretched, phase);
    }

    FetchState withRestart(@Nullable Restart value) {
        return withBeginning(new Beginning(value, beginning.expected()));
    }

    FetchState withExpected(@Nullable Expected value) {
        return withBeginning(new Beginning(beginning.restart(), value));
    }

    private FetchState withBeginning(Beginning value) {
        return new FetchState(stream, known, asked, value, trouble, progress, pending, clock, stretched, phase);
    }

    FetchState withTrouble(Trouble value) {
        return new FetchState(stream, known, asked, beginning, value, progress, pending, clock, stretched, phase);
    }

    FetchState withProgress(Progress value) {
        return new FetchState(stream, known, asked, beginning, trouble, value, pending, clock, stretched, phase);
    }

    FetchState withPending(Pending value) {
        return new FetchState(stream, known, asked, beginning, trouble, progress, value, clock, stretched, phase);
    }

    FetchState withClock(ServerClock value) {
        return new FetchState(stream, known, asked, beginning, trouble, progress, pending, value, stretched, phase);
    }

    FetchState withStretched(boolean value) {
        return new FetchState(stream, known, asked, beginning, trouble, progress, pending, clock, value, phase);
    }

    FetchState withPhase(Phase value) {
        return new FetchState(stream, known, asked, beginning, trouble, progress, pending, clock, stretched, value);
    }
}
