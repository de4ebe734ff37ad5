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

    private boolean started;
    /** The excerpt to read next; outside the first to the end when there is none. */
    private long sequence;

    private List<Entry> entries = List.of();
    private int index;

    /**
     * A scan of what the reader saw when its end was taken.
     *
     * @param endSequence the sequence number after the last excerpt to read
     */
    Scan(ExcerptReader reader, Span span, boolean descending, long endSequence) {
        this.reader = reader;
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
            if (sequence < firstSequence || sequence >= endSequence) {
                entries = List.of();
                return null;
            }
            load();
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

    private void load() {
        Excerpt excerpt = reader.recall(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException(
                    "an excerpt below the end of the journal cannot be read; verify the journal", sequence, -1);
        }
        entries = excerpt.entries();
        index = descending ? entries.size() - 1 : 0;
        boolean last = descending
                ? excerpt.firstPosition() <= span.from()
                : excerpt.firstPosition() + entries.size() >= span.to();
        sequence = last ? endSequence : sequence + (descending ? -1 : 1);
    }
}
