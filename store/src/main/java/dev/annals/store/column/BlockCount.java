package dev.annals.store.column;

import dev.annals.api.RecordKind;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the rows of one block. Codes of one row make one number, and numbers are counted in an array, which is emptied into the groups at
 * the end: so a row costs a few simple steps in loops without a branch. The kind is the first of these codes, so that no row need be
 * left out while counting.
 */
final class BlockCount {
    /** A larger array would cost more than it saves: then each row is looked up in the groups by itself. */
    private static final long MOST_CELLS = 1 << 20;

    private final Block block;
    private final Shape shape;
    private final BlockSearch search;
    private final Bounds bounds;
    private final Groups groups;
    private final List<Grouping> groupings;
    private final int[][] numbers;
    private final long[] firstUnit;
    private final int[] sizes;
    private final int[] rows;
    private final int[] codes;
    private final int[] cells;
    private final long[] seconds;

    BlockCount(Block block, Shape shape, BlockSearch search, Bounds bounds, Groups groups) {
        this.block = block;
        this.shape = shape;
        this.search = search;
        this.bounds = bounds;
        this.groups = groups;
        this.groupings = groups.groupings();
        this.numbers = new int[groupings.size()][];
        this.firstUnit = new long[groupings.size()];
        this.sizes = new int[groupings.size()];
        int zone = shape.zoneRows();
        this.rows = new int[zone];
        this.codes = new int[zone];
        this.cells = new int[zone];
        this.seconds = new long[zone];
    }

    void count() {
        if (search.isImpossible()) {
            return;
        }
        if (groupings.isEmpty()) {
            long found = 0;
            for (int more = search.next(rows); more > 0; more = search.next(rows)) {
                found += more;
            }
            groups.add(0, found);
        } else if (isWhole() && groupings.size() == 1 && groupings.get(0).column() >= 0) {
            countCodes();
        } else {
            countRows();
        }
    }

    /** Whether every row counts, but perhaps those of some kinds. */
    private boolean isWhole() {
        return block.isCounted()
                && !bounds.isTimed()
                && search.isFieldless()
                && search.fromRow() == block.fromRow()
                && search.toRow() == block.toRow();
    }

    /** The counts are there: only one kind has codes other than 0, so those without are the rest of the wanted kinds. */
    private void countCodes() {
        Codes column = block.codes(groupings.get(0).column());
        RecordKind kind = groupings.get(0).kind();
        long rest = search.kindRows();
        for (int code = 1; code <= column.size(); code++) {
            boolean counts = kind == null ? search.isWantedKind(code) : search.wants(kind);
            if (counts) {
                add(0, number(0, column, code), column.count(code));
                rest -= column.count(code);
            }
        }
        if (rest > 0) {
            add(0, groups.number(0, ""), rest);
        }
    }

    private void add(int grouping, int number, long count) {
        groups.add(groups.cell(0, grouping, number), count);
    }

    private int number(int grouping, Codes column, int code) {
        return groups.number(
                grouping,
                code == 0 ? "" : groupings.get(grouping).text(column.texts(code).get(0)));
    }

    private void countRows() {
        measure();
        long cellCount = 1;
        for (int size : sizes) {
            cellCount = Math.min(MOST_CELLS + 1, cellCount * size);
        }
        int[] counted = new int[cellCount > MOST_CELLS ? 0 : (int) cellCount];
        for (int found = search.next(rows); found > 0; found = search.next(rows)) {
            if (counted.length > 0) {
                number(found);
                for (int i = 0; i < found; i++) {
                    counted[cells[i]]++;
                }
            } else {
                addEach(found);
            }
        }
        empty(counted);
    }

    /** Finds how many codes each grouping has here: 0 stands for none. */
    private void measure() {
        long[] span = groupings.stream().anyMatch(each -> each.column() < 0) ? span() : new long[2];
        for (int i = 0; i < sizes.length; i++) {
            Grouping grouping = groupings.get(i);
            long size = 1;
            if (grouping.column() >= 0) {
                size += block.codes(grouping.column()).size();
            } else if (span[0] <= span[1]) {
                firstUnit[i] = grouping.unit(span[0]);
                size += grouping.unit(span[1]) - firstUnit[i] + 1;
            }
            sizes[i] = (int) Math.min(MOST_CELLS + 1, size);
            numbers[i] = new int[size > MOST_CELLS ? 0 : (int) size];
            Arrays.fill(numbers[i], -1);
        }
    }

