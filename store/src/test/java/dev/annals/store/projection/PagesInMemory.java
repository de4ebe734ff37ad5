package dev.annals.store.projection;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in a list that counts what is read of it. */
final class PagesInMemory implements ExcerptReader {
    private final List<Excerpt> excerpts = new ArrayList<>();
    private long end;

    long reads;

    long append(List<NewRecord> records) {
        List<Entry> entries = new ArrayList<>();
        long first = end;
        for (NewRecord each : records) {
            entries.add(new Entry(end++, excerpts.size(), each.kind(), each.created(), each.payload()));
        }
        excerpts.add(new Excerpt(excerpts.size(), first, entries, Hash.NONE));
        return first;
    }

    @Override
    public long endSequence() {
        return excerpts.size();
    }

    @Override
    public long endPosition() {
        return end;
    }

    @Override
    public @Nullable Excerpt read(long sequence) {
        reads++;
        return sequence < excerpts.size() ? excerpts.get((int) sequence) : null;
    }

    @Override
    public long sequenceOf(long position) {
        return excerpts.stream()
                .filter(each -> position < each.firstPosition() + each.entries().size())
                .findFirst()
                .orElseThrow()
                .sequence();
    }

    @Override
    public void close() {}
}
