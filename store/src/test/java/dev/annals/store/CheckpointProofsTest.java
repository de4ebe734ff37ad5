package dev.annals.store;

import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.LogProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.UnprovenException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a checkpoint proves, and to whom. */
class CheckpointProofsTest extends SigningJournal {
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
}
