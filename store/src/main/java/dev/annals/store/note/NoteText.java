package dev.annals.store.note;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What all texts of this room have in common: UTF-8 without control characters, names, base64 in its one canonical form. */
final class NoteText {
    private NoteText() {}

    /** Decodes bytes; a malformed sequence is refused, never replaced. */
    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedNoteException("not a note: it is not UTF-8");
        }
    }

    static void requirePlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n') {
                throw new MalformedNoteException(
                        "not a note: a control character, code=0x" + Integer.toHexString(c) + ", offset=" + i);
            }
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new MalformedNoteException("not a note: a surrogate stands alone, so it has no UTF-8 form");
        }
    }

    /** Not empty, no white space of any script, no plus sign, no control character. */
    static boolean isName(String name) {
        return !name.isEmpty()
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.codePoints().noneMatch(NoteText::forbiddenInName);
    }

    private static boolean forbiddenInName(int codePoint) {
        return codePoint <= ' ' || codePoint == '+' || codePoint == 0x85 || Character.isSpaceChar(codePoint);
    }

    /**
     * Reads base64 with padding.
     *
     * @return the bytes, or null if the text is not the one canonical form of any bytes; no exception, because the library's names the
     *     character it stumbled over, which may be a private key's
     */
    static byte @Nullable [] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return Base64.getEncoder().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static String hex(int keyId) {
        return String.format("%08x", keyId);
    }
}
