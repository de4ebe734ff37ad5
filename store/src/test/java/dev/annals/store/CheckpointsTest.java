package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When a journal signs, what it signs, and when it refuses to. */
class CheckpointsTest extends SigningJournal {
    /** One look of the timer, and all that it led to. */
    private void tick(Journal journal) {
        ticks.forEach(Runnable::run);
        journal.verify(records -> {}); // Waits for the writer.
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory().resolve("checkpoints"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aCheckpointSaysWhatTheRecordsHashTo() throws IOException {
        try (Journal journal = open()) {
            journal.append(List.of(log(1), log(2)));

            SignedCheckpoint signed = journal.checkpoint();

            Checkpoint checkpoint = signed.verify(publicKey());
            assertThat(checkpoint.size()).isEqualTo(2);
            assertThat(checkpoint.root())
                    .isEqualTo(Hash.ofNode(Hash.ofLeaf(log(1).payload()), Hash.ofLeaf(log(2).payload())));
            assertThat(checkpoint.origin())
                    .matches("annals/[0-9a-f]{8}")
                    .isEqualTo(publicKey().name());
        }
    }

    @Test
    void aCheckpointIsARecordAndAFile() throws IOException {
        try (Journal journal = open()) {
            journal.append(List.of(log(1)));
            SignedCheckpoint signed = journal.checkpoint();

            Lifecycle fact = LifecycleJson.read(RecordKind.CHECKPOINT_SIGNED, payload(journal, 1));
            Checkpoint checkpoint = signed.checkpoint();
            assertThat(fact)
                    .isEqualTo(new Lifecycle.CheckpointSigned(
                            now,
                            checkpoint.origin(),
                            1,
                            checkpoint.root().base64(),
                            signed.note().print()));
            assertThat(files()).containsExactly("00000000000000000001");
            assertThat(directory().resolve("checkpoints/00000000000000000001"))
                    .hasContent(signed.note().print());
            assertThat(journal.lastCheckpoint()).contains(signed);
            assertThat(journal.status().checkpoint()).isEqualTo(new Status.CheckpointStatus(1, now, Duration.ZERO));
        }
    }

    @Test
    void closingSignsWhatIsNew() {
        try (Journal journal = open()) {
            done(journal.commit(page(log(1), log(2))));
        }
        try (JournalReader reader = Journal.openReadOnly(directory())) {
            assertThat(kinds(reader))
                    .containsExactly(
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.PAGE_COMMITTED,
                            RecordKind.CHECKPOINT_SIGNED);
            assertThat(reader.lastCheckpoint().orElseThrow().checkpoint().size())
                    .isEqualTo(3);
        }
    }

    /** A fetch every six hours for three days in which nothing happens: three checkpoints more, not twelve. */
    @Test
    void shortRunsWithoutNewsDoNotSwellTheJournal() {
        try (Journal journal = open()) {
            done(journal.commit(page(log(1))));
        }
        assertThat(signedOnDisk()).isEqualTo(1);
        for (int run = 0; run < 3 * 4; run++) {
            now = now.plus(Duration.ofHours(6));
            try (Journal journal = open()) {
                done(journal.commit(Given.notes(Given.started())));
                done(journal.commit(Given.emptyPage(now)));
            }
        }
        assertThat(signedOnDisk()).isEqualTo(4);
    }

    @Test
    void anEmptyJournalIsNotSigned() {
        openAndClose();

        assertThat(signedOnDisk()).isZero();
        assertThat(directory().resolve("checkpoint.key")).doesNotExist();
    }

    /** Acceptance test 49: a day in which nothing happens leaves a signed statement about it. */
    @Test
    void anEmptyDayIsSigned() {
        try (Journal journal = open()) {
            journal.append(List.of(log(1)));
            tick(journal);
            assertThat(signed(journal)).isEqualTo(1); // The first, as soon as there is something.

            now = now.plus(DAY).minusSeconds(1);
            tick(journal);
            assertThat(signed(journal)).isEqualTo(1);

            now = now.plusSeconds(1);
            tick(journal);
            assertThat(signed(journal)).isEqualTo(2);
            assertThat(journal.status().checkpoint()).isEqualTo(new Status.CheckpointStatus(2, now, Duration.ZERO));

            tick(journal);
            assertThat(signed(journal)).isEqualTo(2);
        }
    }

    @Test
    void aClockThatWentBackDoesNotPutOffTheNextCheckpoint() {
        try (Journal journal = open()) {
            now = now.plus(Duration.ofDays(3650));
            journal.append(List.of(log(1)));
            journal.checkpoint();
            now = now.minus(Duration.ofDays(3650));

            tick(journal);
            assertThat(signed(journal)).isEqualTo(2);
            tick(journal);
            assertThat(signed(journal)).isEqualTo(2);
        }
    }

    @Test
    void onRequestMeansOnRequest() {
        JournalOptions quiet = options().withCheckpoints(CheckpointOptions.onRequest());
        try (Journal journal = Journal.open(directory(), quiet)) {
            journal.append(List.of(log(1)));
            tick(journal);
            assertThat(signed(journal)).isZero();
        }
        assertThat(signedOnDisk()).isZero();
        try (Journal journal = Journal.open(directory(), quiet)) {
            journal.checkpoint();
        }
        assertThat(signedOnDisk()).isEqualTo(1);
    }

    /** Others may have a copy of a checkpoint at once: a power cut must not take back what it covers. */
    @Test
    void withoutPowerDurabilityNothingIsSignedUnasked() {
        try (Journal journal =
                Journal.open(directory(), options().withDurability(dev.annals.store.journal.Durability.PROCESS))) {
            journal.append(List.of(log(1)));
            tick(journal);
            assertThat(signed(journal)).isZero();
        }
        assertThat(signedOnDisk()).isZero();
    }

    @Test
    void theTimerEndsWithTheJournal() {
        openAndClose();

        assertThat(ticks).isEmpty();
    }

    @Test
    void aCheckpointWhoseFileIsMissingIsRepairedWhenTheJournalIsOpened() throws IOException {
        SignedCheckpoint signed;
        try (Journal journal = open()) {
            journal.append(List.of(log(1)));
            signed = journal.checkpoint();
        }
        Files.delete(directory().resolve("checkpoints/00000000000000000001"));

        openAndClose();

        assertThat(directory().resolve("checkpoints/00000000000000000001"))
                .hasContent(signed.note().print());
    }

    @Test
    void aJournalWhoseHistoryWasChangedIsNotSignedAgain() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 5));
        }
        Path other = temporary.resolve("other");
        try (Journal journal = Journal.open(other, options())) {
            journal.append(logs(1, 8));
        }
        copyCheckpoints(other, directory());

        Journal journal = open();
        long before = signed(journal);
        assertThatThrownBy(journal::checkpoint)
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("nothing is signed");
        journal.append(logs(5, 12));
        assertThatThrownBy(journal::checkpoint)
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("is not what was signed");
        assertThat(signed(journal)).isEqualTo(before);
        assertThatThrownBy(journal::close).isInstanceOf(JournalCorruptedException.class);

        assertThat(signedOnDisk()).isEqualTo(before);
        Journal.open(directory(), options().withCheckpoints(CheckpointOptions.onRequest()))
                .close(); // Nothing holds the lock.
    }

    /** Who rewrites the history, its roots and the checkpoint's file has not rewritten the record that was signed. */
    @Test
    void aFileThatFitsTheChangedHistoryDoesNotStandForTheRecord() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 5));
            journal.checkpoint();
        }
        Path other = temporary.resolve("other");
        try (Journal journal = Journal.open(other, options())) {
            journal.append(logs(0, 2));
            journal.append(List.of(Given.log(2, "altered")));
            journal.append(logs(3, 5));
            journal.checkpoint();
        }
        Intruder intruder = new Intruder(directory(), Engine.FILE);
        intruder.replace(
                2,
                new NewRecord(
                        RecordKind.ACTIVITY_LOG,
                        log(2).created(),
                        Given.log(2, "altered").payload()));
        intruder.write(true);
        Given.delete(directory().resolve("derived"));
        String name = "checkpoints/00000000000000000005";
        Files.copy(other.resolve(name), directory().resolve(name), StandardCopyOption.REPLACE_EXISTING);

        try (Journal journal = Journal.open(directory(), options().withCheckpoints(CheckpointOptions.onRequest()))) {
            assertThatThrownBy(journal::checkpoint)
                    .isInstanceOf(JournalCorruptedException.class)
                    .hasMessageContaining("is not what was signed")
                    .hasMessageContaining("its record in the journal");
        }
    }

    private static void copyCheckpoints(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.list(from.resolve("checkpoints"))) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve("checkpoints").resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aFileThatIsNoCheckpointIsNamed() throws IOException {
        try (Journal journal = open()) {
            journal.append(List.of(log(1)));
            journal.checkpoint();
            Path file = directory().resolve("checkpoints/00000000000000000001");
            Files.writeString(file, "nonsense");

            assertThatThrownBy(journal::checkpoint)
                    .isInstanceOf(JournalCorruptedException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    /** Derived files say when the last checkpoint was; without them the journal does. */
    @Test
    void theLastCheckpointIsFoundAlsoWithoutDerivedFiles() throws IOException {
        SignedCheckpoint signed;
        try (Journal journal = open()) {
            journal.append(logs(0, 5));
            signed = journal.checkpoint();
        }
        try (Journal journal = open()) {
            assertThat(journal.lastCheckpoint()).contains(signed);
        }
        Given.delete(directory().resolve("derived"));
        try (Journal journal = open()) {
            assertThat(journal.lastCheckpoint()).contains(signed);
        }
        assertThat(signedOnDisk()).isEqualTo(1);
    }

    /** Of two that differ the record is the one that was signed: it is in the tree. */
    @Test
    void aFileThatSaysSomethingElseThanTheRecordIsNotTheLastCheckpoint() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 5));
            SignedCheckpoint signed = journal.checkpoint();
            Path other = temporary.resolve("other");
            try (Journal another = Journal.open(other, options())) {
                another.append(logs(1, 6));
                another.checkpoint();
            }
            String name = "checkpoints/00000000000000000005";
            Files.copy(other.resolve(name), directory().resolve(name), StandardCopyOption.REPLACE_EXISTING);

            assertThat(journal.lastCheckpoint()).contains(signed);
            Files.write(directory().resolve(name), signed.note().bytes());
        }
    }
}
