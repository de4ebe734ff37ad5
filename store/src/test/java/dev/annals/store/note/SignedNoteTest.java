package dev.annals.store.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes as C2SP specifies them. Acceptance test 44. */
class SignedNoteTest {
    /** The example of the specification. */
    private static final String SPEC_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

    private static final String SPEC_LINE = "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1"
            + "ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=";
    private static final String SPEC_NOTE = "This is an example message.\n\n" + SPEC_LINE + "\n";

    private static final VerifierKey KEY = VerifierKey.parse(SPEC_KEY);

    @Test
    void theExampleOfTheSpecificationVerifies() {
        SignedNote note = SignedNote.parse(SPEC_NOTE.getBytes(StandardCharsets.UTF_8));

        KEY.verify(note);
        assertThat(note.text()).isEqualTo("This is an example message.\n");
        assertThat(note.signatures()).extracting(NoteSignature::name).containsExactly("example.com/foo");
        assertThat(note.signatures()).extracting(NoteSignature::keyId).containsExactly("530d903a");
        assertThat(note.print()).isEqualTo(SPEC_NOTE);
        assertThat(KEY.text()).isEqualTo(SPEC_KEY);
    }

    @Test
    void everyFlippedByteOfTheExampleIsNoticed() {
        byte[] good = SPEC_NOTE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> KEY.verify(SignedNote.parse(bad)))
                    .as("byte %d", i)
                    .isInstanceOfAny(MalformedNoteException.class, UnverifiedNoteException.class);
        }
    }

    @Test
    void everyBeginningOfTheExampleIsNoNote() {
        for (int length = 0; length < SPEC_NOTE.length(); length++) {
            String cut = SPEC_NOTE.substring(0, length);
            assertThatThrownBy(() -> SignedNote.parse(cut)).isInstanceOf(MalformedNoteException.class);
        }
    }

    static List<String> malformed() {
        String other = "— a/b AAAAAAA=\n"; // Five bytes: the shortest that can be a signature.
        return List.of(
                "",
                "\n",
                "\n\n",
                "text\n",
                "text\n\n",
                "text\n" + SPEC_LINE + "\n", // no empty line
                "text\n\n" + SPEC_LINE, // no last line feed
                "text\n\n" + SPEC_LINE + "\n\n", // an empty line too many: no signatures behind the last
                "text\n\n" + SPEC_LINE + "\nmore\n",
                "text\r\n\r\n" + SPEC_LINE + "\r\n",
                "te\txt\n\n" + other,
                "te\u0000xt\n\n" + other,
                "text\ud800\n\n" + other, // a surrogate alone
                "text\n\n" + other.replace("— ", "- "),
                "text\n\n" + other.replace("— ", "—"),
                "text\n\n" + other.replace("a/b", ""),
                "text\n\n" + other.replace("a/b", "a+b"),
                "text\n\n" + other.replace("a/b", "a b"),
                "text\n\n" + other.replace("a/b", "a\u00a0b"),
                "text\n\n" + other.replace("a/b", "a\u2003b"),
                "text\n\n" + other.replace("a/b", "a\u0085b"),
                "text\n\n" + other.replace("AAAAAAA=", ""),
                "text\n\n" + other.replace("AAAAAAA=", "AAAAAA=="), // four bytes: an id and no signature
                "text\n\n" + other.replace("AAAAAAA=", "AAAAAAA"), // no padding
                "text\n\n" + other.replace("AAAAAAA=", "AAAAAAB="), // bits behind the end
                "text\n\n" + other.replace("AAAAAAA=", "AAAA_AA="),
                "text\n\n" + other.replace("AAAAAAA=", "AAAAAAA= "),
                "text\n\n" + other.replace("AAAAAAA=", "AAAAAAA= x"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void whatIsNoNoteIsRefused(String note) {
        assertThatThrownBy(() -> SignedNote.parse(note))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageStartingWith("not a ");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] bytes = SPEC_NOTE.getBytes(StandardCharsets.UTF_8);
        bytes[3] = (byte) 0xff;
        assertThatThrownBy(() -> SignedNote.parse(bytes))
                .isInstanceOf(MalformedNoteException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void theTextMayHoldEmptyLines() {
        String text = "one\n\n\ntwo\n\n";
        SigningKey key = SigningKey.generate("a/b", new SecureRandom());

        SignedNote note = SignedNote.parse(key.sign(text).print());

        assertThat(note.text()).isEqualTo(text);
        key.verifier().verify(note);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 100})
    void manySignaturesAreKeptAsTheyAre(int count) {
        String note = signedBy(count);

        assertThat(SignedNote.parse(note).signatures()).hasSize(count);
        assertThat(SignedNote.parse(note).print()).isEqualTo(note);
    }

    @Test
    void moreThanAHundredSignaturesAreRefused() {
        assertThatThrownBy(() -> SignedNote.parse(signedBy(101))).isInstanceOf(MalformedNoteException.class);
        assertThatThrownBy(() -> SignedNote.parse(signedBy(20_000))).isInstanceOf(MalformedNoteException.class);
    }

    private static String signedBy(int count) {
        return "text\n\n"
                + IntStream.range(0, count)
                        .mapToObj(i -> "— witness/" + i + " AAAAAAA=\n")
                        .collect(Collectors.joining());
    }

    @Test
    void tooLongANoteIsRefused() {
        String text = "x".repeat(1 << 20) + "\n\n— a/b AAAAAAA=\n";
        assertThatThrownBy(() -> SignedNote.parse(text)).hasMessageContaining("too long");
        assertThatThrownBy(() -> SignedNote.parse(text.getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("too long");
    }

    @Test
    void signaturesOfOthersDoNotMatter() {
        String postQuantum = "— example.com/foo " + "AAAA".repeat(1600) + "\n"; // The same name, another key.
        SignedNote note = SignedNote.parse("This is an example message.\n\n" + postQuantum + SPEC_LINE + "\n");

        KEY.verify(note);
        assertThat(note.print()).contains(postQuantum);
    }

    @Test
    void aNoteOfOthersOnlyIsNotVerified() {
        SignedNote note =
                SigningKey.generate("example.com/foo", new SecureRandom()).sign("text\n");

        assertThatThrownBy(() -> KEY.verify(note))
                .isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("not signed by this key")
                .hasMessageContaining("example.com/foo+530d903a");
    }

    /** One right signature does not make up for a wrong one by the same key. */
    @Test
    void aWrongSignatureByTheKeySpoilsTheNote() {
        SignedNote good = SignedNote.parse(SPEC_NOTE);
        SignedNote both = SignedNote.parse(
                "This is an example message.\n\n" + SPEC_LINE + "\n" + SPEC_LINE.replace("kn8s", "kn9s") + "\n");

        KEY.verify(good);
        assertThatThrownBy(() -> KEY.verify(both))
                .isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("signature is wrong");
    }

    @Test
    void aTextWithoutItsLastLineFeedIsNeverSigned() {
        SigningKey key = SigningKey.generate("log.example", new SecureRandom());
        assertThatThrownBy(() -> key.sign("text")).hasMessageContaining("must end in a line feed");
        List<NoteSignature> signatures = key.sign("text\n").signatures();
        assertThatThrownBy(() -> new SignedNote("text", signatures)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void aSignatureIsAddedOnce() {
        SignedNote note = SignedNote.parse(SPEC_NOTE);
        NoteSignature witness = SignedNote.parse(signedBy(1)).signatures().get(0);

        assertThat(note.with(witness).with(witness).print()).isEqualTo(SPEC_NOTE + witness.line() + "\n");
    }

    /** Made by another program (Python's cryptography). */
    @Test
    void aCosignatureIsVerifiedWithItsTime() {
        SignedNote note = SignedNote.parse(Vectors.text("checkpoint"));
        WitnessKey witness = WitnessKey.parse(Vectors.text("witness.pub").strip());

        assertThat(witness.verify(note)).isEqualTo(Instant.ofEpochSecond(1_795_341_600));
        assertThat(witness.text()).isEqualTo(Vectors.text("witness.pub").strip());
        VerifierKey.parse(Vectors.text("log.pub").strip()).verify(note);
    }

    @Test
    void everyFlippedByteOfACosignatureIsNoticed() {
        String good = Vectors.text("checkpoint");
        WitnessKey witness = WitnessKey.parse(Vectors.text("witness.pub").strip());
        int line = good.indexOf("— witness");
        byte[] bytes = good.getBytes(StandardCharsets.UTF_8);
        int from = good.substring(0, line).getBytes(StandardCharsets.UTF_8).length;
        for (int i = from; i < bytes.length; i++) {
            byte[] bad = bytes.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            assertThatThrownBy(() -> witness.verify(SignedNote.parse(bad)))
                    .as("byte %d", i)
                    .isInstanceOfAny(MalformedNoteException.class, UnverifiedNoteException.class);
        }
    }

    @Test
    void aCosignatureIsForItsTextOnly() {
        String other = Vectors.text("checkpoint").replace("\n3\n", "\n4\n");
        WitnessKey witness = WitnessKey.parse(Vectors.text("witness.pub").strip());

        assertThatThrownBy(() -> witness.verify(SignedNote.parse(other)))
                .isInstanceOf(UnverifiedNoteException.class)
                .hasMessageContaining("cosignature is wrong");
    }

    /** A witness that signs the same checkpoint again, later, says that it still holds. */
    @Test
    void ofSeveralTimesOfAWitnessTheLatestCounts() {
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        KeyText key = new KeyText("witness.example", KeyText.COSIGNATURE, Ed25519.publicKeyOf(seed));
        SignedNote note = SignedNote.parse(SPEC_NOTE);
        for (long seconds : new long[] {200, 300, 100}) {
            byte[] message = ("cosignature/v1\ntime " + seconds + "\n" + note.text()).getBytes(StandardCharsets.UTF_8);
            ByteBuffer value = ByteBuffer.allocate(Long.BYTES + Ed25519.SIGNATURE_BYTES)
                    .putLong(seconds)
                    .put(Ed25519.sign(Ed25519.privateKey(seed), message));
            note = note.with(new NoteSignature(key.name(), key.keyId(), value.array()));
        }
        assertThat(WitnessKey.parse(key.text()).verify(note)).isEqualTo(Instant.ofEpochSecond(300));
    }
}
