package dev.annals.store.index;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Excerpts with some identities each, which may lose their end and go on otherwise. */
final class IndexedHistory implements ExcerptReader {
    private final Random random;
    private final List<Excerpt> excerpts = new ArrayList<>();
    private final List<long[]> hashes = new ArrayList<>();
    private long first;

    IndexedHistory(Random random) {
        this.random = random;
    }

    Excerpt append() {
        long sequence = excerpts.size();
        Payload payload = Payload.ofUtf8("{\"n\":" + random.nextLong() + "}");
        Entry entry = new Entry(sequence, sequence, RecordKind.ACTIVITY_LOG, null, payload);
        excerpts.add(new Excerpt(sequence, sequence, List.of(entry), Hash.NONE));
        // Some are near each other, so that crowds get long, and some are equal.
        hashes.add(random.longs(random.nextInt(30), 0, Long.MAX_VALUE)
                .map(hash -> random.nextInt(3) == 0 ? hash >>> 12 : random.nextInt(20) == 0 ? 4 : -hash)
                .toArray());
        return excerpts.get((int) sequence);
    }

    Excerpt excerpt(long sequence) {
        return excerpts.get((int) sequence);
    }

    /** Those of the identities in an excerpt. */
    long[] hashes(long sequence) {
        return hashes.get((int) sequence);
    }

    /** Adds what an excerpt holds, as the writer does. */
    void add(long sequence, IdIndex to) {
        long[] added = hashes(sequence);
        to.reserve(added.length);
        for (int i = 0; i < added.length; i++) {
            to.add(added[i], IdIndex.locator(sequence, i));
        }
    }

    /** The numbers of those that remain stay the same. */
    void removeBefore(long sequence) {
        first = sequence;
    }

    void loseFrom(long sequence) {
        excerpts.subList((int) sequence, excerpts.size()).clear();
        hashes.subList((int) sequence, hashes.size()).clear();
    }

    @Nullable
    Excerpt last() {
        return excerpts.isEmpty() ? null : excerpts.get(excerpts.size() - 1);
    }

    @Override
    public long firstSequence() {
        return first;
    }

    @Override
    public long endSequence() {
        return excerpts.size();
    }

    @Override
    public long endPosition() {
        return excerpts.size();
    }

    @Override
    public @Nullable Excerpt read(long sequence) {
        return sequence < excerpts.size() ? excerpts.get((int) sequence) : null;
    }

    @Override
    public long sequenceOf(long position) {
        return position;
    }

    @Override
    public void close() {}
}
