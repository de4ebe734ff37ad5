package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.ActivityFilter;
import dev.annals.api.LogStream;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PruneCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final Path journal;

    PruneCommandTest(@TempDir Path home) {
        this.journal = home.resolve("journal");
    }

    /** Pages of three months, two of them older than a year. */
    @BeforeEach
    void fill() {
        try (Journal writer =
                Journal.open(journal, JournalOptions.processDurability().withClock(InstantSource.fixed(NOW)))) {
            List.of("2025-08-10T00:00:00Z", "2025-09-10T00:00:00Z", "2026-11-21T00:00:00Z").stream()
                    .map(Instant::parse)
                    .forEach(at -> writer.commit(page(at)).toCompletableFuture().join());
        }
    }

    private static Batch page(Instant at) {
        RawActivityLog log = new RawActivityLog(
                "accact_" + at.getEpochSecond(),
                "",
                at,
                Payload.ofUtf8("{\"id\":\"accact_" + at.getEpochSecond() + "\",\"created\":\"" + at + "\"}"));
        return new Batch(
                new LogStream("test", null, ActivityFilter.all()),
                List.of(),
                List.of(log),
                new Batch.PageMark(at, at, "req", "2026-11-18.preview", "/asked", "/next", at, null, null));
    }

    private Typed.Result type(Object... words) {
        Typed typed = new Typed();
        typed.clock = InstantSource.fixed(NOW);
        return typed.type(words);
    }

    private static JsonNode json(Typed.Result result) throws IOException {
        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isZero();
        return new ObjectMapper().readTree(result.out());
    }

    @Test
    void aDryRunSaysWhatThePruningThenDoes() throws IOException {
        JsonNode planned = json(type("prune", "--journal", journal, "--dry-run", "--json"));
        assertThat(planned.get("records").asInt()).isEqualTo(4);
        assertThat(planned.get("segments").asInt()).isEqualTo(2);
        assertThat(planned.get("newest").asText()).isEqualTo("2025-09-10T00:00:00Z");
        assertThat(json(type("status", "--journal", journal, "--json"))
                        .get("first_position")
                        .asInt())
                .isZero();

        JsonNode done = json(type("prune", "--journal", journal, "--json"));
        assertThat(done.get("first_position").asInt()).isEqualTo(4);
        JsonNode status = json(type("status", "--journal", journal, "--json"));
        assertThat(status.get("first_position").asInt()).isEqualTo(4);
        assertThat(status.get("pruned_before").asText()).isEqualTo("2025-11-21T00:00:00Z");
        assertThat(status.get("activity_logs").asInt()).isEqualTo(3);
        assertThat(type("verify", "--journal", journal).exitCode()).isZero();
        assertThat(type("prune", "--journal", journal).out()).startsWith("nothing to remove");
    }

    @Test
    void whatMustStayIsRefusedAsAMistakeOfUsage() {
        Typed.Result young = type("prune", "--journal", journal, "--before", "60d");
        assertThat(young.exitCode()).isEqualTo(2);
        assertThat(young.err()).contains("nothing was pruned").contains("stored twice");
        Typed.Result kept = type("prune", "--journal", journal, "--before", "2025-09-01", "--retention", "P24M");
        assertThat(kept.exitCode()).isEqualTo(2);
        assertThat(kept.err()).contains("retention=P24M/P24M");
        assertThat(type("prune", "--journal", journal, "--retention", "12 months")
                        .err())
                .contains("not a retention")
                .contains("P24M/P3M");
    }

    @Test
    void followingWithoutAPositionBeginsWhereTheJournalDoes() throws InterruptedException {
        assertThat(type("prune", "--journal", journal).out())
                .contains("removed 4 records in 2 segments")
                .contains("begins at position 4");
        assertThat(type("follow", "--journal", journal, "--from-position", "3").exitCode())
                .isEqualTo(3);
        Typed typed = new Typed();
        Thread following = new Thread(() -> typed.type("follow", "--journal", journal));
        following.start();
        typed.awaitOutput("(accact_1795219200)");
        typed.stop.make();
        following.join();
    }

    /** All that an auditor has: an export that begins later, the hashes of what went, and checkpoints from before and after. */
    @Test
    void anExportOfWhatRemainsIsCheckedWithTheHashesOfWhatWent() throws IOException {
        Path before = Files.writeString(
                journal.resolveSibling("before"),
                type("checkpoint", "--journal", journal).out());
        assertThat(type("prune", "--journal", journal).exitCode()).isZero();
        Path after = Files.writeString(
                journal.resolveSibling("after"),
                type("checkpoint", "--journal", journal).out());
        Path export = journal.resolveSibling("export.ndjson");
        type("export", "--journal", journal, "--out", export);

        JsonNode checked = json(verifyExport(export, before, after, "--json", "--pruned", journal.resolve("pruned")));
        assertThat(checked.get("clean").asBoolean()).isTrue();
        assertThat(checked.get("checkpoints").asInt()).isEqualTo(2);
        assertThat(checked.get("covered").asInt()).isEqualTo(9);
        assertThat(checked.get("size").asInt())
                .isEqualTo(4 + checked.get("lines").asInt());

        Typed.Result without = verifyExport(export, before, after);
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.out()).contains("give --pruned DIR as well");

        Path pruned = journal.resolve("pruned");
        byte[] leaves = Files.readAllBytes(pruned.resolve("leaves"));
        leaves[40] ^= 1;
        Files.write(pruned.resolve("leaves"), leaves);
        assertThat(verifyExport(export, before, after, "--pruned", pruned)).satisfies(result -> {
            assertThat(result.exitCode()).isEqualTo(2);
            assertThat(result.err()).contains("not the hashes of pruned records", "damaged");
        });
        assertThat(verifyExport(export, before, after, "--pruned", journal).err())
                .contains("name the directory 'pruned'");
    }

    private Typed.Result verifyExport(Path export, Path before, Path after, Object... more) {
        List<Object> words = new ArrayList<>(List.of("verify-export", export, "--checkpoint", before));
        words.addAll(List.of("--checkpoint", after, "--public-key", journal.resolve("checkpoint.pub")));
        words.addAll(List.of(more));
        return type(words.toArray());
    }
}
