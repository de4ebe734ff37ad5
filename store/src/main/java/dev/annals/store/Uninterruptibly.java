package dev.annals.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waiting that an interrupt does not end; the thread's interrupt flag is kept. */
final class Uninterruptibly {
    private static final long RECEIPTS_SECONDS = 10;

    private Uninterruptibly() {}

    private interface Wait<T> {
        T once() throws InterruptedException;
    }

    static <T> T take(BlockingQueue<T> queue) {
        return wait(queue::take);
    }

    /** What comes within a while, null if nothing does. */
    static <T> @Nullable T poll(BlockingQueue<T> queue, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        // An interrupt is put off, and does not make the wait longer.
        return Uninterruptibly.<Optional<T>>wait(() ->
                        Optional.ofNullable(queue.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS)))
                .orElse(null);
    }

    static void join(Thread thread) {
        if (thread != Thread.currentThread()) {
            wait(() -> {
                thread.join();
                return thread;
            });
        }
    }

    /** Waits a while for tasks that call into a host's code, which may itself wait for whoever waits here. */
    static void await(ExecutorService executor) {
        wait(() -> executor.awaitTermination(RECEIPTS_SECONDS, TimeUnit.SECONDS));
    }

    private static <T> T wait(Wait<T> wait) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return wait.once();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
