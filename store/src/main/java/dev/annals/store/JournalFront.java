package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.journal.Recovery;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruned;
import dev.annals.store.prune.Pruner;
import dev.annals.store.prune.Pruning;
import dev.annals.store.prune.Retention;
import dev.annals.store.replay.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The front of a journal that is open for writing: where it begins, and how it is moved; and the records that say what was done to the
 * journal as a whole. May be used from any thread.
 *
 * <p>The order in which it moves, so that a crash at any moment leaves the journal as it was or lets the next opening come to the end:
 * <ol>
 *   <li>the leaf hashes of what will go are written behind those that are kept already, and synced;
 *   <li>{@code pruned/base} is replaced, durably: from here on the journal begins there;
 *   <li>the segment files are removed, the oldest first; then their directory is synced;
 *   <li>the index of ids forgets what was in them;
 *   <li>a record says so. If there is none for where the journal begins, the next opening appends it.
 * </ol>
 */
final class JournalFront {
    private static final System.Logger LOG = System.getLogger(JournalFront.class.getName());

    private final JournalDirectory directory;
    private final JournalOptions options;
    private final ExcerptLog log;
    private final Derived derived;
    private final Writer writer;
    private volatile Pruned pruned;

    JournalFront(
            JournalDirectory directory,
            JournalOptions options,
            ExcerptLog log,
            Derived derived,
            Writer writer,
            Pruned pruned) {
        this.directory = directory;
        this.options = options;
        this.log = log;
        this.derived = derived;
        this.writer = writer;
        this.pruned = pruned;
    }

    Pruned pruned() {
        return pruned;
    }

    /** A journal that cannot write this now, for lack of room, can be read all the same; the next opening tries again. */
    void record(Recovery recovery) {
        Instant now = options.clock().instant();
        Lifecycle fact =
                new Lifecycle.Recovered(now, recovery.nextPosition(), recovery.droppedBytes(), recovery.reason());
        try {
            Waiting.on(writer.submit(Intake.ownNote(fact)));
        } catch (JournalException e) {
            LOG.log(System.Logger.Level.WARNING, "what was recovered is not recorded yet", e);
        }
    }

    void retire(String stream) {
        List<String> known;
        synchronized (derived.tally()) {
            known = derived.tally().streams().stream()
                    .map(Tally.StreamFacts::name)
                    .toList();
        }
        if (!known.contains(stream)) {
            throw new IllegalArgumentException(
                    "the journal knows no such stream, stream=" + stream + "; it knows " + known);
        }
        Instant now = options.clock().instant();
        Waiting.on(writer.submit(Intake.ownNote(new Lifecycle.StreamRetired(stream, now))));
    }

    /** Appends what a pruning that was interrupted did not come to. */
    void finish() {
        long recorded;
        synchronized (derived.tally()) {
            recorded = derived.tally().prunedTo();
        }
        if (recorded < pruned.start().position()) {
            try {
                record(pruned);
            } catch (JournalOutOfSpaceException e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "the record of a pruning was not written; the next opening does it",
                        e);
            }
        }
    }

    synchronized Pruning prune(PruneRequest request) {
        return withArchive(directory, request, archive -> {
            Pruner pruner = pruner(directory, log, pruned, options.retention());
            Pruner.Prepared prepared = pruner.prepare(
                    request,
                    circumstances(directory, serverTime(), options.clock().instant(), archive));
            Pruned next = prepared.next();
            if (next != null) {
                JournalFailedException[] leftOver = {null};
                Waiting.on(writer.change(() -> leftOver[0] = cut(pruner, next)));
                record(next);
                if (leftOver[0] != null) {
                    throw leftOver[0];
                }
            }
            return prepared.pruning();
        });
    }

    /** On the writer's thread. Returns why not all files could be removed, null if they were: by then the journal begins at the cut. */
    private @Nullable JournalFailedException cut(Pruner pruner, Pruned next) {
        pruner.commit(next);
        pruned = next;
        JournalFailedException leftOver = null;
        try {
            log.removeBefore(next.start());
        } catch (JournalFailedException e) {
            leftOver = e;
        }
        try {
            derived.pruned(next.start());
        } catch (RuntimeException | Error e) {
            writer.broken("the index of ids could not be shortened", e);
            throw e;
        }
        return leftOver;
    }

    private void record(Pruned now) {
        Waiting.on(writer.submit(Intake.ownNote(new Lifecycle.Pruned(
                now.at(), now.before(), now.start().position(), now.root().base64()))));
    }

    Pruning prunable(PruneRequest request) {
        Pruned base = pruned;
        return prunable(directory, options, log, base, serverTime(), request);
    }

    private @Nullable Instant serverTime() {
        Tally tally = derived.tally();
        synchronized (tally) {
            return tally.serverTime();
        }
    }

    /** What would be removed from a journal; changes nothing. */
    static Pruning prunable(
            JournalDirectory directory,
            JournalOptions options,
            ReadableLog log,
            Pruned base,
            @Nullable Instant serverTime,
            PruneRequest request) {
        return withArchive(
                directory,
                request,
                archive -> pruner(directory, log, base, options.retention())
                        .plan(
                                request,
                                circumstances(
                                        directory, serverTime, options.clock().instant(), archive)));
    }

    private static Pruner pruner(JournalDirectory directory, ReadableLog log, Pruned base, Retention retention) {
        return new Pruner(directory.root(), directory.journal(), log, base, retention);
    }

    private static Pruner.Circumstances circumstances(
            JournalDirectory directory, @Nullable Instant serverTime, Instant now, @Nullable ReadableLog archive) {
        return new Pruner.Circumstances(serverTime, now, Replay.positions(directory.followers()), archive);
    }

    private static Pruning withArchive(
            JournalDirectory directory, PruneRequest request, Function<@Nullable ReadableLog, Pruning> action) {
        Path archive = request.archive();
        if (archive == null) {
            return action.apply(null);
        }
        JournalDirectory backup = JournalDirectory.openForReading(archive);
        if (backup.journal() != directory.journal()) {
            throw new IllegalArgumentException("the backup is of another journal, backup=" + archive + ", journal="
                    + directory.root() + "; name a backup of this one");
        }
        requireAnother(backup, directory);
        try (ReadableLog log = backup.openLog()) {
            return action.apply(log);
        }
    }

    /** What is removed here would be gone there as well. */
    private static void requireAnother(JournalDirectory backup, JournalDirectory directory) {
        try {
            if (Files.isSameFile(backup.segments(), directory.segments())) {
                throw new IllegalArgumentException("the backup is the journal itself, backup=" + backup.root()
                        + ", journal=" + directory.root() + "; make one with 'annals backup' and name its directory");
            }
        } catch (IOException e) {
            throw new JournalFailedException("the backup cannot be read, backup=" + backup.root() + ": " + e, e);
        }
    }
}
