package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalException;
import dev.annals.store.note.SigningKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.tree.Hash;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Signs for the journal's writer, on its thread.
 *
 * <p>Never two checkpoints that contradict each other: before anything is signed, the newest checkpoint in the journal and the newest file
 * must be beginnings of the tree as it is now. A tree of the size of an older checkpoint with another root means that the history was
 * altered, and then nothing is signed any more.
 *
 * <p>A checkpoint is a record first and a file second. If the process dies between, the next opening writes the file.
 */
final class Checkpoints {
    private static final System.Logger LOG = System.getLogger(Checkpoints.class.getName());

    private final CheckpointKey key;
    private final CheckpointFiles files;
    private final Derived derived;
    private final InstantSource clock;
    private final Duration interval;
    private final boolean automatic;
    private final Consumer<Intake> append;
    private boolean complained;

    /**
     * Prepares for signing.
     *
     * @param append writes one excerpt and returns when it is durable; called on the writer's thread
     */
    Checkpoints(
            CheckpointKey key,
            CheckpointFiles files,
            Derived derived,
            JournalOptions options,
            Consumer<Intake> append) {
        this.key = key;
        this.files = files;
        this.derived = derived;
        this.clock = options.clock();
        this.interval = options.checkpoints().interval();
        // What a power cut can take back must not be promised to anybody.
        boolean wanted =
                options.checkpoints().automatic() && options.engineOptions().durability() == Durability.POWER;
        this.automatic = wanted && key.canSign();
        this.append = append;
        if (wanted && !automatic) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "no checkpoints are signed: the journal's key was taken elsewhere; name its file, or sign with"
                            + " 'annals checkpoint --key FILE'");
        }
    }

    /** Whether checkpoints are signed without being asked for. */
    boolean automatic() {
        return automatic;
    }

    /** Writes the file of the last checkpoint if it is missing: its writer died before it came to that. */
    void repair() {
        Tally.LastCheckpoint last = last();
        if (last != null && !Files.exists(files.file(last.size()))) {
            files.recorded(last).ifPresent(files::write);
        }
    }

    private Tally.@Nullable LastCheckpoint last() {
        synchronized (derived.tally()) {
            return derived.tally().lastCheckpoint();
        }
    }

    /** Signs what is durable now. */
    SignedCheckpoint sign() {
        TreeView tree = derived.tree();
        long size = tree.size();
        requireConsistent(tree);
        SigningKey signing = key.forSigning();
        Hash root = tree.root(size);
        SignedCheckpoint signed = new SignedCheckpoint(signing.sign(new Checkpoint(signing.name(), size, root).text()));
        append.accept(Intake.ownNote(new Lifecycle.CheckpointSigned(
                clock.instant(),
                signing.name(),
                size,
                root.base64(),
                signed.note().print())));
        files.write(signed);
        return signed;
    }

    private void requireConsistent(TreeView tree) {
        Tally.LastCheckpoint last = last();
        Optional<SignedCheckpoint> recorded = Optional.ofNullable(last).flatMap(files::recorded);
        recorded.ifPresent(signed -> requireBeginning(signed.checkpoint(), tree, "its record in the journal"));
        Optional<SignedCheckpoint> filed = files.newestFile();
        filed.ifPresent(signed -> requireBeginning(signed.checkpoint(), tree, "its file in checkpoints/"));
    }

    /** What the tree was when a checkpoint was signed it must still be. */
    static void requireBeginning(Checkpoint checkpoint, TreeView tree, String source) {
        if (checkpoint.size() > tree.size()) {
            throw new JournalCorruptedException(
                    "the journal is shorter than a checkpoint that was signed for it, so records were cut off: "
                            + checkpoint + ", journal size=" + tree.size() + ", known from " + source
                            + "; nothing is signed; run verify",
                    -1,
                    tree.size());
        }
        Hash now = tree.root(checkpoint.size());
        if (!now.equals(checkpoint.root())) {
            throw new JournalCorruptedException(
                    "the journal is not what was signed: " + checkpoint + ", root now=" + now + ", known from " + source
                            + "; nothing is signed; run verify",
                    -1,
                    -1);
        }
    }

    /** Signs if the last checkpoint is as old as the interval, also if nothing happened since. Whatever fails is logged, once. */
    void signIfDue() {
        if (automatic && isDue()) {
            attempt();
        }
    }

    /**
     * Signs when the journal is closed: if there is news since the last checkpoint, or if that is as old as the interval.
     *
     * @return null, or what is to be told even to who only closes: that the journal is not what was signed
     */
    @Nullable
    JournalCorruptedException signAtClose() {
        return automatic && (hasNews() || isDue()) && attempt() instanceof JournalCorruptedException contradiction
                ? contradiction
                : null;
    }

    private @Nullable JournalException attempt() {
        try {
            sign();
            complained = false;
            return null;
        } catch (JournalException e) {
            if (!complained) {
                complained = true;
                LOG.log(System.Logger.Level.ERROR, "no checkpoint was signed: " + e.getMessage());
            }
            return e;
        }
    }

    private boolean hasNews() {
        synchronized (derived.tally()) {
            return derived.tally().unsigned();
        }
    }

    /** A last checkpoint in the future was signed by another clock: nothing can be said about its age. */
    private boolean isDue() {
        Tally.LastCheckpoint last = last();
        if (last == null) {
            return derived.tree().size() > 0;
        }
        Instant now = clock.instant();
        return now.isBefore(last.at()) || !now.isBefore(last.at().plus(interval));
    }
}
