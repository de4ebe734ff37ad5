package dev.annals.store.tree;

import dev.annals.api.Payload;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** RFC 6962 section 2.1 as it stands there, recursive, and with no code of the room's but {@link Hash} as a value. */
final class Naive {
    private Naive() {}

    static Payload payload(long number) {
        return Payload.ofUtf8("{\"n\":" + number + "}");
    }

    /** That many leaf hashes; leaf n is of {@link #payload}. */
    static List<Hash> leaves(int count) {
        List<Hash> leaves = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            leaves.add(leaf(payload(i).toByteArray()));
        }
        return leaves;
    }

    static Hash leaf(byte[] bytes) {
        return sha256(new byte[] {0}, bytes);
    }

    static Hash node(Hash left, Hash right) {
        return sha256(new byte[] {1}, bytes(left), bytes(right));
    }

    static Hash root(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return sha256();
        }
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int k = split(leaves.size());
        return node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
    }

    static List<Hash> inclusion(int index, List<Hash> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = split(leaves.size());
        List<Hash> left = leaves.subList(0, k);
        List<Hash> right = leaves.subList(k, leaves.size());
        return index < k ? plus(inclusion(index, left), root(right)) : plus(inclusion(index - k, right), root(left));
    }

    static List<Hash> consistency(int oldSize, List<Hash> leaves) {
        return oldSize == 0 ? List.of() : subproof(oldSize, leaves, true);
    }

    private static List<Hash> subproof(int oldSize, List<Hash> leaves, boolean whole) {
        if (oldSize == leaves.size()) {
            return whole ? List.of() : List.of(root(leaves));
        }
        int k = split(leaves.size());
        List<Hash> left = leaves.subList(0, k);
        List<Hash> right = leaves.subList(k, leaves.size());
        return oldSize <= k
                ? plus(subproof(oldSize, left, whole), root(right))
                : plus(subproof(oldSize - k, right, false), root(left));
    }

    private static List<Hash> plus(List<Hash> proof, Hash last) {
        List<Hash> longer = new ArrayList<>(proof);
        longer.add(last);
        return longer;
    }

    private static int split(int size) {
        return Integer.highestOneBit(size - 1);
    }

    static byte[] bytes(Hash hash) {
        ByteBuffer bytes = ByteBuffer.allocate(Hash.BYTES);
        hash.put(bytes);
        return bytes.array();
    }

    static Hash sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return Hash.get(ByteBuffer.wrap(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
