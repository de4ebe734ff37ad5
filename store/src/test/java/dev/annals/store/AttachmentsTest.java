package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.requests.RequestBatch;
import dev.annals.store.journal.Engine;
import dev.annals.store.note.SignedNote;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.Vectors;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.note.WitnessKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.LogProof;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What others said about a checkpoint. The journal here is the one that the vectors are of: the same records, the same key. */
class AttachmentsTest {
    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("journal");
    }

    private Path file() {
        return directory().resolve("checkpoints/00000000000000000003");
    }

    private Journal open() {
        return Journal.open(
                directory(),
                JournalOptions.processDurability()
                        .withEngine(Engine.FILE)
                        .withCheckpoints(CheckpointOptions.onRequest()
                                .withKey(
                                        SigningKey.parse(Vectors.text("log.key").strip()))));
    }

    @BeforeEach
    void signTheVector() {
        try (Journal journal = open()) {
            for (String line : Vectors.text("records.ndjson").lines().toList()) {
                RequestBatch batch = new RequestBatch(List.of(), List.of(RequestJson.raw(Payload.ofUtf8(line))));
                journal.commit(batch).toCompletableFuture().join();
            }
            journal.checkpoint();
        }
    }

    /** The journal's own checkpoint is, byte for byte, what another program made of the same records and key. */
    @Test
    void theJournalSignsTheVector() {
        String withoutWitness = Vectors.text("checkpoint").replaceFirst("— witness.*\n", "");

        assertThat(file()).hasContent(withoutWitness);
    }

    @Test
    void aCosignatureIsKeptInTheFileAndComesWithProofs() throws IOException {
        Path kept = Journal.attach(directory(), Vectors.bytes("checkpoint"));

        assertThat(kept).isEqualTo(file());
        assertThat(file()).hasContent(Vectors.text("checkpoint"));
        assertThat(Journal.attach(directory(), Vectors.bytes("checkpoint"))).isEqualTo(file());
        try (JournalReader reader = Journal.openReadOnly(directory())) {
            LogProof proof = reader.prove(1);
            assertThat(proof.print()).isEqualTo(Vectors.text("record-1.tlog-proof"));
            WitnessKey.parse(Vectors.text("witness.pub").strip())
                    .verify(proof.checkpoint().note());
        }
    }

    @Test
    void aCosignatureIsAttachedWhileTheJournalIsWritten() {
        try (Journal journal = open()) {
            Journal.attach(directory(), Vectors.bytes("checkpoint"));

            assertThat(journal.lastCheckpoint().orElseThrow().note().signatures())
                    .hasSize(2);
            journal.checkpoint();
        }
        assertThat(file()).hasContent(Vectors.text("checkpoint"));
    }

    @Test
    void aTimeStampIsKeptBesideTheFileItIsOver() {
        assertThatThrownBy(() -> Journal.attach(directory(), Vectors.bytes("checkpoint.tsr")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("over no checkpoint"); // It is over the file with the witness' signature.
        Journal.attach(directory(), Vectors.bytes("checkpoint"));

        Path kept = Journal.attach(directory(), Vectors.bytes("checkpoint.tsr"));

        assertThat(kept).isEqualTo(file().resolveSibling("00000000000000000003.tsr"));
        assertThat(kept).hasBinaryContent(Vectors.bytes("checkpoint.tsr"));
        assertThat(Journal.attach(directory(), Vectors.bytes("checkpoint")))
                .as("what is there already is not added")
                .isEqualTo(file());
    }

    @Test
    void aTimeStampIsNotReplacedByAnother() throws IOException {
        Journal.attach(directory(), Vectors.bytes("checkpoint"));
        Path another = Files.writeString(file().resolveSibling("00000000000000000003.tsr"), "of another authority");

        assertThatThrownBy(() -> Journal.attach(directory(), Vectors.bytes("checkpoint.tsr")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another time stamp");
        assertThat(another).hasContent("of another authority");
    }

    /** The digit 0 is the byte with which a time stamp begins. */
    @Test
    void aNoteThatBeginsLikeATimeStampIsReadAsANote() {
        SigningKey key = SigningKey.generate("0.example", new SecureRandom());
        byte[] note = key.sign(new Checkpoint(key.name(), 3, Hash.EMPTY).text()).bytes();

        assertThatThrownBy(() -> Journal.attach(directory(), note))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the cosigned checkpoint is not the journal's");
    }

    /** It would no longer be over the file. */
    @Test
    void nothingIsAddedBehindATimeStamp() {
        Journal.attach(directory(), Vectors.bytes("checkpoint"));
        Journal.attach(directory(), Vectors.bytes("checkpoint.tsr"));
        String another = Vectors.text("checkpoint") + "— another/witness AAAAAAA=\n";

        assertThatThrownBy(() -> Journal.attach(directory(), another.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("time stamp");
        assertThat(file()).hasContent(Vectors.text("checkpoint"));
    }

    static List<byte[]> foreign() {
        String vector = Vectors.text("checkpoint");
        String wrong = vector.replaceFirst("9LXlEYIj", "9LXlEYIk"); // The log's own signature, altered.
        return List.of(
                new byte[0],
                "nonsense".getBytes(StandardCharsets.UTF_8),
                new byte[] {0x30, 0x00},
                wrong.getBytes(StandardCharsets.UTF_8),
                vector.replace("\n3\n", "\n4\n").getBytes(StandardCharsets.UTF_8),
                vector.replace("LP73", "LP74").getBytes(StandardCharsets.UTF_8),
                Vectors.bytes("sha512.tsr"));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void whatIsNotForThisJournalChangesNothing(byte[] attachment) throws IOException {
        byte[] before = Files.readAllBytes(file());

        assertThatThrownBy(() -> Journal.attach(directory(), attachment)).isInstanceOf(IllegalArgumentException.class);

        assertThat(file()).hasBinaryContent(before);
        VerifierKey.parse(Vectors.text("log.pub").strip()).verify(SignedNote.parse(Files.readAllBytes(file())));
    }

    /** Of several keys only those that signed this checkpoint can tell whether it is still as it was. */
    @Test
    void aKeyThatDidNotSignTheCheckpointDoesNotMatter() throws IOException {
        Path keys = directory().resolve("checkpoint.pub");
        VerifierKey older =
                SigningKey.generate("older.example", new SecureRandom()).verifier();
        Files.writeString(keys, older.text() + "\n" + Files.readString(keys));

        Journal.attach(directory(), Vectors.bytes("checkpoint"));

        assertThat(file()).hasContent(Vectors.text("checkpoint"));
    }

    /** People edit it: a line too many is no reason to judge nothing, or to fail. */
    @Test
    void emptyLinesAmongThePublicKeysDoNotMatter() throws IOException {
        Path keys = directory().resolve("checkpoint.pub");
        Files.writeString(keys, "\n  " + Files.readString(keys).strip() + "  \n\n");

        Journal.attach(directory(), Vectors.bytes("checkpoint"));

        assertThat(file()).hasContent(Vectors.text("checkpoint"));
    }
}
