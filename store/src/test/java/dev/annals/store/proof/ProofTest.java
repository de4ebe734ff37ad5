package dev.annals.store.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.Vectors;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Hash;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proofs as files. The vectors were made by another program (Python). */
class ProofTest {
    private static final VerifierKey KEY =
            VerifierKey.parse(Vectors.text("log.pub").strip());
    private static final SigningKey SIGNER =
            SigningKey.parse(Vectors.text("log.key").strip());
    private static final String PROOF = Vectors.text("record-1.tlog-proof");
    private static final String CONSISTENCY = Vectors.text("2-to-3.consistency-proof");
    private static final Payload RECORD_1 = Payload.ofUtf8("{\"n\":1}");

    private static LogProof proof(String text) {
        return LogProof.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ConsistencyProof consistency(String text) {
        return ConsistencyProof.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SignedCheckpoint signed(long size, Hash root) {
        return new SignedCheckpoint(SIGNER.sign(new Checkpoint(SIGNER.name(), size, root).text()));
    }

    @Test
    void theVectorVerifiesAndIsPrintedAsItWas() {
        LogProof proof = proof(PROOF);

        assertThat(proof.index()).isEqualTo(1);
        assertThat(proof.verify(RECORD_1, KEY).size()).isEqualTo(3);
        assertThat(proof.print()).isEqualTo(PROOF);
    }

    @Test
    void aProofIsForItsRecordOnly() {
        assertThatThrownBy(() -> proof(PROOF).verify(Payload.ofUtf8("{\"n\":2}"), KEY))
                .isInstanceOf(UnprovenException.class)
                .hasMessageContaining("do not lead to the signed root")
                .hasMessageContaining("index=1");
        assertThatThrownBy(() -> proof(PROOF).verify(Payload.ofUtf8("{\"n\":1}\n"), KEY))
                .isInstanceOf(UnprovenException.class);
    }

    @Test
    void everyFlippedByteOfAProofIsNoticed() {
        byte[] good = PROOF.getBytes(StandardCharsets.UTF_8);
        int witness = PROOF.substring(0, PROOF.indexOf("— witness")).getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < witness; i++) { // What stands in the witness' line is for who knows the witness.
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> LogProof.parse(bad).verify(RECORD_1, KEY))
                    .as("byte %d", i)
                    .isInstanceOfAny(
                            MalformedNoteException.class, UnverifiedNoteException.class, UnprovenException.class);
        }
    }

    @Test
    void extraDataIsKeptAndProtectsNothing() {
        String text = PROOF.replace("index 1\n", "extra YWJj\nindex 1\n");

        LogProof proof = proof(text);

        assertThat(proof.extra()).isEqualTo(Payload.ofUtf8("abc"));
        assertThat(proof.print()).isEqualTo(text);
        proof.verify(RECORD_1, KEY);
        assertThat(proof(PROOF.replace("index 1\n", "extra \nindex 1\n")).extra())
                .isEqualTo(Payload.ofUtf8(""));
    }

    @Test
    void theOnlyRecordNeedsNoHashes() {
        Hash leaf = Hash.ofLeaf(RECORD_1);
        LogProof proof = new LogProof(null, 0, List.of(), signed(1, leaf));

        assertThat(proof(proof.print()).verify(RECORD_1, KEY).root()).isEqualTo(leaf);
    }

