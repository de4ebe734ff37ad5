package dev.annals.store;

import dev.annals.api.LogStream;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.PageSink;
import dev.annals.api.fetch.Receipt;
import dev.annals.api.fetch.StreamState;
import dev.annals.api.requests.RequestBatch;
import dev.annals.api.requests.RequestReceipt;
import dev.annals.api.requests.RequestSink;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.WriterLock;
import dev.annals.store.projection.Inventory;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruned;
import dev.annals.store.prune.Pruning;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Replay;
import dev.annals.store.replay.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * An append-only journal of audit logs in a directory of its own: the one way in for a host, and the place where a fetcher puts its
 * pages.
 *
 * <pre>{@code
 * try (Journal journal = Journal.open(Path.of("audit"))) {
 *     journal.query(Query.all().action("api_key_created")).forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>What it promises:
 * <ul>
 *   <li>What {@link #commit(Batch)} or {@link #append} acknowledged is there after a crash; with the default durability also after a power
 *       cut. One batch is one write: all of it is there or none.
 *   <li>No log twice: one whose (context, id) was ever stored is not stored again, over the whole history and across restarts.
 *   <li>Order is the order of the calls.
 * </ul>
 *
 * <p>Where the promise ends: a disk that lies about its syncs, a file system shared over a network, and whoever may write the
 * directory. The last is for evidence (proofs and checkpoints kept elsewhere), not for this class.
 *
 * <p>One process at a time holds a journal for writing; {@link #openReadOnly} needs no right and no lock. Every method may be
 * called from any thread. {@link #append}, {@link #close} and {@link #verify} wait for what is being written just
 * then; {@link #commit(Batch)}, {@link #resume} and {@link #endPosition} never wait.
 */
public final class Journal implements JournalReader, PageSink, RequestSink {
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final JournalDirectory directory;
    private final JournalOptions options;
    private final WriterLock lock;
    private final ExcerptLog log;
    private final Derived derived;
    private final Writer writer;
    private final Replay replay;
    private final Checkpoints checkpoints;
    private final Evidence evidence;
    private Ticks.Running schedule = () -> {};
    private final JournalFront front;
    private final KeptInventory inventory;

    private Journal(
            JournalDirectory directory,
            JournalOptions options,
            WriterLock lock,
            ExcerptLog log,
            Derived derived,
            CheckpointKey key,
            Pruned pruned) {
        this.directory = directory;
        this.options = options;
        this.lock = lock;
        this.log = log;
        this.derived = derived;
        this.replay = Replay.ofWriter(log::reader, derived::locators, derived::columns, directory.followers());
        this.writer = new Writer(log, derived, replay::committed);
        CheckpointFiles files = new CheckpointFiles(directory, log);
        this.checkpoints = new Checkpoints(key, files, derived, options, writer::writeNow);
        this.evidence = new Evidence(derived.tree(), files, this::foundCheckpoint);
        this.front = new JournalFront(directory, options, log, derived, writer, pruned);
        this.inventory = new KeptInventory(directory, log, derived.tally());
    }

    /**
     * Opens a journal for writing with the default options.
     *
     * @param directory the journal's directory; created if it does not exist, adopted if it is empty
     * @return the open journal
     * @throws JournalException as {@link #open(Path, JournalOptions)}
     */
    public static Journal open(Path directory) {
        return open(directory, JournalOptions.defaults());
    }

    /**
     * Opens a journal for writing. Reads what its derived files do not cover: nothing after a proper close, what was written last after a
     * crash, everything if {@code derived/} is missing or damaged.
     *
     * @param directory the journal's directory; created, for its owner only, if it does not exist; adopted if it is empty
     * @param options how to open it
     * @return the open journal
     * @throws dev.annals.store.journal.JournalLockedException at once, if another writer holds it
     * @throws dev.annals.store.journal.JournalCorruptedException if it is damaged; nothing was changed
     * @throws dev.annals.store.journal.JournalTooOldException if an older release wrote it, or if the directory holds something else
     * @throws dev.annals.store.journal.JournalTooNewException if a newer release wrote it
     * @throws dev.annals.store.journal.JournalOutOfSpaceException if there is no room for its derived files
     * @throws dev.annals.store.journal.JvmFlagsMissingException if the engine needs flags that the JVM was started without
     * @throws dev.annals.store.journal.JournalFailedException if a file cannot be read or written, or if the directory is on a network
     *     file system and the options do not allow that
     */
    public static Journal open(Path directory, JournalOptions options) {
        JournalDirectory.prepare(directory);
        FileSystemKind.require(directory, options.networkFileSystem());
        try (Undo undo = new Undo()) {
            WriterLock lock = undo.ifLater(WriterLock.acquire(directory, WriterLock.program(), options.clock()));
            JournalDirectory opened = JournalDirectory.openForWriting(
                    directory, options.engine(), options.clock().instant());
            CheckpointKey key = CheckpointKey.open(opened, options.checkpoints(), options.random());
            Pruned pruned = opened.pruned();
            HighWaterMark mark = undo.ifLater(HighWaterMark.open(opened.highWater()));
            ExcerptLog log = undo.ifLater(
                    opened.engine().open(opened.segments(), mark, options.engineOptions(), pruned.start()));
            Derived derived = undo.ifLater(Derived.open(opened, log, options.clock(), options.rebuildProgress()));
            Journal journal = new Journal(opened, options, lock, log, derived, key, pruned);
            journal.checkpoints.repair();
            Replay.holdBack(opened.followers(), log.nextPosition());
            journal.start();
            undo.nothing();
            undo.ifLater(journal);
            log.recovered().ifPresent(journal.front::record);
            journal.front.finish();
            undo.nothing();
            return journal;
        }
    }

    /**
     * Opens a journal to read only, as an auditor does: takes no lock, never writes a byte, and may be used while another process
     * writes.
     *
     * @param directory the journal's directory
     * @return the open journal
     * @throws dev.annals.store.journal.JournalTooOldException if an older release wrote it, or if the directory holds no journal
     * @throws dev.annals.store.journal.JournalTooNewException if a newer release wrote it
     * @throws dev.annals.store.journal.JournalFailedException if a file cannot be read
     */
    public static JournalReader openReadOnly(Path directory) {
        return openReadOnly(directory, JournalOptions.defaults());
    }

    /**
     * Opens a journal to read only, as {@link #openReadOnly(Path)} does.
     *
     * @param directory the journal's directory
     * @param options of these, only the clock and the retention matter
     * @return the open journal
     * @throws JournalException as {@link #openReadOnly(Path)}
     */
    public static JournalReader openReadOnly(Path directory, JournalOptions options) {
        return ReadOnlyJournal.open(directory, options);
    }

    /**
     * Keeps with a checkpoint what others said about it. Needs no lock: another process may be writing the journal. Either
     * <ul>
     *   <li>the same checkpoint with more signatures, as a witness returns it: they are added to its file in {@code checkpoints/}, and
     *       nothing is judged but that the journal's own signature still holds; or
     *   <li>the reply of a time stamp authority (RFC 3161, DER) over the SHA-256 of that file: kept beside it, with {@code .tsr} behind the
     *       name, when it is over the file as it is. The authority's signature is for {@code openssl ts -verify -data FILE -in FILE.tsr
     *       -CAfile CA} to judge. It is over all signatures of the file, so none can be added afterwards.
     * </ul>
     *
     * @param directory the journal's directory
     * @param attachment a signed note or a reply
     * @return the file in which it is kept
     * @throws IllegalArgumentException if it is neither, or not for a checkpoint of this journal; nothing was changed
     * @throws JournalException as {@link #openReadOnly(Path)}, or if a file cannot be written
     */
    public static Path attach(Path directory, byte[] attachment) {
        return Attachments.attach(JournalDirectory.openForReading(directory), attachment);
    }

    private void start() {
        writer.start();
        inventory.start(options.ticks());
        if (checkpoints.automatic()) {
            Duration interval = options.checkpoints().interval();
            schedule = options.ticks()
                    .every(
                            interval.compareTo(LOOK_EVERY) < 0 ? interval : LOOK_EVERY,
                            () -> writer.post(checkpoints::signIfDue));
        }
    }

    /**
     * Writes one batch, as {@link PageSink} demands. The stage completes on a thread of the journal's, which must not be kept waiting:
     * after the sync, in the order of the calls. The call itself waits for nothing; while earlier batches are being written it hashes the
     * logs, which this journal's own thread does otherwise.
     *
     * <p>If a batch fails, later batches of the same stream fail too until {@link #resume} was called for it: no cursor is stored
     * without the pages before it. Other streams are not affected, unless the whole journal failed.
     *
     * @param batch what to write; each log's id and context are those that its payload says
     * @return completes when the batch is durable; exceptionally with {@link
     *     dev.annals.store.journal.JournalOutOfSpaceException} or {@link IllegalArgumentException} (more than 16 MiB,
     *     which no page of the client's ever needs, or a note that only the journal can write) if nothing of it
     *     was written, with {@link dev.annals.store.journal.JournalFailedException} if the journal cannot go on and must be opened
     *     again, with {@link dev.annals.store.journal.JournalClosedException} if it is closed
     */
    @Override
    public CompletionStage<Receipt> commit(Batch batch) {
        return writer.submit(Intake.of(batch, writer.wantsHashes())).minimalCompletionStage();
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@link StreamState#lastCreated()} is over the logs that the stream brought first, because duplicates leave no trace but their
     * number.
     */
    @Override
    public StreamState resume(LogStream stream) {
        writer.gates().resumed(stream.name());
        synchronized (derived.tally()) {
            return derived.tally().state(stream.name());
        }
    }

    /** {@inheritDoc} Completes on the thread and with the exceptions of {@link #commit(Batch)}. */
    @Override
    public CompletionStage<RequestReceipt> commit(RequestBatch batch) {
        return submit(batch).thenApply(Imports::receipt).minimalCompletionStage();
    }

    /**
     * Writes one request log, as it is, and waits until it is durable. One that is known by (context, id) is not written twice. What may
     * hold secrets goes through {@link dev.annals.api.redact.Redactor#log} first.
     *
     * @param requestLog the log
     * @return what became of it
     * @throws JournalException as the stage of {@link #commit(Batch)}
     */
    public Receipt append(RequestLog requestLog) {
        return Waiting.on(submit(new RequestBatch(List.of(), List.of(RequestJson.raw(requestLog)))));
    }

    private CompletableFuture<Receipt> submit(RequestBatch batch) {
        return writer.submit(Intake.of(batch, options.clock().instant(), writer.wantsHashes()));
    }

    /**
     * Writes activity logs that no fetcher brought, for example from an archive, and waits until they are durable. Known ones are
     * left out, as in {@link #commit(Batch)}. Written by the thousand, or 4 MiB: after a crash the first of these may be there, and appending
     * all again adds the rest. Not to be called from a stage that {@link #commit(Batch)} returned.
     *
     * @param logs the logs, in the order in which they shall be kept
     * @return what became of all of them
     * @throws IllegalArgumentException if a log's id or context is not what its payload says, or if it is larger than 8 MiB; nothing
     *     was written
     * @throws JournalException as the stage of {@link #commit}
     */
    public Receipt append(Collection<RawActivityLog> logs) {
        return Imports.of(logs, writer.wantsHashes())
                .map(chunk ->
                        writer.submit(Intake.imported(chunk, options.clock().instant())))
                .toList()
                .stream()
                .map(Waiting::on)
                .reduce(Imports::sum)
                .orElseThrow();
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
        return inventory.inventory();
    }

    /**
     * Follows from the beginning under a name, and goes on after a restart where it stopped: as {@link #follow(String, long, Consumer)}
     * from {@link #firstPosition}.
     *
     * @param name the follower's name: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a letter or digit
     * @param handler called for each record; what it throws ends the subscription
     * @return the running subscription
     */
    public Subscription follow(String name, Consumer<Entry> handler) {
        return follow(name, firstPosition(), handler);
    }

    /**
     * Follows under a name, and goes on after a restart where it stopped. The position of the next record is kept in a file, replaced as a
     * whole and synced: when the follower has caught up, now and then while it catches up, and when it ends. So each position is
     * delivered exactly once while the process lives and over an orderly end; after a crash delivery is at least once: what came after
     * the position was last kept comes again.
     *
     * @param name the follower's name: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a letter or digit
     * @param fromPosition where to begin if the name was never used
     * @param handler called for each record, in order, on one thread of its own; what it throws ends the subscription, and the record
     *     comes again next time
     * @return the running subscription
     * @throws IllegalArgumentException if the name is none, or the position is negative or beyond the end
     * @throws IllegalStateException if a follower of that name is running
     * @throws dev.annals.store.journal.JournalPrunedException if the records that it would have to go on with were pruned; which were
     *     missed is for the host to judge, so they are not skipped
     * @throws JournalException if the journal is closed, or the kept position cannot be used
     */
    public Subscription follow(String name, long fromPosition, Consumer<Entry> handler) {
        return replay.follow(name, fromPosition, handler);
    }

    @Override
    public Verification verify(AuditEvidence evidence, LongConsumer progress) {
        Verifier verifier = new Verifier(directory, log, evidence, progress);
        // After a failure the index may hold what never became durable; then there is nothing to compare it with.
        Optional<Verifier.Expected> expected = Waiting.on(writer.ask(
                () -> Optional.of(new Verifier.Expected(log.nextSequence(), derived.idCount(), derived.idSum()))
                        .filter(index -> index.excerpts() == derived.tally().excerpts())));
        return verifier.verify(expected.orElse(null));
    }

    @Override
    public Status status() {
        long bytes = directory.bytes();
        synchronized (derived.tally()) {
            return StatusReport.of(
                    derived.tally(), front.pruned(), options.clock().instant(), bytes);
        }
    }

    /**
     * Says that a stream is not to be read any more, because it was asked for by mistake or its account is gone: a record, after which the
     * stream holds back neither {@link Status#watermark} nor an inventory's. What it brought stays. Reading it again takes it back.
     *
     * @param stream its name, as in {@link Status.StreamStatus#name}
     * @throws IllegalArgumentException if the journal knows no such stream; nothing was written
     * @throws JournalException as the stage of {@link #commit}
     */
    public void retire(String stream) {
        front.retire(stream);
    }

    /**
     * Removes the oldest records, by whole segments: a segment goes when every record in it is old enough. A segment ends with the month or
     * at the size that the options say; the last one always stays. The hashes of the records that went are kept, so that those that remain can still be
     * proved, and every older checkpoint too; what they added up to is kept as well. A record in the journal says what was done.
     *
     * <p>Reading goes on meanwhile; whoever comes to a record that is gone is told by a {@link
     * dev.annals.store.journal.JournalPrunedException}. Writing goes on but for the moment in which the files are removed and the index of
     * ids is written anew, about a second for each million of ids that remain. Reads all that it removes.
     *
     * <p>Never removed are records younger than {@link dev.annals.store.prune.Retention#PROVIDER_KEEPS}: the provider may show them again,
     * and without their ids they would be stored a second time. Ages count back from the newest date of the provider's server, or from the
     * local clock if that is earlier.
     *
     * @param request what to remove
     * @return what was removed, and why not more
     * @throws IllegalArgumentException if the {@link JournalOptions#withRetention retention} does not allow it, or the backup holds
     *     something else; nothing was removed
     * @throws IllegalStateException if no time of the provider's server is known, or if a named follower has not read all of it and the
     *     request does not ignore that; nothing was removed
     * @throws dev.annals.store.journal.JournalCorruptedException if damage is met; nothing was removed
     * @throws dev.annals.store.journal.JournalOutOfSpaceException if only the record of it could not be written, which the next opening does
     * @throws dev.annals.store.journal.JournalFailedException if a file could not be written, and nothing was removed; or if not all
     *     files could be removed, which the next opening does
     */
    public Pruning prune(PruneRequest request) {
        return front.prune(request);
    }

    @Override
    public Pruning prunable(PruneRequest request) {
        return front.prunable(request);
    }

    @Override
    public long firstPosition() {
        return front.pruned().start().position();
    }

    @Override
    public long endPosition() {
        return log.endPosition();
    }

    /**
     * Signs a checkpoint over all that is durable now. It is also a record in the journal, behind what it covers, and a file in
     * {@code checkpoints/}: durable when this method returns. Keep a copy elsewhere.
     *
     * @return the checkpoint
     * @throws JournalCorruptedException if the journal is not what an earlier checkpoint says; nothing was signed
     * @throws dev.annals.store.journal.JournalFailedException if there is no key or it cannot be used
     * @throws JournalException as the stage of {@link #commit}
     */
    public SignedCheckpoint checkpoint() {
        return Waiting.on(writer.ask(checkpoints::sign));
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

    private Optional<Tally.LastCheckpoint> foundCheckpoint() {
        synchronized (derived.tally()) {
            return Optional.ofNullable(derived.tally().lastCheckpoint());
        }
    }

    /** The tree over what is durable; for any thread. */
    TreeView tree() {
        return derived.tree();
    }

    /**
     * Closes: running queries and subscriptions end, batches that were committed before are written and their stages complete, a
     * checkpoint is signed if there is news, then the lock is given back. Quiet if closed already.
     *
     * @throws JournalCorruptedException if the journal is not what an earlier checkpoint says; it is closed all the same, and nothing was
     *     signed
     */
    @Override
    public void close() {
        JournalCorruptedException[] contradiction = {null};
        try (lock) {
            try {
                schedule.close();
                inventory.close();
                replay.close();
            } finally {
                // Whatever the others do: the lock must not be given back while this one may still write.
                writer.close(() -> contradiction[0] = checkpoints.signAtClose());
            }
        }
        if (contradiction[0] != null) {
            throw contradiction[0];
        }
    }
}
