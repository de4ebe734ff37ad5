package dev.annals.store;

import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.projection.Inventory;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruning;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Subscription;
import dev.annals.store.requests.RequestLogs;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * A journal that can be read: by its owner, or by an auditor who must not change it. All methods may be called from any thread.
 *
 * <p>The writer's own process sees a record when it is durable. A journal that was opened to read only sees it when it is written: a
 * moment earlier, so that after a power cut in that moment it may not be there again.
 *
 * <p>Verbs: {@code query} returns what is there, {@code follow} goes on with what comes, {@code verify} recomputes and never changes
 * anything, {@code status} is cheap.
 */
public interface JournalReader extends RequestLogs.Reading, AutoCloseable {
    /**
     * Finds records. Reads lazily with constant memory; sees what was there when it was called.
     *
     * @param query what to find
     * @return the records in the query's order; it holds a reader open until it is read to its end or closed
     * @throws dev.annals.store.journal.JournalCorruptedException from the stream, when it meets damage
     * @throws dev.annals.store.journal.JournalPrunedException from the stream, when it comes to what was pruned since it was called
     */
    @Override
    Stream<Entry> query(Query query);

    /**
     * Counts what {@link #query} would return, in constant memory.
     *
     * @param query what to find
     * @return the number of records, at most the query's limit
     * @throws dev.annals.store.journal.JournalCorruptedException if it meets damage
     */
    @Override
    long count(Query query);

    /**
     * Counts what {@link #query} would return by what it has in common, for example {@code counts(Query.all(), TYPE, DAY)}: how many logs of
     * each type on each day. Answered from columns, without reading records, unless the query has a predicate, a limit, or filters on ids
     * or objects.
     *
     * @param query what to count
     * @param groupings by what, in this order; none: everything is one group
     * @return the groups with at least one record, in the order of their values
     * @throws dev.annals.store.journal.JournalCorruptedException if it meets damage
     */
    @Override
    List<GroupCount> counts(Query query, Grouping... groupings);

    /**
     * The request logs as people look at them: lists, one with what belongs to it, errors in common, versions in use.
     *
     * @return the request logs, usable as long as the journal is open
     */
    default RequestLogs requests() {
        return RequestLogs.of(this);
    }

    /**
     * Delivers every record from a position on, first those that are there, then each as it comes: each position exactly
     * once, in order, on one thread of its own.
     *
     * @param fromPosition the first position to deliver: {@link #firstPosition} to the end of the journal
     * @param handler called for each record; if it throws, the subscription ends with that failure
     * @return the running subscription; if what it was to deliver next is pruned, it ends with {@link
     *     dev.annals.store.journal.JournalPrunedException}
     * @throws dev.annals.store.journal.JournalPrunedException if the position was pruned
     */
    Subscription follow(long fromPosition, Consumer<Entry> handler);

    /**
     * Every API key, user and invitation as it was at any instant.
     *
     * @return the inventory, open as long as the journal is; nothing is read before it is asked
     */
    Inventory inventory();

    /**
     * Verifies without anything kept elsewhere: as {@link #verify(AuditEvidence, LongConsumer)} with {@link AuditEvidence#none()}. Whoever may write
     * the journal's directory could have rewritten all of it so that this finds nothing.
     *
     * @param progress told now and then how many records were read
     * @return what was found
     */
    default Verification verify(LongConsumer progress) {
        return verify(AuditEvidence.none(), progress);
    }

    /**
     * Reads everything and checks every checksum, sequence number and position; that no log is stored twice; that each page record
     * agrees with its excerpt; that the payloads lead to the Merkle tree root of each excerpt, of every checkpoint that the journal keeps
     * and of those given; and, if its writer is this process or has closed it, that the index of ids agrees with the journal.
     * Changes nothing in the journal's directory; takes 19 to 24 bytes a log in the system's directory for temporary files.
     *
     * @param evidence what was kept elsewhere: checkpoints, and public keys
     * @param progress told now and then how many records were read
     * @return what was found
     */
    Verification verify(AuditEvidence evidence, LongConsumer progress);

