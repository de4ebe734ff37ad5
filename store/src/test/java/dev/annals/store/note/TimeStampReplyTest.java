package dev.annals.store.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Replies of a time stamp authority, made with OpenSSL. */
class TimeStampReplyTest {
    private static final byte[] REPLY = Vectors.bytes("checkpoint.tsr");

    @Test
    void aReplySaysWhatWasStampedAndWhen() {
        TimeStampReply reply = TimeStampReply.parse(REPLY);

        assertThat(reply.isOver(Vectors.bytes("checkpoint"))).isTrue();
        assertThat(reply.isOver(Vectors.bytes("records.ndjson"))).isFalse();
        assertThat(reply.time())
                .isBetween(Instant.parse("2026-11-22T00:00:00Z"), Instant.parse("2026-11-23T00:00:00Z"));
    }

    @Test
    void aStampOverAnotherDigestAndARefusalAreNoStamps() {
        assertThatThrownBy(() -> TimeStampReply.parse(Vectors.bytes("sha512.tsr")))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("SHA-256");
        assertThatThrownBy(() -> TimeStampReply.parse(Vectors.bytes("refused.tsr")))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("did not grant");
    }

    @Test
    void everyBeginningOfAReplyIsNone() {
        for (int length = 0; length < REPLY.length; length++) {
            byte[] cut = Arrays.copyOf(REPLY, length);
            assertThatThrownBy(() -> TimeStampReply.parse(cut))
                    .as("length %d", length)
                    .isInstanceOf(MalformedNoteException.class);
        }
        byte[] longer = Arrays.copyOf(REPLY, REPLY.length + 1);
        assertThatThrownBy(() -> TimeStampReply.parse(longer)).isInstanceOf(MalformedNoteException.class);
    }

    /** It comes from a stranger: whatever it is, it is read or refused, and nothing else happens. */
    @Test
    void aDamagedReplyIsReadOrRefused() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = REPLY.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(120)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(TimeStampReply.parse(damaged).time()).isNotNull();
            } catch (MalformedNoteException e) {
                assertThat(e).hasMessageStartingWith("not a time stamp reply");
            }
        }
    }
}
