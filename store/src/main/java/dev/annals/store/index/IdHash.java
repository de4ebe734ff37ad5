package dev.annals.store.index;

/** A 64-bit hash of texts, the same on every machine and in every release: it is part of the file's format. */
final class IdHash {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private IdHash() {}

    /** FNV-1a over the kind and the UTF-16 units, then the finishing steps of MurmurHash3. */
    static long of(int kind, String id) {
        long hash = (FNV_OFFSET ^ kind) * FNV_PRIME;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
