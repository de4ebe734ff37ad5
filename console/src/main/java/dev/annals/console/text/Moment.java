package dev.annals.console.text;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A point in time as a person writes it: an instant, a date, or an age. */
public sealed interface Moment {
    /**
     * The instant meant.
     *
     * @param now what an age counts from
     * @return the instant
     */
    Instant at(Instant now);

    /**
     * An instant, or the first instant of a date in UTC.
     *
     * @param instant the instant
     */
    record Fixed(Instant instant) implements Moment {
        @Override
        public Instant at(Instant now) {
            return instant;
        }
    }

    /**
     * So long ago.
     *
     * @param age how long, not negative
     */
    record Ago(Duration age) implements Moment {
        @Override
        public Instant at(Instant now) {
            return now.minus(age);
        }
    }

    /**
     * Reads an instant ({@code 2026-10-01T12:00:00Z}, also with an offset), a date ({@code 2026-10-01}: its first instant, UTC) or an age
     * ({@code 7d}).
     *
     * @param text what was written
     * @return what it means
     * @throws IllegalArgumentException if it is none of these; the message says what would be
     */
    static Moment parse(String text) {
        if (Durations.looksLike(text)) {
            Duration age = Durations.parse(text);
            checkReach(text, age);
            return new Ago(age);
        }
        try {
            return new Fixed(
                    text.indexOf('T') < 0 && text.indexOf('t') < 0
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "not a time, value=" + text
                            + "; use an instant (2026-10-01T12:00:00Z), a date (2026-10-01, UTC) or an age (7d, 12h, 30m)",
                    e);
        }
    }

    private static void checkReach(String text, Duration age) {
        if (age.toDays() > 366_000) {
            throw new IllegalArgumentException("age=" + text + " reaches too far back; use at most 366000d");
        }
    }
}
