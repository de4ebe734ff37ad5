package dev.annals.store.prune;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was removed, or would be.
 *
 * @param before no record removed is as young as this
 * @param segments how many segments
 * @param excerpts how many excerpts
 * @param records how many records
 * @param bytes how many bytes of excerpts
 * @param oldest the time of the oldest record, null if there is none
 * @param newest the time of the newest record, null if there is none
 * @param firstPosition the position of the first record that remains
 * @param held why not more: the first segment that stays, in plain words
 * @param followers the named followers that have not read all of it
 */
public record Pruning(
        Instant before,
        int segments,
        long excerpts,
        long records,
        long bytes,
        @Nullable Instant oldest,
        @Nullable Instant newest,
        long firstPosition,
        String held,
        List<String> followers) {
    /** Copies the list. */
    public Pruning {
        followers = List.copyOf(followers);
    }

    /**
     * Whether there was nothing to remove.
     *
     * @return true if no segment was old enough
     */
    public boolean isEmpty() {
        return segments == 0;
    }
}
