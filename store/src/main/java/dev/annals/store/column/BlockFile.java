package dev.annals.store.column;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A block in a file, as {@link BlockFormat} draws it. */
final class BlockFile implements Block {
    private final MappedFile file;
    private final int fromRow;
    private final int toRow;
    private final Packed seconds;
    private final Packed fractions;
    private final FileTimes times;
    private final List<Column> columns = new ArrayList<>();

    private BlockFile(MappedFile file, Shape shape) {
        this.file = file;
        ByteBuffer bytes = file.bytes();
        this.fromRow = bytes.getInt(40);
        this.toRow = bytes.getInt(44);
        ByteBuffer head = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(BlockFormat.FIXED_BYTES);
        int at = file.headBytes();
        long base = head.getLong();
        int secondBytes = head.getInt();
        int unit = head.getInt();
        int fractionBytes = head.getInt();
        this.seconds = new Packed(bytes, at, secondBytes);
        this.fractions = new Packed(bytes, at + secondBytes * toRow, fractionBytes);
        int zones = (toRow + shape.zoneRows() - 1) >> shape.zoneBits();
        this.times = new FileTimes(base, unit, head.position(), zones);
        at += (secondBytes + fractionBytes) * toRow;
        head.position(head.position() + zones * FileTimes.ZONE_BYTES);
        for (int left = head.getInt(); left > 0; left--) {
            Column column = new Column(head, at);
            columns.add(column);
            at = column.end;
        }
    }

    /** Opens a block; null if the file is not a whole one of that journal and shape. */
    static @Nullable BlockFile open(Path path, long journal, Shape shape) throws IOException {
        MappedFile file = MappedFile.open(path, BlockFormat.MAGIC, BlockFormat.VERSION, BlockFormat.FIXED_BYTES);
        if (file == null
                || file.bytes().getInt(20) != shape.code()
                || file.bytes().getLong(24) != journal
                || file.bytes().getInt(92) != file.bytes().limit() - file.headBytes()) {
            return null;
        }
        BlockFile block = new BlockFile(file, shape);
        return block.columns.size() == Block.columns() ? block : null;
    }

    Path path() {
        return file.path();
    }

