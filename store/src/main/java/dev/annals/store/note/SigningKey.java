package dev.annals.store.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * A key that signs notes with Ed25519. Its text, in a file for its owner only, is
 * {@code PRIVATE+KEY+<name>+<8 hex digits key id>+base64(0x01 ‖ 32 bytes seed)} on one line; other programs for signed notes read it.
 *
 * <p>Nothing here gives the private part away but the file that {@link #create} writes: not {@link #toString}, no message, no cause.
 */
public final class SigningKey {
    static final String PREFIX = "PRIVATE+KEY+";

    private static final byte[] PROBE = "annals: does this key fit itself?\n".getBytes(StandardCharsets.UTF_8);

    private final VerifierKey verifier;
    private final KeyText key;
    private final byte[] seed;
    private final PrivateKey privateKey;

    private SigningKey(String name, byte[] seed) {
        this.seed = seed;
        this.privateKey = Ed25519.privateKey(seed);
        this.key = new KeyText(name, KeyText.SIGNATURE, Ed25519.publicKeyOf(seed));
        this.verifier = new VerifierKey(key);
        if (!Ed25519.verify(key.publicKey(), PROBE, Ed25519.sign(privateKey, PROBE))) {
            throw new IllegalStateException(
                    "the JDK derived a public key that does not fit its private key; nothing can be signed here, key="
                            + key.text());
        }
    }

    /**
     * Makes a new key.
     *
     * @param name its name, without spaces and plus signs; for a log this is its origin
     * @param random where its 32 secret bytes come from
     * @return the key
     * @throws MalformedNoteException if the name is none
     */
    public static SigningKey generate(String name, SecureRandom random) {
        KeyText.requireName(name);
        byte[] seed = new byte[Ed25519.SEED_BYTES];
        random.nextBytes(seed);
        return new SigningKey(name, seed);
    }

    /**
     * Reads a key from its text.
     *
     * @param text the text, nothing around it
     * @return the key
     * @throws MalformedNoteException if it is none; the message does not repeat it
     */
    public static SigningKey parse(String text) {
        String[] parts =
                text.startsWith(PREFIX) ? text.substring(PREFIX.length()).split("\\+", 3) : new String[0];
        byte[] bytes = parts.length == 3 ? NoteText.base64(parts[2]) : null;
        if (bytes == null || bytes.length != 1 + Ed25519.SEED_BYTES || bytes[0] != KeyText.SIGNATURE) {
            throw new MalformedNoteException(
                    "not a signing key: it must be PRIVATE+KEY+<name>+<8 hex digits>+<base64 of an Ed25519 seed>");
        }
        SigningKey key = new SigningKey(parts[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!key.verifier.keyId().equals(parts[1])) {
            throw new MalformedNoteException(
                    "not a signing key: the id does not belong to name and key, name=" + parts[0]);
        }
        return key;
    }

    /**
     * Reads a key from its file.
     *
     * @param file the file; nobody but its owner may have any right to it
     * @return the key
     * @throws KeyFileException if there is no such file, if others could read or write it, or if it holds no key
     */
    public static SigningKey load(Path file) {
        return KeyFile.read(file);
    }

    /**
     * Makes a new key and writes it to a file that only its owner can read. The file appears as a whole, and is durable when this method
     * returns; a file that is there is never replaced.
     *
     * @param file the file, which must not exist
     * @param name the key's name
     * @param random where its 32 secret bytes come from
     * @return the key
     * @throws KeyFileException if the file exists or cannot be written
     * @throws MalformedNoteException if the name is none
     */
    public static SigningKey create(Path file, String name, SecureRandom random) {
        SigningKey key = generate(name, random);
        KeyFile.write(file, key.text());
        return key;
    }

    /**
     * The same key under another name. Its signatures carry the other name and id, so that one key can serve several logs without
     * mixing them up.
     *
     * @param name the other name
     * @return the key
     * @throws MalformedNoteException if the name is none
     */
    public SigningKey named(String name) {
        return name.equals(name()) ? this : new SigningKey(name, seed);
    }

    /**
     * The name under which it signs.
     *
     * @return the name
     */
    public String name() {
        return key.name();
    }

    /**
     * The public key that verifies what this one signs.
     *
     * @return the key
     */
    public VerifierKey verifier() {
        return verifier;
    }

    /**
     * Signs a text.
     *
     * @param text ends in a line feed
     * @return the text with this one signature
     * @throws MalformedNoteException if the text cannot be a note's
     */
    public SignedNote sign(String text) {
        SignedNote.requireText(text);
        byte[] signature = Ed25519.sign(privateKey, text.getBytes(StandardCharsets.UTF_8));
        return new SignedNote(text, List.of(new NoteSignature(key.name(), key.keyId(), signature)));
    }

    /** The secret itself; for its file only. */
    private String text() {
        byte[] bytes = ByteBuffer.allocate(1 + seed.length)
                .put(KeyText.SIGNATURE)
                .put(seed)
                .array();
        return PREFIX + key.name() + '+' + key.id() + '+' + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "SigningKey[" + key.name() + "+" + key.id() + "]";
    }
}
