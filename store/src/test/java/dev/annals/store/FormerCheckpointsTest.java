package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.store.backup.Salvage;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.Packing;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.prune.PruneRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing and proving when the record of the last checkpoint is gone, or belongs to a journal that was salvaged. */
class FormerCheckpointsTest {
    private static final int LOGS = 3;
    private static final long COVERED = 3L * (LOGS + 1);
    private static final long LATER = 8L * (LOGS + 1);

    private final Path home;
    private final Path directory;
    private Instant now = month(2);

    FormerCheckpointsTest(@TempDir Path home) {
        this.home = home;
        this.directory = home.resolve("journal");
    }

    private static Instant month(int number) {
        return Instant.parse("2025-01-15T12:00:00Z")
                .atOffset(ZoneOffset.UTC)
                .plusMonths(2L * number)
                .toInstant();
    }

    private Journal open(Path journal) {
        return Journal.open(
                journal,
                JournalOptions.processDurability()
                        .withEngine(Engine.FILE)
                        .withPacking(Packing.NONE)
                        .withClock(() -> now));
    }

    private static void fill(Journal journal, int from, int to) {
        for (int month = from; month < to; month++) {
            Instant at = month(month).plusSeconds(86_400);
            Given.done(journal.commit(new Batch(
                    Given.STREAM,
                    List.of(),
                    logs(month),
                    new Batch.PageMark(at, at, "req", "2026-11-18.preview", "/asked", "/next", at, null, null))));
        }
    }

    private static List<RawActivityLog> logs(int month) {
        return IntStream.range(month * LOGS, month * LOGS + LOGS)
                .mapToObj(number ->
                        Given.log("accact_" + number, "acct_1", month(month).plusSeconds(number), ""))
                .toList();
    }

    @BeforeEach
    void aJournalWithACheckpointInItsMiddle() {
        try (Journal journal = open(directory)) {
            fill(journal, 0, 3);
            assertThat(journal.checkpoint().checkpoint().size()).isEqualTo(COVERED);
            now = month(12);
            fill(journal, 3, 12);
        }
    }

    private void prune() {
        try (Journal journal = open(directory)) {
            journal.prune(PruneRequest.olderThan(month(5)));
            assertThat(journal.firstPosition()).isGreaterThan(COVERED);
        }
    }

    private Path file() {
        return directory.resolve("checkpoints").resolve(String.format("%020d", COVERED));
    }

    @Test
    void aCheckpointWhoseRecordWasPrunedStillProvesAndIsContinued() {
        prune();
        try (Journal journal = open(directory)) {
            SignedCheckpoint older = journal.lastCheckpoint().orElseThrow();
            assertThat(older.checkpoint().size()).isEqualTo(COVERED);
            assertThat(journal.prove(COVERED - 1).checkpoint()).isEqualTo(older);
            assertThatThrownBy(() -> journal.prove(LATER)).isInstanceOf(NotCoveredException.class);
            try (JournalReader auditor = Journal.openReadOnly(directory)) {
                assertThat(auditor.prove(COVERED - 1).checkpoint()).isEqualTo(older);
            }

            SignedCheckpoint newer = journal.checkpoint();

            assertThat(journal.prove(LATER).checkpoint()).isEqualTo(newer);
            assertThat(journal.consistency(older, newer).hashes()).isNotEmpty();
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    /** Whatever else lies there: the journal has not signed it. */
    @Test
    void aLargerFileIsNotThePrunedCheckpoint() throws IOException {
        Path other = home.resolve("other");
        try (Journal journal = open(other)) {
            fill(journal, 0, 6);
            Path larger = other.resolve("checkpoints")
                    .resolve(String.format(
                            "%020d", journal.checkpoint().checkpoint().size()));
            prune();
            Files.copy(larger, file().resolveSibling(larger.getFileName()));
        }
        try (Journal journal = open(directory)) {
            assertThat(journal.lastCheckpoint().orElseThrow().checkpoint().size())
                    .isEqualTo(COVERED);
        }
    }

    @Test
    void withoutItsFileAPrunedCheckpointIsGoneAndTheNextOneIsSigned() throws IOException {
        prune();
        Files.delete(file());
        try (Journal journal = open(directory)) {
            assertThat(journal.lastCheckpoint()).isEmpty();
            assertThatThrownBy(() -> journal.prove(0)).isInstanceOf(NotCoveredException.class);
            journal.checkpoint();
            assertThat(journal.prove(0).index()).isZero();
        }
    }

    @Test
    void aFileThatContradictsThePrunedJournalStopsSigning() throws IOException {
        Path other = home.resolve("other");
        try (Journal journal = open(other)) {
            fill(journal, 3, 6);
            journal.checkpoint();
        }
        prune();
        Files.copy(
                other.resolve("checkpoints").resolve(file().getFileName()),
                file(),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (Journal journal = open(directory)) {
            assertThatThrownBy(journal::checkpoint).isInstanceOf(JournalCorruptedException.class);
            assertThatThrownBy(() -> journal.prove(0)).isInstanceOf(JournalCorruptedException.class);
        }
    }

    @Test
    void theCheckpointsOfASalvagedJournalAreNotThoseOfTheNewOne() throws IOException {
        damage("accact_1\"");
        Path salvaged = home.resolve("salvaged");
        Salvage.Result result = Salvage.run(directory, salvaged, () -> now, records -> {});
        assertThat(result.lostExcerpts()).isEqualTo(1);
        try (Journal journal = open(salvaged)) {
            assertThat(journal.lastCheckpoint()).isEmpty();
            assertThat(journal.status().checkpoint()).isNull();
            assertThatThrownBy(() -> journal.prove(0)).isInstanceOf(NotCoveredException.class);

            SignedCheckpoint signed = journal.checkpoint();

            assertThat(journal.prove(0).checkpoint()).isEqualTo(signed);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
        try (JournalReader auditor = Journal.openReadOnly(salvaged)) {
            assertThat(auditor.prove(0).index()).isZero();
        }
    }

    private void damage(String text) throws IOException {
        List<Path> segments;
        try (Stream<Path> files = Files.list(directory.resolve("segments"))) {
            segments = files.toList();
        }
        for (Path each : segments) {
            byte[] bytes = Files.readAllBytes(each);
            int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
            if (at >= 0) {
                bytes[at] ^= 1;
                Files.write(each, bytes);
                return;
            }
        }
        throw new AssertionError("nowhere stored, text=" + text);
    }
}
