package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.backup.Backup;
import dev.annals.store.backup.Restore;
import dev.annals.store.backup.Salvage;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pruning beside backups and salvage. */
class PruneBackupTest extends PrunableJournal {
    @Test
    void aBackupReplacesTheLongerPeriodButNotTheFloor() throws IOException {
        fill(0, 12);
        Path backup = temporary.resolve("backup");
        Given.copy(directory(), backup);
        PruneRequest eightMonths = PruneRequest.olderThan(month(7));
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.prune(eightMonths))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("retention=pci-dss");
            assertThatThrownBy(
                            () -> journal.prune(PruneRequest.olderThan(month(8)).archivedIn(backup)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stored twice");
            assertThat(journal.prune(eightMonths.archivedIn(backup)).firstPosition())
                    .isEqualTo(positionOf(7));
        }
    }

    @Test
    void aBackupThatIsContinuedAfterAPruningKeepsWhatWent() {
        Path backup = temporary.resolve("backup");
        fill(0, 12);
        Backup.run(directory(), backup, options().clock(), records -> {});
        try (Journal journal = open()) {
            journal.prune(PruneRequest.olderThan(month(7)).archivedIn(backup));
            fill(journal, 12, 14);
        }
        Backup.run(directory(), backup, options().clock(), records -> {});
        Backup.run(directory(), backup, options().clock(), records -> {});
        try (JournalReader all = Journal.openReadOnly(backup, options())) {
            assertThat(ids(all)).isEqualTo(expectedIds(0, 14));
            assertThat(all.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void aFirstBackupOfAPrunedJournalBeginsWhereThatBegins() throws IOException {
        Path backup = temporary.resolve("backup");
        Path restored = temporary.resolve("restored");
        fill(0, 12);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Backup.Result first = Backup.run(directory(), backup, options().clock(), records -> {});
        assertThat(first.copiedRecords()).isEqualTo(first.records() - positionOf(3));
        assertThat(backup.resolve("pruned/leaves"))
                .hasSameBinaryContentAs(directory().resolve("pruned/leaves"));
        try (Journal journal = open()) {
            journal.prune(PruneRequest.asRetentionAllows());
            fill(journal, 12, 14);
        }
        Backup.run(directory(), backup, options().clock(), records -> {});
        try (JournalReader copy = Journal.openReadOnly(backup, options());
                JournalReader source = Journal.openReadOnly(directory(), options())) {
            requireFrom(copy, 3, 14);
            assertThat(copy.verify(records -> {}).proven().root())
                    .isEqualTo(source.verify(records -> {}).proven().root());
        }
        assertThat(Restore.run(backup, restored, false, options().clock(), records -> {})
                        .restored())
                .isTrue();
        try (Journal journal = Journal.open(restored, options())) {
            requireFrom(journal, 3, 14);
            fill(journal, 14, 16);
            requireFrom(journal, 3, 16);
            assertThat(journal.append(logs(4)).duplicates()).isEqualTo(LOGS_A_MONTH);
        }
    }

    @Test
    void whatWasPrunedIsNotMissingForASalvage() throws IOException {
        fill(0, 12);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Path salvaged = temporary.resolve("salvaged");
        Salvage.Result result = salvage(salvaged);
        assertThat(result.nothingLost()).isTrue();
        assertThat(result.findings()).isEmpty();
        assertThat(salvaged.resolve("pruned")).doesNotExist();
        try (Journal journal = Journal.open(salvaged, options())) {
            assertThat(ids(journal)).isEqualTo(expectedIds(3, 12));
            assertThat(journal.firstPosition()).isZero();
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
        Files.delete(segmentFiles(directory()).get(0));
        assertThat(salvage(temporary.resolve("without its first")).lostExcerpts())
                .isEqualTo(1);
        Files.write(directory().resolve("pruned/base"), new byte[8]);
        Salvage.Result unknown = salvage(temporary.resolve("without its base"));
        assertThat(unknown.lostExcerpts()).isEqualTo(4);
        assertThat(unknown.findings())
                .extracting(Verification.Finding::what)
                .anyMatch(what -> what.contains("pruned/"));
    }

    private Salvage.Result salvage(Path target) {
        return Salvage.run(directory(), target, options().clock(), records -> {});
    }

    @Test
    void aBackupOfDamagedHashesIsRefused() throws IOException {
        Path backup = temporary.resolve("backup");
        fill(0, 12);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Path leaves = directory().resolve("pruned/leaves");
        byte[] whole = Files.readAllBytes(leaves);
        byte[] flipped = whole.clone();
        flipped[33] ^= 1;
        Files.write(leaves, flipped);
        assertThatThrownBy(() -> Backup.run(directory(), backup, options().clock(), records -> {}))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("leaves");
        assertThat(backup.resolve("pruned/base")).doesNotExist();
        Files.write(leaves, whole);
        Backup.run(directory(), backup, options().clock(), records -> {});
        try (JournalReader copy = Journal.openReadOnly(backup, options())) {
            requireFrom(copy, 3, 12);
        }
    }

    @Test
    void aBackupThatDoesNotHoldItIsNoBackup() throws IOException {
        fill(0, 3);
        Path old = temporary.resolve("old");
        Given.copy(directory(), old);
        fill(3, 12);
        Path other = temporary.resolve("other");
        try (Journal journal = Journal.open(other, options().withClock(InstantSource.fixed(FIRST)))) {
            fill(journal, 0, 12);
        }
        PruneRequest request = PruneRequest.olderThan(month(7));
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.prune(request.archivedIn(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another journal");
            Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory());
            for (Path itself : List.of(directory(), alias)) {
                assertThatThrownBy(() -> journal.prune(request.archivedIn(itself)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the backup is the journal itself");
                assertThat(journal.firstPosition()).isZero();
            }
            Pruning pruning = journal.prune(request.archivedIn(old));
            assertThat(pruning.firstPosition()).isEqualTo(positionOf(3));
            assertThat(pruning.held()).contains("backup does not hold excerpt 3");
        }
    }
}
