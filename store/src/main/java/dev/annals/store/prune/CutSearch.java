package dev.annals.store.prune;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.SegmentExtent;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its front, segment by segment, as far as every record is old enough. A record is as old as its {@code created}; if it
 * has none, as its excerpt: the page record's time, or else the newest {@code created}; if that has none either, as the next excerpt that
 * has one. The last segment always stays.
 */
final class CutSearch {
    private final ExcerptReader reader;
    private final long journal;
    private final Instant before;
    private final Checks checks;
    private final Tally tally;
    private final Frontier edge;
    private final Sum sum = new Sum();
    private @Nullable Cut found;
    private @Nullable Cut waiting;
    private @Nullable Entry undated;
    private String held = "the last segment always stays";

    /** What is done with all that is read. */
    interface Checks {
        /** Looks at an excerpt that is old enough; gives the reason why it must stay nevertheless, null if it need not. */
        @Nullable
        String objection(Excerpt excerpt);

        /** The leaf hash of the next position. */
        void leaf(Hash leaf) throws IOException;
    }

    /**
     * A place where the journal may begin.
     *
     * @param segment the segment that would be the first
     * @param tally the counts of all before it
     * @param root the tree's root over all before it
     * @param edge the tree's complete subtrees
     * @param sum what would be removed
     */
    record Cut(SegmentExtent segment, Payload tally, Hash root, List<Hash> edge, Sum sum) {}

    /** What lies between the journal's beginning and a cut. */
    static final class Sum {
        int segments;
        long excerpts;
        long records;
        long bytes;

        @Nullable
        Instant oldest;

        @Nullable
        Instant newest;

        private void add(Entry entry) {
            records++;
            bytes += entry.payload().length();
            Instant created = entry.created();
            if (created != null) {
                oldest = oldest == null || created.isBefore(oldest) ? created : oldest;
                newest = newest == null || created.isAfter(newest) ? created : newest;
            }
        }

        private Sum copy() {
            Sum copy = new Sum();
            copy.segments = segments;
            copy.excerpts = excerpts;
            copy.records = records;
            copy.bytes = bytes;
            copy.oldest = oldest;
            copy.newest = newest;
            return copy;
        }
    }

    CutSearch(ExcerptReader reader, Pruned base, long journal, Instant before, Checks checks) {
        this.reader = reader;
        this.journal = journal;
        this.before = before;
        this.checks = checks;
        this.tally = base.tallied(journal);
        this.edge = Frontier.of(base.start().position(), base.edge());
    }

    /** The farthest place where the journal may begin, null if it must stay as it is. */
    @Nullable
    Cut search(List<SegmentExtent> segments) throws IOException {
        for (int i = 0; i < segments.size(); i++) {
            if (i > 0) {
                reach(segments.get(i));
            }
            boolean last = i == segments.size() - 1;
            long end = last ? reader.endSequence() : segments.get(i + 1).sequence();
            for (long sequence = segments.get(i).sequence(); sequence < end; sequence++) {
                if (last && undated == null) {
                    return found;
                }
                if (!take(read(sequence))) {
                    return found;
                }
            }
        }
        if (undated != null) {
            hold(undated, "has no time, and nothing after it has");
        }
        return found;
    }

    /** Why the next segment stays, in plain words. */
    String held() {
        return held;
    }

    private Excerpt read(long sequence) {
        Excerpt excerpt = reader.read(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException("an excerpt before the end cannot be read", sequence, -1);
        }
        return excerpt;
    }

    private void reach(SegmentExtent segment) {
        byte[] counts = tally.snapshot(journal);
        sum.segments++;
        Cut cut = new Cut(segment, Payload.viewOf(counts, 0, counts.length), edge.root(), edge.hashes(), sum.copy());
        if (undated == null) {
            found = cut;
        } else {
            waiting = cut;
        }
    }

    private boolean take(Excerpt excerpt) throws IOException {
        Instant own = ownTime(excerpt);
        if (own != null && undated != null) {
            if (!own.isBefore(before)) {
                hold(undated, "has no time and may be as young as " + own);
                return false;
            }
            undated = null;
            found = waiting == null ? found : waiting;
            waiting = null;
        }
        for (Entry entry : excerpt.entries()) {
            Instant time = entry.created() == null ? own : entry.created();
            if (time == null) {
                undated = undated == null ? entry : undated;
            } else if (!time.isBefore(before)) {
                hold(entry, "is of " + time);
                return false;
            }
        }
        String objection = checks.objection(excerpt);
        if (objection != null) {
            held = objection;
            return false;
        }
        add(excerpt);
        return true;
    }

    private void add(Excerpt excerpt) throws IOException {
        for (Entry entry : excerpt.entries()) {
            Hash leaf = Hash.ofLeaf(entry.payload());
            edge.add(leaf);
            checks.leaf(leaf);
            sum.add(entry);
        }
        if (!excerpt.root().equals(Hash.NONE) && !excerpt.root().equals(edge.root())) {
            throw new JournalCorruptedException(
                    "the records up to an excerpt are not those that it was written after; nothing was pruned, run verify",
                    excerpt.sequence(),
                    excerpt.firstPosition());
        }
        tally.add(excerpt);
        sum.excerpts++;
    }

    private void hold(Entry entry, String why) {
        held = "the " + entry.kind().value() + " at position " + entry.position() + " " + why;
    }

    private static @Nullable Instant ownTime(Excerpt excerpt) {
        Instant newest = null;
        for (Entry entry : excerpt.entries()) {
            Instant created = entry.created();
            if (created != null && entry.kind() == RecordKind.PAGE_COMMITTED) {
                return created;
            }
            newest = created != null && (newest == null || created.isAfter(newest)) ? created : newest;
        }
        return newest;
    }
}
