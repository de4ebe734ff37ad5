package dev.annals.store;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.store.column.ColumnView;
import dev.annals.store.column.Columns;
import dev.annals.store.index.IdIndex;
import dev.annals.store.index.Identity;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.LogStart;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.tree.Growth;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.StampedLock;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer's derived state: which identities are stored and where, the tally, and the Merkle tree. Brought up to the journal's end when
 * it is opened, and kept there. Belongs to the writer's thread; others read only the tally, under its own monitor, and the tree.
 */
final class Derived implements AutoCloseable {
    private static final long NOT_SAVED = -1;

    private final JournalDirectory directory;
    private final ExcerptReader reader;
    private final RecentExcerpts recent;
    private final Tally tally;
    private final IdIndex ids;
    private final StampedLock idsLock = new StampedLock();
    private final LogTree tree;
    private final Columns columns;
    private final List<Columns.Appended> added = new ArrayList<>();
    private long savedExcerpts;

    private Derived(
            JournalDirectory directory,
            ExcerptReader reader,
            Tally tally,
            IdIndex ids,
            LogTree tree,
            Columns columns,
            long savedExcerpts) {
        this.directory = directory;
        this.reader = reader;
        this.recent = new RecentExcerpts(reader);
        this.tally = tally;
        this.ids = ids;
        this.tree = tree;
        this.columns = columns;
        this.savedExcerpts = savedExcerpts;
    }

    static Derived open(JournalDirectory directory, ReadableLog log, InstantSource clock, LongConsumer progress) {
        try (Undo undo = new Undo()) {
            ExcerptReader reader = undo.ifLater(log.reader());
            Tally tally = directory.tally(reader);
            IdIndex ids = undo.ifLater(IdIndex.open(directory.ids(), directory.journal(), reader));
            boolean closedProperly = ids.excerpts() >= tally.excerpts();
            LogTree tree = undo.ifLater(LogTree.open(directory, tally, reader, !closedProperly));
            try (OpeningColumns columns = OpeningColumns.start(() -> columns(directory, log))) {
                long saved = tree.excerpts() == tally.excerpts() ? tally.excerpts() : NOT_SAVED;
                catchUp(reader, tally, ids, tree, new Progress(clock, progress));
                Derived derived =
                        new Derived(directory, reader, tally, ids, tree, undo.ifLater(columns.result()), saved);
                undo.nothing();
                return derived;
            }
        }
    }

    private static Columns columns(JournalDirectory directory, ReadableLog log) {
        try (ExcerptReader reader = log.reader()) {
            return Columns.open(directory.columns(), directory.journal(), reader, position -> {});
        }
    }

    private static void catchUp(ExcerptReader reader, Tally tally, IdIndex ids, LogTree tree, Progress progress) {
        long known = ids.excerpts();
        long first = Math.min(Math.min(tally.excerpts(), tree.excerpts()), known);
        for (long next = first; next < reader.endSequence(); next++) {
            Excerpt excerpt = reader.read(next);
            if (excerpt == null) {
                throw new JournalCorruptedException("an excerpt before the end cannot be read", next, -1);
            }
            if (next == tree.excerpts()) {
                tree.take(excerpt);
            }
            if (next == tally.excerpts()) {
                tally.add(excerpt);
            }
            if (next >= known) {
                index(excerpt, ids);
            }
            progress.at(excerpt.firstPosition() + excerpt.entries().size());
        }
        tree.durable();
    }

    private static void index(Excerpt excerpt, IdIndex ids) {
        for (int i = 0; i < excerpt.entries().size(); i++) {
            Entry entry = excerpt.entries().get(i);
            long locator = IdIndex.locator(excerpt.sequence(), i);
            Identity.of(entry.kind(), entry.payload()).ifPresent(identity -> {
                // For no more than the writer reserved: the table's size is part of the same bytes.
                ids.reserve(1);
                ids.add(identity.hash(), locator);
            });
        }
    }

    /** The stored record of an identity, null if there is none. Only the stored bytes decide. */
    @Nullable
    Entry find(Identity identity, long hash, @Nullable Payload likely) {
        long locator = ids.find(hash, candidate -> {
            Entry entry = recent.entry(candidate);
            return entry.kind() == identity.kind()
                    && ((likely != null && entry.payload().equals(likely))
                            || Identity.of(entry.kind(), entry.payload())
                                    .filter(identity::equals)
                                    .isPresent());
        });
        return locator < 0 ? null : recent.entry(locator);
    }

