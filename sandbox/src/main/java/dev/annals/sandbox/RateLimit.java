package dev.annals.sandbox;

import java.time.Instant;

/** Counts requests within one second of the sandbox's clock. For one thread. */
final class RateLimit {
    private final int perSecond;
    private long second = Long.MIN_VALUE;
    private int count;

    RateLimit(int perSecond) {
        this.perSecond = perSecond;
    }

    boolean exceeded(Instant now) {
        if (now.getEpochSecond() != second) {
            second = now.getEpochSecond();
            count = 0;
        }
        return perSecond > 0 && ++count > perSecond;
    }
}
