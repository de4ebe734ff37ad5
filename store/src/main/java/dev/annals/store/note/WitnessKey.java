package dev.annals.store.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The key of a witness: somebody else who saw the checkpoint, made sure that it continues all that he saw before, and signed it with
 * the time (<a href="https://c2sp.org/tlog-cosignature">C2SP cosignature</a>, version 1, Ed25519). Known by its text
 * {@code <name>+<8 hex digits>+base64(0x04 ‖ 32 bytes public key)}.
 *
 * <p>The signature is 8 bytes of time (POSIX seconds, big-endian) and 64 bytes of Ed25519 over {@code "cosignature/v1\ntime <seconds>\n"}
 * and the note's text.
 */
public final class WitnessKey {
    private final KeyText key;

    private WitnessKey(KeyText key) {
        if (key.algorithm() != KeyText.COSIGNATURE) {
            throw new MalformedNoteException("this is the key of a log, not of a witness, text=" + key.text());
        }
        if (!Ed25519.isPublicKey(key.publicKey())) {
            throw new MalformedNoteException("not a witness' key: not a point of Ed25519, text=" + key.text());
        }
        this.key = key;
    }

    /**
     * Reads a key.
     *
     * @param text its text, nothing around it
     * @return the key
     * @throws MalformedNoteException if it is none, or of another algorithm
     */
    public static WitnessKey parse(String text) {
        return new WitnessKey(KeyText.parse(text));
    }

    /**
     * The witness' name.
     *
     * @return the name
     */
    public String name() {
        return key.name();
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
     * Makes sure that the witness signed the note, and says when. The time is the witness' word; whether it is plausible is for the
     * caller to judge.
     *
     * @param note the note of a checkpoint
     * @return the time in the cosignature; the latest if the witness signed several times
     * @throws UnverifiedNoteException if there is no cosignature by this key, or if one that says so is wrong
     */
    public Instant verify(SignedNote note) {
        List<NoteSignature> own = note.by(key);
        if (own.isEmpty()) {
            throw new UnverifiedNoteException("the note is not cosigned by this witness, witness=" + name() + "+"
                    + key.id() + ", signed by=" + VerifierKey.signers(note));
        }
        return own.stream()
                .map(each -> timeOf(each, note.text()))
                .max(Instant::compareTo)
                .orElseThrow();
    }

    private Instant timeOf(NoteSignature signature, String text) {
        byte[] value = signature.value();
        if (value.length != Long.BYTES + Ed25519.SIGNATURE_BYTES) {
            throw new UnverifiedNoteException("not a cosignature: it must have 72 bytes, found=" + value.length
                    + ", witness=" + name() + "+" + key.id());
        }
        long seconds = ByteBuffer.wrap(value).getLong();
        byte[] bytes = Arrays.copyOfRange(value, Long.BYTES, value.length);
        if (seconds < 0
                || seconds > Instant.MAX.getEpochSecond()
                || !Ed25519.verify(key.publicKey(), message(seconds, text), bytes)) {
            throw new UnverifiedNoteException(
                    "the cosignature is wrong: note or time were altered, or another key signed it, witness=" + name()
                            + "+" + key.id());
        }
        return Instant.ofEpochSecond(seconds);
    }

    private static byte[] message(long seconds, String text) {
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return text();
    }
}
