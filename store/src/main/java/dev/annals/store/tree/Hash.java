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

    /** One for each thread: to make a digest costs more than to hash a node. */
    private static final ThreadLocal<Sha256> SHA_256 = ThreadLocal.withInitial(Sha256::new);

    /** The root of a tree without leaves: the hash of nothing. */
    public static final Hash EMPTY = SHA_256.get().nothing();

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The hash of a leaf: SHA-256 over the byte 0 and the payload.
     *
     * @param payload the leaf's bytes, which are not copied
     * @return the hash
     */
    public static Hash ofLeaf(Payload payload) {
        return SHA_256.get().leaf(payload);
    }

    /**
     * The hash of a node: SHA-256 over the byte 1 and both children.
     *
     * @param left the left child
     * @param right the right child
     * @return the hash
     */
    public static Hash ofNode(Hash left, Hash right) {
        return SHA_256.get().node(left, right);
    }

    /** The hash whose bytes begin at an index. */
    static Hash at(byte[] source, int from) {
        return new Hash(Arrays.copyOfRange(source, from, from + BYTES));
    }

    /** Puts the bytes into an array. */
    void putInto(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, BYTES);
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

    /** A digest that is used again and again, with room for the bytes of a node. */
    private static final class Sha256 {
        private static final byte LEAF = 0;
        private static final byte NODE = 1;

        private final MessageDigest digest;
        private final byte[] node = new byte[1 + 2 * BYTES];

        Sha256() {
            try {
                digest = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
            node[0] = NODE;
        }

        Hash nothing() {
            return new Hash(digest.digest());
        }

        Hash leaf(Payload payload) {
            digest.reset(); // An error of the JVM's may have left half a leaf in it.
            digest.update(LEAF);
            payload.updateDigest(digest);
            return new Hash(digest.digest());
        }

        Hash node(Hash left, Hash right) {
            left.putInto(node, 1);
            right.putInto(node, 1 + BYTES);
            digest.reset();
            return new Hash(digest.digest(node));
        }
    }
}
