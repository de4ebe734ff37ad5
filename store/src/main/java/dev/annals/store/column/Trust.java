package dev.annals.store.column;

import dev.annals.store.journal.ExcerptReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which files are of the journal's own history and begin where it does. The last block must end with an excerpt that the journal has; each
 * block before must end where the next one says, or it is held against the journal too.
 */
final class Trust {
    private final Shape shape;
    private final long start;
    private final ExcerptReader reader;
    private final TreeMap<Long, BlockFile> blocks = new TreeMap<>();
    private final TreeMap<ColumnFiles.Table, TermsFile> terms = new TreeMap<>();

    /**
     * Judges what was found.
     *
     * @param start the first position of the journal
     * @param reader reads the journal, to compare a few excerpts
     */
    Trust(ColumnFiles.Found found, Shape shape, long start, ExcerptReader reader) {
        this.shape = shape;
        this.start = start;
        this.reader = reader;
        judgeBlocks(found.blocks());
        found.terms().forEach((table, file) -> {
            if (isTrusted(table, file)) {
                terms.put(table, file);
            }
        });
    }

    private void judgeBlocks(NavigableMap<Long, BlockFile> found) {
        BlockFile above = null;
        for (Map.Entry<Long, BlockFile> each : found.descendingMap().entrySet()) {
            BlockFile block = each.getValue();
            boolean next = above != null && above.number() == block.number() + 1;
            if (isInPlace(block)
                    && (above == null || block.toRow() == shape.blockRows())
                    && ((above != null && next)
                            ? block.end().equals(above.before())
                            : block.end().matches(reader))) {
                blocks.put(block.number(), block);
                above = block;
            }
        }
    }

    private boolean isInPlace(BlockFile block) {
        boolean first = block.number() == shape.blockOf(start);
        return block.number() >= shape.blockOf(start)
                && block.fromRow() == (first ? shape.rowOf(start) : 0)
                && block.before().equals(Seam.NONE) == first;
    }

    private boolean isTrusted(ColumnFiles.Table table, TermsFile file) {
        return isOfHistory(table, file) && file.span().first() == firstOf(table);
    }

    /** Whether a table ends where its last block does; it may begin before the journal does. */
    boolean isOfHistory(ColumnFiles.Table table, TermsFile file) {
        BlockFile last = blocks.get(table.endBlock() - 1);
        Seam end = file.span().end();
        return last == null ? end.matches(reader) : end.equals(last.end());
    }

    /** The first position that a table has. */
    long firstOf(ColumnFiles.Table table) {
        return Math.max(start, shape.firstOf(table.firstBlock()));
    }

    NavigableMap<Long, BlockFile> blocks() {
        return blocks;
    }

    NavigableMap<ColumnFiles.Table, TermsFile> terms() {
        return terms;
    }

    /** The tables of blocks that are all full: as few as can be, the largest spans that end with one of them. */
    static List<ColumnFiles.Table> tables(long first, long end) {
        List<ColumnFiles.Table> tables = new ArrayList<>();
        for (long at = first; at < end; at = tables.get(tables.size() - 1).endBlock()) {
            ColumnFiles.Table widest = new ColumnFiles.Table(0, at);
            for (int level = 1; level <= Shape.TOP_LEVEL; level++) {
                ColumnFiles.Table wider = new ColumnFiles.Table(level, at >> (Shape.FAN_BITS * level));
                boolean begins = wider.firstBlock() == at || at == first;
                widest = begins && wider.endBlock() <= end ? wider : widest;
            }
            tables.add(widest);
        }
        return tables;
    }

    /** What can be used as it is: of several tables over a block the one that reaches farthest. */
    ColumnView view() {
        List<Part> parts = new ArrayList<>();
        if (blocks.isEmpty()) {
            return ColumnView.EMPTY;
        }
        for (long at = shape.blockOf(start); at <= blocks.lastKey(); ) {
            ColumnFiles.Table widest = null;
            for (ColumnFiles.Table each : terms.keySet()) {
                boolean covers = each.firstBlock() <= at && at < each.endBlock();
                boolean begins = each.firstBlock() == at || at == shape.blockOf(start);
                widest = covers && begins && (widest == null || each.level() > widest.level()) ? each : widest;
            }
            if (widest == null) {
                at++;
            } else {
                parts.add(part(widest));
                at = widest.endBlock();
            }
        }
        return new ColumnView(List.copyOf(parts));
    }

    Part part(ColumnFiles.Table table) {
        TermsFile file = terms.get(table);
        if (file == null) {
            throw new IllegalStateException("a table without its file, table=" + table);
        }
        @Nullable Block[] covered = new Block[(int) (table.endBlock() - table.firstBlock())];
        for (int i = 0; i < covered.length; i++) {
            covered[i] = blocks.get(table.firstBlock() + i);
        }
        return new Part(shape, table.firstBlock(), firstOf(table), file, covered);
    }
}
