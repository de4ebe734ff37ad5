package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalClosedException;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The results of one query while they are being read. Closes its readers at the end, at the limit, after a failure, or when told to.
 * Does not split: a reader belongs to one thread.
 */
final class Matches implements Spliterator<Entry>, AutoCloseable {
    private final Readers readers;
    private final Entries entries;
    private final Predicate<Entry> sieve;
    private long remaining;
    private State state = State.OPEN;

    private enum State {
        OPEN,
        EXHAUSTED,
        CLOSED
    }

    Matches(Readers readers, Entries entries, Predicate<Entry> sieve, long limit) {
        this.readers = readers;
        this.entries = entries;
        this.sieve = sieve;
        this.remaining = limit;
    }

    Stream<Entry> stream() {
        return StreamSupport.stream(this, false).onClose(this::close);
    }

    long count() {
        long count = 0;
        while (next() != null) {
            count++;
        }
        return count;
    }

    @Override
    public boolean tryAdvance(Consumer<? super Entry> action) {
        Entry entry = next();
        if (entry == null) {
            return false;
        }
        action.accept(entry);
        return true;
    }

    @Override
    public @Nullable Spliterator<Entry> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return ORDERED | NONNULL;
    }

    @Override
    public void close() {
        end(State.CLOSED);
    }

    private @Nullable Entry next() {
        if (state == State.CLOSED) {
            throw new JournalClosedException("the result of a query was used after it was closed; query again");
        }
        if (state == State.EXHAUSTED) {
            return null;
        }
        boolean found = false;
        try {
            Entry entry = nextMatch();
            found = entry != null && --remaining > 0;
            return entry;
        } finally {
            if (!found) {
                end(State.EXHAUSTED);
            }
        }
    }

    private @Nullable Entry nextMatch() {
        for (Entry entry = entries.next(); entry != null; entry = entries.next()) {
            if (sieve.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    private void end(State reason) {
        boolean open = state == State.OPEN;
        state = reason;
        if (open) {
            readers.close();
        }
    }
}
