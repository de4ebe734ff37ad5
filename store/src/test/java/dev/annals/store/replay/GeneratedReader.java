package dev.annals.store.replay;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.function.LongFunction;

/** A log of one record an excerpt that exists only while it is read. */
final class GeneratedReader implements ExcerptReader {
    private final long end;
    private final LongFunction<Payload> payloads;

    GeneratedReader(long end, LongFunction<Payload> payloads) {
        this.end = end;
        this.payloads = payloads;
    }

    @Override
    public long endSequence() {
        return end;
    }

    @Override
    public long endPosition() {
        return end;
    }

    @Override
    public Excerpt read(long sequence) {
        Entry entry = new Entry(sequence, sequence, RecordKind.ACTIVITY_LOG, Logs.T0, payloads.apply(sequence));
        return new Excerpt(sequence, sequence, List.of(entry), Hash.NONE);
    }

    @Override
    public long sequenceOf(long position) {
        return position;
    }

    @Override
    public void close() {}
}
