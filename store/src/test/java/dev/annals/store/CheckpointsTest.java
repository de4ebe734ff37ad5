package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.UnprovenException;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a journal signs, what it signs, and when it refuses to. */
class CheckpointsTest {
    private static final Duration DAY = Duration.ofDays(1);

    @TempDir
    Path temporary;

    private Instant now = Given.START.plusSeconds(60);
    private final List<Runnable> ticks = new ArrayList<>();

    private JournalOptions options() {
        return JournalOptions.defaults()
                .withEngine(Engine.FILE)
                .withClock(() -> now)
                .withTicks((interval, task) -> {
                    ticks.add(task);
                    return () -> ticks.remove(task);
                });
    }

    private Path directory() {
        return temporary.resolve("journal");
    }

    private Journal open() {
        return Journal.open(directory(), options());
    }

    private void openAndClose() {
        open().close();
    }

    /** One look of the timer, and all that it led to. */
    private void tick(Journal journal) {
        ticks.forEach(Runnable::run);
        journal.verify(records -> {}); // Waits for the writer.
    }

    private static List<RecordKind> kinds(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.records())) {
            return entries.map(Entry::kind).toList();
        }
    }

    private static long signed(JournalReader journal) {
        return journal.count(Query.records().kinds(RecordKind.CHECKPOINT_SIGNED));
    }

    private long signedOnDisk() {
        try (JournalReader reader = Journal.openReadOnly(directory())) {
            return signed(reader);
        }
    }

    private VerifierKey publicKey() throws IOException {
        return VerifierKey.parse(
                Files.readString(directory().resolve("checkpoint.pub")).strip());
    }

    private static Payload payload(JournalReader journal, long position) {
        try (Stream<Entry> entries =
                journal.query(Query.records().fromPosition(position).limit(1))) {
            return entries.findFirst().orElseThrow().payload();
        }
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
    void theKeyIsMadeAtTheFirstCheckpointForItsOwnerOnly() throws IOException {
        Path file = directory().resolve("checkpoint.key");
        try (Journal journal = open()) {
            assertThat(file).doesNotExist();
            journal.checkpoint();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        String key = Files.readString(file);
        try (Journal journal = open()) {
            journal.checkpoint();
        }
        assertThat(file).hasContent(key.strip());
        assertThat(Files.readAllLines(directory().resolve("checkpoint.pub"))).hasSize(1);
    }

    @Test
    void aKeyThatOthersCanReadIsRefusedBeforeAnythingIsWritten() throws IOException {
        try (Journal journal = open()) {
            journal.checkpoint();
        }
        Path file = directory().resolve("checkpoint.key");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(this::open)
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("chmod 600 " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        openAndClose();
    }

    /** Whoever took the key to a safer place must not find another one signing in its stead. */
    @Test
    void noSecondKeyIsMadeWhenTheFirstWasTakenAway() throws IOException {
        try (Journal journal = open()) {
            journal.append(List.of(log(1)));
        }
        Path safe = temporary.resolve("safe.key");
        Files.move(directory().resolve("checkpoint.key"), safe);

        try (Journal journal = open()) {
            journal.append(List.of(log(2)));
            assertThatThrownBy(journal::checkpoint)
                    .isInstanceOf(JournalFailedException.class)
                    .hasMessageContaining("checkpoint.key")
                    .hasMessageContaining("delete");
        }
        assertThat(signedOnDisk()).isEqualTo(1);

        JournalOptions withKey =
                options().withCheckpoints(CheckpointOptions.defaults().withKeyFile(safe));
        try (Journal journal = Journal.open(directory(), withKey)) {
            journal.checkpoint().verify(publicKey());
        }
        assertThat(directory().resolve("checkpoint.key")).doesNotExist();
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

    @Test
    void everyRecordIsProvedAndNoOther() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 20));
            journal.checkpoint();
            VerifierKey key = publicKey();
            for (int position = 0; position < 20; position++) {
                LogProof proof = LogProof.parse(journal.prove(position).bytes());

                proof.verify(log(position).payload(), key);
                Payload another = log(position + 1).payload();
                assertThatThrownBy(() -> proof.verify(another, key)).isInstanceOf(UnprovenException.class);
            }
        }
    }

    @Test
    void anAuditorProvesBesideTheWriter() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 5));
            journal.checkpoint();
            try (JournalReader auditor = Journal.openReadOnly(directory())) {
                auditor.prove(3).verify(log(3).payload(), publicKey());
                assertThat(auditor.lastCheckpoint()).isEqualTo(journal.lastCheckpoint());
                assertThat(auditor.status().checkpoint()).isNotNull();

                journal.append(List.of(log(9)));
                SignedCheckpoint second = journal.checkpoint();
                assertThat(auditor.lastCheckpoint()).contains(second);
                auditor.prove(6).verify(log(9).payload(), publicKey());
            }
        }
    }

    @Test
    void aRecordThatNoCheckpointCoversIsNotProved() {
        try (Journal journal = open()) {
            journal.append(List.of(log(1)));
            assertThatThrownBy(() -> journal.prove(0))
                    .isInstanceOf(NotCoveredException.class)
                    .hasMessageContaining("annals checkpoint");
            journal.checkpoint();
            assertThatThrownBy(() -> journal.prove(1))
                    .isInstanceOf(NotCoveredException.class)
                    .hasMessageContaining("position=1, size=1");
            assertThatThrownBy(() -> journal.prove(2)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.prove(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anOlderCheckpointIsShownToBeTheBeginning() throws IOException {
        try (Journal journal = open()) {
            journal.append(logs(0, 5));
            SignedCheckpoint older = journal.checkpoint();
            journal.append(logs(5, 20));
            SignedCheckpoint newer = journal.checkpoint();

            ConsistencyProof proof =
                    ConsistencyProof.parse(journal.consistency(older, newer).bytes());

            proof.verify(publicKey());
            assertThatThrownBy(() -> journal.consistency(newer, older))
                    .isInstanceOf(UnprovenException.class)
                    .hasMessageContaining("the other way round");
        }
    }

    /** Acceptance test 48. */
    @Test
    void twoRootsOfOneSizeAreAnAlarm() throws IOException {
        SigningKey key = SigningKey.generate("log/one", new SecureRandom());
        JournalOptions withKey =
                options().withCheckpoints(CheckpointOptions.defaults().withKey(key));
        SignedCheckpoint one;
        SignedCheckpoint other;
        try (Journal journal = Journal.open(temporary.resolve("other"), withKey)) {
            journal.append(logs(1, 6));
            other = journal.checkpoint();
        }
        try (Journal journal = Journal.open(directory(), withKey)) {
            journal.append(logs(0, 5));
            one = journal.checkpoint();

            assertThatThrownBy(() -> journal.consistency(one, other))
                    .isInstanceOf(UnprovenException.class)
                    .hasMessageContaining("EQUIVOCATION");
            journal.append(logs(5, 6));
            SignedCheckpoint newer = journal.checkpoint();
            assertThatThrownBy(() -> journal.consistency(other, newer))
                    .isInstanceOf(UnprovenException.class)
                    .hasMessageContaining("older checkpoint is not of this journal's history");
        }
    }

    @Test
    void oneKeySignsForTwoJournalsUnderTwoOrigins() {
        SigningKey key = SigningKey.generate("shared", new SecureRandom());
        CheckpointOptions shared = CheckpointOptions.defaults().withKey(key);
        SignedCheckpoint first;
        SignedCheckpoint second;
        try (Journal journal =
                Journal.open(temporary.resolve("one"), options().withCheckpoints(shared.withOrigin("log/one")))) {
            journal.append(logs(0, 5));
            first = journal.checkpoint();
        }
        try (Journal journal =
                Journal.open(temporary.resolve("two"), options().withCheckpoints(shared.withOrigin("log/two")))) {
            journal.append(logs(1, 6));
            second = journal.checkpoint();
        }
        first.verify(key.named("log/one").verifier());
        second.verify(key.named("log/two").verifier());
        assertThatThrownBy(() -> second.verify(key.named("log/one").verifier()))
                .isInstanceOf(UnverifiedNoteException.class);
        assertThat(temporary.resolve("one/checkpoint.key")).doesNotExist();
    }

    @Test
    void theOriginOfTheJournalsOwnKeyDoesNotChange() throws IOException {
        CheckpointOptions named = CheckpointOptions.defaults().withOrigin("example.com/audit");
        try (Journal journal = Journal.open(directory(), options().withCheckpoints(named))) {
            assertThat(journal.checkpoint().checkpoint().origin()).isEqualTo("example.com/audit");
        }
        try (Journal journal = open()) {
            assertThat(journal.checkpoint().checkpoint().origin()).isEqualTo("example.com/audit");
        }
        assertThatThrownBy(() ->
                        Journal.open(directory(), options().withCheckpoints(named.withOrigin("example.com/other"))))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("example.com/other");
    }

    @Test
    void everyPublicKeyThatEverSignedIsKept() throws IOException {
        openAndSign(CheckpointOptions.defaults().withKey(SigningKey.generate("log/a", new SecureRandom())));
        openAndSign(CheckpointOptions.defaults().withKey(SigningKey.generate("log/b", new SecureRandom())));

        List<String> lines = Files.readAllLines(directory().resolve("checkpoint.pub"));

        assertThat(lines).extracting(line -> VerifierKey.parse(line).name()).containsExactly("log/a", "log/b");
    }

    private void openAndSign(CheckpointOptions checkpoints) {
        try (Journal journal = Journal.open(directory(), options().withCheckpoints(checkpoints))) {
            journal.checkpoint();
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
