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
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.tree.Growth;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer's derived state: which identities are stored and where, the tally, and the Merkle tree. Brought up to the journal's end when
 * it is opened, and kept there. Belongs to the writer's thread; others read only the tally, under its own monitor, and the tree.
 */
final class Derived implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Derived.class.getName());
    private static final long NOT_SAVED = -1;

    private final JournalDirectory directory;
    private final ExcerptReader reader;
    private final RecentExcerpts recent;
    private final Tally tally;
    private final IdIndex ids;
    private final LogTree tree;
    private final Columns columns;
    private final List<Columns.Appended> added = new ArrayList<>();
    private long savedExcerpts;
    private @Nullable Thread syncing;

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
            try (OpeningColumns columns = OpeningColumns.start(() -> columns(directory, log))) {
                Tally tally = directory.tally(reader);
                IdIndex ids = undo.ifLater(IdIndex.open(directory.ids(), directory.journal(), reader));
                boolean anew = ids.size() == 0;
                LogTree tree = undo.ifLater(LogTree.open(directory, tally, reader, anew));
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
                ids.reached(excerpt);
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

    /** Which of them may be stored: asked for all at once, because searches one by one would each wait for the memory. */
    boolean[] mayHold(List<Intake.Log> logs) {
        boolean[] may = new boolean[logs.size()];
        for (int i = 0; i < may.length; i++) {
            may[i] = ids.mayHold(logs.get(i).hash());
        }
        return may;
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

    /** Places of activity logs that may have an id, whatever their context; for any thread. */
    long[] locators(String id) {
        return ids.candidates(Identity.ofLog("", id).hash());
    }

    /** What the tree becomes by more leaves; changes nothing. */
    Growth grow() {
        return tree.grow();
    }

    /** Makes room, so that {@link #appended} finds some. */
    void reserve(int identities, int leaves) {
        ids.reserve(identities);
        tree.reserve(leaves);
    }

    /** Takes in an excerpt that was appended but may not be durable yet. */
    void appended(Excerpt excerpt, List<Draft.Addition> additions, Growth growth, List<@Nullable LogFields> fields) {
        tree.accept(growth);
        for (Draft.Addition each : additions) {
            ids.add(each.hash(), IdIndex.locator(excerpt.sequence(), each.ordinal()));
        }
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
        if (!excerpts.isEmpty()) {
            ids.reached(excerpts.get(excerpts.size() - 1));
        }
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
        Excerpt last = last();
        if (last != null) {
            ids.noted(last);
        }
        ids.dropBefore(start.sequence());
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
        saveEvery(1);
        awaitSync();
        ids.seal(last());
        columns.seal();
    }

    /**
     * Leaves files that can be trusted as they are, as long as nothing more comes. The columns are left out, because they grow on their own
     * thread and are never far behind.
     */
    void rest() {
        saveEvery(1);
        if (ids.changed() || ids.excerpts() != tally.excerpts()) {
            awaitSync();
            ids.rest(last());
        }
    }

    /**
     * Makes the index of ids durable beside the writing, so that the opening after a power cut need not build it again; nothing if the last
     * time is not over.
     */
    void syncIds() {
        if (syncing == null || !syncing.isAlive()) {
            syncing = new Thread(this::sync, "annals-ids");
            syncing.setDaemon(true);
            syncing.start();
        }
    }

    private void sync() {
        try {
            ids.sync();
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the index of ids was not synced; after a power cut it is built again",
                    e);
        }
    }

    private void awaitSync() {
        if (syncing != null) {
            Uninterruptibly.join(syncing);
            syncing = null;
        }
    }

    /** The last excerpt that counts; null if there is none. */
    private @Nullable Excerpt last() {
        return tally.excerpts() == 0 ? null : reader.read(tally.excerpts() - 1);
    }

    @Override
    public void close() {
        try (reader;
                tree;
                columns) {
            awaitSync();
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
