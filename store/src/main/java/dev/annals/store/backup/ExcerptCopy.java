package dev.annals.store.backup;

import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.function.LongConsumer;

/** Copies excerpts as they are: same sequence numbers, positions, records and roots. */
final class ExcerptCopy {
    private final ExcerptLog target;
    private final GroupedAppend append;

    /**
     * Makes a copy into a log.
     *
     * @param target where to append
     * @param progress told after each group up to which position it was copied
     */
    ExcerptCopy(ExcerptLog target, LongConsumer progress) {
        this.target = target;
        this.append = new GroupedAppend(target, progress);
    }

    /**
     * Copies everything from the target's end up to an excerpt, and syncs it.
     *
     * @param source reads and verifies each excerpt
     * @param end the sequence number after the last excerpt to copy; behind the target's end
     * @return the root of the last excerpt
     * @throws JournalCorruptedException if one of them cannot be read; those before it were copied
     */
    Hash upTo(ExcerptReader source, long end) {
        Hash root = Hash.NONE;
        while (target.nextSequence() < end) {
            Excerpt excerpt = read(source, target.nextSequence(), target.nextPosition());
            append.append(records(excerpt), excerpt.root());
            root = excerpt.root();
        }
        append.sync();
        return root;
    }

    /** Reads an excerpt that must be there, at its place; position -1 for wherever it begins. */
    static Excerpt read(ExcerptReader source, long sequence, long position) {
        Excerpt excerpt = source.read(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException("an excerpt before the end cannot be read", sequence, position);
        }
        if (position >= 0 && excerpt.firstPosition() != position) {
            throw new JournalCorruptedException(
                    "positions do not follow, found=" + excerpt.firstPosition(), sequence, position);
        }
        return excerpt;
    }

    private static List<NewRecord> records(Excerpt excerpt) {
        return excerpt.entries().stream()
                .map(entry -> new NewRecord(entry.kind(), entry.created(), entry.payload()))
                .toList();
    }
}
