package dev.annals.api.recorder;

import dev.annals.api.Lifecycle;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What was dropped and is not recorded yet. Safe from any thread, without a lock. */
final class Losses {
    private final AtomicReference<@Nullable Loss> pending = new AtomicReference<>();
    private final AtomicLong total = new AtomicLong();

    /** Requests that were dropped in a row. */
    record Loss(Instant since, long dropped, String reason) {
        Lifecycle.RequestsDropped at(Instant now) {
            return new Lifecycle.RequestsDropped(now, since, dropped, reason);
        }
    }

    void add(Instant now, long dropped, String reason) {
        if (dropped > 0) {
            total.addAndGet(dropped);
            putBack(new Loss(now, dropped, reason));
        }
    }

    /** Joins a loss that could not be recorded with what was lost since. */
    void putBack(Loss loss) {
        pending.accumulateAndGet(loss, (old, add) -> {
            if (old == null || add == null) {
                return old == null ? add : old;
            }
            Loss first = add.since().isBefore(old.since()) ? add : old;
            return new Loss(first.since(), old.dropped() + add.dropped(), first.reason());
        });
    }

    @Nullable
    Loss take() {
        return pending.getAndSet(null);
    }

    boolean isEmpty() {
        return pending.get() == null;
    }

    long total() {
        return total.get();
    }
}
