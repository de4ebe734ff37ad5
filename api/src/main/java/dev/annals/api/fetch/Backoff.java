package dev.annals.api.fetch;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff with full jitter: random between nothing and a bound that doubles up to a cap. */
record Backoff(Duration base, Duration cap, RandomGenerator random) {
    Duration after(int failures) {
        long bound = cap.toMillis();
        int doublings = Math.max(0, failures - 1);
        if (doublings < 40 && base.toMillis() < bound >> doublings) {
            bound = base.toMillis() << doublings;
        }
        return Duration.ofMillis(random.nextLong(Math.max(1, bound) + 1));
    }
}
