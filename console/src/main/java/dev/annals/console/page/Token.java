package dev.annals.console.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Who may look: a name, and the digest of the secret that shows it. The secret itself is not kept. */
record Token(String name, String digest) {
    /** As many characters as 128 bits have in base64 without padding: a shorter one could be guessed. */
    static final int SHORTEST = 22;

    static Token of(String name, String secret) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a token needs a name, by which views are recorded");
        }
        if (secret.length() < SHORTEST) {
            throw new IllegalArgumentException("the token is too short, name=" + name + ", characters="
                    + secret.length() + "; give at least " + SHORTEST + ", for example of 'openssl rand -base64 32'");
        }
        return new Token(name, hex(digest(secret)));
    }

    /** Takes the same time whatever the difference is. */
    boolean isShownBy(byte[] otherDigest) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(digest), otherDigest);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] digest(String secret) {
        return sha256().digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "Token[" + name + "]";
    }
}
