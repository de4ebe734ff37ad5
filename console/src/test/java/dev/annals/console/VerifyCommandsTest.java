package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.store.CheckpointOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.note.SigningKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor types who kept a checkpoint and a key. */
class VerifyCommandsTest {
    private static final SigningKey KEY = SigningKey.generate("log.example", new SecureRandom());
    private static final SigningKey STRANGER = SigningKey.generate("log.example", new SecureRandom());

    private final Path journal;
    private final Path export;
    private final Path checkpoint;

    VerifyCommandsTest(@TempDir Path home) {
        this.journal = home.resolve("journal");
        this.export = home.resolve("export.ndjson");
        this.checkpoint = home.resolve("kept.checkpoint");
    }

    @BeforeEach
    void write() throws IOException {
        JournalOptions options = JournalOptions.processDurability().withCheckpoints(CheckpointOptions.onRequest());
        try (Journal open = Journal.open(journal, options)) {
            open.append(IntStream.range(0, 20).mapToObj(VerifyCommandsTest::log).toList());
        }
        assertThat(Typed.run("export", "--journal", journal, "--out", export).exitCode())
                .isZero();
        sign(15, KEY);
    }

    private static RawActivityLog log(int number) {
        String id = "accact_" + number;
        return new RawActivityLog(
                id,
                "acct_1",
                Instant.EPOCH,
                Payload.ofUtf8("{\"id\":\"" + id + "\",\"created\":\"1970-01-01T00:00:00Z\",\"context\":\"acct_1\"}"));
    }

    private void sign(int size, SigningKey key) throws IOException {
        Frontier tree = Frontier.empty();
        Files.readAllLines(export).subList(0, size).forEach(line -> tree.add(Hash.ofLeaf(Payload.ofUtf8(line))));
        Checkpoint signed = new Checkpoint(key.name(), tree.size(), tree.root());
        Files.write(checkpoint, key.sign(signed.text()).bytes());
    }

    private Typed.Result verify(Object... more) {
        return run(List.of("verify", "--journal", journal), more);
    }

    private Typed.Result verifyExport(Object... more) {
        return run(List.of("verify-export", export), more);
    }

    private static Typed.Result run(List<Object> command, Object... more) {
        return Typed.run(Stream.concat(command.stream(), Stream.of(more)).toArray());
    }

    private void alter(int line) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(export));
        lines.set(line, "{\"id\":\"accact_forged\"}");
        Files.write(export, lines);
    }

    private static JsonNode json(Typed.Result result) throws IOException {
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void verifyTakesCheckpointAndKeyFromElsewhere() {
        Typed.Result result = verify(
                "--checkpoint", checkpoint, "--public-key", KEY.verifier().text());
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .startsWith("clean: 20 records")
                .contains("1 checkpoint compared, signatures verified: 1; covered: the first 15 records")
                .doesNotContain("agrees with itself");
    }

    @Test
    void verifySaysThatAJournalByItselfProvesNothing() throws IOException {
        assertThat(verify().out()).contains("could have rewritten all of it");
        Files.writeString(journal.resolve("checkpoint.pub"), KEY.verifier().text() + "\n");
        assertThat(verify("--checkpoint", checkpoint).out())
                .contains("the public key is the journal's own: this shows only that the journal agrees with itself");
        assertThat(json(verify("--json")).get("own_key").asBoolean()).isTrue();
    }

    @Test
    void verifyWithACheckpointOfAnotherHistoryFails() throws IOException {
        alter(7);
        sign(20, KEY);
        Typed.Result result = verify(
                "--json",
                "--checkpoint",
                checkpoint,
                "--public-key",
                KEY.verifier().text());
        assertThat(result.exitCode()).isEqualTo(1);
        JsonNode finding = json(result).get("findings").get(0);
        assertThat(finding.get("position").asInt()).isZero();
        assertThat(finding.get("until").asInt()).isEqualTo(20);
        assertThat(finding.get("what").asText()).contains("kept.checkpoint", "size 20");
    }

    /** With all that remembers more than there is taken away, but for the mark. */
    @Test
    void verifyFindsThatTheAcknowledgedEndIsMissing() throws IOException {
        Path shorter = journal.resolveSibling("shorter");
        try (Journal open = Journal.open(shorter, JournalOptions.processDurability())) {
            open.append(List.of(log(1)));
        }
        try (Journal open = Journal.open(journal, JournalOptions.processDurability())) {
            open.append(List.of(log(100)));
            open.append(List.of(log(101)));
        }
        Files.copy(
                journal.resolve("high-water"),
                shorter.resolve("high-water"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Typed.Result cut = run(List.of("verify", "--journal", shorter));
        assertThat(cut.exitCode()).isEqualTo(1);
        assertThat(cut.out()).startsWith("position 1, excerpt 1: ");

        Files.delete(shorter.resolve("high-water"));
        Typed.Result unknown = run(List.of("verify", "--journal", shorter, "--json"));
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(json(unknown).get("findings")).hasSize(1);
        assertThat(json(unknown).get("findings").get(0).get("what").asText())
                .contains("nobody can tell here whether its end is missing");
    }

    @Test
    void verifyExportNeedsNoJournal() throws IOException {
        Path key = Files.writeString(
                journal.resolveSibling("log.pub"), KEY.verifier().text() + "\n");
        Typed.Result result = verifyExport("--checkpoint", checkpoint, "--public-key", key);
        assertThat(result.exitCode()).isZero();
        assertThat(result.out())
                .contains("clean: 20 lines, 1 checkpoint of 1 compared")
                .contains("the first 15 records; not covered: 5 lines after them");
        JsonNode all = json(verifyExport("--json", "--checkpoint", checkpoint, "--public-key", key));
        assertThat(all.get("clean").asBoolean()).isTrue();
        assertThat(all.get("covered").asInt()).isEqualTo(15);
        assertThat(all.get("lines").asInt()).isEqualTo(20);
    }

    @Test
    void verifyExportFindsAnAlteredLine() throws IOException {
        alter(7);
        Typed.Result result = verifyExport(
                "--checkpoint", checkpoint, "--public-key", KEY.verifier().text());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("position 0: ", "positions 0 to 14", "1 finding; 20 lines");
        assertThat(verifyExport(
                                "--json",
                                "--checkpoint",
                                checkpoint,
                                "--public-key",
                                KEY.verifier().text())
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void verifyExportBelievesNobodyElse() throws IOException {
        sign(15, STRANGER);
        Typed.Result result = verifyExport(
                "--checkpoint", checkpoint, "--public-key", KEY.verifier().text());
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.out()).contains("signed by no key that was given", "0 checkpoints of 1 compared");
    }

    @Test
    void verifyExportWithoutEvidenceIsAMistake() {
        assertThat(verifyExport().exitCode()).isEqualTo(2);
        assertThat(verifyExport("--checkpoint", checkpoint).err()).contains("--public-key");
        assertThat(verifyExport("--public-key", KEY.verifier().text()).err()).contains("--checkpoint");
    }

    @Test
    void whatIsNoCheckpointOrNoKeyOrNoFileIsAMistake() throws IOException {
        String key = KEY.verifier().text();
        assertThat(verify("--checkpoint", export)).satisfies(result -> {
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("not a signed checkpoint", "export.ndjson");
        });
        assertThat(verify("--public-key", "log.example+nothing").err()).contains("not a public key and no file");
        assertThat(verify("--checkpoint", "nowhere").err())
                .contains("cannot read the file, file=nowhere: there is no such file; check the path");
        Files.delete(export);
        assertThat(verifyExport("--checkpoint", checkpoint, "--public-key", key).err())
                .contains("cannot read the export");
    }
}
