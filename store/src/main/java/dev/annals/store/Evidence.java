package dev.annals.store;

import dev.annals.store.index.Tally;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.UnprovenException;
import dev.annals.store.replay.Replay;
import dev.annals.store.tree.Hash;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Proves what an open journal holds, against checkpoints that exist. May be used from any thread. */
final class Evidence {
    private final TreeView tree;
    private final CheckpointFiles files;
    private final Supplier<Optional<Tally.LastCheckpoint>> last;

    Evidence(TreeView tree, CheckpointFiles files, Supplier<Optional<Tally.LastCheckpoint>> last) {
        this.tree = tree;
        this.files = files;
        this.last = last;
    }

    /** The last checkpoint in the journal, with all signatures that were added to its file. */
    Optional<SignedCheckpoint> lastCheckpoint() {
        return last.get().flatMap(files::last).map(files::withAttached);
    }

    LogProof prove(long position) {
        if (position < 0 || position >= tree.size()) {
            throw new IllegalArgumentException(
                    "no record is at that position, position=" + position + ", end=" + tree.size());
        }
        SignedCheckpoint newest = lastCheckpoint()
                .orElseThrow(() -> new NotCoveredException(
                        "no checkpoint was signed yet; sign one with 'annals checkpoint', position=" + position,
                        position));
        Checkpoint checkpoint = newest.checkpoint();
        if (position >= checkpoint.size()) {
            throw new NotCoveredException(
                    "the last checkpoint does not cover the record; sign a new one with 'annals checkpoint', position="
                            + position + ", size=" + checkpoint.size(),
                    position);
        }
        Checkpoints.requireBeginning(checkpoint, tree, "the last checkpoint");
        return new LogProof(null, position, tree.inclusion(position, checkpoint.size()), newest);
    }

    ConsistencyProof consistency(SignedCheckpoint older, SignedCheckpoint newer) {
        Checkpoint first = older.checkpoint();
        Checkpoint second = newer.checkpoint();
        if (first.size() > second.size()
                || (first.size() == second.size() && !first.root().equals(second.root()))) {
            ConsistencyProof.require(first, second, List.of()); // Says why not.
        }
        requireOurs(first, "older");
        requireOurs(second, "newer");
        ConsistencyProof proof = new ConsistencyProof(tree.consistency(first.size(), second.size()), older, newer);
        ConsistencyProof.require(first, second, proof.hashes());
        return proof;
    }

    SignedCheckpoint exportTiles(Replay replay, Path directory) {
        SignedCheckpoint newest = lastCheckpoint()
                .orElseThrow(() -> new NotCoveredException(
                        "no checkpoint was signed yet, and tiles need one; sign one with 'annals checkpoint'", 0));
        Checkpoints.requireBeginning(newest.checkpoint(), tree, "the last checkpoint");
        new TileExport(tree, replay, directory).write(newest);
        return newest;
    }

    private void requireOurs(Checkpoint checkpoint, String which) {
        if (checkpoint.size() > tree.size()) {
            throw new UnprovenException("the " + which
                    + " checkpoint covers more records than the journal has: records "
                    + "were cut off, or it is another journal's, " + checkpoint + ", journal size=" + tree.size());
        }
        Hash own = tree.root(checkpoint.size());
        if (!own.equals(checkpoint.root())) {
            throw new UnprovenException(
                    "the " + which + " checkpoint is not of this journal's history: the history was "
                            + "altered, or it is another journal's, " + checkpoint + ", root here=" + own);
        }
    }
}
