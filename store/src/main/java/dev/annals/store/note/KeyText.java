package dev.annals.store.note;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The text of a key that verifies: {@code <name>+<key id: 8 hex digits>+base64(algorithm ‖ 32 bytes public key)}. The key id is the first
 * four bytes of {@code SHA-256(name ‖ 0x0A ‖ algorithm ‖ public key)}.
 */
final class KeyText {
    /** An Ed25519 signature over the text of a note. */
    static final byte SIGNATURE = 0x01;
    /** An Ed25519 signature over a time and the text of a checkpoint. */
    static final byte COSIGNATURE = 0x04;

    private static final Pattern KEY_ID = Pattern.compile("[0-9a-f]{8}");

    private final String name;
    private final byte algorithm;
    private final byte[] publicKey;

    KeyText(String name, byte algorithm, byte[] publicKey) {
        requireName(name);
        this.name = name;
        this.algorithm = algorithm;
        this.publicKey = publicKey;
    }

    static void requireName(String name) {
        if (!NoteText.isName(name)) {
            throw new MalformedNoteException(
                    "not the name of a key: it must not be empty, nor hold spaces or plus signs, name=" + name);
        }
    }

    /** Splits the text into its three parts; the last, base64, may hold plus signs of its own. */
    static KeyText parse(String text) {
        String[] parts = text.split("\\+", 3);
        if (parts.length != 3 || !KEY_ID.matcher(parts[1]).matches()) {
            throw new MalformedNoteException(
                    "not a verifier key: it must be <name>+<8 hex digits>+<base64>, found=" + shown(text));
        }
        byte[] bytes = NoteText.base64(parts[2]);
        if (bytes == null || bytes.length == 0) {
            throw new MalformedNoteException("not a verifier key: its last part is not base64, found=" + shown(text));
        }
        if (bytes[0] != SIGNATURE && bytes[0] != COSIGNATURE) {
            throw new MalformedNoteException("a verifier key of an algorithm that is not known here, algorithm=0x"
                    + String.format("%02x", bytes[0]) + ", found=" + shown(text)
                    + "; Ed25519 is 0x01, a witness' Ed25519 is 0x04");
        }
        if (bytes.length != 1 + Ed25519.PUBLIC_BYTES) {
            throw new MalformedNoteException("not a verifier key: an Ed25519 key has 32 bytes, bytes="
                    + (bytes.length - 1) + ", found=" + shown(text));
        }
        KeyText key = new KeyText(parts[0], bytes[0], Arrays.copyOfRange(bytes, 1, bytes.length));
        if (!key.id().equals(parts[1])) {
            throw new MalformedNoteException("not a verifier key: the id does not belong to name and key, id="
                    + parts[1] + ", computed=" + key.id() + ", name=" + parts[0]);
        }
        return key;
    }

    /** Name and id only: what stands behind them may be a private key that was given by mistake. */
    private static String shown(String text) {
        int id = text.indexOf('+') + 1;
        int end = text.indexOf('+', id);
        return id > 0 && end > 0 ? text.substring(0, end) + "+…" : text.length() + " characters";
    }

    String name() {
        return name;
    }

    /** {@link #SIGNATURE} or {@link #COSIGNATURE}. */
    byte algorithm() {
        return algorithm;
    }

    /** 32 bytes of Ed25519; not a copy. */
    byte[] publicKey() {
        return publicKey;
    }

    int keyId() {
        MessageDigest digest = sha256();
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(algorithm);
        digest.update(publicKey);
        return ByteBuffer.wrap(digest.digest()).getInt();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    String id() {
        return NoteText.hex(keyId());
    }

    String text() {
        byte[] bytes = ByteBuffer.allocate(1 + publicKey.length)
                .put(algorithm)
                .put(publicKey)
                .array();
        return name + '+' + id() + '+' + Base64.getEncoder().encodeToString(bytes);
    }
}
