package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.FormerLeaves;
import dev.annals.store.proof.KeptCheckpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.TreeAudit;
import dev.annals.store.tree.Hash;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a verification that is about the tree: the payloads must lead to the root in each excerpt's envelope, and to the roots of
 * all checkpoints, those that the journal's own records hold as well.
 */
final class TreeCheck {
    private static final String ADVICE =
            "keep a copy of the directory as it is; compare with a backup, and with checkpoints that were kept elsewhere";

    private final TreeAudit audit;
    private final FormerLeaves former;
    private final ExcerptReader lookup;
    private final List<Verification.Finding> findings = new ArrayList<>();
    private final List<Own> own = new ArrayList<>();
    private @Nullable Excerpt firstWrong;
    private @Nullable Excerpt firstRootless;
    private long alteredLeaf = -1;
    private long wrong;
    private long rootless;
    private boolean stopped;

    /** A checkpoint in a record, and the root that the tree had at its size. */
    private record Own(KeptCheckpoint kept, Hash root) {}

    /**
     * Begins.
     *
     * @param audit the tree, before the first record
     * @param former the leaves as they were
     * @param lookup a reader for looking back
     */
    TreeCheck(TreeAudit audit, FormerLeaves former, ExcerptReader lookup) {
        this.audit = audit;
        this.former = former;
        this.lookup = lookup;
    }

    /** Takes the next excerpt that can be read. */
    void take(Excerpt excerpt) {
        if (stopped || !bridge(excerpt.firstPosition())) {
            stopped = true;
            return;
        }
        Hash before = audit.root();
        long differs = -1;
        for (Entry entry : excerpt.entries()) {
            if (entry.kind() == RecordKind.CHECKPOINT_SIGNED) {
                own(entry, excerpt, before);
            } else if (entry.kind() == RecordKind.SALVAGED) {
                // What was copied before it was signed by another journal, with other positions.
                own.clear();
                findings.clear();
            }
            Hash leaf = Hash.ofLeaf(entry.payload());
            Hash kept = former.leaf(entry.position());
            differs = differs < 0 && kept != null && !kept.equals(leaf) ? entry.position() : differs;
            audit.add(leaf);
        }
        if (excerpt.root().equals(Hash.NONE)) {
            rootless++;
            firstRootless = firstRootless == null ? excerpt : firstRootless;
        } else if (!excerpt.root().equals(audit.root())) {
            wrong(excerpt, differs);
        }
    }

    /** Goes on over records that cannot be read with the hashes that were kept of them: the next root shows whether they are right. */
    private boolean bridge(long firstPosition) {
        while (audit.size() < firstPosition) {
            Hash leaf = former.leaf(audit.size());
            if (leaf == null) {
                return false;
            }
            audit.add(leaf);
        }
        return audit.size() == firstPosition;
    }

    private void wrong(Excerpt excerpt, long differs) {
        if (wrong++ == 0) {
            firstWrong = excerpt;
            boolean trusted = differs >= 0 && Objects.equals(excerpt.root(), former.root(audit.size()));
            alteredLeaf = trusted ? differs : -1;
        }
    }

    /** A checkpoint that the journal holds as a record. */
    private void own(Entry entry, Excerpt excerpt, Hash before) {
        try {
            if (!(LifecycleJson.read(entry.kind(), entry.payload()) instanceof Lifecycle.CheckpointSigned record)) {
                return;
            }
            KeptCheckpoint kept = new KeptCheckpoint(
                    "in the record at position=" + entry.position(), SignedCheckpoint.parse(record.note()), false);
            Checkpoint checkpoint = kept.checkpoint().checkpoint();
            Hash root = rootAt(checkpoint.size(), excerpt, before);
            if (root == null || !agree(record, checkpoint)) {
                find(entry, "a checkpoint record does not agree with itself or with its place: " + checkpoint);
            } else {
                own.add(new Own(kept, root));
            }
        } catch (MalformedJsonException | MalformedNoteException e) {
            find(entry, "a checkpoint record cannot be read: " + e.getMessage());
        }
    }

    private static boolean agree(Lifecycle.CheckpointSigned record, Checkpoint checkpoint) {
        return record.size() == checkpoint.size()
                && record.root().equals(checkpoint.root().base64())
                && record.origin().equals(checkpoint.origin());
    }

    /** The root at the end of an earlier excerpt, which was compared with the payloads when it was passed; null if none ended there. */
    private @Nullable Hash rootAt(long size, Excerpt excerpt, Hash before) {
        if (size == excerpt.firstPosition()) {
            return before;
        }
        if (size == 0) {
            return Hash.EMPTY;
        }
        if (size > excerpt.firstPosition()) {
            return null;
        }
        try {
            Excerpt earlier = lookup.read(lookup.sequenceOf(size - 1));
            return earlier != null
                            && earlier.firstPosition() + earlier.entries().size() == size
                    ? earlier.root()
                    : null;
        } catch (JournalCorruptedException | JournalPrunedException e) {
            return null;
        }
    }

    private void find(Entry entry, String what) {
        findings.add(new Verification.Finding(entry.excerpt(), entry.position(), entry.position() + 1, what, ADVICE));
    }

    /**
     * Ends.
     *
     * @param whole whether all excerpts to the journal's end could be read
     */
    TreeAudit.Result finish(boolean whole) {
        own.forEach(each -> audit.compare(each.kept(), each.root()));
        return whole && !stopped ? audit.finish() : audit.giveUp();
    }

    /** What disagrees within the journal. */
    List<Verification.Finding> findings() {
        List<Verification.Finding> all = new ArrayList<>(findings);
        Excerpt first = firstWrong;
        if (first != null) {
            all.add(wrongRoot(first));
        }
        first = firstRootless;
        if (first != null) {
            all.add(new Verification.Finding(
                    first.sequence(),
                    first.firstPosition(),
                    -1,
                    "excerpts carry no root of the Merkle tree, excerpts=" + rootless,
                    "they were not written by this journal's writer; " + ADVICE));
        }
        return all;
    }

    private Verification.Finding wrongRoot(Excerpt first) {
        long end = first.firstPosition() + first.entries().size();
        return new Verification.Finding(
                first.sequence(),
                alteredLeaf < 0 ? first.firstPosition() : alteredLeaf,
                alteredLeaf < 0 ? end : alteredLeaf + 1,
                "the payloads up to here do not lead to the root that this excerpt was written with, positions="
                        + first.firstPosition() + " to " + (end - 1)
                        + (alteredLeaf < 0
                                ? ""
                                : "; by the hash that was kept of it, the record at position=" + alteredLeaf
                                        + " was altered")
                        + (wrong == 1 ? "" : "; later excerpts that disagree as well=" + (wrong - 1)),
                ADVICE);
    }
}
