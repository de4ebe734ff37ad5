package dev.annals.store.tree;

import dev.annals.api.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** A SHA-256 hash in the tree: of a leaf, of a node, or the root. A value. */
public final class Hash {
    /** Bytes of a hash. */
    public static final int BYTES = 32;

    /** Not a hash: stands where none was computed. All zero. */
    public static final Hash NONE = new Hash(new byte[BYTES]);

    /** The root of a tree without leaves: the hash of nothing. */
    public static final Hash EMPTY = new Hash(digest().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The hash of a leaf: SHA-256 over the byte 0 and the payload.
     *
     * @param payload the leaf's bytes
     * @return the hash
     */
    public static Hash ofLeaf(Payload payload) {
        MessageDigest digest = digest();
        digest.update(LEAF);
        digest.update(payload.toByteArray());
        return new Hash(digest.digest());
    }

    /**
     * The hash of a node: SHA-256 over the byte 1 and both children.
     *
     * @param left the left child
     * @param right the right child
     * @return the hash
     */
    public static Hash ofNode(Hash left, Hash right) {
        MessageDigest digest = digest();
        digest.update(NODE);
        digest.update(left.bytes);
        digest.update(right.bytes);
        return new Hash(digest.digest());
    }

    /**
     * Takes 32 bytes as a hash.
     *
     * @param source where to read them, from its position on, which moves behind them
     * @return the hash
     */
    public static Hash get(ByteBuffer source) {
        byte[] bytes = new byte[BYTES];
        source.get(bytes);
        return new Hash(bytes);
    }

    /**
     * Reads a hash from its text.
     *
     * @param text base64 with padding
     * @return the hash
     * @throws IllegalArgumentException if the text is not base64 of 32 bytes
     */
    public static Hash ofBase64(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (bytes.length != BYTES || !Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not the base64 of a SHA-256 hash, text=" + text);
        }
        return new Hash(bytes);
    }

    /**
     * Puts the 32 bytes into a buffer.
     *
     * @param target where, from its position on
     */
    public void put(ByteBuffer target) {
        target.put(bytes);
    }

    /**
     * The hash as text.
     *
     * @return base64 with padding, 44 characters
     */
    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash it && Arrays.equals(bytes, it.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return base64();
    }
}
