package dev.annals.contracts.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.store.note.SigningKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.tree.Growth;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Tree;
import dev.sigstore.merkle.InclusionProofVerificationException;
import dev.sigstore.merkle.InclusionProofVerifier;
import dev.sigstore.rekor.client.Checkpoints;
import dev.sigstore.rekor.client.RekorEntry;
import dev.sigstore.rekor.client.RekorParseException;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Checkpoints and proofs of all sizes from 0 to 1,025, and of 70,000, in the hands of sigstore-java. Leaves the same for Go's sumdb in
 * {@code target/verifiers/trees}: {@code verifiers/run} goes on from there. Acceptance test 45.
 */
class ThirdPartyTreesTest {
    private static final int LEAVES = 70_000;
    private static final int ALL_SIZES_TO = 1_025;
    private static final int ALL_PAIRS_TO = 32;
    private static final long SEED = 20_261_122;
    private static final Path FILES = Path.of("target", "verifiers", "trees");
    private static final SigningKey KEY = SigningKey.generate("annals.example/trees", new SecureRandom());

    private static final List<Payload> PAYLOADS = IntStream.range(0, LEAVES)
            .mapToObj(i -> Payload.ofUtf8("{\"object\":\"annals.test\",\"n\":" + i + "}"))
            .toList();
    private static final List<Integer> SIZES = IntStream.concat(
                    IntStream.rangeClosed(0, ALL_SIZES_TO), IntStream.of(LEAVES))
            .boxed()
            .toList();

    private static final Tree TREE = Tree.temporary();

    @BeforeAll
    static void grow() throws IOException {
        for (int from = 0; from < LEAVES; from += 1_000) {
            Growth growth = TREE.grow();
            PAYLOADS.subList(from, from + 1_000).forEach(growth::add);
            TREE.reserve(1_000);
            TREE.accept(growth);
        }
        Files.createDirectories(FILES.resolve("checkpoints"));
        Files.writeString(FILES.resolve("vkey"), KEY.verifier().text() + "\n");
        Files.write(
                FILES.resolve("leaves.ndjson"),
                PAYLOADS.stream().map(Payload::toString).toList());
    }

    @AfterAll
    static void close() throws IOException {
        TREE.close();
    }

    /** Ends, middle and a few by chance; all of them in small trees. */
    private static NavigableSet<Integer> chosen(int below, Random random) {
        if (below <= ALL_PAIRS_TO) {
            return IntStream.range(0, below).boxed().collect(Collectors.toCollection(TreeSet::new));
        }
        TreeSet<Integer> chosen = new TreeSet<>(List.of(0, 1, below / 2, below - 1, Integer.highestOneBit(below - 1)));
        random.ints(below > ALL_SIZES_TO ? 100 : 1, 0, below).forEach(chosen::add);
        return chosen;
    }

    private static byte[] bytes(Hash hash) {
        ByteBuffer bytes = ByteBuffer.allocate(Hash.BYTES);
        hash.put(bytes);
        return bytes.array();
    }

    private static String text(List<Hash> hashes) {
        return hashes.stream().map(each -> " " + each.base64()).collect(Collectors.joining());
    }

    @Test
    void sigstoreReadsEveryCheckpoint() throws IOException, RekorParseException {
        for (int size : SIZES) {
            Hash root = TREE.root(size);
            String note =
                    KEY.sign(new Checkpoint(KEY.name(), size, root).text()).print();
            RekorEntry.Checkpoint read = Checkpoints.from(note);
            assertThat(read.getOrigin()).isEqualTo(KEY.name());
            assertThat(read.getSize()).isEqualTo(size);
            assertThat(read.getBase64Hash()).isEqualTo(root.base64());
            assertThat(read.getSignedData() + "\n")
                    .as("what was signed")
                    .startsWith(note.substring(0, note.indexOf("\n\n")));
            assertThat(read.getSignatures()).singleElement().satisfies(signature -> {
                assertThat(signature.getIdentity()).isEqualTo(KEY.name());
                assertThat(signature.getSignature()).hasSize(64);
            });
            Files.writeString(FILES.resolve("checkpoints").resolve(String.format("%020d", size)), note);
        }
    }

    @Test
    void sigstoreAcceptsEveryInclusionProofAndNoSpoiltOne() throws IOException {
        Random random = new Random(SEED);
        int accepted = 0;
        int refused = 0;
        try (Writer out = Files.newBufferedWriter(FILES.resolve("inclusion.txt"), StandardCharsets.UTF_8)) {
            for (int size : SIZES) {
                byte[] root = bytes(TREE.root(size));
                for (int index : chosen(size, random)) {
                    List<Hash> proof = TREE.inclusion(index, size);
                    out.write(size + " " + index + text(proof) + "\n");
                    Case asked = new Case(index, size, root);
                    byte[] leaf = bytes(Hash.ofLeaf(PAYLOADS.get(index)));
                    List<byte[]> hashes =
                            proof.stream().map(ThirdPartyTreesTest::bytes).toList();
                    assertThat(asked.accepts(leaf, hashes)).as("%s", asked).isTrue();
                    accepted++;
                    for (List<byte[]> spoilt : spoilt(hashes, random)) {
                        assertThat(asked.accepts(leaf, spoilt))
                                .as("%s spoilt", asked)
                                .isFalse();
                        refused++;
                    }
                    assertThat(asked.accepts(flipped(leaf, random), hashes)).isFalse();
                    refused++;
                }
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
        assertThat(refused).isGreaterThan(100_000);
    }

    /** sigstore-java has no consistency proofs: they are left for Go. */
    @Test
    void everyConsistencyProofIsLeftForGo() throws IOException {
        Random random = new Random(SEED);
        try (Writer out = Files.newBufferedWriter(FILES.resolve("consistency.txt"), StandardCharsets.UTF_8)) {
            for (int size : SIZES) {
                // Go knows no proof for a tree without leaves.
                for (int old : chosen(size + 1, random).tailSet(1)) {
                    out.write(old + " " + size + text(TREE.consistency(old, size)) + "\n");
                }
            }
        }
        assertThat(Files.size(FILES.resolve("consistency.txt"))).isPositive();
    }

    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Case(int index, int size, byte[] root) {
        boolean accepts(byte[] leaf, List<byte[]> proof) {
            try {
                InclusionProofVerifier.verify(leaf, index, size, proof, root);
                return true;
            } catch (InclusionProofVerificationException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return "inclusion of " + index + " in " + size + ", seed=" + SEED;
        }
    }

    /** Each hash changed in one bit, each left out, neighbours exchanged, one too many. */
    private static List<List<byte[]>> spoilt(List<byte[]> proof, Random random) {
        List<List<byte[]>> all = new ArrayList<>();
        for (int i = 0; i < proof.size(); i++) {
            List<byte[]> changed = new ArrayList<>(proof);
            changed.set(i, flipped(proof.get(i), random));
            all.add(changed);
            List<byte[]> shorter = new ArrayList<>(proof);
            shorter.remove(i);
            all.add(shorter);
            if (i > 0) {
                List<byte[]> exchanged = new ArrayList<>(proof);
                Collections.swap(exchanged, i, i - 1);
                all.add(exchanged);
            }
        }
        List<byte[]> longer = new ArrayList<>(proof);
        longer.add(new byte[Hash.BYTES]);
        all.add(longer);
        return all;
    }

    private static byte[] flipped(byte[] hash, Random random) {
        byte[] changed = hash.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return changed;
    }
}
