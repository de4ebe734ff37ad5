package dev.annals.store.column;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** The table of the block that grows. One thread writes, any may read, as in {@link OpenCodes}; what is not shown yet is found too. */
final class OpenTerms implements Terms {
    private static final int NO_ENTRY = -1;
    private static final int FIRST = 256;

    private volatile Table table = new Table(FIRST);
    private int size;

    void add(long hash, int place) {
        Table now = table;
        if (size == now.hashes.length) {
            now = now.larger();
            table = now;
        }
        now.put(size++, hash, place);
    }

    @Override
    public void find(long hash, Ints places) {
        table.find(hash, places);
    }

    @Override
    public boolean isSound() {
        return true;
    }

    /** All entries as keys of a file, ascending, each once. */
    long[] keys() {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = Run.key(table.hashes[i], table.places[i]) ^ Long.MIN_VALUE;
        }
        Arrays.sort(keys);
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || keys[i] != keys[i - 1]) {
                keys[kept++] = keys[i];
            }
        }
        for (int i = 0; i < kept; i++) {
            keys[i] ^= Long.MIN_VALUE;
        }
        return Arrays.copyOf(keys, kept);
    }

    private static final class Table {
        private final long[] hashes;
        private final int[] places;
        private final int[] next;
        private final AtomicIntegerArray buckets;

        Table(int capacity) {
            hashes = new long[capacity];
            places = new int[capacity];
            next = new int[capacity];
            buckets = new AtomicIntegerArray(capacity);
            for (int i = 0; i < capacity; i++) {
                buckets.setPlain(i, NO_ENTRY);
            }
        }

        Table larger() {
            Table larger = new Table(2 * hashes.length);
            for (int i = 0; i < hashes.length; i++) {
                larger.put(i, hashes[i], places[i]);
            }
            return larger;
        }

        void put(int entry, long hash, int place) {
            int bucket = (int) hash & hashes.length - 1;
            hashes[entry] = hash;
            places[entry] = place;
            next[entry] = buckets.getPlain(bucket);
            buckets.setRelease(bucket, entry);
        }

        void find(long hash, Ints found) {
            int bucket = (int) hash & hashes.length - 1;
            for (int entry = buckets.getAcquire(bucket); entry != NO_ENTRY; entry = next[entry]) {
                if (hashes[entry] == hash) {
                    found.add(places[entry]);
                }
            }
        }
    }
}
