package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The columns as they grow. The block that grows lives in memory; a full one is written, and once so many are there, their tables are
 * merged. When that fails, for lack of room for example, what is covered already stays so, and the next opening makes good for it:
 * nobody's append fails for an index.
 *
 * <p>Belongs to one thread at a time; {@link #view} is for any.
 */
final class GrowingColumns {
    private static final System.Logger LOG = System.getLogger(Columns.class.getName());
    /** Up to so many bytes all files are read through whenever they are opened: some milliseconds. */
    private static final long SMALL = 32 << 20;

    private final ColumnFiles files;
    private List<Part> settled = List.of();
    private boolean broken;
    private @Nullable OpenBlock open;
    private @Nullable Excerpt last;
    private volatile ColumnView view = ColumnView.EMPTY;

    private GrowingColumns(ColumnFiles files) {
        this.files = files;
    }

    /** As {@link Columns#open}. */
    static GrowingColumns open(ColumnFiles files, ExcerptReader reader, LongConsumer progress) {
        GrowingColumns columns = new GrowingColumns(files);
        try {
            DurableFile.createDirectory(files.directory());
            columns.settle(reader, reader.firstPosition(), progress);
        } catch (IOException | UncheckedIOException e) {
            columns.fail(e);
        }
        return columns;
    }

    private void settle(ExcerptReader reader, long start, LongConsumer progress) throws IOException {
        Settling settling = new Settling(files, reader, start, bytes() <= SMALL, progress);
        OpenBlock kept = open != null && open.number() > files.shape().blockOf(start) ? open : null;
        long number = settling.openNumber(kept);
        List<Part> parts = settling.full(number);
        OpenBlock next = kept == null ? settling.open(number) : kept;
        if (kept != null) {
            settling.keep(number);
        }
        settling.clear();
        settled = List.copyOf(parts);
        open = next;
        if (kept == null) {
            catchUp(reader, next, progress);
        }
        publish();
    }

    private void catchUp(ExcerptReader reader, OpenBlock from, LongConsumer progress) throws IOException {
        long next = files.shape().firstOf(from.number()) + from.rows();
        if (next >= reader.endPosition()) {
            return;
        }
        long end = reader.endSequence();
        for (long sequence = reader.sequenceOf(next); sequence < end; sequence++) {
            Excerpt excerpt = reader.read(sequence);
            if (excerpt != null) {
                add(excerpt, LogParts.of(excerpt));
                progress.accept(excerpt.firstPosition() + excerpt.entries().size());
            }
        }
    }

    private long bytes() throws IOException {
        try (var all = Files.list(files.directory())) {
            return all.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    /**
     * Takes in excerpts, and shows them.
     *
     * @param excerpts the next ones of the journal
     */
    void take(List<Columns.Appended> excerpts) {
        try {
            for (Columns.Appended each : excerpts) {
                add(each.excerpt(), each.logs());
            }
            publish();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void add(Excerpt excerpt, List<@Nullable LogFields> logs) throws IOException {
        OpenBlock block = open;
        if (broken || block == null) {
            return;
        }
        last = excerpt;
        long next = files.shape().firstOf(block.number()) + block.rows();
        for (int i = 0; i < logs.size(); i++) {
            Entry entry = excerpt.entries().get(i);
            if (entry.position() == next) {
                block.add(entry.kind(), entry.created(), logs.get(i));
                next++;
                if (block.isFull()) {
                    block = turn(block, Seam.of(excerpt));
                }
            }
        }
    }

    /** Writes a full block, and begins the next one. */
    private OpenBlock turn(OpenBlock full, Seam end) throws IOException {
        publish();
        Writing.write(files, full, end);
        BlockFile block = files.openBlock(full.number());
        TermsFile terms = files.openTerms(new ColumnFiles.Table(0, full.number()));
        long from = files.shape().firstOf(full.number()) + full.fromRow();
        List<Part> parts = new ArrayList<>(settled);
        parts.add(new Part(files.shape(), full.number(), from, terms, block));
        settled = List.copyOf(parts);
        OpenBlock next = new OpenBlock(files.shape(), full.number() + 1, 0, end);
        open = next;
        ColumnFiles.Table widest = ColumnFiles.Table.widestThatEnds(full.number() + 1);
        if (widest.level() > 0) {
            merge(widest);
        }
        return next;
    }

    /** Merges all tables in a span, whatever their levels: none is written only to be merged again. */
    private void merge(ColumnFiles.Table table) throws IOException {
        List<Part> before = new ArrayList<>();
        List<TermsFile> lower = new ArrayList<>();
        Block[] covered = new Block[(int) (table.endBlock() - table.firstBlock())];
        for (Part each : settled) {
            if (each.endBlock() <= table.firstBlock()) {
                before.add(each);
            } else {
                lower.add((TermsFile) each.terms());
                for (int i = 0; i < each.length(); i++) {
                    covered[(int) (each.firstBlock() - table.firstBlock()) + i] = each.block(i);
                }
            }
        }
        long from = lower.get(0).span().first();
        TermsFile merged = Writing.merge(files, table, from, lower);
        before.add(new Part(files.shape(), table.firstBlock(), from, merged, covered));
        settled = List.copyOf(before);
        publish();
        for (TermsFile each : lower) {
            Files.deleteIfExists(each.path());
        }
    }

    private void publish() {
        List<Part> all = new ArrayList<>(settled);
        OpenBlock block = open;
        if (!broken && block != null && block.rows() > block.fromRow()) {
            long first = files.shape().firstOf(block.number());
            all.add(new Part(files.shape(), block.number(), first + block.fromRow(), block.terms(), block.view()));
        }
        view = new ColumnView(all);
    }

    private void fail(Throwable cause) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the columns cannot be written; queries read the journal instead, and the next opening makes them again,"
                        + " directory=" + files.directory(),
                cause);
        broken = true;
        publish();
    }

    /** What is covered now; for any thread. */
    ColumnView view() {
        return view;
    }

    /** As {@link Columns#pruned}. */
    void pruned(long start, ExcerptReader reader) {
        if (!broken) {
            try {
                settle(reader, start, position -> {});
            } catch (IOException | UncheckedIOException e) {
                fail(e);
            }
        }
    }

    /** As {@link Columns#seal}. */
    void seal() {
        OpenBlock block = open;
        Excerpt end = last;
        if (!broken && block != null && end != null && block.rows() > block.fromRow()) {
            try {
                Writing.write(files, block, Seam.of(end));
            } catch (IOException e) {
                fail(e);
            }
        }
    }
}
