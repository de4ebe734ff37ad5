package dev.annals.store.column;

import java.util.Arrays;

/** A list of ints. */
final class Ints {
    private int[] values = new int[16];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int get(int index) {
        return values[index];
    }

    void clear() {
        size = 0;
    }

    /** Ascending, each once. */
    Ints sorted() {
        for (int i = 1; i < size; i++) {
            if (values[i] <= values[i - 1]) {
                Arrays.sort(values, 0, size);
                size = distinct(values, size);
                break;
            }
        }
        return this;
    }

    private static int distinct(int[] sorted, int size) {
        int kept = 1;
        for (int i = 1; i < size; i++) {
            if (sorted[i] != sorted[kept - 1]) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept;
    }

    /** The first index whose value is not below a bound; the list must be sorted. */
    int indexOf(int bound) {
        int index = Arrays.binarySearch(values, 0, size, bound);
        return index < 0 ? -index - 1 : index;
    }

    int[] slice(int from, int to) {
        return Arrays.copyOfRange(values, from, to);
    }
}
