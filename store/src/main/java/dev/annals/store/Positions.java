package dev.annals.store;

import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.ReadableLog;
import java.util.Arrays;

/** Turns places of the index into positions. */
final class Positions {
    private Positions() {}

    /** What is not durable yet is left out: no reader that was opened before shows it. So is what was pruned since it was located. */
    static long[] of(long[] locators, ReadableLog log) {
        if (locators.length == 0) {
            return locators;
        }
        try (ExcerptReader reader = log.reader()) {
            return Arrays.stream(locators)
                    .map(locator -> position(locator, reader))
                    .filter(position -> position >= 0)
                    .toArray();
        }
    }

    private static long position(long locator, ExcerptReader reader) {
        long sequence = IdIndex.sequenceOf(locator);
        Excerpt excerpt = sequence < reader.firstSequence() ? null : reader.read(sequence);
        return excerpt == null ? -1 : excerpt.firstPosition() + IdIndex.ordinalOf(locator);
    }
}
