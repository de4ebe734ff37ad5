package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts in the making. For one thread. */
public final class Groups {
    private static final Comparator<GroupCount> BY_VALUES = (one, other) -> {
        for (int i = 0; i < one.values().size(); i++) {
            int order = one.values().get(i).compareTo(other.values().get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    };

    private final List<Grouping> groupings;
    private final List<Map<String, Integer>> numbers = new ArrayList<>();
    private final List<Map<Long, Integer>> units = new ArrayList<>();
    private final List<List<String>> values = new ArrayList<>();
    private final List<Numbering> pairs = new ArrayList<>();
    private long[] counts = new long[64];

    /**
     * Counts of nothing.
     *
     * @param groupings by what is counted, in this order; none: everything is one group
     */
    public Groups(List<Grouping> groupings) {
        this.groupings = List.copyOf(groupings);
        for (int i = 0; i < groupings.size(); i++) {
            numbers.add(new HashMap<>());
            units.add(new HashMap<>());
            values.add(new ArrayList<>());
            pairs.add(new Numbering());
        }
    }

    List<Grouping> groupings() {
        return groupings;
    }

    /**
     * Counts one record.
     *
     * @param kind its kind
     * @param created its time, null if it has none
     * @param log its fields, null if it is no log or cannot be read
     */
    public void add(RecordKind kind, @Nullable Instant created, @Nullable LogFields log) {
        int cell = 0;
        for (int i = 0; i < groupings.size(); i++) {
            cell = cell(cell, i, number(i, groupings.get(i).of(kind, created, log)));
        }
        add(cell, 1);
    }

    /** The number of a value in a grouping. */
    int number(int grouping, String value) {
        Integer known = numbers.get(grouping).get(value);
        if (known == null) {
            known = values.get(grouping).size();
            values.get(grouping).add(value);
            numbers.get(grouping).put(value, known);
        }
        return known;
    }

    /** The number of a span of time in a grouping. */
    int number(int grouping, long unit) {
        Integer known = units.get(grouping).get(unit);
        if (known == null) {
            known = number(grouping, groupings.get(grouping).text(unit));
            units.get(grouping).put(unit, known);
        }
        return known;
    }

    /** The cell of a value beside those of the groupings before, 0 before the first. */
    int cell(int before, int grouping, int number) {
        return pairs.get(grouping).of((long) before << Integer.SIZE | number);
    }

    void add(int cell, long count) {
        if (cell >= counts.length) {
            counts = Arrays.copyOf(counts, Math.max(cell + 1, 2 * counts.length));
        }
        counts[cell] += count;
    }

    /**
     * Everything that was counted.
     *
     * @return the groups with at least one record, in the order of their values
     */
    public List<GroupCount> counted() {
        List<GroupCount> found = new ArrayList<>();
        for (int cell = 0; cell < counts.length; cell++) {
            if (counts[cell] > 0) {
                String[] group = new String[groupings.size()];
                int at = cell;
                for (int i = group.length - 1; i >= 0; i--) {
                    long pair = pairs.get(i).get(at);
                    group[i] = values.get(i).get((int) pair);
                    at = (int) (pair >>> Integer.SIZE);
                }
                found.add(new GroupCount(List.of(group), counts[cell]));
            }
        }
        found.sort(BY_VALUES);
        return found;
    }

    /**
     * How many records were counted.
     *
     * @return the sum of all groups
     */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** Numbers longs, from 0 on, in the order in which they come: an open table that doubles. */
    private static final class Numbering {
        private long[] keys = new long[32];
        private int[] slots = new int[64];
        private int size;

        int of(long key) {
            int mask = slots.length - 1;
            int slot = slot(key, mask);
            while (slots[slot] != 0) {
                if (keys[slots[slot] - 1] == key) {
                    return slots[slot] - 1;
                }
                slot = (slot + 1) & mask;
            }
            if (size == keys.length) {
                grow();
                return of(key);
            }
            keys[size++] = key;
            slots[slot] = size;
            return size - 1;
        }

        private static int slot(long key, int mask) {
            return (int) ((key * 0x9E3779B97F4A7C15L) >>> Integer.SIZE) & mask;
        }

        private void grow() {
            keys = Arrays.copyOf(keys, 2 * size);
            slots = new int[4 * size];
            int mask = slots.length - 1;
            for (int i = 0; i < size; i++) {
                int slot = slot(keys[i], mask);
                while (slots[slot] != 0) {
                    slot = (slot + 1) & mask;
                }
                slots[slot] = i + 1;
            }
        }

        long get(int number) {
            return keys[number];
        }
    }
}
