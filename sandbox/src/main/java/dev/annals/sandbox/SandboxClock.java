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
     * @throws IllegalArgumentException when that would be a step back
     */
    public synchronized void set(Instant instant) {
        advance(Duration.between(instant(), instant));
    }

    /**
     * Moves the clock forward.
     *
     * @param step zero or more
     * @throws IllegalArgumentException when the step is negative
     */
    public synchronized void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException(
                    "the sandbox clock only goes forward: now=" + instant() + ", step=" + step);
        }
        ahead = ahead.plus(step);
    }
}
