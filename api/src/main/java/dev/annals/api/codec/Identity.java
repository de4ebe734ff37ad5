package dev.annals.api.codec;

import dev.annals.api.Payload;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What a log is known by: its own id and context, or what stands in for them. */
final class Identity {
    private Identity() {}

    /** The id as received; if there is none that has a UTF-8 form, {@code sha256:} and the digest of the payload. */
    static String id(@Nullable String received, Payload payload) {
        if (received != null && !received.isEmpty() && Utf8.encodable(received)) {
            return received;
        }
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(payload.asBuffer());
            return "sha256:" + HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }

    /** The context as received; empty if there is none that has a UTF-8 form. */
    static String context(@Nullable String received) {
        return received != null && Utf8.encodable(received) ? received : "";
    }
}
