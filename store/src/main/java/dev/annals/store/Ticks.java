package dev.annals.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Calls something now and then, until it is closed. */
interface Ticks {
    /** Begins to call; the first time after one interval. */
    Running every(Duration interval, Runnable task);

    /** What calls. */
    interface Running extends AutoCloseable {
        /** No further call begins. */
        @Override
        void close();
    }

    /** By the system's timer, on a thread of its own. */
    static Ticks system() {
        return (interval, task) -> {
            ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(body -> {
                Thread thread = new Thread(body, "annals-timer");
                thread.setDaemon(true);
                return thread;
            });
            ScheduledFuture<?> calls =
                    timer.scheduleWithFixedDelay(task, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
            return () -> {
                calls.cancel(false);
                timer.shutdown();
            };
        };
    }
}
