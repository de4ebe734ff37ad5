package dev.annals.store.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.SigningKey;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.Vectors;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Hash;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checkpoints as C2SP specifies them. */
class CheckpointTest {
    private static final String ROOT = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";

    @Test
    void theExampleOfTheSpecificationIsRead() {
        String note = "example.com/behind-the-sofa\n20852163\n" + ROOT + "\n\n"
                + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+"
                + "zyWE+xeMcTOAYQ8=\n"
                + "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0"
                + "xUe+mbIUBkBIfZ+qnA==\n";

        SignedCheckpoint signed = SignedCheckpoint.parse(note);

        assertThat(signed.checkpoint())
                .isEqualTo(new Checkpoint("example.com/behind-the-sofa", 20852163, Hash.ofBase64(ROOT)));
        assertThat(signed.note().print()).isEqualTo(note);
    }

    @Test
    void furtherLinesAreKept() {
        String text = "go.sum database tree\n7\n" + ROOT + "\none\ntwo\n";

        assertThat(Checkpoint.parse(text).extensions()).containsExactly("one", "two");
        assertThat(Checkpoint.parse(text).text()).isEqualTo(text);
    }

    static List<String> malformed() {
        return List.of(
                "",
                "\n",
                "a\n1\n",
                "a\n1\n" + ROOT, // no last line feed
                "\n1\n" + ROOT + "\n",
                "a\n\n" + ROOT + "\n",
                "a\n1\n\n",
                "a\n01\n" + ROOT + "\n",
                "a\n00\n" + ROOT + "\n",
                "a\n+1\n" + ROOT + "\n",
                "a\n-1\n" + ROOT + "\n",
                "a\n 1\n" + ROOT + "\n",
                "a\n1 \n" + ROOT + "\n",
                "a\n0x1\n" + ROOT + "\n",
                "a\n1e3\n" + ROOT + "\n",
                "a\n١\n" + ROOT + "\n", // a digit, but not an ASCII one
                "a\n9223372036854775808\n" + ROOT + "\n",
                "a\n99999999999999999999\n" + ROOT + "\n",
                "a\n1\n" + ROOT.replace("=", "") + "\n",
                "a\n1\n" + ROOT.replace("2I=", "2J=") + "\n",
                "a\n1\n" + ROOT.replace('/', '_') + "\n",
                "a\n1\n" + ROOT + " \n",
                "a\n1\nAAAA\n",
                "a\n1\n" + ROOT + "\n\n",
                "a\n1\n" + ROOT + "\next\n\n",
                "a\n1\n" + ROOT + "\n\next\n");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageStartingWith("not a checkpoint");
    }

    @Test
    void sizesReachToTheLargestNumber() {
        String text = "a\n9223372036854775807\n" + ROOT + "\n";

        assertThat(Checkpoint.parse(text).size()).isEqualTo(Long.MAX_VALUE);
        assertThat(Checkpoint.parse("a\n0\n" + Hash.EMPTY + "\n").size()).isZero();
    }

    @Test
    void aLineIsOneLine() {
        assertThatThrownBy(() -> new Checkpoint("a\nb", 1, Hash.EMPTY)).isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> new Checkpoint("a", 1, Hash.EMPTY, List.of("")))
                .isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> new Checkpoint("a", -1, Hash.EMPTY)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void theKeyOfTheLogVerifies() {
        VerifierKey key = VerifierKey.parse(Vectors.text("log.pub").strip());

        Checkpoint checkpoint =
                SignedCheckpoint.parse(Vectors.text("checkpoint")).verify(key);

        assertThat(checkpoint.size()).isEqualTo(3);
    }

    /** A key that signs for two logs must not let one pass for the other. */
    @Test
    void aCheckpointOfAnotherLogIsRefused() {
        SigningKey key = SigningKey.generate("log/one", new SecureRandom());
        String text = new Checkpoint("log/two", 1, Hash.EMPTY).text();

        SignedCheckpoint underWrongName = new SignedCheckpoint(key.sign(text));
        assertThatThrownBy(() -> underWrongName.verify(key.verifier()))
                .isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("another log");

        SignedCheckpoint underItsName =
                new SignedCheckpoint(key.named("log/two").sign(text));
        underItsName.verify(key.named("log/two").verifier());
        assertThatThrownBy(() -> underItsName.verify(key.verifier())).isInstanceOf(UnverifiedNoteException.class);
    }
}