    Seam before() {
        return Bytes.seam(
                file.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).position(48));
    }

    Seam end() {
        return Bytes.seam(
                file.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).position(68));
    }

    @Override
    public long number() {
        return file.bytes().getLong(32);
    }

    @Override
    public int fromRow() {
        return fromRow;
    }

    @Override
    public int toRow() {
        return toRow;
    }

    @Override
    public Codes codes(int column) {
        return columns.get(column);
    }

    @Override
    public Times times() {
        return times;
    }

    @Override
    public boolean isCounted() {
        return true;
    }

    @Override
    public boolean isSound() {
        return file.isSound(file.bytes().getInt(88));
    }

    private record Span(long earliest, long latest) {}

    private final class FileTimes implements Times {
        private static final int SPAN_BYTES = 20;
        static final int ZONE_BYTES = TimeSource.COUNT * SPAN_BYTES;

        private final long base;
        private final int unit;
        private final int zonesAt;
        private final int zones;
        private Span @Nullable [] spans;

        FileTimes(long base, int unit, int zonesAt, int zones) {
            this.base = base;
            this.unit = unit;
            this.zonesAt = zonesAt;
            this.zones = zones;
        }

        /** From when to when; found at the first use, because the file must be known to be sound. Any thread may find it. */
        private Span span(TimeSource source) {
            Span[] found = spans;
            if (found == null) {
                found = Arrays.stream(TimeSource.values()).map(this::ofAllZones).toArray(Span[]::new);
                spans = found;
            }
            return found[source.place];
        }

        private Span ofAllZones(TimeSource source) {
            long earliest = Long.MAX_VALUE;
            long latest = Long.MIN_VALUE;
            for (int zone = 0; zone < zones; zone++) {
                earliest = Math.min(earliest, earliest(source, zone));
                latest = Math.max(latest, latest(source, zone));
            }
            return new Span(earliest, latest);
        }

        private int spanAt(TimeSource source, int zone) {
            return zonesAt + zone * ZONE_BYTES + source.place * SPAN_BYTES;
        }

        @Override
        public long earliest(TimeSource source) {
            return span(source).earliest;
        }

        @Override
        public long latest(TimeSource source) {
            return span(source).latest;
        }

        @Override
        public long second(int row) {
            long offset = seconds.get(row);
            return offset == 0 ? NONE : base + offset - 1;
        }

        @Override
        public int nano(int row) {
            return (int) fractions.get(row) * unit;
        }

        @Override
        public void loadSeconds(int from, int count, long[] target) {
            seconds.load(from, count, target);
            for (int i = 0; i < count; i++) {
                target[i] = target[i] == 0 ? NONE : base + target[i] - 1;
            }
        }

        @Override
        public long earliest(TimeSource source, int zone) {
            return file.bytes().getLong(spanAt(source, zone));
        }

        @Override
        public long latest(TimeSource source, int zone) {
            return file.bytes().getLong(spanAt(source, zone) + 8);
        }

        @Override
        public boolean isExact(TimeSource source, int zone) {
            return file.bytes().getInt(spanAt(source, zone) + 16) == 1;
        }
    }

    /** One column; what its head says of each code is unfolded when it is asked for, and forgotten when memory is short. */
    private final class Column implements Codes {
        private final int headAt;
        private final int size;
        private final Packed codes;
        private final int listsAt;
        private final int end;
        private SoftReference<Values> values = new SoftReference<>(null);

        /** Walks over the column's part of the head. */
        Column(ByteBuffer head, int at) {
            size = head.getInt();
            int width = head.getInt();
            headAt = head.position();
            codes = new Packed(file.bytes(), at, width);
            listsAt = at + width * toRow;
            int bytes = 0;
            head.getInt();
            for (int code = 1; code <= size; code++) {
                int count = head.getInt();
                bytes += Listed.isDense(count, toRow) ? 0 : count * Short.BYTES;
                for (int texts = head.getInt(); texts > 0; texts--) {
                    int length = head.getInt();
                    head.position(head.position() + length);
                }
            }
            end = listsAt + bytes;
        }

        private Values values() {
            Values known = values.get();
            if (known == null) {
                known = new Values(
                        file.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).position(headAt), size, listsAt, toRow);
                values = new SoftReference<>(known);
            }
            return known;
        }

        @Override
        public int get(int row) {
            return (int) codes.get(row);
        }

        @Override
        public void load(int from, int count, int[] target) {
            codes.load(from, count, target);
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public List<String> texts(int code) {
            return values().texts.get(code);
        }

        @Override
        public int count(int code) {
            return values().counts[code];
        }

        @Override
        public int @Nullable [] rows(int code) {
            Values known = values();
            int count = known.counts[code];
            if (Listed.isDense(count, toRow)) {
                return null;
            }
            int[] rows = new int[count];
            for (int i = 0; i < count; i++) {
                rows[i] = file.bytes().getShort(known.lists[code] + i * Short.BYTES) & 0xFFFF;
            }
            return rows;
        }
    }

    /** What the head says of each code of a column. */
    private static final class Values {
        private final int[] counts;
        private final int[] lists;
        private final List<List<String>> texts;

        Values(ByteBuffer head, int size, int listsAt, int rows) {
            counts = new int[size + 1];
            lists = new int[size + 1];
            texts = new ArrayList<>(size + 1);
            head.getInt(); // How many rows have no value, which nobody asks for.
            texts.add(List.of());
            int at = listsAt;
            for (int code = 1; code <= size; code++) {
                counts[code] = head.getInt();
                lists[code] = at;
                at += Listed.isDense(counts[code], rows) ? 0 : counts[code] * Short.BYTES;
                String[] all = new String[head.getInt()];
                for (int i = 0; i < all.length; i++) {
                    all[i] = Bytes.text(head);
                }
                texts.add(List.of(all));
            }
        }
    }
}
