package dev.annals.store.proof;

import dev.annals.store.note.NoteSignature;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Computes a tree leaf by leaf and holds its root against every checkpoint on the way. Says where what was signed and what is there
 * part: after the last checkpoint that agrees, at the very leaf if hashes of the former leaves are at hand, or behind the end.
 *
 * <p>Memory grows with the checkpoints, not with the leaves. Belongs to one thread.
 */
public final class TreeAudit {
    private static final int MOST_ALTERED = 1_000;

    private final Frontier tree;
    private final Collection<VerifierKey> keys;
    private final FormerLeaves former;
    private final PriorityQueue<Claim> ahead = new PriorityQueue<>(Comparator.comparingLong(Claim::size));
    private final Claims claims = new Claims();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Long> altered = new ArrayList<>();
    private long signatures;

    /**
     * Something that disagrees.
     *
     * @param from the first position that may be affected, -1 if it is about a checkpoint as such
     * @param until the position after the last that may be affected, -1 if that is unknown
     * @param what what disagrees
     * @param advice what to do
     */
    public record Finding(long from, long until, String what, String advice) {}

    /**
     * What came out.
     *
     * @param size how many leaves there are
     * @param root the root over all of them
     * @param covered how many of the first leaves the largest checkpoint covers that agrees
     * @param checkpoints how many checkpoints were compared
     * @param signatures how many of them were signed by a key that is known
     * @param findings what disagrees
     */
    public record Result(
            long size, Hash root, long covered, long checkpoints, long signatures, List<Finding> findings) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Begins with an empty tree.
     *
     * @param keys who may have signed; none: signatures are not judged
     * @param former the leaves' former hashes
     */
    public TreeAudit(Collection<VerifierKey> keys, FormerLeaves former) {
        this.tree = Frontier.empty();
        this.keys = List.copyOf(keys);
        this.former = former;
    }

    /**
     * Takes a checkpoint to be compared when the tree has reached its size.
     *
     * @param kept the checkpoint
     * @throws IllegalStateException if the tree has passed that size
     */
    public void expect(KeptCheckpoint kept) {
        Claim claim = Claim.of(kept);
        if (!signed(kept)) {
            return;
        }
        if (claim.size() < tree.size()) {
            throw new IllegalStateException("the tree has passed the size of " + claim + ", size=" + tree.size());
        } else if (claim.size() == tree.size()) {
            claims.compare(claim, tree.root());
        } else {
            ahead.add(claim);
        }
    }

    /**
     * Compares a checkpoint of a size that the tree has passed.
     *
     * @param kept the checkpoint
     * @param root the root that the tree had at its size
     */
    public void compare(KeptCheckpoint kept, Hash root) {
        if (signed(kept)) {
            claims.compare(Claim.of(kept), root);
        }
    }

    private boolean signed(KeptCheckpoint kept) {
        List<NoteSignature> made = kept.checkpoint().note().signatures();
        for (VerifierKey key : keys) {
            if (made.stream()
                    .anyMatch(each ->
                            each.name().equals(key.name()) && each.keyId().equals(key.keyId()))) {
                return signed(kept, key);
            }
        }
        if (!keys.isEmpty()) {
            List<String> signers =
                    made.stream().map(each -> each.name() + "+" + each.keyId()).toList();
            find(
                    -1,
                    -1,
                    Claim.of(kept) + " is signed by no key that was given, signed by=" + signers,
                    "nothing that it says is believed; give the public key of its log if you know it from elsewhere");
        }
        return keys.isEmpty();
    }

    private boolean signed(KeptCheckpoint kept, VerifierKey key) {
        try {
            kept.checkpoint().verify(key);
            signatures++;
            return true;
        } catch (UnverifiedNoteException e) {
            find(
                    -1,
                    -1,
                    Claim.of(kept) + ": " + e.getMessage(),
                    "nothing that it says is believed; " + Claims.advice());
            return false;
        }
    }

    private void find(long from, long until, String what, String advice) {
        findings.add(new Finding(from, until, what, advice));
    }

    /**
     * Adds the next leaf.
     *
     * @param leaf its hash
     */
    public void add(Hash leaf) {
        Hash before = former.leaf(tree.size());
        if (before != null && !before.equals(leaf) && altered.size() < MOST_ALTERED) {
            altered.add(tree.size());
        }
        tree.add(leaf);
        while (!ahead.isEmpty() && ahead.element().size() == tree.size()) {
            claims.compare(ahead.remove(), tree.root());
        }
    }

    /**
     * How many leaves there are.
     *
     * @return the leaves that were added
     */
    public long size() {
        return tree.size();
    }

    /**
     * The root over all leaves so far.
     *
     * @return the root
     */
    public Hash root() {
        return tree.root();
    }

    /**
     * Says what came out, when nothing more will be added because there is nothing more.
     *
     * @return the result
     */
    public Result finish() {
        cut(true);
        cut(false);
        return result();
    }

    /** Of checkpoints beyond the end the largest says how much is missing at least. */
    private void cut(boolean outside) {
        List<Claim> beyond =
                ahead.stream().filter(claim -> claim.outside() == outside).toList();
        beyond.stream().max(Comparator.comparingLong(Claim::size)).ifPresent(largest -> {
            find(
                    tree.size(),
                    largest.size(),
                    "the end is missing: the records at the positions " + tree.size() + " to " + (largest.size() - 1)
                            + " are not there, but " + largest + " covers them"
                            + (beyond.size() == 1 ? "" : "; other checkpoints beyond the end=" + (beyond.size() - 1)),
                    Claims.advice());
        });
    }

    /**
     * Says what came out, when the tree cannot be computed any further although there is more.
     *
     * @return the result; checkpoints beyond are named as not compared
     */
    public Result giveUp() {
        if (!ahead.isEmpty()) {
            find(
                    tree.size(),
                    -1,
                    "checkpoints beyond position " + tree.size() + " were not compared, checkpoints=" + ahead.size()
                            + ": the tree cannot be computed over what cannot be read",
                    "mend what cannot be read and verify again");
        }
        return result();
    }

    private Result result() {
        List<Finding> all = new ArrayList<>(claims.findings(former, altered));
        all.addAll(findings);
        return new Result(tree.size(), tree.root(), claims.covered(), claims.compared(), signatures, all);
    }
}
