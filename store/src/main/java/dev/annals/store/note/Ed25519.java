package dev.annals.store.note;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Ed25519 (RFC 8032) from the JDK, which wants its keys wrapped in DER; the prefixes are those of RFC 8410 for keys of 32 bytes.
 */
final class Ed25519 {
    static final int SEED_BYTES = 32;
    static final int PUBLIC_BYTES = 32;
    static final int SIGNATURE_BYTES = 64;

    private static final String NAME = "Ed25519";
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");
    private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static PrivateKey privateKey(byte[] seed) {
        try {
            return KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8, seed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the JDK made no private key"); // Without the cause, which may hold the key.
        }
    }

    /**
     * The public key of a seed. The JDK has no method for that, but its generator draws exactly the seed from its source of chance and
     * computes the public key from it: so it is given a source that returns the seed. That is shorter and safer than an arithmetic of our
     * own, and {@link SigningKey} signs and verifies before it trusts the result, should another generator draw otherwise.
     */
    static byte[] publicKeyOf(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME);
            generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
            byte[] der = generator.generateKeyPair().getPublic().getEncoded();
            return Arrays.copyOfRange(der, X509.length, der.length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK made no key pair");
        }
    }

    static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signer = Signature.getInstance(NAME);
            signer.initSign(key);
            signer.update(message);
            return signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK made no signature");
        }
    }

    /** Whether 32 bytes are a public key at all. */
    static boolean isPublicKey(byte[] publicKey) {
        try {
            Signature.getInstance(NAME).initVerify(publicKey(publicKey));
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(NAME);
            verifier.initVerify(publicKey(publicKey));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            return false; // The JDK throws at some signatures that no key can have made.
        }
    }

    private static PublicKey publicKey(byte[] publicKey) throws GeneralSecurityException {
        return KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(join(X509, publicKey)));
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    /** A source of chance that returns what it was given, once, and then fails. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final byte[] seed;
        private boolean drawn;

        Fixed(byte[] seed) {
            super(null, null);
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (drawn || bytes.length != seed.length) {
                throw new IllegalStateException("the JDK's generator draws otherwise than expected");
            }
            drawn = true;
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
