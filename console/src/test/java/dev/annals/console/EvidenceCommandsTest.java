package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.Payload;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.requests.RequestBatch;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints, proofs and keys as a person at a prompt meets them. */
@Timeout(120)
class EvidenceCommandsTest {
    private final Path home;
    private final Path journal;

    EvidenceCommandsTest(@TempDir Path home) {
        this.home = home;
        this.journal = home.resolve("journal");
    }

    /** Some request logs, which need no provider; closing signs the first checkpoint. */
    private void given(int from, int to) {
        try (Journal open = Journal.open(journal)) {
            for (int i = from; i < to; i++) {
                RequestBatch batch =
                        new RequestBatch(List.of(), List.of(RequestJson.raw(Payload.ofUtf8("{\"n\":" + i + "}"))));
                open.commit(batch).toCompletableFuture().join();
            }
        }
    }

    private Typed.Result checkpoint(Object... more) {
        Object[] words = Stream.concat(Stream.of("checkpoint", "--journal", journal), Stream.of(more))
                .toArray();
        return Typed.run(words);
    }

    private Path saved(String name, String content) throws IOException {
        return Files.writeString(home.resolve(name), content);
    }

    private static JsonNode json(Typed.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void aCheckpointIsPrintedAndIsTheLatest() {
        given(0, 3);

        Typed.Result signed = checkpoint();

        assertThat(signed.exitCode()).isZero();
        assertThat(signed.lines()).hasSize(5);
        assertThat(signed.lines().get(0)).startsWith("annals/");
        assertThat(signed.lines().get(1))
                .isEqualTo("4"); // Three records, and the checkpoint signed when they were written.
        assertThat(signed.lines().get(4)).startsWith("— " + signed.lines().get(0) + " ");
        assertThat(checkpoint("--latest").out()).isEqualTo(signed.out());
    }

    @Test
    void aRecordIsProvedFromTheCommandLineAlone() throws IOException {
        given(0, 5);
        Path proof = home.resolve("two.tlog-proof");

        Typed.Result made = Typed.run("prove", "--journal", journal, "--position", 2, "--out", proof);
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(Typed.run("prove", "--journal", journal, "--position", 2).out())
                .isEqualTo(Files.readString(proof));

        Path payload = saved("two.json", "{\"n\":2}\n");
        Path key = journal.resolve("checkpoint.pub");
        Typed.Result checked = Typed.run("prove", "--check", proof, "--payload", payload, "--public-key", key);
        assertThat(checked.exitCode()).as(checked.out()).isZero();
        assertThat(checked.out()).startsWith("proved: the record is at position 2 of annals/");

        String text = Files.readString(key).strip();
        assertThat(json(Typed.run("prove", "--check", proof, "--payload", payload, "--public-key", text, "--json"))
                        .get("proved")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aProofThatDoesNotHoldIsAFindingWithItsReason() throws IOException {
        given(0, 5);
        Path proof = saved(
                "two.tlog-proof",
                Typed.run("prove", "--journal", journal, "--position", 2).out());
        Path key = journal.resolve("checkpoint.pub");

        Typed.Result other = Typed.run(
                "prove", "--check", proof, "--payload", saved("three.json", "{\"n\":3}"), "--public-key", key);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.out()).startsWith("NOT proved: payload and hashes do not lead to the signed root");

        Path cut = saved("cut.tlog-proof", Files.readString(proof).substring(0, 40));
        Typed.Result malformed = Typed.run(
                "prove", "--check", cut, "--payload", home.resolve("three.json"), "--public-key", key, "--json");
        assertThat(malformed.exitCode()).isEqualTo(1);
        assertThat(json(malformed).get("proved").asBoolean()).isFalse();

        Typed.Result stranger = Typed.run(
                "prove",
                "--check",
                proof,
                "--payload",
                saved("two.json", "{\"n\":2}"),
                "--public-key",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
        assertThat(stranger.exitCode()).isEqualTo(1);
        assertThat(stranger.out()).contains("not signed by this key");
    }

    @Test
    void aLogIsProvedByItsId() throws IOException {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().logs(20).build())) {
            assertThat(Typed.run("fetch", "--journal", journal, "--api-base", sandbox.uri(), "--once")
                            .exitCode())
                    .isZero();
            String log = sandbox.visibleLogs().get(7);
            String id = new ObjectMapper().readTree(log).get("id").asText();
            Path proof = home.resolve("log.tlog-proof");
            assertThat(Typed.run("prove", "--journal", journal, "--id", id, "--out", proof)
                            .exitCode())
                    .isZero();

            Typed.Result checked = Typed.run(
                    "prove",
                    "--check",
                    proof,
                    "--payload",
                    saved("log.json", log),
                    "--public-key",
                    journal.resolve("checkpoint.pub"));
            assertThat(checked.exitCode()).as(checked.out()).isZero();
        }
        assertThat(Typed.run("prove", "--journal", journal, "--id", "accact_none")
                        .err())
                .contains("no log has that id");
    }

    @Test
    void aFetchWithoutCheckpointsSignsNone() {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().logs(20).build())) {
            Typed.run("fetch", "--journal", journal, "--api-base", sandbox.uri(), "--once", "--no-checkpoints");
        }
        assertThat(checkpoint("--latest").err()).contains("no checkpoint was signed yet");
        assertThat(Typed.run("prove", "--journal", journal, "--position", 0).exitCode())
                .isEqualTo(3);
        assertThat(Typed.run("tiles", "--journal", journal, "--out", home.resolve("tiles"))
                        .exitCode())
                .isEqualTo(3);
    }

    @Test
    void checkpointsAreComparedAndTheProofIsKept() throws IOException {
        given(0, 5);
        Path older = saved("older", checkpoint().out());
        given(5, 9);
        Path newer = saved("newer", checkpoint().out());
        Path key = journal.resolve("checkpoint.pub");
        Path proof = home.resolve("kept.consistency-proof");

        Typed.Result compared =
                Typed.run("consistency", older, newer, "--journal", journal, "--public-key", key, "--out", proof);
        assertThat(compared.exitCode()).as(compared.out() + compared.err()).isZero();
        assertThat(compared.out()).startsWith("consistent: the first 6 of 12 records");

        assertThat(Typed.run("consistency", older, "--journal", journal).err()).contains("signatures were not checked");
        assertThat(Typed.run("consistency", "--check", proof, "--public-key", key)
                        .exitCode())
                .isZero();

        Typed.Result turned = Typed.run("consistency", newer, older, "--journal", journal);
        assertThat(turned.exitCode()).isEqualTo(1);
        assertThat(turned.out()).startsWith("NOT consistent: ").contains("the other way round");

        Path altered = saved("altered", Files.readString(older).replace("\n6\n", "\n5\n"));
        Typed.Result forged = Typed.run("consistency", altered, newer, "--journal", journal, "--public-key", key);
        assertThat(forged.exitCode()).isEqualTo(1);
        assertThat(forged.out()).contains("signature is wrong");
        assertThat(Typed.run("consistency", altered, newer, "--journal", journal, "--json")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void aKeyIsMadeForItsOwnerAndSigns() throws IOException {
        Path file = home.resolve("audit.key");

        Typed.Result made = Typed.run("key", "--out", file, "--origin", "example.com/audit");

        assertThat(made.exitCode()).isZero();
        assertThat(made.out()).startsWith("example.com/audit+");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Typed.run("key", "--show", file).out()).isEqualTo(made.out());
        assertThat(Typed.run("key", "--out", file).exitCode()).isEqualTo(2);

        given(0, 2);
        assertThat(checkpoint("--key", file).lines().get(0)).isEqualTo("example.com/audit");
        assertThat(checkpoint("--key", file, "--origin", "example.com/two")
                        .lines()
                        .get(0))
                .isEqualTo("example.com/two");
    }

    @Test
    void nothingThatIsPrintedHoldsTheKey() throws IOException {
        Path file = home.resolve("audit.key");
        Typed.Result made = Typed.run("key", "--out", file);
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        String secret = text.split("\\+", 5)[4];
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        given(0, 2);

        for (Typed.Result each : new Typed.Result[] {
            made,
            Typed.run("--stacktrace", "key", "--show", file),
            Typed.run("--stacktrace", "checkpoint", "--journal", journal, "--key", file),
            Typed.run("prove", "--check", file, "--payload", file, "--public-key", file),
            Typed.run("prove", "--check", file, "--payload", file, "--public-key", text),
            Typed.run("consistency", "--check", file, "--public-key", journal.resolve("checkpoint.pub")),
            Typed.run("consistency", file, "--journal", journal)
        }) {
            assertThat(each.out() + each.err()).doesNotContain(secret);
        }
        assertThat(Typed.run("key", "--show", file).err()).contains("chmod 600");
    }

    @Test
    void signingMakesNoJournalWhereNoneIs() throws IOException {
        Files.createDirectory(journal);

        assertThat(checkpoint().exitCode()).isEqualTo(3);
        try (Stream<Path> files = Files.list(journal)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void tilesAreWrittenAndAddedTo() throws IOException {
        given(0, 300);
        Path tiles = home.resolve("tiles");

        assertThat(Typed.run("tiles", "--journal", journal, "--out", tiles).exitCode())
                .isZero();
        assertThat(tiles.resolve("tile/0/000")).exists();
        assertThat(tiles.resolve("tile/0/001.p/44")).exists();
        assertThat(tiles.resolve("tile/1/000.p/1")).exists();
        assertThat(tiles.resolve("tile/entries/001.p/44")).exists();
        assertThat(tiles.resolve("checkpoint"))
                .hasContent(checkpoint("--latest").out());
    }

    @Test
    void statusShowsTheLastCheckpoint() throws IOException {
        given(0, 3);

        assertThat(Typed.run("status", "--journal", journal).out()).contains("over 3 records");
        assertThat(json(Typed.run("status", "--journal", journal, "--json"))
                        .get("checkpoint_size")
                        .asInt())
                .isEqualTo(3);
    }
}
