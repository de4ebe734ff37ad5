package dev.annals.store.backup;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.index.IdIndex;
import dev.annals.store.index.Identity;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.DamagedLog;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The copying of what is left of a damaged log into a new one: counts positions and sequence numbers anew, computes the roots, leaves out
 * what was there before, and notes what is missing.
 */
final class SalvageCopy implements AutoCloseable {
    private static final String ADVICE = "fetch again: what the provider still has comes back";

    private final ExcerptLog target;
    private final GroupedAppend append;
    private final ExcerptReader copied;
    private final MovedFollowers followers;
    private final Findings findings;
    private final Path scratch;
    private final IdIndex seen;
    private final Frontier frontier = Frontier.empty();
    private final Frontier former;
    private final Tally tally = new Tally();
    private final Holes holes = new Holes();
    private boolean sameTree = true;
    private long dropped;
    private long duplicates;

    /** The edge is that of the damaged journal's tree, before the first record that it still ought to hold. */
    SalvageCopy(
            ExcerptLog target, Frontier formerEdge, MovedFollowers followers, Findings findings, LongConsumer progress)
            throws IOException {
        this.former = formerEdge;
        this.target = target;
        this.append = new GroupedAppend(target, progress);
        this.copied = target.reader();
        this.followers = followers;
        this.findings = findings;
        this.scratch = Files.createTempDirectory("annals-salvage");
        this.seen = IdIndex.create(scratch.resolve("ids"), 0, 0);
    }

    Tally tally() {
        return tally;
    }

    Holes holes() {
        return holes;
    }

    /** What was copied until now. */
    Salvage.Result result(boolean endKnown) {
        holes.forEach((sequence, position, words) -> findings.add(sequence, position, words, ADVICE));
        return new Salvage.Result(
                tally.excerpts(),
                tally.records(),
                holes.excerpts(),
                holes.records() + dropped,
                endKnown,
                duplicates,
                findings.all());
    }

    /** Copies all that is left, and makes it durable. */
    void all(DamagedLog source) {
        for (DamagedLog.Piece piece = source.next(); piece != null; piece = source.next()) {
            if (piece instanceof DamagedLog.Hole hole) {
                sameTree = false;
                holes.add(hole, tally);
            } else if (piece instanceof DamagedLog.Whole whole) {
                copy(whole.excerpt());
            }
        }
        followers.copied(target.nextPosition());
        append.sync();
    }

    /** Appends records that were not in the damaged log. */
    void append(List<List<NewRecord>> excerpts) {
        excerpts.forEach(this::append0);
        append.sync();
    }

    private void append0(List<NewRecord> records) {
        for (NewRecord each : records) {
            Hash leaf = Hash.ofLeaf(each.payload());
            frontier.add(leaf);
            former.add(leaf);
        }
        append.append(records, frontier.root());
    }

    private void copy(Excerpt excerpt) {
        long sequence = target.nextSequence();
        List<Entry> entries = new ArrayList<>();
        seen.reserve(excerpt.entries().size());
        for (Entry each : excerpt.entries()) {
            long position = target.nextPosition() + entries.size();
            followers.copying(each.position(), position);
            if (isReadable(each) && isNew(each, sequence, entries)) {
                entries.add(new Entry(position, sequence, each.kind(), each.created(), each.payload()));
            }
        }
        sameTree &= entries.size() == excerpt.entries().size();
        if (entries.isEmpty()) {
            return;
        }
        append0(entries.stream()
                .map(each -> new NewRecord(each.kind(), each.created(), each.payload()))
                .toList());
        requireRoot(excerpt);
        tally.add(new Excerpt(sequence, entries.get(0).position(), entries, frontier.root()));
        note(entries);
    }

    /** As long as nothing is missing, the former tree is that of the damaged journal. */
    private void requireRoot(Excerpt excerpt) {
        if (sameTree && !excerpt.root().equals(Hash.NONE) && !excerpt.root().equals(former.root())) {
            sameTree = false;
            findings.add(
                    excerpt.sequence(),
                    excerpt.firstPosition(),
                    "the records up to here are not those of which the journal kept the root, root=" + excerpt.root()
                            + ", computed=" + former.root(),
                    "compare with a backup: a record was altered");
        }
    }

    /** A record of our own that cannot be read would keep the new journal from being opened. */
    private boolean isReadable(Entry entry) {
        if (entry.kind() == RecordKind.ACTIVITY_LOG || entry.kind() == RecordKind.REQUEST_LOG) {
            return true;
        }
        try {
            LifecycleJson.read(entry.kind(), entry.payload());
            return true;
        } catch (MalformedJsonException e) {
            dropped++;
            findings.add(
                    entry.excerpt(),
                    entry.position(),
                    "a " + entry.kind().value() + " record cannot be read and was left out: " + e.getMessage(),
                    "keep the damaged journal");
            return false;
        }
    }

    /** Whether a record was not there before; of those that were, the first is kept. */
    private boolean isNew(Entry entry, long sequence, List<Entry> before) {
        Optional<Identity> identity = Identity.of(entry.kind(), entry.payload());
        if (identity.isEmpty()) {
            return true;
        }
        long hash = identity.get().hash();
        long first = seen.find(hash, locator -> identity.equals(identityAt(locator, sequence, before)));
        if (first < 0) {
            seen.add(hash, IdIndex.locator(sequence, before.size()));
            return true;
        }
        if (at(first, sequence, before).payload().equals(entry.payload())) {
            duplicates++;
        } else {
            dropped++;
            findings.add(
                    entry.excerpt(),
                    entry.position(),
                    "the same " + entry.kind().value() + " is there twice with different bytes; the first was kept, id="
                            + identity.get().id(),
                    "keep the damaged journal");
        }
        return false;
    }

    private Optional<Identity> identityAt(long locator, long sequence, List<Entry> before) {
        Entry entry = at(locator, sequence, before);
        return Identity.of(entry.kind(), entry.payload());
    }

    /** A record that was taken over; rarely asked for, so that the sync which makes it visible costs nothing that counts. */
    private Entry at(long locator, long sequence, List<Entry> before) {
        if (IdIndex.sequenceOf(locator) == sequence) {
            return before.get(IdIndex.ordinalOf(locator));
        }
        append.sync();
        return ExcerptCopy.read(copied, IdIndex.sequenceOf(locator), -1)
                .entries()
                .get(IdIndex.ordinalOf(locator));
    }

    /** Where it is known again after a hole what a stream brought. */
    private void note(List<Entry> entries) {
        Entry first = null;
        for (Entry each : entries) {
            if (each.kind() == RecordKind.ACTIVITY_LOG && each.created() != null && first == null) {
                first = each;
            } else if (each.kind() == RecordKind.PAGE_COMMITTED
                    && LifecycleJson.read(each.kind(), each.payload()) instanceof Lifecycle.PageCommitted page) {
                holes.seen(page.stream(), page.at(), first == null ? null : first.created(), idOf(first));
            }
        }
    }

    private static @Nullable String idOf(@Nullable Entry log) {
        return log == null
                ? null
                : Identity.of(log.kind(), log.payload()).map(Identity::id).orElse(null);
    }

    @Override
    public void close() {
        try (copied;
                seen) {
            Files.deleteIfExists(scratch.resolve("ids"));
            Files.deleteIfExists(scratch);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot delete a temporary directory, path=" + scratch, e);
        }
    }
}