    /**
     * Places of activity logs that may have an id, whatever their context; for any thread. Looks without a lock, and again under one if the
     * writer changed the index meanwhile.
     */
    long[] locators(String id) {
        long hash = Identity.ofLog("", id).hash();
        long stamp = idsLock.tryOptimisticRead();
        if (stamp != 0) {
            try {
                long[] found = ids.candidates(hash);
                if (idsLock.validate(stamp)) {
                    return found;
                }
            } catch (IndexOutOfBoundsException changedMeanwhile) {
                // Half of it was the index before, half the one after.
            }
        }
        stamp = idsLock.readLock();
        try {
            return ids.candidates(hash);
        } finally {
            idsLock.unlockRead(stamp);
        }
    }

    private void changeIds(Runnable change) {
        long stamp = idsLock.writeLock();
        try {
            change.run();
        } finally {
            idsLock.unlockWrite(stamp);
        }
    }

    /** What the tree will be with these records in it; changes nothing. */
    Growth grow(List<NewRecord> records) {
        Growth growth = tree.grow();
        records.forEach(each -> growth.add(each.payload()));
        return growth;
    }

    /** Makes room, so that {@link #appended} finds some. */
    void reserve(int identities, int leaves) {
        changeIds(() -> ids.reserve(identities));
        tree.reserve(leaves);
    }

    /** Takes in an excerpt that was appended but may not be durable yet. */
    void appended(Excerpt excerpt, List<Draft.Addition> additions, Growth growth, List<@Nullable LogFields> fields) {
        tree.accept(growth);
        changeIds(() -> {
            for (Draft.Addition each : additions) {
                ids.add(each.hash(), IdIndex.locator(excerpt.sequence(), each.ordinal()));
            }
        });
        recent.keep(excerpt);
        added.add(new Columns.Appended(excerpt, fields));
    }

    /** Everything that was kept is durable now, and counts. */
    void durable() {
        List<Excerpt> excerpts = recent.release();
        synchronized (tally) {
            excerpts.forEach(tally::add);
        }
        tree.durable();
        columns.append(List.copyOf(added));
        added.clear();
    }

    /** What the columns cover; for any thread. */
    ColumnView columns() {
        return columns.view();
    }

    /** The tree, of what is durable; for any thread. */
    TreeView tree() {
        return tree;
    }

    /** Forgets the identities of records that were removed from the journal's front. */
    void pruned(LogStart start) {
        changeIds(() -> ids.dropBefore(start.sequence()));
        columns.pruned(start.position(), reader);
    }

    /** The tally of what is durable; to be read under its monitor. */
    Tally tally() {
        return tally;
    }

    long idCount() {
        return ids.size();
    }

    long idSum() {
        return ids.contentSum();
    }

    /** Saves tree and tally if they have moved on by so many excerpts. */
    void saveEvery(long excerpts) {
        if (tally.excerpts() - savedExcerpts >= excerpts) {
            // In this order: the tally says how much of the tree can be trusted.
            tree.force();
            tally.save(directory.state(), directory.journal());
            savedExcerpts = tally.excerpts();
        }
    }

    /** Leaves files behind that the next opening can trust. */
    void seal() {
        rest();
        columns.seal();
    }

    /**
     * Leaves files that can be trusted, as long as nothing more comes: whoever only reads finds ids by them, and after a crash the next opening
     * need not read the whole journal. The columns are left out, because they grow on their own thread and are never far behind.
     */
    void rest() {
        saveEvery(1);
        long end = tally.excerpts();
        if (ids.changed() || ids.excerpts() != end) {
            ids.seal(end == 0 ? null : reader.read(end - 1));
        }
    }

    @Override
    public void close() {
        try (reader;
                tree;
                columns) {
            ids.close();
        }
    }

    /** Speaks after two seconds, then every second. */
    private static final class Progress {
        private final InstantSource clock;
        private final LongConsumer listener;
        private long nextMillis;

        Progress(InstantSource clock, LongConsumer listener) {
            this.clock = clock;
            this.listener = listener;
            this.nextMillis = clock.millis() + 2_000;
        }

        void at(long records) {
            long now = clock.millis();
            if (now >= nextMillis) {
                nextMillis = now + 1_000;
                listener.accept(records);
            }
        }
    }
}
