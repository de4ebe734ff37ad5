package dev.annals.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The sandbox's time: another source plus whatever it was moved forward. Never goes back, whatever the source does.
 *
 * <p>Hand it to the code under test as well, and both live in the same time. Safe for any thread.
 */
public final class SandboxClock implements InstantSource {
    /** The last moment that an HTTP date and an RFC 3339 time can name. */
    private static final Instant END = Instant.parse("9999-12-31T23:59:59.999Z");

    private final InstantSource source;
    private Duration ahead = Duration.ZERO;
    private Instant latest = Instant.MIN;

    SandboxClock(InstantSource source) {
        this.source = source;
    }

    /**
     * The current time of the sandbox, in whole milliseconds.
     *
     * @return never earlier than any instant returned before
     */
    @Override
    public synchronized Instant instant() {
        Instant now = source.instant().plus(ahead).truncatedTo(ChronoUnit.MILLIS);
        latest = now.isAfter(latest) ? now : latest;
        return latest;
    }

    /**
     * Moves the clock forward to an instant. If its source runs, it runs on from there.
     *
     * @param instant not earlier than {@link #instant()}
     * @throws IllegalArgumentException when that would be a step back, or beyond the year 9999; the clock stays where it is
     */
    public synchronized void set(Instant instant) {
        advance(Duration.between(instant(), instant));
    }

    /**
     * Moves the clock forward.
     *
     * @param step zero or more
     * @throws IllegalArgumentException when the step is negative, or leads beyond the year 9999; the clock stays where it is
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException(
                    "the sandbox clock only goes forward: now=" + instant() + ", step=" + step);
        }
        if (step.compareTo(Duration.between(instant(), END)) > 0) {
            throw new IllegalArgumentException(
                    "the sandbox clock ends with the year 9999: now=" + instant() + ", step=" + step);
        }
        ahead = ahead.plus(step);
    }
}