    /** The earliest and the latest second of the rows that may match, or more. */
    private long[] span() {
        Times times = block.times();
        long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
        if (block.isCounted()) {
            for (int zone = search.fromRow() >> shape.zoneBits();
                    zone <= (search.toRow() - 1) >> shape.zoneBits();
                    zone++) {
                span[0] = Math.min(span[0], bounds.earliest(times, zone));
                span[1] = Math.max(span[1], bounds.latest(times, zone));
            }
        } else {
            for (int row = search.fromRow(); row < search.toRow(); row++) {
                long second = times.second(row);
                if (second != Times.NONE) {
                    span[0] = Math.min(span[0], second);
                    span[1] = Math.max(span[1], second);
                }
            }
        }
        return span;
    }

    /** Makes of each row's codes one number. */
    private void number(int found) {
        Arrays.fill(cells, 0, found, 0);
        for (int i = 0; i < sizes.length; i++) {
            load(i, found);
            int size = sizes[i];
            for (int row = 0; row < found; row++) {
                cells[row] = cells[row] * size + codes[row];
            }
        }
    }

    /** The codes of the rows found in one grouping. */
    private void load(int grouping, int found) {
        int first = Math.min(rows[0], rows[found - 1]);
        int span = Math.max(rows[0], rows[found - 1]) - first + 1;
        int column = groupings.get(grouping).column();
        if (column < 0) {
            loadUnits(grouping, found, first, span);
        } else if (span <= codes.length && found * 4 > span) {
            block.codes(column).load(first, span, codes);
            if (span > found) {
                for (int i = 0; i < found; i++) {
                    codes[i] = codes[rows[i] - first];
                }
            }
        } else {
            for (int i = 0; i < found; i++) {
                codes[i] = block.codes(column).get(rows[i]);
            }
        }
    }

    private void loadUnits(int grouping, int found, int first, int span) {
        Grouping by = groupings.get(grouping);
        Times times = block.times();
        int zone = first >> shape.zoneBits();
        boolean oneZone = zone == (first + span - 1) >> shape.zoneBits();
        if (oneZone
                && bounds.isExact(times, zone)
                && by.unit(bounds.earliest(times, zone)) == by.unit(bounds.latest(times, zone))) {
            Arrays.fill(codes, 0, found, (int) (by.unit(bounds.earliest(times, zone)) - firstUnit[grouping]) + 1);
            return;
        }
        boolean dense = span <= seconds.length && found * 4 > span;
        if (dense) {
            times.loadSeconds(first, span, seconds);
        }
        for (int i = 0; i < found; i++) {
            long second = dense ? seconds[rows[i] - first] : times.second(rows[i]);
            codes[i] = second == Times.NONE ? 0 : (int) (by.unit(second) - firstUnit[grouping]) + 1;
        }
    }

    private void empty(int... counted) {
        for (int cell = 0; cell < counted.length; cell++) {
            if (counted[cell] > 0) {
                int rest = cell;
                int stride = counted.length;
                int group = 0;
                for (int i = 0; i < sizes.length; i++) {
                    stride /= sizes[i];
                    group = groups.cell(group, i, numberOf(i, rest / stride));
                    rest %= stride;
                }
                groups.add(group, counted[cell]);
            }
        }
    }

    private int numberOf(int grouping, int code) {
        int known = numbers[grouping][code];
        if (known < 0) {
            int column = groupings.get(grouping).column();
            known = column >= 0
                    ? number(grouping, block.codes(column), code)
                    : code == 0 ? groups.number(grouping, "") : groups.number(grouping, firstUnit[grouping] + code - 1);
            numbers[grouping][code] = known;
        }
        return known;
    }

    private void addEach(int found) {
        for (int row = 0; row < found; row++) {
            int group = 0;
            for (int i = 0; i < sizes.length; i++) {
                group = groups.cell(group, i, groupOf(i, rows[row]));
            }
            groups.add(group, 1);
        }
    }

    private int groupOf(int grouping, int row) {
        int column = groupings.get(grouping).column();
        if (column >= 0) {
            return numberOf(grouping, block.codes(column).get(row));
        }
        long second = block.times().second(row);
        return second == Times.NONE
                ? groups.number(grouping, "")
                : groups.number(grouping, groupings.get(grouping).unit(second));
    }
}
