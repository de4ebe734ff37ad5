package dev.annals.api.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A secret key of the provider: secret ({@code sk_live_}, {@code sk_test_}), restricted ({@code rk_live_}, {@code rk_test_}) or of an
 * organization ({@code sk_org}). No method of this type gives the secret away, {@link #toString()} least of all.
 */
public final class ApiKey {
    private static final Map<String, String> MODES = Map.of(
            "sk_live_", "live",
            "rk_live_", "live",
            "sk_test_", "test",
            "rk_test_", "test",
            "sk_org", "organization");
    private static final int LONGEST = 512;

    private final String secret;
    private final String mode;

    private ApiKey(String secret, String mode) {
        this.secret = secret;
        this.mode = mode;
    }

    /**
     * A key from its text.
     *
     * @param secret the whole key; white space around it, as files have it at their end, is dropped
     * @return the key
     * @throws IllegalArgumentException if it is empty, longer than 512 characters, holds anything but visible ASCII, or has no known
     *     prefix; the message does not hold the key
     */
    public static ApiKey of(String secret) {
        String key = secret.strip();
        if (key.isEmpty() || key.length() > LONGEST) {
            throw new IllegalArgumentException("the API key has length=" + key.length() + "; use 1 to " + LONGEST);
        }
        if (!key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "the API key holds white space, control or non-ASCII characters; set the key alone");
        }
        String mode = mode(key);
        if (mode == null) {
            throw new IllegalArgumentException("the API key has no known prefix, length=" + key.length()
                    + "; use a secret (sk_live_, sk_test_), restricted (rk_live_, rk_test_) or organization (sk_org)"
                    + " key");
        }
        return new ApiKey(key, mode);
    }

    private static @Nullable String mode(String key) {
        return MODES.entrySet().stream()
                .filter(each -> key.startsWith(each.getKey())
                        && key.length() > each.getKey().length())
                .map(Map.Entry::getValue)
                .findAny()
                .orElse(null);
    }

    /**
     * What the key opens.
     *
     * @return {@code live}, {@code test} or {@code organization}, as in {@link dev.annals.api.LogStream#mode()}
     */
    public String mode() {
        return mode;
    }

    String authorization() {
        return "Bearer " + secret;
    }

    /** The text without this key, wherever it stands in it. */
    String redact(String text) {
        return text.replace(secret, "[redacted key]");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ApiKey that
                && MessageDigest.isEqual(
                        secret.getBytes(StandardCharsets.US_ASCII), that.secret.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, secret);
    }

    /** The mode and nothing of the secret. */
    @Override
    public String toString() {
        return "ApiKey[" + mode + "]";
    }
}
