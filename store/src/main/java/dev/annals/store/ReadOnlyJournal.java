package dev.annals.store;

import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.projection.Inventory;
import dev.annals.store.projection.JournalInventory;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruning;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Replay;
import dev.annals.store.replay.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The auditor's view: nothing here writes. Its tally begins at the writer's last snapshot and is folded on when it is asked for. */
final class ReadOnlyJournal implements JournalReader {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final JournalDirectory directory;
    private final ReadableLog log;
    private final JournalOptions options;
    private final Replay replay;
    private final Object lock = new Object();
    private final ExcerptReader reader;
    private Tally tally;
    private final AuditorsColumns columns;
    private final AuditorsTree tree;
    private final Evidence evidence;
    private final JournalInventory inventory;
    private boolean closed;

    private ReadOnlyJournal(
            JournalDirectory directory, ReadableLog log, JournalOptions options, ExcerptReader reader, Tally tally) {
        this.directory = directory;
        this.log = log;
        this.options = options;
        this.columns = new AuditorsColumns(directory, log);
        AuditorsIds ids = new AuditorsIds(directory, log);
        this.replay = Replay.ofReader(log::reader, ids::locators, columns::view, POLL_INTERVAL);
        this.reader = reader;
        this.tally = tally;
        this.tree = new AuditorsTree(directory, log);
        this.evidence = new Evidence(tree, new CheckpointFiles(directory, log), this::foundCheckpoint);
        this.inventory =
                JournalInventory.ofReader(log::reader, directory.journal(), directory.inventory(), this::watermark);
    }

    static ReadOnlyJournal open(Path root, JournalOptions options) {
        JournalDirectory directory = JournalDirectory.openForReading(root);
        try (Undo undo = new Undo()) {
            ReadableLog log = undo.ifLater(directory.openLog());
            ExcerptReader reader = undo.ifLater(log.reader());
            Tally tally = directory.tally(reader);
            ReadOnlyJournal journal = new ReadOnlyJournal(directory, log, options, reader, tally);
            undo.nothing();
            return journal;
        }
    }

    @Override
    public Stream<Entry> query(Query query) {
        return replay.query(query);
    }

    @Override
    public long count(Query query) {
        return replay.count(query);
    }

    @Override
    public List<GroupCount> counts(Query query, Grouping... groupings) {
        return replay.counts(query, List.of(groupings));
    }

    @Override
    public Subscription follow(long fromPosition, Consumer<Entry> handler) {
        return replay.follow(fromPosition, handler);
    }

    @Override
    public Inventory inventory() {
        return inventory;
    }

    private @Nullable Instant watermark() {
        synchronized (lock) {
            requireOpen();
            return StatusReport.watermark(tallied().streams());
        }
    }

    @Override
    public Verification verify(AuditEvidence evidence, LongConsumer progress) {
        return new Verifier(directory, log, evidence, progress).verify(null);
    }

    @Override
    public Status status() {
        long bytes = directory.bytes();
        synchronized (lock) {
            requireOpen();
            Tally now = tallied();
            return StatusReport.of(now, directory.pruned(), options.clock().instant(), bytes);
        }
    }

    /** The tally up to the end; what was removed before it was folded is taken from what is kept of it. */
    private Tally tallied() {
        while (true) {
            try {
                for (long end = reader.endSequence(); tally.excerpts() < end; ) {
                    Excerpt excerpt = reader.read(tally.excerpts());
                    if (excerpt == null) {
                        throw new JournalCorruptedException(
                                "an excerpt before the end cannot be read", tally.excerpts(), tally.records());
                    }
                    tally.add(excerpt);
                }
                return tally;
            } catch (JournalPrunedException behind) {
                Tally next = directory.tally(reader);
                if (next.excerpts() <= tally.excerpts()) {
                    throw behind;
                }
                tally = next;
            }
        }
    }

    @Override
    public Pruning prunable(PruneRequest request) {
        Instant serverTime;
        synchronized (lock) {
            requireOpen();
            serverTime = tallied().serverTime();
        }
        return JournalFront.prunable(directory, options, log, directory.pruned(), serverTime, request);
    }

    @Override
    public long firstPosition() {
        synchronized (lock) {
            requireOpen();
            return directory.pruned().start().position();
        }
    }

    private Optional<Tally.LastCheckpoint> foundCheckpoint() {
        synchronized (lock) {
            requireOpen();
            return Optional.ofNullable(tallied().lastCheckpoint());
        }
    }

    @Override
    public Optional<SignedCheckpoint> lastCheckpoint() {
        return evidence.lastCheckpoint();
    }

    @Override
    public LogProof prove(long position) {
        return evidence.prove(position);
    }

    @Override
    public SignedCheckpoint exportTiles(Path target) {
        return evidence.exportTiles(replay, target);
    }

    @Override
    public ConsistencyProof consistency(SignedCheckpoint older, SignedCheckpoint newer) {
        return evidence.consistency(older, newer);
    }

    @Override
    public long endPosition() {
        synchronized (lock) {
            requireOpen();
            return reader.endPosition();
        }
    }

    /** The tree over what can be read; for any thread. Built when it is first asked. */
    TreeView tree() {
        return tree;
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalClosedException(
                    "the journal is closed; open it again to read, directory=" + directory.root());
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        inventory.close();
        try (log;
                reader;
                tree) {
            replay.close();
        }
    }
}
