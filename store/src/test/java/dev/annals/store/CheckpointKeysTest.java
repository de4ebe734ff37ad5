package dev.annals.store;

import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which key signs, where it lies and who may read it. */
class CheckpointKeysTest extends SigningJournal {
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
}