    static List<String> malformed() {
        return List.of(
                "",
                "\n",
                "\n\n",
                "c2sp.org/tlog-proof@v1",
                "c2sp.org/tlog-proof@v1\n",
                "c2sp.org/tlog-proof@v1\n\n",
                PROOF.replace("@v1", "@v2"),
                PROOF.replace("tlog-proof@v1\n", "tlog-proof@v1\n\n"),
                " " + PROOF,
                PROOF.replace("index 1\n", ""),
                PROOF.replace("index 1\n", "index 01\n"),
                PROOF.replace("index 1\n", "index -1\n"),
                PROOF.replace("index 1\n", "index  1\n"),
                PROOF.replace("index 1\n", "index 1 \n"),
                PROOF.replace("index 1\n", "index\n"),
                PROOF.replace("index 1\n", "index 9223372036854775808\n"),
                PROOF.replace("index 1\n", "index 1\nindex 1\n"),
                PROOF.replace("index 1\n", "index 1\nextra YWJj\n"),
                PROOF.replace("index 1\n", "extra YWJj\nextra YWJj\nindex 1\n"),
                PROOF.replace("index 1\n", "extra YWJ\nindex 1\n"),
                PROOF.replace("index 1\n", "extra YW_j\nindex 1\n"),
                PROOF.replace("KwDY=", "KwDY"),
                PROOF.replace("KwDY=", "KwDZ="),
                PROOF.replace("KwDY=\n", "KwDY= \n"),
                PROOF.replace("index 1\n", "index 1\n" + (Hash.EMPTY + "\n").repeat(65)),
                PROOF.replace("\n", "\r\n"),
                PROOF.replace("\n3\n", "\n03\n"),
                PROOF + "\n",
                PROOF + "x",
                PROOF.stripTrailing(),
                PROOF.substring(0, PROOF.indexOf("\n\n") + 2));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoProofIsRefused(String text) {
        assertThatThrownBy(() -> proof(text)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void aRecordBehindTheCheckpointIsNotProved() {
        assertThatThrownBy(() -> proof(PROOF.replace("index 1\n", "index 3\n")).verify(RECORD_1, KEY))
                .isInstanceOf(UnprovenException.class)
                .hasMessageContaining("does not cover");
        assertThatThrownBy(() -> proof(PROOF.replace("index 1\n", "index " + Long.MAX_VALUE + "\n"))
                        .verify(RECORD_1, KEY))
                .isInstanceOf(UnprovenException.class);
    }

    @Test
    void theNumberOfHashesMustFit() {
        String more = PROOF.replace("index 1\n", "index 1\n" + Hash.EMPTY + "\n");
        String fewer = PROOF.replaceFirst("(?m)^[^ \n]{44}\n", "");

        assertThatThrownBy(() -> proof(more).verify(RECORD_1, KEY)).hasMessageContaining("needed=2, found=3");
        assertThatThrownBy(() -> proof(fewer).verify(RECORD_1, KEY)).hasMessageContaining("needed=2, found=1");
    }

    @Test
    void aProofByAnotherKeyIsRefused() {
        VerifierKey other = VerifierKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");

        assertThatThrownBy(() -> proof(PROOF).verify(RECORD_1, other)).isInstanceOf(UnverifiedNoteException.class);
        assertThatThrownBy(() -> consistency(CONSISTENCY).verify(other)).isInstanceOf(UnverifiedNoteException.class);
    }

    @Test
    void theVectorOfConsistencyVerifiesAndIsPrintedAsItWas() {
        ConsistencyProof proof = consistency(CONSISTENCY);

        proof.verify(KEY);
        assertThat(proof.older().checkpoint().size()).isEqualTo(2);
        assertThat(proof.newer().checkpoint().size()).isEqualTo(3);
        assertThat(proof.print()).isEqualTo(CONSISTENCY);
    }

    @Test
    void everyFlippedByteOfAConsistencyProofIsNoticed() {
        byte[] good = CONSISTENCY.getBytes(StandardCharsets.UTF_8);
        int witness =
                CONSISTENCY.substring(0, CONSISTENCY.indexOf("— witness")).getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < witness; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> ConsistencyProof.parse(bad).verify(KEY))
                    .as("byte %d", i)
                    .isInstanceOfAny(
                            MalformedNoteException.class, UnverifiedNoteException.class, UnprovenException.class);
        }
    }

    @Test
    void everyBeginningOfAConsistencyProofIsNone() {
        for (int length = 0; length < CONSISTENCY.indexOf("— witness"); length++) {
            String cut = CONSISTENCY.substring(0, length);
            assertThatThrownBy(() -> consistency(cut).verify(KEY))
                    .as("length %d", length)
                    .isInstanceOf(MalformedNoteException.class);
        }
    }

    @Test
    void twoRootsOfOneSizeAreAnAlarm() {
        ConsistencyProof proof = new ConsistencyProof(
                List.of(), signed(3, Hash.ofLeaf(RECORD_1)), SignedCheckpoint.parse(Vectors.text("checkpoint")));

        assertThatThrownBy(() -> consistency(proof.print()).verify(KEY))
                .isInstanceOf(UnprovenException.class)
                .hasMessageContaining("EQUIVOCATION")
                .hasMessageContaining("size=3");
    }

    @Test
    void aCheckpointIsConsistentWithItselfAndWithNothing() {
        SignedCheckpoint three = SignedCheckpoint.parse(Vectors.text("checkpoint"));

        new ConsistencyProof(List.of(), three, three).verify(KEY);
        new ConsistencyProof(List.of(), signed(0, Hash.EMPTY), three).verify(KEY);
        assertThatThrownBy(() -> new ConsistencyProof(List.of(), signed(0, Hash.NONE), three).verify(KEY))
                .isInstanceOf(UnprovenException.class);
    }

    @Test
    void theOrderMatters() {
        ConsistencyProof good = consistency(CONSISTENCY);
        SignedCheckpoint two = good.older();
        SignedCheckpoint three = good.newer();

        assertThatThrownBy(() -> new ConsistencyProof(good.hashes(), three, two).verify(KEY))
                .isInstanceOf(UnprovenException.class)
                .hasMessageContaining("the other way round");
    }

    @Test
    void checkpointsOfTwoLogsAreNotCompared() {
        Checkpoint one = new Checkpoint("log/one", 0, Hash.EMPTY);
        Checkpoint two = new Checkpoint("log/two", 0, Hash.EMPTY);

        assertThatThrownBy(() -> ConsistencyProof.require(one, two, List.of()))
                .isInstanceOf(UnprovenException.class)
                .hasMessageContaining("two logs");
    }
}
