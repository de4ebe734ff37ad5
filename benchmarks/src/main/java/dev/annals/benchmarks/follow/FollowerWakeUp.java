package dev.annals.benchmarks.follow;

import dev.annals.api.RecordKind;
import dev.annals.benchmarks.contender.PageBatch;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Pages;
import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Figures;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Subscription;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How long after a log was committed does a follower have it? One log a page, each committed two milliseconds after the last was
 * delivered, so that the follower sleeps. Taken twice: from the acknowledgement, and from the call of commit, which includes the write.
 *
 * <p>{@code benchmarks/run --only Follow}.
 */
public final class FollowerWakeUp {
    private static final int WARMUP = 2_000;
    private static final long PAUSE_NANOS = 2_000_000;

    private final Semaphore delivered = new Semaphore(0);
    private volatile long deliveredNanos;
    private volatile long acknowledgedNanos;

    private FollowerWakeUp() {}

    /**
     * Measures in a JVM of its own.
     *
     * @param commits how many are timed
     * @return microseconds: {@code follow/acknowledged.p50.micros}, {@code …p99…}, and the same from {@code follow/called}
     */
    public static Figures measure(int commits) {
        return JavaProcess.run(FollowerWakeUp.class, Integer.toString(commits));
    }

    /**
     * Measures and says it.
     *
     * @param args how many commits are timed
     */
    public static void main(String[] args) {
        System.out.print(new FollowerWakeUp().time(Integer.parseInt(args[0])).lines());
    }

    private Figures time(int commits) {
        long[] fromAcknowledged = new long[commits];
        long[] fromCall = new long[commits];
        Path directory = Scratch.fresh();
        try (Journal journal = Journal.open(directory, JournalOptions.processDurability())) {
            journal.resume(PageBatch.STREAM);
            try (Subscription subscription = journal.follow(journal.endPosition(), this::take)) {
                int warmup = Math.min(WARMUP, commits);
                Pages pages = new Pages(warmup + commits, 1, Ids.TIME_ORDERED, 1);
                for (int i = -warmup; i < commits; i++) {
                    long called = commit(journal, pages.next().body());
                    if (i >= 0) {
                        fromAcknowledged[i] = Math.max(0, deliveredNanos - acknowledgedNanos);
                        fromCall[i] = deliveredNanos - called;
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                if (subscription.nextPosition() > journal.endPosition()) {
                    throw new IllegalStateException("follower is ahead, next=" + subscription.nextPosition());
                }
            }
        }
        Scratch.delete(directory);
        Figures figures = new Figures();
        figures.put("follow/commits", commits);
        percentiles(figures, "follow/acknowledged", fromAcknowledged);
        percentiles(figures, "follow/called", fromCall);
        return figures;
    }

    private void take(Entry entry) {
        if (entry.kind() == RecordKind.ACTIVITY_LOG) {
            deliveredNanos = System.nanoTime();
            delivered.release();
        }
    }

    private long commit(Journal journal, byte[] page) {
        var batch = PageBatch.of(page);
        long called = System.nanoTime();
        journal.commit(batch)
                .thenRun(() -> acknowledgedNanos = System.nanoTime())
                .toCompletableFuture()
                .join();
        try {
            if (!delivered.tryAcquire(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("log was not delivered within 10 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a follower", e);
        }
        return called;
    }

    private static void percentiles(Figures figures, String name, long[] nanos) {
        Arrays.sort(nanos);
        figures.put(name + ".p50.micros", nanos[nanos.length / 2] / 1e3);
        figures.put(name + ".p99.micros", nanos[(int) (nanos.length * 0.99)] / 1e3);
        figures.put(name + ".max.micros", nanos[nanos.length - 1] / 1e3);
    }

    /**
     * Says it.
     *
     * @param figures what was measured
     * @return a Markdown list
     */
    public static String markdown(Figures figures) {
        return line(figures, "follow/called", "from the call of commit, the write included")
                + line(figures, "follow/acknowledged", "from the acknowledgement");
    }

    private static String line(Figures figures, String name, String what) {
        return String.format(
                Locale.ROOT,
                "- %s to delivery: p50 **%,.0f µs**, p99 **%,.0f µs**, slowest %,.0f µs%n",
                what,
                figures.get(name + ".p50.micros"),
                figures.get(name + ".p99.micros"),
                figures.get(name + ".max.micros"));
    }
}
