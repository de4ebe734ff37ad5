package dev.annals.store.column;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in memory whose front can be removed. */
final class MemoryJournal {
    private final List<Excerpt> excerpts = new ArrayList<>();
    private int first;
    private long end;

    Excerpt append(List<NewRecord> records) {
        List<Entry> entries = new ArrayList<>();
        for (NewRecord each : records) {
            entries.add(new Entry(end + entries.size(), excerpts.size(), each.kind(), each.created(), each.payload()));
        }
        Excerpt excerpt = new Excerpt(excerpts.size(), end, entries, Hash.NONE);
        excerpts.add(excerpt);
        end += entries.size();
        return excerpt;
    }

    /** Removes all before an excerpt that were not removed yet; the position at which the journal begins then. */
    long prune(int sequence) {
        first = Math.max(first, sequence);
        return excerpts.get(first).firstPosition();
    }

    int size() {
        return excerpts.size();
    }

    /** A reader of all that is there now, as if the journal ended with the excerpt before {@code endSequence}. */
    ExcerptReader reader(int endSequence) {
        return new Reader(endSequence);
    }

    private final class Reader implements ExcerptReader {
        private final int until;

        Reader(int until) {
            this.until = until;
        }

        @Override
        public long firstSequence() {
            return first;
        }

        @Override
        public long firstPosition() {
            return excerpts.isEmpty() ? 0 : excerpts.get(first).firstPosition();
        }

        @Override
        public long endSequence() {
            return until;
        }

        @Override
        public long endPosition() {
            return until == excerpts.size() ? end : excerpts.get(until).firstPosition();
        }

        @Override
        public @Nullable Excerpt read(long sequence) {
            if (sequence < first) {
                throw new JournalPrunedException("pruned", firstPosition());
            }
            return sequence < until ? excerpts.get((int) sequence) : null;
        }

        @Override
        public long sequenceOf(long position) {
            for (int i = first; i < until; i++) {
                Excerpt each = excerpts.get(i);
                if (position < each.firstPosition() + each.entries().size()) {
                    return i;
                }
            }
            throw new IndexOutOfBoundsException("position=" + position);
        }

        @Override
        public void close() {}
    }
}
