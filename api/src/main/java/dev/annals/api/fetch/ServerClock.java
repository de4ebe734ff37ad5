package dev.annals.api.fetch;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the server's clock, as its difference to the local one. The server's clock decides, but one wrong date must not: a
 * watermark never goes back, so a single answer dated in the year 2099 would make everything that follows late for ever. A date that is
 * ahead of the local clock is therefore believed only when the answer before it says the same. A date that is behind is believed at
 * once, because it can only make the loop more cautious.
 *
 * @param believed server's clock minus local clock, as far as it is believed; null before the first
 * @param heard the same by the last answer with a date, believed or not; null before the first
 */
record ServerClock(@Nullable Duration believed, @Nullable Duration heard) {
    static final ServerClock UNKNOWN = new ServerClock(null, null);

    /** How far ahead a date may be that needs no second one. Not more than the usual lag, so that a watermark stays in the past. */
    static final Duration TOLERANCE = Duration.ofMinutes(10);

    ServerClock hear(Instant serverDate, Instant receivedAt) {
        Duration skew = Duration.between(receivedAt, serverDate);
        boolean confirmed = heard != null && skew.compareTo(heard.plus(TOLERANCE)) <= 0;
        return new ServerClock(confirmed || skew.compareTo(TOLERANCE) <= 0 ? skew : believed, skew);
    }

    /** Whether the last date is not believed. */
    boolean inDoubt() {
        return heard != null && !heard.equals(believed);
    }

    /** The server's time as far as it is known, otherwise the local one. */
    Instant at(Instant localNow) {
        return believed == null ? localNow : localNow.plus(believed);
    }
}
