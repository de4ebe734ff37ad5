package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private final Coded coded = new Coded();
    private final Hashed hashed = new Hashed();
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
                block.columns[i].set(row, from.get(row));
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
        for (int i = 0; i < Field.CODED.size(); i++) {
            Field field = Field.CODED.get(i);
            columns[i + 1].set(row, log == null || field.kind() != kind ? 0 : coded.code(field, columns[i + 1], log));
        }
        if (log != null) {
            for (int i = 0; i < Field.HASHED.size(); i++) {
                if (Field.HASHED.get(i).kind() == kind) {
                    hashed.add(Field.HASHED.get(i), row, log);
                }
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

    /** The values of one row in one coded field. Kept, so that a row without a new value allocates nothing. */
    private final class Coded implements Field.Values {
        private int found;
        private Field.Form form = Field.Form.PLAIN;
        private String first = "";
        private List<String> texts = List.of();

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

        int code(Field field, OpenCodes codes, LogFields log) {
            found = 0;
            field.tell(log, this);
            if (found == 0) {
                return 0;
            }
            int code = found == 1 ? codes.find(form, first) : 0;
            if (code == 0) {
                int known = codes.size();
                code = found == 1 ? codes.add(form, first) : codes.add(List.copyOf(texts));
                if (codes.size() > known) {
                    name(field, codes, code);
                }
            }
            return code;
        }

        private void name(Field field, OpenCodes codes, int code) {
            for (String text : codes.texts(code)) {
                terms.add(TermHash.of(field, text), code - 1);
            }
        }
    }

    /** The values of one row in one hashed field. */
    private final class Hashed implements Field.Values {
        private Field field = Field.OBJECT;
        private int row;

        void add(Field hashedField, int atRow, LogFields log) {
            field = hashedField;
            row = atRow;
            hashedField.tell(log, this);
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
