package dev.annals.store.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys: their texts, their files, their silence. */
class SigningKeyTest {
    /** The key, text and signature of the tests of Go's golang.org/x/mod/sumdb/note. */
    private static final String GO_PRIVATE =
            "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    private static final String GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String GO_NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @TempDir
    Path directory;

    @Test
    void aKeyOfGoSignsAsGoDoes() {
        SigningKey key = SigningKey.parse(GO_PRIVATE);
        String text = GO_NOTE.substring(0, GO_NOTE.indexOf("\n\n") + 1);

        assertThat(key.verifier().text()).isEqualTo(GO_PUBLIC);
        assertThat(key.sign(text).print()).isEqualTo(GO_NOTE); // Ed25519 draws nothing: one text, one signature.
    }

    /** RFC 8032, section 7.1, test 1. */
    @Test
    void thePublicKeyIsThatOfTheRfc() {
        byte[] seed = HexFormat.of().parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

        assertThat(HexFormat.of().formatHex(Ed25519.publicKeyOf(seed)))
                .isEqualTo("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assertThat(HexFormat.of().formatHex(Ed25519.sign(Ed25519.privateKey(seed), new byte[0])))
                .isEqualTo("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e3970"
                        + "1cf9b46bd25bf5f0595bbe24655141438e7a100b");
    }

    @Test
    void anotherNameIsAnotherIdOfTheSameKey() {
        SigningKey one = SigningKey.parse(GO_PRIVATE);
        SigningKey other = one.named("log/two");

        SignedNote note = other.sign("text\n");
        other.verifier().verify(note);
        assertThat(note.signatures().get(0).name()).isEqualTo("log/two");
        assertThatThrownBy(() -> one.verifier().verify(note)).isInstanceOf(UnverifiedNoteException.class);
        assertThat(one.named("PeterNeumann")).isSameAs(one);
    }

    static List<String> noVerifierKeys() {
        return List.of(
                "",
                "a",
                "a+12345678",
                GO_PUBLIC.replace("c74f20a3", "c74f20a4"),
                GO_PUBLIC.replace("c74f20a3", "C74F20A3"),
                GO_PUBLIC.replace("PeterNeumann", ""),
                GO_PUBLIC.replace("PeterNeumann", "Peter Neumann"),
                GO_PUBLIC.replace("PeterNeumann", "Peter"),
                GO_PUBLIC.replace("+ARpc", "+AhpC"), // algorithm 2
                GO_PUBLIC.replace("+ARpc", "+BBpc"), // a witness
                GO_PUBLIC + "AAAA",
                GO_PUBLIC + "\n",
                GO_PUBLIC.substring(0, GO_PUBLIC.length() - 1),
                GO_PRIVATE);
    }

    @ParameterizedTest
    @MethodSource("noVerifierKeys")
    void whatIsNoVerifierKeyIsRefused(String text) {
        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void theKeyOfAWitnessIsNoKeyOfALogAndTheOtherWayRound() {
        String witness = Vectors.text("witness.pub").strip();

        assertThatThrownBy(() -> VerifierKey.parse(witness)).hasMessageContaining("witness");
        assertThatThrownBy(() -> WitnessKey.parse(GO_PUBLIC)).hasMessageContaining("not of a witness");
    }

    @Test
    void bytesThatAreNoPointAreNoKey() {
        byte[] bytes = new byte[32];
        bytes[0] = 2; // y = 2 is on no point of the curve.
        String text = new KeyText("a/b", KeyText.SIGNATURE, bytes).text();

        assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(MalformedNoteException.class);
    }

    @Test
    void aKeyIsCreatedForItsOwnerOnlyAndReadBack() throws IOException {
        Path file = directory.resolve("checkpoint.key");

        SigningKey made = SigningKey.create(file, "a/b", new SecureRandom());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).startsWith("PRIVATE+KEY+a/b+").endsWith("\n");
        assertThat(SigningKey.load(file).verifier()).isEqualTo(made.verifier());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aKeyIsNeverReplaced() throws IOException {
        Path file = directory.resolve("checkpoint.key");
        SigningKey first = SigningKey.create(file, "a/b", new SecureRandom());

        assertThatThrownBy(() -> SigningKey.create(file, "a/b", new SecureRandom()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("not replaced");
        assertThat(SigningKey.load(file).verifier()).isEqualTo(first.verifier());
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rwxrwxrwx"})
    void aKeyThatOthersCanReachIsRefused(String rights) throws IOException {
        Path file = directory.resolve("checkpoint.key");
        SigningKey.create(file, "a/b", new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));

        assertThatThrownBy(() -> SigningKey.load(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(rights)
                .hasMessageContaining("chmod 600 " + file);
    }

    @Test
    void aKeyThatOnlyItsOwnerMayReadIsTaken() throws IOException {
        Path file = directory.resolve("checkpoint.key");
        SigningKey.create(file, "a/b", new SecureRandom());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));

        assertThat(SigningKey.load(file).name()).isEqualTo("a/b");
    }

    @Test
    void aMissingKeyAndADirectoryAreRefused() {
        assertThatThrownBy(() -> SigningKey.load(directory.resolve("none")))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("no key is there");
        assertThatThrownBy(() -> SigningKey.load(directory)).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(() -> SigningKey.create(directory.resolve("no/such/key"), "a/b", new SecureRandom()))
                .isInstanceOf(KeyFileException.class);
    }

    static List<String> damagedKeys() {
        String seed = GO_PRIVATE.split("\\+", 5)[4];
        return List.of(
                "",
                GO_PRIVATE.replace("c74f20a3", "c74f20a4"),
                GO_PRIVATE.replace("PeterNeumann", "Paul"),
                GO_PRIVATE.replace("PeterNeumann", "Peter Neumann"),
                GO_PRIVATE.replace("PRIVATE+KEY+", ""),
                GO_PRIVATE.replace("PRIVATE+KEY+", "private+key+"),
                GO_PRIVATE.replace("+AYEK", "+BIEK"),
                GO_PRIVATE.replace("AYEK", "AYE_"),
                GO_PRIVATE.replace("AYEK", "AYEL"),
                GO_PRIVATE + seed,
                GO_PRIVATE.substring(0, GO_PRIVATE.length() - 4),
                GO_PRIVATE + "\n" + GO_PRIVATE);
    }

    /** No part of a key of eight characters or more may show, whatever goes wrong. */
    @ParameterizedTest
    @MethodSource("damagedKeys")
    void aDamagedKeyIsRefusedWithoutBeingShown(String text) throws IOException {
        Path file = directory.resolve("checkpoint.key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);

        assertThatThrownBy(() -> SigningKey.parse(text))
                .isInstanceOf(MalformedNoteException.class)
                .satisfies(SigningKeyTest::showsNoSecret);
        assertThatThrownBy(() -> SigningKey.load(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("checkpoint.key")
                .satisfies(SigningKeyTest::showsNoSecret);
        assertThatThrownBy(() -> VerifierKey.parse(text)).satisfies(SigningKeyTest::showsNoSecret);
    }

    @Test
    void aKeyDoesNotShowItself() {
        SigningKey key = SigningKey.parse(GO_PRIVATE);

        assertThat(key.toString()).isEqualTo("SigningKey[PeterNeumann+c74f20a3]");
        assertThat(key.verifier().toString()).isEqualTo(GO_PUBLIC);
    }

    private static void showsNoSecret(Throwable thrown) {
        StringWriter all = new StringWriter();
        thrown.printStackTrace(new PrintWriter(all));
        String seed = GO_PRIVATE.split("\\+", 5)[4];
        for (int i = 0; i + 8 <= seed.length(); i++) {
            assertThat(all.toString()).doesNotContain(seed.substring(i, i + 8));
        }
        byte[] bytes = Base64.getDecoder().decode(seed);
        assertThat(all.toString())
                .doesNotContain(HexFormat.of().formatHex(bytes).substring(2, 18));
    }
}
