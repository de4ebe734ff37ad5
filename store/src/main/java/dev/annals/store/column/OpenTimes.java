package dev.annals.store.column;

import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The times of a block that grows; one thread writes, views are for any, as in {@link OpenCodes}. */
final class OpenTimes {
    private static final int FIRST_ROWS = 256;

    private final Shape shape;
    private final int fromRow;
    private final long[] earliest;
    private final long[] latest;
    private final boolean[] exact;
    private long[] seconds;
    private int[] nanos;

    OpenTimes(Shape shape, int fromRow) {
        this.shape = shape;
        this.fromRow = fromRow;
        this.earliest = new long[shape.zones() * TimeSource.COUNT];
        this.latest = new long[shape.zones() * TimeSource.COUNT];
        this.exact = new boolean[shape.zones() * TimeSource.COUNT];
        this.seconds = new long[Math.min(FIRST_ROWS, shape.blockRows())];
        this.nanos = new int[seconds.length];
        Arrays.fill(earliest, Long.MAX_VALUE);
        Arrays.fill(latest, Long.MIN_VALUE);
        Arrays.fill(exact, true);
    }

    void set(int row, TimeSource source, @Nullable Instant created) {
        set(
                row,
                source,
                created == null ? Times.NONE : created.getEpochSecond(),
                created == null ? 0 : created.getNano());
    }

    void set(int row, TimeSource source, long second, int nano) {
        if (row >= seconds.length) {
            int longer = Math.min(shape.blockRows(), Math.max(row + 1, 2 * seconds.length));
            seconds = Arrays.copyOf(seconds, longer);
            nanos = Arrays.copyOf(nanos, longer);
        }
        seconds[row] = second;
        nanos[row] = nano;
        int span = span(source, row >> shape.zoneBits());
        if (second == Times.NONE) {
            exact[span] = false;
        } else {
            earliest[span] = Math.min(earliest[span], second);
            latest[span] = Math.max(latest[span], second);
        }
    }

    private static int span(TimeSource source, int zone) {
        return zone * TimeSource.COUNT + source.place;
    }

    Times view(int rows) {
        return new View(seconds, nanos, earliest, latest, exact, rows >> shape.zoneBits(), fromRow);
    }

    /** Zones that are not full yet are still written to: nothing is said of them. */
    @SuppressWarnings("ArrayRecordComponent") // Shared on purpose: a view costs no copy.
    private record View(
            long[] seconds, int[] nanos, long[] starts, long[] ends, boolean[] known, int fullZones, int fromRow)
            implements Times {
        @Override
        public long second(int row) {
            return row < fromRow ? NONE : seconds[row];
        }

        @Override
        public int nano(int row) {
            return nanos[row];
        }

        @Override
        public void loadSeconds(int first, int count, long[] target) {
            System.arraycopy(seconds, first, target, 0, count);
        }

        @Override
        public long earliest(TimeSource source) {
            return NONE + 1;
        }

        @Override
        public long latest(TimeSource source) {
            return Long.MAX_VALUE;
        }

        @Override
        public long earliest(TimeSource source, int zone) {
            return zone < fullZones ? starts[span(source, zone)] : NONE + 1;
        }

        @Override
        public long latest(TimeSource source, int zone) {
            return zone < fullZones ? ends[span(source, zone)] : Long.MAX_VALUE;
        }

        @Override
        public boolean isExact(TimeSource source, int zone) {
            return zone < fullZones && known[span(source, zone)];
        }
    }
}
