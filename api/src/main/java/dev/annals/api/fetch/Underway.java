package dev.annals.api.fetch;

import dev.annals.api.RawActivityLog;

/**
 * What a stream has handed to the sink and has no receipt for. Bounded, so that a sink that is slower than the provider is not handed the
 * whole history: a sink holds in memory what it has not written.
 *
 * @param batches how many
 * @param bytes of their logs
 */
record Underway(int batches, long bytes) {
    static final Underway NOTHING = new Underway(0, 0);

    /** Enough that a sink seldom has to be woken for a page; beside eight, known pages gain a twentieth. */
    private static final int MAX_BATCHES = 16;

    /** Above, one more page waits: a page itself may be larger. */
    private static final long MAX_BYTES = 4L << 20;

    boolean isNothing() {
        return batches == 0;
    }

    /** Whether one more page may be handed over. */
    boolean hasRoom() {
        return batches < MAX_BATCHES && bytes < MAX_BYTES;
    }

    Underway with(Batch batch) {
        return new Underway(batches + 1, bytes + bytes(batch));
    }

    Underway without(Batch batch) {
        return new Underway(batches - 1, bytes - bytes(batch));
    }

    private static long bytes(Batch batch) {
        long sum = 0;
        for (RawActivityLog log : batch.logs()) {
            sum += log.payload().length();
        }
        return sum;
    }
}
