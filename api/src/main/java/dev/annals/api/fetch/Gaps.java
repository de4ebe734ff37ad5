package dev.annals.api.fetch;

import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.RawActivityLog;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges the first page after a restart: is history missing between what was known and what is shown?
 *
 * <p>Known is everything up to the later of the newest event and the watermark; an event dated after the last page is a wrong
 * date, not knowledge. The page begins inside that: nothing is missing. It begins later: then something may be missing, unless the
 * provider had to show all since the watermark (its retention reaches back before it) and either shows what we know, under a wrong
 * date, or no longer had to. That is the quiet account whose events all aged out; everywhere else a gap is recorded, because
 * "cannot be shown to be complete" must not look like "complete". Where no end of the list was ever read there is no watermark;
 * then the newest event stands in its place, if it is not dated after what was visible.
 */
final class Gaps {
    /** An event so close to the end of its retention may be shown or not. */
    private static final Duration DAY = Duration.ofDays(1);

    private final LogStream stream;
    private final StreamState known;
    private final Period retention;
    private final Duration visibilityLag;

    Gaps(LogStream stream, StreamState known, Period retention, Duration visibilityLag) {
        this.stream = stream;
        this.known = known;
        this.retention = retention;
        this.visibilityLag = visibilityLag;
    }

    /**
     * The gap that this first page proves; null if there is none or nothing was ever known.
     *
     * @param serverTime the server's time of the answer, null if no answer of this process ever had a date
     * @param at the time of the record
     */
    Lifecycle.@Nullable Gap inFirstPage(List<RawActivityLog> logs, @Nullable Instant serverTime, Instant at) {
        Instant after = later(newestKnown(), known.watermark());
        if (after == null) {
            return null;
        }
        return logs.isEmpty() ? inEmpty(after, serverTime, at) : inShown(logs, after, serverTime, at);
    }

    private Lifecycle.@Nullable Gap inEmpty(Instant after, @Nullable Instant serverTime, Instant at) {
        Instant start = windowStart(serverTime == null ? at : serverTime);
        return start.isAfter(after)
                ? gap(at, after, start, null, "the provider shows nothing and no longer keeps what followed")
                : null;
    }

    private Lifecycle.@Nullable Gap inShown(
            List<RawActivityLog> logs, Instant after, @Nullable Instant serverTime, Instant at) {
        RawActivityLog first =
                logs.stream().filter(log -> log.created() != null).findFirst().orElse(logs.get(0));
        Instant created = Objects.requireNonNullElse(first.created(), at);
        if (!created.isAfter(after) || (serverTime != null && retentionCovers(logs, windowStart(serverTime)))) {
            return null;
        }
        return gap(at, after, created, first.id(), "what the provider still shows begins after what was known");
    }

    /**
     * The gap that the end of a list proves which was read from its beginning and did not show the newest event known; null if the provider may
     * have forgotten it by now, or if that cannot be said because no answer had a date.
     *
     * @param id of the event
     * @param created of the event
     */
    Lifecycle.@Nullable Gap ofUnseen(String id, Instant created, @Nullable Instant serverTime, Instant at) {
        return serverTime == null || !created.isAfter(windowStart(serverTime).plus(DAY))
                ? null
                : new Lifecycle.Gap(
                        stream.name(),
                        at,
                        created,
                        id,
                        at,
                        null,
                        "the provider must still keep the newest event known, and does not show it: is the key of another account?");
    }

    private boolean retentionCovers(List<RawActivityLog> logs, Instant windowStart) {
        Instant newest = newestKnown();
        boolean knownAgedOut = newest == null || newest.isBefore(windowStart);
        boolean knownIsShown = logs.stream().anyMatch(log -> log.id().equals(known.lastId()));
        Instant complete = complete();
        return (knownAgedOut || knownIsShown) && complete != null && !windowStart.isAfter(complete);
    }

    /** All that is dated before this was read: the list goes by date, and what was visible before its last page stood in it. */
    private @Nullable Instant complete() {
        Instant page = known.lastPageAt();
        Instant created = known.lastCreated();
        if (known.watermark() != null || page == null || created == null) {
            return known.watermark();
        }
        Instant visible = page.minus(visibilityLag);
        return visible.isBefore(created) ? visible : created;
    }

    private @Nullable Instant newestKnown() {
        Instant newest = known.lastCreated();
        Instant page = known.lastPageAt();
        return newest != null && page != null && newest.isAfter(page) ? page : newest;
    }

    private Instant windowStart(Instant at) {
        return at.atOffset(ZoneOffset.UTC).minus(retention).toInstant();
    }

    private Lifecycle.Gap gap(Instant at, Instant after, Instant before, @Nullable String beforeId, String reason) {
        return new Lifecycle.Gap(stream.name(), at, after, known.lastId(), before, beforeId, reason);
    }

    static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isAfter(other) ? one : other;
    }
}
