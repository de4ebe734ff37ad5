package dev.annals.store.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProofsTest {
    private static final int SIZES = 24;
    private final List<Hash> leaves = Naive.leaves(SIZES);
    private final Hash foreign = Naive.leaf(new byte[] {1, 2, 3});

    private Hash root(int size) {
        return Naive.root(leaves.subList(0, size));
    }

    @Test
    void everyInclusionProofHolds() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> proof = Naive.inclusion(index, leaves.subList(0, size));
                assertThat(Proofs.inclusion(leaves.get(index), index, size, proof, root(size)))
                        .as("index %d of %d", index, size)
                        .isTrue();
            }
        }
    }

    @Test
    void noOtherInclusionProofHolds() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> proof = Naive.inclusion(index, leaves.subList(0, size));
                Hash leaf = leaves.get(index);
                for (List<Hash> wrong : mutations(proof)) {
                    assertThat(Proofs.inclusion(leaf, index, size, wrong, root(size)))
                            .as("index %d of %d", index, size)
                            .isFalse();
                }
                for (int bit = 0; bit < Hash.BYTES * 8; bit += 17) {
                    assertThat(Proofs.inclusion(flipped(leaf, bit), index, size, proof, root(size)))
                            .isFalse();
                    assertThat(Proofs.inclusion(leaf, index, size, proof, flipped(root(size), bit)))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void anInclusionProofHoldsAtNoOtherIndex() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> proof = Naive.inclusion(index, leaves.subList(0, size));
                for (int other = -2; other <= SIZES + 1; other++) {
                    assertThat(Proofs.inclusion(leaves.get(index), other, size, proof, root(size)))
                            .as("index %d of %d as %d", index, size, other)
                            .isEqualTo(other == index);
                }
            }
        }
    }

    /** Another size may ask for the same hashes, so a size alone proves nothing; what a checkpoint signs is size and root. */
    @Test
    void anInclusionProofHoldsInNoOtherTree() {
        for (int size = 1; size <= SIZES; size++) {
            for (int index = 0; index < size; index++) {
                List<Hash> proof = Naive.inclusion(index, leaves.subList(0, size));
                for (int other = 1; other <= SIZES; other++) {
                    assertThat(Proofs.inclusion(leaves.get(index), index, other, proof, root(other)))
                            .as("index %d of %d in %d", index, size, other)
                            .isEqualTo(other == size);
                }
            }
        }
    }

    @Test
    void everyConsistencyProofHolds() {
        for (int newer = 0; newer <= SIZES; newer++) {
            for (int older = 0; older <= newer; older++) {
                List<Hash> proof = Naive.consistency(older, leaves.subList(0, newer));
                assertThat(Proofs.consistency(older, root(older), newer, root(newer), proof))
                        .as("%d to %d", older, newer)
                        .isTrue();
            }
        }
    }

    @Test
    void noOtherConsistencyProofHolds() {
        for (int newer = 0; newer <= SIZES; newer++) {
            for (int older = 0; older <= newer; older++) {
                List<Hash> proof = Naive.consistency(older, leaves.subList(0, newer));
                for (List<Hash> wrong : mutations(proof)) {
                    assertThat(Proofs.consistency(older, root(older), newer, root(newer), wrong))
                            .as("%d to %d", older, newer)
                            .isFalse();
                }
                assertThat(Proofs.consistency(older, foreign, newer, root(newer), proof))
                        .isFalse();
                boolean saysNothing = older == 0 && newer > 0;
                assertThat(Proofs.consistency(older, root(older), newer, foreign, proof))
                        .isEqualTo(saysNothing);
            }
        }
    }

    @Test
    void aConsistencyProofHoldsBetweenNoOtherTrees() {
        for (int newer = 1; newer <= SIZES; newer++) {
            for (int older = 1; older <= newer; older++) {
                List<Hash> proof = Naive.consistency(older, leaves.subList(0, newer));
                for (int other = 1; other <= SIZES; other++) {
                    boolean same = other == older || (other == newer && proof.isEmpty());
                    assertThat(Proofs.consistency(other, root(other), newer, root(newer), proof))
                            .as("%d to %d, as from %d", older, newer, other)
                            .isEqualTo(same);
                    assertThat(Proofs.consistency(other, root(older), newer, root(newer), proof) && other != older)
                            .as("%d to %d, older size as %d", older, newer, other)
                            .isFalse();
                }
            }
        }
    }

    @Test
    void nonsenseIsFalse() {
        List<Hash> some = leaves.subList(0, 3);
        for (long size : new long[] {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE}) {
            assertThat(Proofs.inclusion(foreign, 0, size, some, foreign)).isFalse();
            assertThat(Proofs.inclusion(foreign, size, size, some, foreign)).isFalse();
            assertThat(Proofs.inclusion(foreign, size, Long.MAX_VALUE, List.of(), foreign))
                    .isFalse();
            assertThat(Proofs.consistency(size, foreign, 3, foreign, some)).isFalse();
            assertThat(Proofs.consistency(3, foreign, size, foreign, some)).isFalse();
        }
        List<Hash> endless = java.util.Collections.nCopies(1 << 20, foreign);
        assertThat(Proofs.inclusion(foreign, 5, 1L << 53, endless, foreign)).isFalse();
        assertThat(Proofs.consistency(5, foreign, 1L << 53, foreign, endless)).isFalse();
        assertThat(Proofs.consistency(3, foreign, 7, foreign, List.of())).isFalse();
    }

    /** Each as the proof, but for one thing: a bit, a hash too few, a hash too many, two hashes exchanged. */
    private List<List<Hash>> mutations(List<Hash> proof) {
        List<List<Hash>> wrong = new ArrayList<>();
        for (int at = 0; at <= proof.size(); at++) {
            List<Hash> added = new ArrayList<>(proof);
            added.add(at, foreign);
            wrong.add(added);
        }
        for (int at = 0; at < proof.size(); at++) {
            List<Hash> dropped = new ArrayList<>(proof);
            dropped.remove(at);
            wrong.add(dropped);
            List<Hash> doubled = new ArrayList<>(proof);
            doubled.add(at, proof.get(at));
            wrong.add(doubled);
            for (int bit = at; bit < Hash.BYTES * 8; bit += 37) {
                List<Hash> bitFlipped = new ArrayList<>(proof);
                bitFlipped.set(at, flipped(proof.get(at), bit));
                wrong.add(bitFlipped);
            }
            for (int other = at + 1; other < proof.size(); other++) {
                List<Hash> swapped = new ArrayList<>(proof);
                java.util.Collections.swap(swapped, at, other);
                wrong.add(swapped);
            }
        }
        return wrong;
    }

    private static Hash flipped(Hash hash, int bit) {
        byte[] bytes = Naive.bytes(hash);
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        return Hash.at(bytes, 0);
    }
}
