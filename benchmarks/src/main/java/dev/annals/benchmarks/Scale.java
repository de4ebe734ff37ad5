package dev.annals.benchmarks;

import org.openjdk.jmh.runner.options.TimeValue;

/**
 * How much is measured.
 *
 * @param name the option's name
 * @param logs logs in the history
 * @param syncedLogs logs in the history where each page is synced to the device
 * @param warmup seconds of warm-up of each contender; at least one whole history
 * @param iterations iterations of each contender
 * @param seconds seconds of an iteration; at least one whole history
 * @param fetched logs fetched over HTTP
 */
record Scale(String name, int logs, int syncedLogs, TimeValue warmup, int iterations, TimeValue seconds, int fetched) {
    /** About three minutes: whether something is grossly off. */
    static final Scale QUICK =
            new Scale("quick", 20_000, 5_000, TimeValue.seconds(2), 3, TimeValue.milliseconds(500), 20_000);

    /** About a quarter of an hour: figures to publish. */
    static final Scale FULL =
            new Scale("full", 100_000, 20_000, TimeValue.seconds(8), 5, TimeValue.seconds(2), 100_000);
}
