package dev.annals.store.backup;

import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Copies excerpts as they are: same sequence numbers, positions, records and roots. Computes each root again from the payloads: a copy of
 * a record that was altered is worth nothing.
 */
final class ExcerptCopy {
    private final ExcerptLog target;
    private final GroupedAppend append;
    private final Frontier edge;

    /**
     * Makes a copy into a log.
     *
     * @param target where to append
     * @param edge the edge of the tree over what the target holds, which grows with it
     * @param progress told after each group up to which position it was copied
     */
    ExcerptCopy(ExcerptLog target, Frontier edge, LongConsumer progress) {
        this.target = target;
        this.edge = edge;
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
            grow(edge, excerpt);
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

    /** Adds the payloads of an excerpt to the tree, and requires that its root is theirs; one without a root is not judged. */
    static void grow(Frontier edge, Excerpt excerpt) {
        excerpt.entries().forEach(entry -> edge.add(Hash.ofLeaf(entry.payload())));
        if (!excerpt.root().equals(Hash.NONE) && !excerpt.root().equals(edge.root())) {
            throw new JournalCorruptedException(
                    "the records up to here are not those of which the journal kept the root, root=" + excerpt.root()
                            + ", computed=" + edge.root() + "; keep the directory as it is and run verify",
                    excerpt.sequence(),
                    excerpt.firstPosition());
        }
    }

    private static List<NewRecord> records(Excerpt excerpt) {
        return excerpt.entries().stream()
                .map(entry -> new NewRecord(entry.kind(), entry.created(), entry.payload()))
                .toList();
    }
}
