package dev.annals.store.note;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * One signature line of a note: {@code — <key name> base64(4 bytes key id, big-endian ‖ signature)}. A value; says nothing about whether the
 * signature is right.
 */
public final class NoteSignature {
    private static final String DASH = "— ";

    private final String name;
    private final int keyId;
    private final byte[] value;

    NoteSignature(String name, int keyId, byte[] value) {
        this.name = name;
        this.keyId = keyId;
        this.value = value;
    }

    /**
     * Reads one line.
     *
     * @param line the line, without its line feed
     * @return the signature
     * @throws MalformedNoteException if it is none
     */
    static NoteSignature parse(String line) {
        int space = line.indexOf(' ', DASH.length());
        if (!line.startsWith(DASH) || space < 0) {
            throw new MalformedNoteException("not a signature line: it must be an em dash, a space, the key's name, a "
                    + "space and base64, line=" + line);
        }
        String name = line.substring(DASH.length(), space);
        byte[] bytes = NoteText.base64(line.substring(space + 1));
        if (!NoteText.isName(name)) {
            throw new MalformedNoteException(
                    "not a signature line: a key's name is not empty and has neither spaces nor plus signs, line="
                            + line);
        }
        if (bytes == null || bytes.length <= Integer.BYTES) {
            throw new MalformedNoteException(
                    "not a signature line: what follows the name is not the base64 of a key id "
                            + "and a signature, line=" + line);
        }
        return new NoteSignature(
                name, ByteBuffer.wrap(bytes).getInt(), Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
    }

    /**
     * The name of the key that is said to have signed.
     *
     * @return the name, without spaces and plus signs
     */
    public String name() {
        return name;
    }

    /**
     * The id of that key.
     *
     * @return eight hexadecimal digits, lower case
     */
    public String keyId() {
        return NoteText.hex(keyId);
    }

    boolean isBy(KeyText key) {
        return name.equals(key.name()) && keyId == key.keyId();
    }

    byte[] value() {
        return value.clone();
    }

    /**
     * The line in a note.
     *
     * @return without a line feed
     */
    public String line() {
        byte[] bytes = ByteBuffer.allocate(Integer.BYTES + value.length)
                .putInt(keyId)
                .put(value)
                .array();
        return DASH + name + ' ' + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoteSignature it
                && name.equals(it.name)
                && keyId == it.keyId
                && Arrays.equals(value, it.value);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * name.hashCode() + keyId) + Arrays.hashCode(value);
    }

    @Override
    public String toString() {
        return line();
    }
}