    /**
     * The checkpoint that was signed last, as it is in the journal, with all signatures that were attached to its file. Its signature is
     * not judged: that is for whoever has the key from elsewhere.
     *
     * @return empty if none was ever signed
     * @throws dev.annals.store.journal.JournalCorruptedException if its record cannot be read
     */
    Optional<SignedCheckpoint> lastCheckpoint();

    /**
     * Proves that a record is in the journal, against the last checkpoint.
     *
     * @param position the record's position
     * @return the proof, which can be verified without the journal
     * @throws IllegalArgumentException if there is no such record
     * @throws NotCoveredException if no checkpoint covers the record yet
     * @throws dev.annals.store.journal.JournalCorruptedException if the journal is not what the checkpoint says
     */
    LogProof prove(long position);

    /**
     * Proves that a journal only grew between two checkpoints. Judges no signatures.
     *
     * @param older the checkpoint with fewer records
     * @param newer the checkpoint with at least as many
     * @return the proof, which can be verified without the journal
     * @throws dev.annals.store.proof.UnprovenException if one of them is not of this journal's history, or if they contradict each other
     */
    ConsistencyProof consistency(SignedCheckpoint older, SignedCheckpoint newer);

    /**
     * Writes the journal, up to the last checkpoint, as a <a href="https://c2sp.org/tlog-tiles">C2SP tiled log</a>: files that any web
     * server can serve to any client of such logs. Writes nothing in the journal's directory. Called again with the same directory it adds
     * what is new. The checkpoint is written last, so an export that was interrupted shows the one before.
     *
     * <pre>
     * checkpoint                   the last checkpoint, a signed note
     * tile/0/x001/x234/067         256 hashes of 32 bytes; level 0 has the leaves, a hash of level L + 1 is a full tile of level L
     * tile/0/x001/x234/068.p/17    the last tile of a level, with as many hashes as there are
     * tile/entries/x001/x234/067   the 256 payloads of a tile of level 0, each behind its length: 2 bytes, big-endian
     * entry/316142233              a payload of more than 65,535 bytes, as it is
     * </pre>
     *
     * <p>The format's lengths end at 65,535. In the place of a longer payload the bundle has the line {@code
     * {"object":"annals.long_entry","position":N,"bytes":N,"leaf_hash":"…"}}, so that every other entry is in its place; this one does not
     * hash to its leaf, but the file under {@code entry/} does. What was pruned has no bundle.
     *
     * @param directory where to; created if it does not exist
     * @return the checkpoint that the files lead to
     * @throws NotCoveredException if no checkpoint was signed yet
     * @throws dev.annals.store.journal.JournalCorruptedException if the journal is not what the checkpoint says
     * @throws dev.annals.store.journal.JournalFailedException if a file cannot be written, or the directory holds another log's tiles
     */
    SignedCheckpoint exportTiles(Path directory);

    /**
     * What a reader must always be able to see.
     *
     * @return a snapshot
     */
    Status status();

    /**
     * Says what {@link Journal#prune} would remove. Changes nothing.
     *
     * @param request what is wanted
     * @return what would be removed
     * @throws IllegalArgumentException if the retention does not allow it, or the backup holds something else
     * @throws IllegalStateException if no time of the provider's server is known
     */
    Pruning prunable(PruneRequest request);

    /**
     * The position of the first record that is there: those before it were pruned. A query begins here; to follow from a position before
     * it fails with {@link dev.annals.store.journal.JournalPrunedException}.
     *
     * @return 0 if nothing was ever pruned
     */
    long firstPosition();

    /**
     * The position after the last durable record. Whoever was shown a record, by a query or as a follower, is not told an end before it
     * afterwards.
     *
     * @return 0 for an empty journal
     */
    long endPosition();

    /** Closes; quiet if closed already. Running queries and subscriptions end. */
    @Override
    void close();
}
