package dev.annals.store.column;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Leaves exactly those files that a journal with these records has: what cannot be trusted is made again from the journal, and what does not
 * belong there is removed. Holds no more than one block in memory.
 */
final class Settling {
    private final ColumnFiles files;
    private final ExcerptReader reader;
    private final long start;
    private final long first;
    private final LongConsumer progress;
    private final ColumnFiles.Found found;
    private final Trust trust;
    private final Set<Path> kept = new HashSet<>();

    /**
     * Begins to settle.
     *
     * @param start the first position of the journal
     * @param thorough whether to read the files through, whatever their size
     */
    Settling(ColumnFiles files, ExcerptReader reader, long start, boolean thorough, LongConsumer progress)
            throws IOException {
        this.files = files;
        this.reader = reader;
        this.start = start;
        this.first = files.shape().blockOf(start);
        this.progress = progress;
        this.found = files.find();
        if (thorough) {
            found.blocks().values().removeIf(block -> !block.isSound());
            found.terms().values().removeIf(terms -> !terms.isSound());
        }
        this.trust = new Trust(found, files.shape(), start, reader);
    }

    /**
     * The number of the block that is still growing: all before it are full.
     *
     * @param open the growing block, if it is known already
     */
    long openNumber(@Nullable OpenBlock open) {
        if (open != null) {
            return open.number();
        }
        if (trust.blocks().isEmpty()) {
            return first;
        }
        BlockFile last = trust.blocks().lastEntry().getValue();
        return last.toRow() == files.shape().blockRows() ? last.number() + 1 : last.number();
    }

    /** Makes every full block and every table of full blocks. */
    List<Part> full(long open) throws IOException {
        for (long number = first; number < open; number++) {
            if (!trust.blocks().containsKey(number)) {
                rebuild(number);
            }
            kept.add(files.block(number));
        }
        List<Part> parts = new ArrayList<>();
        for (ColumnFiles.Table each : Trust.tables(first, open)) {
            kept.add(files.terms(each));
            table(each);
            parts.add(trust.part(each));
        }
        return parts;
    }

    /** The growing block as it was kept, or a new one. */
    OpenBlock open(long number) throws IOException {
        ColumnFiles.Table table = new ColumnFiles.Table(0, number);
        BlockFile block = trust.blocks().get(number);
        TermsFile terms = trust.terms().get(table);
        if (block != null && terms != null && block.isSound() && terms.isSound()) {
            keep(number);
            return OpenBlock.of(files.shape(), block, terms);
        }
        return begun(number);
    }

    /** Leaves the files of the growing block. */
    void keep(long number) {
        kept.add(files.block(number));
        kept.add(files.terms(new ColumnFiles.Table(0, number)));
    }

    /** Removes everything else. */
    void clear() throws IOException {
        List<Path> all = new ArrayList<>(found.strangers());
        try (var now = Files.list(files.directory())) {
            now.forEach(all::add);
        }
        for (Path each : all) {
            if (!kept.contains(each) && !Files.isDirectory(each)) {
                Files.deleteIfExists(each);
            }
        }
    }

    private OpenBlock begun(long number) {
        Shape shape = files.shape();
        if (number == first) {
            return new OpenBlock(shape, number, shape.rowOf(start), Seam.NONE);
        }
        long last = shape.firstOf(number) - 1;
        return new OpenBlock(shape, number, 0, Seam.of(read(reader.sequenceOf(last), last)));
    }

    private Excerpt read(long sequence, long position) {
        Excerpt excerpt = reader.read(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException("an excerpt before the end cannot be read", sequence, position);
        }
        return excerpt;
    }

    private void rebuild(long number) throws IOException {
        OpenBlock block = begun(number);
        long end = files.shape().firstOf(number + 1);
        long next = files.shape().firstOf(number) + block.rows();
        Excerpt excerpt = read(reader.sequenceOf(next), next);
        while (true) {
            for (Entry each : excerpt.entries()) {
                if (each.position() == next && next < end) {
                    block.add(each.kind(), each.created(), LogParts.of(each));
                    next++;
                }
            }
            progress.accept(next);
            if (next == end) {
                break;
            }
            excerpt = read(excerpt.sequence() + 1, next);
        }
        Writing.write(files, block, Seam.of(excerpt));
        trust.blocks().put(number, files.openBlock(number));
        ColumnFiles.Table table = new ColumnFiles.Table(0, number);
        trust.terms().put(table, files.openTerms(table));
    }

    private void table(ColumnFiles.Table table) throws IOException {
        if (trust.terms().containsKey(table)) {
            return;
        }
        TermsFile old = found.terms().get(table);
        if (table.level() == 0) {
            rebuild(table.number());
        } else if (old != null
                && old.span().first() < trust.firstOf(table)
                && trust.isOfHistory(table, old)
                && old.isSound()) {
            cut(table, old);
        } else {
            List<TermsFile> lower = new ArrayList<>();
            for (long number = table.number() << Shape.FAN_BITS;
                    number < (table.number() + 1) << Shape.FAN_BITS;
                    number++) {
                ColumnFiles.Table child = new ColumnFiles.Table(table.level() - 1, number);
                if (child.endBlock() > first) {
                    table(child);
                    lower.add(sound(child));
                }
            }
            trust.terms().put(table, Writing.merge(files, table, trust.firstOf(table), lower));
        }
    }

    private TermsFile sound(ColumnFiles.Table table) throws IOException {
        TermsFile terms = trust.terms().get(table);
        if (terms == null || !terms.isSound()) {
            trust.terms().remove(table);
            found.terms().remove(table);
            table(table);
            terms = trust.terms().get(table);
        }
        if (terms == null) {
            throw new IOException("a table that was just written is not there, table=" + table);
        }
        return terms;
    }

    /** Leaves out of a table what was pruned: all of the blocks before the first, and takes the first as it is now. */
    private void cut(ColumnFiles.Table table, TermsFile old) throws IOException {
        ColumnFiles.Table lowest = new ColumnFiles.Table(0, first);
        if (!trust.terms().containsKey(lowest)) {
            rebuild(first);
        }
        int bits = files.shape().blockBits();
        int index = (int) (first - table.firstBlock());
        int bound = (index + 1) << bits;
        TermsFile begin = sound(lowest);
        long count = begin.count();
        for (Run run = MergedRun.filtered(old.run(0), place -> place >= bound); run.hasNext(); run.next()) {
            count++;
        }
        Run rest = MergedRun.filtered(old.run(0), place -> place >= bound);
        Run all = new MergedRun(List.of(rest, begin.run(index << bits)));
        trust.terms()
                .put(
                        table,
                        Writing.table(
                                files, table, trust.firstOf(table), old.span().end(), count, all));
    }
}
