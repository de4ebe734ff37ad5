package dev.annals.store;

import dev.annals.store.tree.Hash;
import java.util.List;

/**
 * What a verification found.
 *
 * @param excerpts excerpts that were read and are whole
 * @param records records that were read and are whole
 * @param proven what the payloads were held against
 * @param findings what is wrong, in order of position; empty = clean
 */
public record Verification(long excerpts, long records, Proven proven, List<Finding> findings) {
    public Verification {
        findings = List.copyOf(findings);
    }

    /**
     * Whether nothing is wrong.
     *
     * @return true if there is no finding
     */
    public boolean clean() {
        return findings.isEmpty();
    }

    /**
     * The Merkle tree that was computed from the payloads, and what it was compared with.
     *
     * @param size how many records the tree is over: all, unless some could not be read
     * @param root its root
     * @param covered how many of the first records the largest checkpoint covers that agrees
     * @param checkpoints how many checkpoints were compared, those that the journal keeps itself included
     * @param signatures how many of them a known key signed
     * @param keys the public keys that were taken as known, as text
     * @param ownKey whether they were taken from the journal's own directory: then the signatures show only that the journal agrees with
     *     itself
     */
    public record Proven(
            long size, Hash root, long covered, long checkpoints, long signatures, List<String> keys, boolean ownKey) {
        public Proven {
            keys = List.copyOf(keys);
        }
    }

    /**
     * One thing that is wrong.
     *
     * @param excerpt the excerpt at or after which it lies, -1 if unknown
     * @param position the first record position that may be affected, -1 if unknown
     * @param until the position after the last record that may be affected, -1 if unknown
     * @param what what is wrong
     * @param advice what to do
     */
    public record Finding(long excerpt, long position, long until, String what, String advice) {
        /**
         * One of which nobody can say how far it reaches.
         *
         * @param excerpt the excerpt at or after which it lies, -1 if unknown
         * @param position the first record position that may be affected, -1 if unknown
         * @param what what is wrong
         * @param advice what to do
         */
        public Finding(long excerpt, long position, String what, String advice) {
            this(excerpt, position, -1, what, advice);
        }
    }
}
