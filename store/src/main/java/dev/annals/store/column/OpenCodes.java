package dev.annals.store.column;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;

/**
 * A column that grows. Written by one thread; what {@link #view} returns may be read by any while it grows on: arrays are only ever
 * written behind what a view shows, or replaced by longer ones. The rows of one code are a chain from the newest to the oldest; its
 * newest end is the one thing that changes under a view, and leads to rows that the view skips.
 */
final class OpenCodes {
    private static final int NO_ROW = -1;
    private static final int FIRST_ROWS = 256;
    private static final int FIRST_CODES = 16;

    private final int mostRows;
    private int[] codes;
    private int[] before;
    private AtomicIntegerArray newest = chains(FIRST_CODES);
    private int[] counts = new int[FIRST_CODES];
    private Word[] words = new Word[FIRST_CODES];
    private int size;
    private final Map<Field.Form, Map<String, Integer>> said = new EnumMap<>(Field.Form.class);
    private final Map<List<String>, Integer> known = new HashMap<>();

    OpenCodes(int mostRows) {
        this.mostRows = mostRows;
        this.codes = new int[Math.min(FIRST_ROWS, mostRows)];
        this.before = new int[codes.length];
        for (Field.Form form : Field.Form.values()) {
            said.put(form, new HashMap<>());
        }
    }

    private static AtomicIntegerArray chains(int length) {
        AtomicIntegerArray chains = new AtomicIntegerArray(length);
        for (int i = 0; i < length; i++) {
            chains.setPlain(i, NO_ROW);
        }
        return chains;
    }

    private static AtomicIntegerArray copy(AtomicIntegerArray from, int length) {
        AtomicIntegerArray copy = chains(length);
        for (int i = 0; i < from.length(); i++) {
            copy.setPlain(i, from.getPlain(i));
        }
        return copy;
    }

    /** What a code stands for. */
    private record Word(List<String> texts) {}

    int size() {
        return size;
    }

    List<String> texts(int code) {
        return words[code].texts;
    }

    private Map<String, Integer> said(Field.Form form) {
        return Objects.requireNonNull(said.get(form));
    }

    /** The code of a value as a log says it; 0 if no row had it yet. */
    int find(Field.Form form, String value) {
        Integer code = said(form).get(value);
        return code == null ? 0 : code;
    }

    /** The code of values that are new as a log says them; the first row of it need not be there yet. */
    int add(Field.Form form, String value) {
        int code = add(List.of(Text.of(form.prefix + form.fold(value))));
        said(form).put(value, code);
        return code;
    }

    /** The code of one text or several. */
    int add(List<String> all) {
        Integer found = known.get(all);
        if (found != null) {
            return found;
        }
        size++;
        if (size == words.length) {
            int longer = 2 * size;
            words = Arrays.copyOf(words, longer);
            counts = Arrays.copyOf(counts, longer);
            newest = copy(newest, longer);
        }
        words[size] = new Word(all);
        known.put(all, size);
        return size;
    }

    /** Gives a row a code other than 0. Those that are left out have none, and cost nothing: most columns are of another kind of record. */
    void set(int row, int code) {
        if (row >= codes.length) {
            int longer = Math.min(mostRows, Math.max(row + 1, 2 * codes.length));
            codes = Arrays.copyOf(codes, longer);
            before = Arrays.copyOf(before, longer);
            // Also replaced: so the chains that a view has never lead behind the arrays that it has.
            newest = copy(newest, newest.length());
        }
        codes[row] = code;
        counts[code]++;
        before[row] = newest.getPlain(code);
        newest.setRelease(code, row);
    }

    Codes view(int rows) {
        return new View(codes, before, newest, counts, words, size, rows);
    }

    @SuppressWarnings("ArrayRecordComponent") // Shared on purpose: a view costs no copy.
    private record View(
            int[] codes, int[] before, AtomicIntegerArray newest, int[] counts, Word[] words, int size, int shown)
            implements Codes {
        @Override
        public int get(int row) {
            return row < codes.length ? codes[row] : 0;
        }

        @Override
        public void load(int fromRow, int count, int[] target) {
            int there = Math.max(0, Math.min(count, codes.length - fromRow));
            System.arraycopy(codes, Math.min(fromRow, codes.length), target, 0, there);
            Arrays.fill(target, there, count, 0);
        }

        @Override
        public List<String> texts(int code) {
            return words[code].texts;
        }

        @Override
        public int count(int code) {
            return counts[code];
        }

        @Override
        public int @Nullable [] rows(int code) {
            if (Listed.isDense(counts[code], shown)) {
                return null;
            }
            int[] rows = new int[16];
            int found = 0;
            for (int row = newest.getAcquire(code); row != NO_ROW; row = before[row]) {
                if (row < shown) {
                    if (found == rows.length) {
                        rows = Arrays.copyOf(rows, 2 * found);
                    }
                    rows[found++] = row;
                }
            }
            int[] ascending = new int[found];
            for (int i = 0; i < found; i++) {
                ascending[i] = rows[found - 1 - i];
            }
            return ascending;
        }
    }
}
