package dev.annals.store.replay;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * When a query has part of its answer read on another core.
 *
 * @param others runs what it is given at some time, or never; null if nobody else can read
 * @param alone bytes of payload that a query reads by itself first: most answers are short, and to wake another thread for them costs more
 *     than it saves
 * @param run about so many bytes of payload are then read at a time, half of them by another; what they take in memory is bounded by it
 */
record ReadAhead(@Nullable Executor others, long alone, long run) {
    private static final long ALONE_BYTES = 128 << 10;
    private static final long RUN_BYTES = 1 << 20;
    private static final int MOST_THREADS = 4;
    private static final long IDLE_SECONDS = 10;

    /** What this machine allows, by threads that are made when needed and end when idle. */
    static ReadAhead ofMachine() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new ReadAhead(cores > 1 ? threads(Math.min(MOST_THREADS, cores - 1)) : null, ALONE_BYTES, RUN_BYTES);
    }

    /** At most so many daemon threads, which end when they have been idle for a while. */
    static Executor threads(int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "annals-read-ahead");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
