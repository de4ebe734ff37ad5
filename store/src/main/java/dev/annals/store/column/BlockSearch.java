package dev.annals.store.column;

import dev.annals.api.RecordKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of one block that match. The shortest list of rows that a filter has leads, and the others are tested; without one it
 * goes zone by zone, past those outside the wanted time.
 */
final class BlockSearch {
    private final Block block;
    private final Shape shape;
    private final Bounds bounds;
    private final boolean descending;
    private final int fromRow;
    private final int toRow;
    private final List<CodeTest> tests = new ArrayList<>();
    private final List<int[]> lists = new ArrayList<>();
    private int @Nullable [] leading;
    private boolean impossible;
    private boolean ofFields;
    private int @Nullable [] kindCodes;
    private long kindRows;
    private final Wanted wanted;
    private int next;
    private int end;
    private int @Nullable [] scratch;

    /** Whether a row has one of some codes. */
    private static final class CodeTest {
        private final Codes codes;
        private final int[] wanted;

        /** A test; the codes ascend. */
        CodeTest(Codes codes, int... wanted) {
            this.codes = codes;
            this.wanted = wanted;
        }

        boolean passes(int code) {
            return wanted.length == 1 ? code == wanted[0] : Arrays.binarySearch(wanted, code) >= 0;
        }
    }

    private BlockSearch(Block block, Shape shape, Wanted wanted, Bounds bounds, boolean descending) {
        this.block = block;
        this.shape = shape;
        this.wanted = wanted;
        this.bounds = bounds;
        this.descending = descending;
        long first = shape.firstOf(block.number());
        this.fromRow = (int) Math.max(block.fromRow(), wanted.from() - first);
        this.toRow = (int) Math.min(block.toRow(), wanted.to() - first);
        this.impossible = fromRow >= toRow || bounds.misses(block.times());
    }

    /**
     * A search.
     *
     * @param index the block's in its part
     * @param filters those of the part
     */
    static BlockSearch of(
            Block block,
            Shape shape,
            int index,
            Wanted wanted,
            Bounds bounds,
            List<PartSearch.Filter> filters,
            boolean descending) {
        BlockSearch search = new BlockSearch(block, shape, wanted, bounds, descending);
        if (search.impossible) {
            return search;
        }
        search.ofFields = !filters.isEmpty();
        if (!search.ofFields) {
            // Only records of one kind say anything in a field, so that a filter on one leaves no other kind.
            search.requireKinds(wanted.kinds());
        }
        for (PartSearch.Filter each : filters) {
            int from = each.places().indexOf(index << shape.blockBits());
            int to = each.places().indexOf((index + 1) << shape.blockBits());
            int[] places = each.places().slice(from, to);
            for (int i = 0; i < places.length; i++) {
                places[i] &= shape.blockRows() - 1;
            }
            if (each.field().isExact()) {
                search.requireCodes(block.codes(Block.column(each.field())), each.values(), places);
            } else {
                search.lists.add(places);
            }
        }
        search.lead();
        return search;
    }

    private void requireKinds(Set<RecordKind> kinds) {
        kindRows = (long) block.toRow() - block.fromRow();
        if (kinds.size() == RecordKind.values().length) {
            return;
        }
        Codes codes = block.codes(Block.KIND);
        Ints wanted = new Ints();
        long rows = 0;
        for (int code = 1; code <= codes.size(); code++) {
            if (kinds.contains(Block.kind(codes.texts(code).get(0)))) {
                wanted.add(code);
                rows += codes.count(code);
            }
        }
        if (!block.isCounted() || rows < kindRows) {
            kindRows = rows;
            kindCodes = wanted.slice(0, wanted.size());
            require(codes, wanted);
        }
    }

    /** The table named these codes; only their texts decide. */
    private void requireCodes(Codes codes, Set<String> values, int... places) {
        Ints wanted = new Ints();
        for (int place : places) {
            int code = place + 1;
            if (code <= codes.size() && isAny(codes.texts(code), values)) {
                wanted.add(code);
            }
        }
        require(codes, wanted);
    }

