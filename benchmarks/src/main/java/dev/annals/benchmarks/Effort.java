package dev.annals.benchmarks;

import java.util.List;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How much is measured.
 *
 * @param name the option's name
 * @param logs logs in the history that is appended
 * @param syncedLogs the same where each page is synced to the device
 * @param heldLogs logs in the stores that are searched and replayed
 * @param warmup warm-up of each contender; at least one whole history
 * @param appendWarmup the same of those that append without a sync for each page; the virtual machine goes on compiling until the journal
 *     has taken two million logs
 * @param iterations iterations of each contender
 * @param time of an iteration; at least one whole history
 * @param fetched logs fetched over HTTP
 * @param fetches how often they are
 * @param commits commits that a follower is waited for
 * @param sizes events in the journals of the scaling run
 * @param queryMillis for how long each query of the scaling run is asked
 * @param profileSeconds how long a path is recorded
 */
record Effort(
        String name,
        int logs,
        int syncedLogs,
        int heldLogs,
        TimeValue warmup,
        TimeValue appendWarmup,
        int iterations,
        TimeValue time,
        int fetched,
        int fetches,
        int commits,
        List<Integer> sizes,
        long queryMillis,
        int profileSeconds) {
    /** About three minutes: whether it works, and whether something is grossly off. */
    static final Effort QUICK = new Effort(
            "quick",
            10_000,
            2_000,
            20_000,
            TimeValue.milliseconds(600),
            TimeValue.milliseconds(600),
            2,
            TimeValue.milliseconds(300),
            10_000,
            1,
            500,
            List.of(20_000, 100_000),
            150,
            5);

    /** Less than thirty minutes: figures to publish. */
    static final Effort WHOLE = new Effort(
            "whole",
            100_000,
            20_000,
            1_000_000,
            TimeValue.seconds(5),
            TimeValue.seconds(20),
            5,
            TimeValue.seconds(1),
            100_000,
            3,
            5_000,
            List.of(100_000, 1_000_000, 10_000_000),
            1_000,
            20);

    /** The same with other sizes of the scaling run. */
    Effort withSizes(List<Integer> others) {
        return new Effort(
                name,
                logs,
                syncedLogs,
                heldLogs,
                warmup,
                appendWarmup,
                iterations,
                time,
                fetched,
                fetches,
                commits,
                List.copyOf(others),
                queryMillis,
                profileSeconds);
    }
}
