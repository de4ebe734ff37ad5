package dev.annals.api.recorder;

import dev.annals.api.RequestBody;
import dev.annals.api.redact.Redactor;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The beginning of a body, as far as it may be kept, and the length of all of it. Used under the lock of its observation. */
final class Capture {
    /** UTF-8 needs up to this many bytes for a character that the redactor wants to see beyond the cut. */
    private static final int BYTES_OF_CHARACTER = 4;

    private final int limit;
    private byte[] bytes = new byte[0];
    private int size;
    private long total;
    private @Nullable String contentType;

    /** For so much of a payload, and at any rate for the first {@code least} bytes. */
    Capture(int maxPayloadBytes, int least) {
        limit = Math.max(least, maxPayloadBytes + BYTES_OF_CHARACTER * Redactor.BEYOND_CUT);
    }

    void contentType(@Nullable String type) {
        contentType = type;
    }

    void clear() {
        size = 0;
        total = 0;
    }

    /** Takes a copy of what fits; the buffer's position stays. */
    void add(ByteBuffer chunk) {
        int length = chunk.remaining();
        int taken = Math.min(length, limit - size);
        if (taken > 0) {
            if (size + taken > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(size + taken, 2 * bytes.length)));
            }
            chunk.get(chunk.position(), bytes, size, taken);
            size += taken;
        }
        total += length;
    }

    boolean isWhole() {
        return size == total;
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The body without secrets; null if there was none. */
    @Nullable
    RequestBody body(boolean wanted, int maxPayloadBytes, Redactor redactor) {
        if (total == 0 && contentType == null) {
            return null;
        }
        String type = contentType == null ? null : redactor.text(contentType);
        String text = wanted ? text() : null;
        if (text == null) {
            return new RequestBody(type, total, null, false);
        }
        int most = isWhole() ? text.length() : Math.max(0, text.length() - Redactor.BEYOND_CUT);
        int kept = Math.min(charactersWithin(text, maxPayloadBytes), most);
        return new RequestBody(type, total, redacted(redactor, text, kept), kept < text.length() || !isWhole());
    }

    /** The first characters of a text without secrets; no more is looked through than that takes. */
    static String redacted(Redactor redactor, String text, int kept) {
        int seen = Math.min(text.length(), kept + Redactor.BEYOND_CUT);
        return redactor.text(text.substring(0, seen), kept);
    }

    /** How many of a text's first characters have no more than so many bytes in UTF-8. */
    static int charactersWithin(String text, int maxBytes) {
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            // Each half of a pair counts two: a pair is four bytes.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            if (bytes > maxBytes) {
                return at;
            }
        }
        return text.length();
    }

    /** The captured characters; null if it is no text: a file, or something compressed. */
    private @Nullable String text() {
        int end = isWhole() ? size : endOfLastCharacter();
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, end))
                    .toString();
        } catch (CharacterCodingException noText) {
            return null;
        }
    }

    private int endOfLastCharacter() {
        int start = size;
        while (start > 0 && size - start < BYTES_OF_CHARACTER && (bytes[start - 1] & 0xC0) == 0x80) {
            start--;
        }
        return start > 0 && (bytes[start - 1] & 0xC0) == 0xC0 ? start - 1 : size;
    }
}
