package dev.annals.store.column;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the columns: {@code <block>.block} and {@code <level>-<number>.terms}.
 *
 * @param directory where they are
 * @param journal whose they are
 * @param shape how positions are divided
 */
record ColumnFiles(Path directory, long journal, Shape shape) {
    private static final Pattern BLOCK = Pattern.compile("(\\d{10})\\.block");
    private static final Pattern TERMS = Pattern.compile("(\\d)-(\\d{10})\\.terms");

    /** What is there and has a whole head. */
    record Found(TreeMap<Long, BlockFile> blocks, TreeMap<Table, TermsFile> terms, List<Path> strangers) {}

    /** A table of terms: the number counts spans of its level. */
    record Table(int level, long number) implements Comparable<Table> {
        /** The widest of those that end before a block. */
        static Table widestThatEnds(long block) {
            int level = Math.min(Shape.TOP_LEVEL, Long.numberOfTrailingZeros(block) / Shape.FAN_BITS);
            return new Table(level, (block - 1) >> (Shape.FAN_BITS * level));
        }

        long firstBlock() {
            return number << (Shape.FAN_BITS * level);
        }

        long endBlock() {
            return (number + 1) << (Shape.FAN_BITS * level);
        }

        @Override
        public int compareTo(Table other) {
            int order = Integer.compare(level, other.level);
            return order == 0 ? Long.compare(number, other.number) : order;
        }
    }

    Path block(long number) {
        return directory.resolve(String.format(Locale.ROOT, "%010d.block", number));
    }

    Path terms(Table table) {
        return directory.resolve(String.format(Locale.ROOT, "%d-%010d.terms", table.level, table.number));
    }

    BlockFile openBlock(long number) throws IOException {
        BlockFile block = BlockFile.open(block(number), journal, shape);
        if (block == null) {
            throw new IOException("a file that was just written cannot be read, file=" + block(number));
        }
        return block;
    }

    TermsFile openTerms(Table table) throws IOException {
        TermsFile terms = TermsFile.open(terms(table), journal, shape);
        if (terms == null) {
            throw new IOException("a file that was just written cannot be read, file=" + terms(table));
        }
        return terms;
    }

    /** Looks at all files; one that vanishes meanwhile was never there. */
    Found find() throws IOException {
        Found found = new Found(new TreeMap<>(), new TreeMap<>(), new java.util.ArrayList<>());
        if (!Files.isDirectory(directory)) {
            return found;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            try {
                if (!take(file, found)) {
                    found.strangers.add(file);
                }
            } catch (NoSuchFileException replacedJustNow) {
                found.strangers.add(file);
            }
        }
        return found;
    }

    private boolean take(Path file, Found found) throws IOException {
        String name = String.valueOf(file.getFileName());
        Matcher block = BLOCK.matcher(name);
        if (block.matches()) {
            long number = Long.parseLong(block.group(1));
            BlockFile opened = BlockFile.open(file, journal, shape);
            if (opened != null && opened.number() == number) {
                found.blocks.put(number, opened);
                return true;
            }
        }
        Matcher terms = TERMS.matcher(name);
        if (terms.matches()) {
            Table table = new Table(Integer.parseInt(terms.group(1)), Long.parseLong(terms.group(2)));
            TermsFile opened = TermsFile.open(file, journal, shape);
            if (opened != null
                    && opened.span().level() == table.level
                    && opened.span().number() == table.number) {
                found.terms.put(table, opened);
                return true;
            }
        }
        return false;
    }
}
