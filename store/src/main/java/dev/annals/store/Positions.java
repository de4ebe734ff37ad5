package dev.annals.store;

import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.ReadableLog;
import java.util.Arrays;

/** Turns places of the index into positions. */
final class Positions {
    private Positions() {}

    /** What is not durable yet is left out: no reader that was opened before shows it. */
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
        Excerpt excerpt = reader.read(IdIndex.sequenceOf(locator));
        return excerpt == null ? -1 : excerpt.firstPosition() + IdIndex.ordinalOf(locator);
    }
}
