package dev.annals.store.replay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes followers. A follower takes the {@link #version} first, then looks whether there is more, and only then waits for another
 * version: whatever was committed after it looked ends the wait at once, so no wake-up can be lost.
 */
final class CommitSignal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long pollNanos;
    private final AtomicLong version = new AtomicLong();

    /** @param pollInterval how long to wait at most, for commits that nobody signals; null if every commit is signalled */
    CommitSignal(@Nullable Duration pollInterval) {
        this.pollNanos = pollInterval == null ? 0 : pollInterval.toNanos();
    }

    long version() {
        return version.get();
    }

    void fire() {
        lock.lock();
        try {
            version.incrementAndGet();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the version is another than the one seen, or for one poll interval. */
    void await(long seen) throws InterruptedException {
        lock.lock();
        try {
            long left = pollNanos;
            while (version.get() == seen && (pollNanos == 0 || left > 0)) {
                if (pollNanos == 0) {
                    changed.await();
                } else {
                    left = changed.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
