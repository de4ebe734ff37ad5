package dev.annals.store.column;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the files of full blocks, and of the last one when the journal is closed. */
final class Writing {
    private Writing() {}

    /** Writes a block and its table of terms. The table comes last: a block without one is made again. */
    static void write(ColumnFiles files, OpenBlock block, Seam end) throws IOException {
        BlockFormat.write(block, end, files.block(block.number()), files.journal());
        ColumnFiles.Table table = new ColumnFiles.Table(0, block.number());
        long first = files.shape().firstOf(block.number()) + block.fromRow();
        long[] keys = block.terms().keys();
        table(files, table, first, end, keys.length, Run.of(keys));
    }

    /** Writes one table of several that follow each other. */
    static TermsFile merge(ColumnFiles files, ColumnFiles.Table table, long first, List<TermsFile> lower)
            throws IOException {
        List<Run> runs = new ArrayList<>();
        long count = 0;
        for (TermsFile each : lower) {
            ColumnFiles.Table its =
                    new ColumnFiles.Table(each.span().level(), each.span().number());
            runs.add(each.run((int) (its.firstBlock() - table.firstBlock())
                    << files.shape().blockBits()));
            count += each.count();
        }
        Seam end = lower.get(lower.size() - 1).span().end();
        return table(files, table, first, end, count, new MergedRun(runs));
    }

    static TermsFile table(ColumnFiles files, ColumnFiles.Table table, long first, Seam end, long count, Run run)
            throws IOException {
        TermsFile.Span span = new TermsFile.Span(table.level(), table.number(), first, end);
        TermsFile.write(files.terms(table), files.journal(), files.shape(), span, count, run);
        return files.openTerms(table);
    }
}
