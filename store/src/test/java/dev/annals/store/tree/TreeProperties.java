package dev.annals.store.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever is done to a tree, it answers like the definition. */
class TreeProperties {
    private static final List<Hash> LEAVES = Naive.leaves(12_000);

    sealed interface Step {
        record Grow(int leaves) implements Step {}

        record Drop(int leaves) implements Step {}

        record Force() implements Step {}

        /** As after a kill: what was forced counts, and of the rest any part. */
        record Kill(double keptOfTheRest) implements Step {}

        record Ask(double index, double size) implements Step {}
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> leaves =
                Arbitraries.oneOf(Arbitraries.integers().between(1, 120), Arbitraries.of(1, 255, 256, 257, 1_000));
        Arbitrary<Double> parts = Arbitraries.doubles().between(0, 1);
        return Arbitraries.frequencyOf(
                        Tuple.of(8, leaves.<Step>map(Step.Grow::new)),
                        Tuple.of(1, leaves.<Step>map(Step.Drop::new)),
                        Tuple.of(2, Arbitraries.<Step>just(new Step.Force())),
                        Tuple.of(2, parts.<Step>map(Step.Kill::new)),
                        Tuple.of(4, parts.tuple2().<Step>map(pair -> new Step.Ask(pair.get1(), pair.get2()))))
                .list()
                .ofMaxSize(40);
    }

    @Property(tries = 60)
    void aTreeAnswersLikeTheDefinition(@ForAll("steps") List<Step> steps) throws IOException {
        Path directory = Files.createTempDirectory("annals-tree");
        try (Run run = new Run(directory)) {
            for (Step step : steps) {
                run.take(step);
            }
            run.ask(0.5, 1);
        } finally {
            for (int level = 0; level < 3; level++) {
                Files.deleteIfExists(directory.resolve(Integer.toString(level)));
            }
            Files.delete(directory);
        }
    }

    private static final class Run implements AutoCloseable {
        private final Path directory;
        private Tree tree;
        private int size;
        private int forced;

        Run(Path directory) throws IOException {
            this.directory = directory;
            this.tree = Tree.create(directory);
        }

        void take(Step step) throws IOException {
            if (step instanceof Step.Grow grow) {
                Growth growth = growth(grow.leaves());
                tree.reserve(growth.leaves());
                tree.accept(growth);
                size += growth.leaves();
                assertThat(growth.root()).isEqualTo(tree.root());
            } else if (step instanceof Step.Drop drop) {
                Growth dropped = growth(drop.leaves());
                tree.reserve(dropped.leaves());
            } else if (step instanceof Step.Force) {
                tree.force();
                forced = size;
            } else if (step instanceof Step.Kill kill) {
                tree.close();
                damageTheRest(kill.keptOfTheRest());
                tree = Tree.open(directory, forced).orElseThrow();
                size = forced;
                assertThat(tree.isSound()).isTrue();
            } else if (step instanceof Step.Ask ask) {
                ask(ask.index(), ask.size());
            }
        }

        private Growth growth(int leaves) {
            Growth growth = tree.grow();
            LEAVES.subList(size, Math.min(LEAVES.size(), size + leaves)).forEach(growth::add);
            return growth;
        }

        private void damageTheRest(double kept) throws IOException {
            for (int level = 0; level < 3; level++) {
                Path file = directory.resolve(Integer.toString(level));
                if (Files.exists(file)) {
                    byte[] bytes = Files.readAllBytes(file);
                    int safe = (int) TilePath.hashes(forced, level) * Hash.BYTES;
                    int end = safe + (int) ((bytes.length - safe) * kept);
                    java.util.Arrays.fill(bytes, safe, end, (byte) 0);
                    Files.write(file, java.util.Arrays.copyOf(bytes, end));
                }
            }
        }

        void ask(double index, double ofSize) throws IOException {
            int asked = (int) (size * ofSize);
            List<Hash> leaves = LEAVES.subList(0, asked);
            assertThat(tree.root(asked)).isEqualTo(Naive.root(leaves));
            int older = (int) (asked * index);
            assertThat(tree.consistency(older, asked)).isEqualTo(Naive.consistency(older, leaves));
            if (older < asked) {
                assertThat(tree.inclusion(older, asked)).isEqualTo(Naive.inclusion(older, leaves));
            }
        }

        @Override
        public void close() throws IOException {
            tree.close();
        }
    }

    /** Sizes that no test can build: random siblings make some root, and the proof holds for that root alone. */
    @Property
    void aProofInAHugeTreeHoldsExactlyForWhatItWasMade(
            @ForAll @LongRange(min = 1, max = 1L << 53) long size,
            @ForAll @LongRange(min = 0, max = (1L << 53) - 1) long number,
            @ForAll @Size(53) List<@LongRange(min = 0, max = 1L << 40) Long> seeds) {
        long index = number % size;
        List<Hash> siblings = seeds.stream()
                .map(seed -> Naive.leaf(Naive.payload(1_000_000 + seed).toByteArray()))
                .toList();
        Hash leaf = LEAVES.get(0);
        List<Hash> proof = siblings.subList(0, depth(index, size));
        Hash root = rootOf(leaf, index, size, proof);
        assertThat(Proofs.inclusion(leaf, index, size, proof, root)).isTrue();
        assertThat(Proofs.inclusion(LEAVES.get(1), index, size, proof, root)).isFalse();
        assertThat(Proofs.inclusion(leaf, index ^ 1, size, proof, root)).isEqualTo(size == 1 && (index ^ 1) == 0);
        if (!proof.isEmpty()) {
            assertThat(Proofs.inclusion(leaf, index, size, proof.subList(1, proof.size()), root))
                    .isFalse();
        }
        assertThat(Proofs.inclusion(leaf, index, size, siblings.subList(0, 53), root))
                .isEqualTo(proof.size() == 53);
    }

    /** Section 2.1.1 of RFC 6962, read as a recipe for the root. */
    private static Hash rootOf(Hash leaf, long index, long size, List<Hash> proof) {
        if (size == 1) {
            return leaf;
        }
        long k = Long.highestOneBit(size - 1);
        Hash last = proof.get(proof.size() - 1);
        List<Hash> rest = proof.subList(0, proof.size() - 1);
        return index < k
                ? Naive.node(rootOf(leaf, index, k, rest), last)
                : Naive.node(last, rootOf(leaf, index - k, size - k, rest));
    }

    private static int depth(long index, long size) {
        if (size == 1) {
            return 0;
        }
        long k = Long.highestOneBit(size - 1);
        return 1 + (index < k ? depth(index, k) : depth(index - k, size - k));
    }
}
