package dev.annals.store.note;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The reply of a time stamp authority (<a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>), as far as it says what was stamped
 * and when. The authority's signature is <em>not</em> judged here, which takes its certificates: {@code openssl ts -verify -data
 * CHECKPOINT -in REPLY -CAfile CA} does that.
 */
public final class TimeStampReply {
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final int OBJECT_ID = 0x06;
    private static final int OCTETS = 0x04;
    private static final int TIME = 0x18;
    private static final int SET = 0x31;
    private static final int EXPLICIT_0 = 0xA0;
    private static final byte[] SIGNED_DATA = HexFormat.of().parseHex("2a864886f70d010702");
    private static final byte[] STAMP_INFO = HexFormat.of().parseHex("2a864886f70d0109100104");
    private static final byte[] SHA_256 = HexFormat.of().parseHex("608648016503040201");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");

    private final byte[] digest;
    private final Instant time;

    private TimeStampReply(byte[] digest, Instant time) {
        this.digest = digest;
        this.time = time;
    }

    /**
     * Reads a reply.
     *
     * @param bytes the reply in DER, all of it and nothing else
     * @return the reply
     * @throws MalformedNoteException if it is none, if the authority refused, or if the stamp is over another digest than SHA-256
     */
    public static TimeStampReply parse(byte[] bytes) {
        try {
            ByteBuffer whole = ByteBuffer.wrap(bytes);
            ByteBuffer reply = enter(whole, SEQUENCE);
            if (whole.hasRemaining()) {
                throw malformed("bytes follow behind its end");
            }
            requireGranted(enter(reply, SEQUENCE));
            ByteBuffer content = enter(reply, SEQUENCE);
            require(content, SIGNED_DATA, "no signed data is in it");
            ByteBuffer signed = enter(enter(content, EXPLICIT_0), SEQUENCE);
            enter(signed, INTEGER);
            enter(signed, SET);
            ByteBuffer enclosed = enter(signed, SEQUENCE);
            require(enclosed, STAMP_INFO, "no time stamp is in it");
            return read(enter(enter(enter(enclosed, EXPLICIT_0), OCTETS), SEQUENCE));
        } catch (BufferUnderflowException e) {
            throw malformed("it was cut off");
        }
    }

    private static TimeStampReply read(ByteBuffer stamp) {
        enter(stamp, INTEGER);
        enter(stamp, OBJECT_ID);
        ByteBuffer imprint = enter(stamp, SEQUENCE);
        require(enter(imprint, SEQUENCE), SHA_256, "the stamp is over another digest than SHA-256");
        byte[] digest = rest(enter(imprint, OCTETS));
        enter(stamp, INTEGER);
        return new TimeStampReply(digest, time(rest(enter(stamp, TIME))));
    }

    private static void requireGranted(ByteBuffer status) {
        byte[] value = rest(enter(status, INTEGER));
        if (value.length != 1 || value[0] < 0 || value[0] > 1) {
            throw malformed("the authority did not grant the stamp, status=" + Arrays.toString(value));
        }
    }

    private static Instant time(byte[] ascii) {
        String text = new String(ascii, StandardCharsets.US_ASCII);
        try {
            if (text.length() >= 15 && text.endsWith("Z")) {
                return LocalDateTime.parse(text.substring(0, 14), SECONDS).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException notATime) {
            // Said below.
        }
        throw malformed("its time is none");
    }

    /** The content of the next element, which must have that tag; the source moves behind it. */
    private static ByteBuffer enter(ByteBuffer source, int tag) {
        int found = source.get() & 0xFF;
        if (found != tag) {
            throw malformed("another element was expected, expected=0x" + Integer.toHexString(tag) + ", found=0x"
                    + Integer.toHexString(found));
        }
        int length = source.get() & 0xFF;
        if (length > 0x80 && length <= 0x83) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (source.get() & 0xFF);
            }
        } else if (length >= 0x80) {
            throw malformed("a length in it is none");
        }
        if (length > source.remaining()) {
            throw malformed("it was cut off");
        }
        ByteBuffer content = source.slice(source.position(), length);
        source.position(source.position() + length);
        return content;
    }

    private static void require(ByteBuffer source, byte[] objectId, String otherwise) {
        if (!Arrays.equals(rest(enter(source, OBJECT_ID)), objectId)) {
            throw malformed(otherwise);
        }
    }

    private static byte[] rest(ByteBuffer source) {
        byte[] bytes = new byte[source.remaining()];
        source.get(bytes);
        return bytes;
    }

    private static MalformedNoteException malformed(String what) {
        return new MalformedNoteException("not a time stamp reply: " + what);
    }

    /**
     * Whether the stamp is over these bytes.
     *
     * @param bytes what may have been stamped
     * @return whether their SHA-256 is what was stamped
     */
    public boolean isOver(byte[] bytes) {
        try {
            return Arrays.equals(digest, MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The time in the stamp, in whole seconds. The authority's word, whose signature was not judged.
     *
     * @return the instant
     */
    public Instant time() {
        return time;
    }

    @Override
    public String toString() {
        return "TimeStampReply[sha256=" + HexFormat.of().formatHex(digest) + ", time=" + time + "]";
    }
}
