package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads excerpt after excerpt, forward or backward. It looks for its first excerpt only when asked for the first record, and stops by
 * the positions it meets, so that damage outside the way it goes is not met.
 */
final class Scan implements Entries {
    private final ExcerptReader reader;
    private final Span span;
    private final boolean descending;
    private final long firstSequence;
    private final long firstPosition;
    private final long endSequence;
    private final Ahead<Excerpt> ahead;

    private boolean started;
    /** The excerpt that the next run begins with; outside the first to the end when there is none. */
    private long sequence;

    /** Whether nothing that is wanted lies behind what was read. */
    private boolean ended;

    private List<Entry> entries = List.of();
    private int index;

    /**
     * A scan of what the reader saw when its end was taken.
     *
     * @param endSequence the sequence number after the last excerpt to read
     */
    Scan(Readers readers, Span span, boolean descending, long endSequence) {
        this.reader = readers.own();
        this.ahead = new Ahead<>(readers, new OfSequence());
        this.span = span;
        this.descending = descending;
        this.firstSequence = reader.firstSequence();
        this.firstPosition = reader.firstPosition();
        this.endSequence = endSequence;
    }

    /** What it was asked to look at; it returns records beside it too, which were written together with some in it. */
    Span span() {
        return span;
    }

    @Override
    public @Nullable Entry next() {
        if (!started) {
            started = true;
            sequence = begin();
        }
        while (index < 0 || index >= entries.size()) {
            Excerpt excerpt = following();
            if (excerpt == null) {
                entries = List.of();
                return null;
            }
            turnTo(excerpt);
        }
        Entry entry = entries.get(index);
        index += descending ? -1 : 1;
        return entry;
    }

    /** Where to begin, or where nothing is. */
    private long begin() {
        long endPosition = reader.endPosition();
        if (endSequence == 0 || span.from() >= endPosition || span.to() <= firstPosition) {
            return endSequence;
        }
        if (!descending) {
            return span.from() <= firstPosition ? firstSequence : reader.sequenceOf(span.from());
        }
        return span.to() >= endPosition ? endSequence - 1 : Math.min(endSequence - 1, reader.sequenceOf(span.to() - 1));
    }

    private @Nullable Excerpt following() {
        Excerpt excerpt = ended ? null : ahead.next();
        if (excerpt == null && !ended && sequence >= firstSequence && sequence < endSequence) {
            ahead.take(run());
            excerpt = ahead.next();
        }
        return excerpt;
    }

    private long[] run() {
        long left = descending ? sequence - firstSequence + 1 : endSequence - sequence;
        long[] run = new long[(int) Math.min(left, ahead.run())];
        for (int i = 0; i < run.length; i++) {
            run[i] = sequence;
            sequence += descending ? -1 : 1;
        }
        return run;
    }

    private void turnTo(Excerpt excerpt) {
        entries = excerpt.entries();
        index = descending ? entries.size() - 1 : 0;
        ended = descending
                ? excerpt.firstPosition() <= span.from()
                : excerpt.firstPosition() + entries.size() >= span.to();
    }

    private static final class OfSequence implements Ahead.Reading<Excerpt> {
        @Override
        public Excerpt read(ExcerptReader reader, long sequence) {
            Excerpt excerpt = reader.recall(sequence);
            if (excerpt == null) {
                throw new JournalCorruptedException(
                        "an excerpt below the end of the journal cannot be read; verify the journal", sequence, -1);
            }
            return excerpt;
        }

        @Override
        public long bytes(Excerpt found) {
            long bytes = 0;
            for (Entry each : found.entries()) {
                bytes += each.payload().length();
            }
            return bytes;
        }
    }
}