    private static boolean isAny(List<String> texts, Set<String> values) {
        for (String text : texts) {
            if (values.contains(text)) {
                return true;
            }
            for (String value : values) {
                if (text.equals(Text.of(value))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void require(Codes codes, Ints wanted) {
        impossible |= wanted.size() == 0;
        tests.add(new CodeTest(codes, wanted.slice(0, wanted.size())));
    }

    /** Chooses what leads. */
    private void lead() {
        int[] shortest = null;
        for (int[] each : lists) {
            shortest = shortest == null || each.length < shortest.length ? each : shortest;
        }
        CodeTest least = null;
        long leastRows = shortest == null ? Long.MAX_VALUE : shortest.length;
        for (CodeTest each : tests) {
            long rows = 0;
            for (int code : each.wanted) {
                rows += each.codes.count(code);
            }
            if (rows < leastRows && !Listed.isDense((int) rows, block.toRow())) {
                least = each;
                leastRows = rows;
            }
        }
        int[] listed = least == null || impossible ? null : rows(least);
        if (listed != null) {
            tests.remove(least);
            leading = listed;
        } else if (shortest != null) {
            lists.remove(shortest);
            leading = shortest;
        }
        begin();
    }

    private static int @Nullable [] rows(CodeTest test) {
        int[] all = {};
        for (int code : test.wanted) {
            int[] rows = test.codes.rows(code);
            if (rows == null) {
                return null;
            }
            int before = all.length;
            all = before == 0 ? rows : Arrays.copyOf(all, before + rows.length);
            if (before > 0) {
                System.arraycopy(rows, 0, all, before, rows.length);
            }
        }
        if (test.wanted.length > 1) {
            Arrays.sort(all);
        }
        return all;
    }

    private void begin() {
        int[] listed = leading;
        if (impossible) {
            return;
        }
        int first = listed == null ? fromRow >> shape.zoneBits() : index(listed, fromRow);
        int last = listed == null ? (toRow - 1) >> shape.zoneBits() : index(listed, toRow) - 1;
        next = descending ? last : first;
        end = descending ? first - 1 : last + 1;
    }

    private static int index(int[] sorted, int bound) {
        int index = Arrays.binarySearch(sorted, bound);
        return index < 0 ? -index - 1 : index;
    }

    /** The position of row 0. */
    long firstPosition() {
        return shape.firstOf(block.number());
    }

    /** The first row that may match. */
    int fromRow() {
        return fromRow;
    }

    /** The row after the last that may match. */
    int toRow() {
        return toRow;
    }

    /** Whether no row can match. */
    boolean isImpossible() {
        return impossible;
    }

    /** Whether only kinds, positions and times decide. */
    boolean isFieldless() {
        return !ofFields;
    }

    /** How many rows of the block have a wanted kind; exact if its counts are. */
    long kindRows() {
        return kindRows;
    }

    /** Whether a code of the block stands for a wanted kind. */
    boolean isWantedKind(int code) {
        return kindCodes == null || Arrays.binarySearch(kindCodes, code) >= 0;
    }

    /** Whether records of a kind are wanted. */
    boolean wants(RecordKind kind) {
        return wanted.kinds().contains(kind);
    }

    /**
     * Finds more rows, in the order of the search.
     *
     * @param rows takes them; as long as a zone has rows
     * @return how many, 0 at the end
     */
    int next(int[] rows) {
        while (!impossible && next != end) {
            int found = leading == null ? ofZone(rows, next) : ofList(leading, rows);
            if (leading == null) {
                next += descending ? -1 : 1;
            }
            if (found > 0) {
                return found;
            }
        }
        return 0;
    }

    private int ofList(int[] listed, int[] rows) {
        int found = 0;
        int zone = -1;
        while (next != end && found < rows.length) {
            int row = listed[next];
            if (row >> shape.zoneBits() != zone) {
                zone = row >> shape.zoneBits();
                if (bounds.misses(block.times(), zone)) {
                    pass(listed, zone);
                    continue;
                }
            }
            next += descending ? -1 : 1;
            if (passes(row) && bounds.holds(block.times(), row)) {
                rows[found++] = row;
            }
        }
        return found;
    }

    /** Goes past the rows of a zone. */
    private void pass(int[] listed, int zone) {
        next = descending
                ? Math.max(end, index(listed, zone << shape.zoneBits()) - 1)
                : Math.min(end, index(listed, (zone + 1) << shape.zoneBits()));
    }

    private boolean passes(int row) {
        for (CodeTest each : tests) {
            if (!each.passes(each.codes.get(row))) {
                return false;
            }
        }
        for (int[] each : lists) {
            if (Arrays.binarySearch(each, row) < 0) {
                return false;
            }
        }
        return true;
    }

    /** The rows of one zone that match; also for a caller that goes through the zones by itself. */
    int ofZone(int[] rows, int zone) {
        if (bounds.misses(block.times(), zone)) {
            return 0;
        }
        int from = Math.max(fromRow, zone << shape.zoneBits());
        int to = Math.min(toRow, (zone + 1) << shape.zoneBits());
        int found = 0;
        if (tests.isEmpty()) {
            for (int row = from; row < to; row++) {
                rows[found++] = row;
            }
        } else {
            found = loaded(tests.get(0), from, to, rows);
        }
        for (int i = 1; i < tests.size() && found > 0; i++) {
            found = kept(tests.get(i), rows, found);
        }
        if (!bounds.holdsAll(block.times(), zone)) {
            found = kept(rows, found);
        }
        if (descending) {
            reverse(rows, found);
        }
        return found;
    }

    private int loaded(CodeTest test, int from, int to, int[] rows) {
        int[] codes = scratch == null ? new int[shape.zoneRows()] : scratch;
        scratch = codes;
        test.codes.load(from, to - from, codes);
        int found = 0;
        if (test.wanted.length == 1) {
            int only = test.wanted[0];
            for (int i = 0; i < to - from; i++) {
                rows[found] = from + i;
                found += codes[i] == only ? 1 : 0;
            }
        } else {
            for (int i = 0; i < to - from; i++) {
                rows[found] = from + i;
                found += test.passes(codes[i]) ? 1 : 0;
            }
        }
        return found;
    }

    private static int kept(CodeTest test, int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (test.passes(test.codes.get(rows[i]))) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    private int kept(int[] rows, int count) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (bounds.holds(block.times(), rows[i])) {
                rows[kept++] = rows[i];
            }
        }
        return kept;
    }

    private static void reverse(int[] rows, int count) {
        for (int i = 0, j = count - 1; i < j; i++, j--) {
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }
}
