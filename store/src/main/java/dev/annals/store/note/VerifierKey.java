package dev.annals.store.note;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A key that verifies notes, known by its text {@code <name>+<8 hex digits>+base64(0x01 ‖ 32 bytes Ed25519 public key)}. Public: whoever
 * is to check something gets it on a way of its own, not from the one who might have altered it.
 */
public final class VerifierKey {
    private final KeyText key;

    VerifierKey(KeyText key) {
        if (key.algorithm() != KeyText.SIGNATURE) {
            throw new MalformedNoteException(
                    "this is the key of a witness, not of a log, text=" + key.text() + "; give the log's own key");
        }
        if (!Ed25519.isPublicKey(key.publicKey())) {
            throw new MalformedNoteException("not a verifier key: not a point of Ed25519, text=" + key.text());
        }
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param text its text, nothing around it
     * @return the key
     * @throws MalformedNoteException if it is none, or of another algorithm, or a witness'
     */
    public static VerifierKey parse(String text) {
        return new VerifierKey(KeyText.parse(text));
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
     * The id that its signatures carry.
     *
     * @return eight hexadecimal digits, lower case
     */
    public String keyId() {
        return key.id();
    }

    /**
     * The key as text.
     *
     * @return what {@link #parse} reads
     */
    public String text() {
        return key.text();
    }

    /**
     * Makes sure that the owner of the key signed the note. Signatures of others do not matter.
     *
     * @param note the note
     * @throws UnverifiedNoteException if no signature is by this key, or if one that says so is wrong
     */
    public void verify(SignedNote note) {
        List<NoteSignature> own = note.by(key);
        if (own.isEmpty()) {
            throw new UnverifiedNoteException("the note is not signed by this key, key=" + name() + "+" + keyId()
                    + ", signed by=" + signers(note));
        }
        byte[] message = note.text().getBytes(StandardCharsets.UTF_8);
        for (NoteSignature each : own) {
            if (!Ed25519.verify(key.publicKey(), message, each.value())) {
                throw new UnverifiedNoteException(
                        "the signature is wrong: the note was altered, or another key signed it, key=" + name() + "+"
                                + keyId());
            }
        }
    }

    static List<String> signers(SignedNote note) {
        return note.signatures().stream()
                .map(each -> each.name() + "+" + each.keyId())
                .toList();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey it && text().equals(it.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }
}
