package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Excerpts in a list, with readers that count what they do, insist on one thread at a time, and can be made to meet damage. */
final class MemoryLog {
    private final List<Excerpt> excerpts = new CopyOnWriteArrayList<>();
    private final Set<Long> damaged = new HashSet<>();
    private final AtomicLong end = new AtomicLong();

    final AtomicInteger openReaders = new AtomicInteger();
    final AtomicInteger openedReaders = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger searches = new AtomicInteger();

    void append(List<NewRecord> records) {
        List<Entry> entries = new ArrayList<>();
        long sequence = excerpts.size();
        long endPosition = end.get();
        for (NewRecord each : records) {
            entries.add(new Entry(endPosition + entries.size(), sequence, each.kind(), each.created(), each.payload()));
        }
        excerpts.add(new Excerpt(sequence, endPosition, entries, Hash.NONE));
        end.addAndGet(entries.size());
    }

    void append(NewRecord... records) {
        append(List.of(records));
    }

    void damage(long sequence) {
        damaged.add(sequence);
    }

    List<Entry> all() {
        return excerpts.stream().flatMap(each -> each.entries().stream()).toList();
    }

    ExcerptReader reader() {
        openReaders.incrementAndGet();
        openedReaders.incrementAndGet();
        return new Reader();
    }

    private final class Reader implements ExcerptReader {
        private boolean closed;

        @Override
        public long endSequence() {
            return excerpts.size();
        }

        @Override
        public long endPosition() {
            return end.get();
        }

        @Override
        public @Nullable Excerpt read(long sequence) {
            if (closed) {
                throw new JournalClosedException("reader is closed");
            }
            if (damaged.contains(sequence)) {
                Excerpt excerpt = excerpts.get((int) sequence);
                throw new JournalCorruptedException("planted", sequence, excerpt.firstPosition());
            }
            reads.incrementAndGet();
            return sequence < excerpts.size() ? excerpts.get((int) sequence) : null;
        }

        @Override
        public long sequenceOf(long position) {
            searches.incrementAndGet();
            for (Excerpt each : excerpts) {
                if (position < each.firstPosition() + each.entries().size()) {
                    return each.sequence();
                }
            }
            throw new IndexOutOfBoundsException("position=" + position);
        }

        @Override
        public void close() {
            if (closed) {
                throw new AssertionError("a reader was closed twice");
            }
            closed = true;
            openReaders.decrementAndGet();
        }
    }
}
