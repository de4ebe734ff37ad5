package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The block that grows: the last one of the journal. One thread writes; views are for any. */
final class OpenBlock {
    private final Shape shape;
    private final long number;
    private final int fromRow;
    private final Seam before;
    private final OpenCodes[] columns;
    private final OpenTimes times;
    private final OpenTerms terms = new OpenTerms();
    private final Map<RecordKind, List<Told>> told = new EnumMap<>(RecordKind.class);
    private int rows;

    /**
     * An empty block.
     *
     * @param fromRow its first row; those before were pruned
     * @param before where the block before ends, {@link Seam#NONE} if the journal begins in this one
     */
    OpenBlock(Shape shape, long number, int fromRow, Seam before) {
        this.shape = shape;
        this.number = number;
        this.fromRow = fromRow;
        this.before = before;
        this.rows = fromRow;
        this.columns = IntStream.range(0, Block.columns())
                .mapToObj(column -> new OpenCodes(shape.blockRows()))
                .toArray(OpenCodes[]::new);
        this.times = new OpenTimes(shape, fromRow);
        for (Field each : Field.CODED) {
            told(each.kind()).add(new Coded(each, columns[Block.column(each)]));
        }
        for (Field each : Field.HASHED) {
            told(each.kind()).add(new Hashed(each));
        }
    }

    private List<Told> told(RecordKind kind) {
        return told.computeIfAbsent(kind, none -> new ArrayList<>());
    }

    /** A field of a kind of record, as a row is told it. */
    private interface Told {
        void add(int row, LogFields log);
    }

    /** Goes on with a block that was kept before it was full. */
    static OpenBlock of(Shape shape, BlockFile kept, TermsFile terms) {
        OpenBlock block = new OpenBlock(shape, kept.number(), kept.fromRow(), kept.before());
        for (int i = 0; i < block.columns.length; i++) {
            Codes from = kept.codes(i);
            for (int code = 1; code <= from.size(); code++) {
                block.columns[i].add(from.texts(code));
            }
            for (int row = kept.fromRow(); row < kept.toRow(); row++) {
                int code = from.get(row);
                if (code > 0) {
                    block.columns[i].set(row, code);
                }
            }
        }
        TimeSource[] sources = TimeSource.ofCodes(kept.codes(Block.KIND));
        for (int row = kept.fromRow(); row < kept.toRow(); row++) {
            TimeSource source = sources[kept.codes(Block.KIND).get(row)];
            block.times.set(row, source, kept.times().second(row), kept.times().nano(row));
        }
        Run run = terms.run(0);
        while (run.hasNext()) {
            long key = run.next();
            block.terms.add(key >>> Run.PLACE_BITS, (int) key & (1 << Run.PLACE_BITS) - 1);
        }
        block.rows = kept.toRow();
        return block;
    }

    long number() {
        return number;
    }

    int fromRow() {
        return fromRow;
    }

    int rows() {
        return rows;
    }

    Seam before() {
        return before;
    }

    Shape shape() {
        return shape;
    }

    boolean isFull() {
        return rows == shape.blockRows();
    }

    OpenTerms terms() {
        return terms;
    }

    /**
     * Adds a row.
     *
     * @param log null if it is no log or cannot be read
     */
    void add(RecordKind kind, @Nullable Instant created, @Nullable LogFields log) {
        int row = rows;
        int code = columns[Block.KIND].find(Field.Form.KEY, kind.value());
        columns[Block.KIND].set(row, code > 0 ? code : columns[Block.KIND].add(Field.Form.KEY, kind.value()));
        times.set(row, TimeSource.of(kind), created);
        if (log != null) {
            for (Told each : told.getOrDefault(kind, List.of())) {
                each.add(row, log);
            }
        }
        rows = row + 1;
    }

    /** What was added up to now. */
    Block view() {
        Codes[] codes = new Codes[columns.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = columns[i].view(rows);
        }
        return new View(number, fromRow, rows, codes, times.view(rows));
    }

    /** The values of a row in a coded field. Kept, so that a row without a new value allocates nothing. */
    private final class Coded implements Told, Field.Values {
        private final Field field;
        private final OpenCodes codes;
        private int found;
        private Field.Form form = Field.Form.PLAIN;
        private String first = "";
        private List<String> texts = List.of();

        Coded(Field field, OpenCodes codes) {
            this.field = field;
            this.codes = codes;
        }

        @Override
        public void take(Field.Form valueForm, @Nullable String value) {
            if (value == null || value.isEmpty()) {
                return;
            }
            if (found++ == 0) {
                form = valueForm;
                first = value;
                return;
            }
            if (found == 2) {
                texts = new ArrayList<>(List.of(text(form, first)));
            }
            texts.add(text(valueForm, value));
        }

        private String text(Field.Form valueForm, String value) {
            return Text.of(valueForm.prefix + valueForm.fold(value));
        }

        @Override
        public void add(int row, LogFields log) {
            found = 0;
            field.tell(log, this);
            if (found > 0) {
                codes.set(row, code());
            }
        }

        private int code() {
            int code = found == 1 ? codes.find(form, first) : 0;
            if (code == 0) {
                int known = codes.size();
                code = found == 1 ? codes.add(form, first) : codes.add(List.copyOf(texts));
                if (codes.size() > known) {
                    name(code);
                }
            }
            return code;
        }

        private void name(int code) {
            for (String text : codes.texts(code)) {
                terms.add(TermHash.of(field, text), code - 1);
            }
        }
    }

    /** The values of a row in a hashed field. */
    private final class Hashed implements Told, Field.Values {
        private final Field field;
        private int row;

        Hashed(Field field) {
            this.field = field;
        }

        @Override
        public void add(int atRow, LogFields log) {
            row = atRow;
            field.tell(log, this);
        }

        @Override
        public void take(Field.Form form, @Nullable String value) {
            if (value != null && !value.isEmpty()) {
                terms.add(TermHash.of(field, form.fold(value)), row);
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Shared on purpose: a view costs no copy.
    private record View(long number, int fromRow, int toRow, Codes[] columns, Times times) implements Block {
        @Override
        public Codes codes(int column) {
            return columns[column];
        }

        @Override
        public boolean isCounted() {
            return false;
        }

        @Override
        public boolean isSound() {
            return true;
        }
    }
}
