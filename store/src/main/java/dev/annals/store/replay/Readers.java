package dev.annals.store.replay;

import dev.annals.store.journal.ExcerptReader;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The readers of one query: its own, and one for what another thread reads ahead. For one thread at a time. */
final class Readers implements AutoCloseable {
    private final Supplier<ExcerptReader> readers;
    private final ReadAhead readAhead;
    private final ExcerptReader own;
    private @Nullable ExcerptReader other;

    /**
     * Opens the query's own reader.
     *
     * @param readers opens a reader
     */
    Readers(Supplier<ExcerptReader> readers, ReadAhead readAhead) {
        this.readers = readers;
        this.readAhead = readAhead;
        this.own = readers.get();
    }

    ReadAhead readAhead() {
        return readAhead;
    }

    ExcerptReader own() {
        return own;
    }

    /** The one for another thread; opened when it is asked for first. */
    ExcerptReader other() {
        ExcerptReader opened = other == null ? readers.get() : other;
        other = opened;
        return opened;
    }

    /** Closes both; who is still reading with one fails. */
    @Override
    public void close() {
        ExcerptReader second = other;
        try (own) {
            if (second != null) {
                second.close();
            }
        }
    }
}
