package dev.annals.benchmarks.contender;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The limit L: what one thread cannot avoid if each byte is to be understood, hashed and kept. */
final class LimitContender implements Contender {
    private final ChronicleContender chronicle;
    private final MessageDigest sha256;

    /** Keeps the digests from being optimised away. */
    private byte last;

    LimitContender(ChronicleContender chronicle) {
        this.chronicle = chronicle;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int append(byte[] page) {
        int logs = Tokens.walk(page, this::hash);
        chronicle.append(page);
        return logs;
    }

    private void hash(byte[] page, int offset, int length) {
        sha256.update(page, offset, length);
        last ^= sha256.digest()[0];
    }

    byte last() {
        return last;
    }

    @Override
    public long logs() {
        return chronicle.logs();
    }

    @Override
    public void close() {
        chronicle.close();
    }
}
