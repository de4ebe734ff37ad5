package dev.annals.store.proof;

import dev.annals.api.Payload;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Checks an export without its journal: each line is a leaf, and the tree over the lines must have the root that was signed. Memory is
 * that of the longest line. Belongs to one thread.
 */
public final class ExportCheck {
    private static final int MAX_LINE_BYTES = 16 << 20;
    private static final int FIRST_BUFFER_BYTES = 1 << 16;
    private static final int PROGRESS_EVERY = 10_000;
    private static final String ADVICE =
            "the file was changed on its way, or is no export: get the bytes that 'annals export' wrote";

    private final InputStream source;
    private final TreeAudit audit;
    private final LongConsumer progress;
    private final long start;
    private final Map<Flaw, Flawed> flaws = new EnumMap<>(Flaw.class);
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int filled;
    private long lines;

    /**
     * What came out.
     *
     * @param lines how many lines were read
     * @param tree the tree over them, and over what stands for the records before them
     * @param findings what is wrong with the file, then what disagrees with a checkpoint; empty if all is well
     */
    public record Report(long lines, TreeAudit.Result tree, List<TreeAudit.Finding> findings) {
        public Report {
            findings = List.copyOf(findings);
        }

        /**
         * Whether the export is what was signed.
         *
         * @return true if there is no finding and at least one checkpoint was compared
         */
        public boolean clean() {
            return findings.isEmpty() && tree.checkpoints() > 0;
        }
    }

    /** What a line can be that no export holds. */
    private enum Flaw {
        GZIP("the file is compressed: use 'gzip -dc FILE | annals verify-export -'"),
        BYTE_ORDER_MARK("the file begins with a byte order mark"),
        EMPTY("a line is empty"),
        CARRIAGE_RETURN("a line ends in carriage return and line feed"),
        NO_OBJECT("a line is no JSON object"),
        TOO_LONG("a line is longer than any record"),
        UNFINISHED("the last line has no line feed: the file is cut");

        private final String what;

        Flaw(String what) {
            this.what = what;
        }
    }

    private record Flawed(long firstLine, long count) {}

    /** What stands for the records before the first line. */
    @FunctionalInterface
    public interface Beginning {
        /** The export begins with the journal. */
        Beginning NOTHING = leaves -> {};

        /**
         * Gives the leaf hash of each position from 0 on, up to that of the first line.
         *
         * @param leaves takes them
         */
        void read(Consumer<Hash> leaves);
    }

    private ExportCheck(InputStream source, TreeAudit audit, LongConsumer progress) {
        this.source = source;
        this.audit = audit;
        this.progress = progress;
        this.start = audit.size();
    }

    /**
     * Reads an export and compares it.
     *
     * @param export its bytes, not compressed; read to the end, not closed
     * @param checkpoints what it is held against
     * @param keys who may have signed them; none: signatures are not judged
     * @param beginning what stands for the records before the first line; not believed for itself, but the checkpoints are over it too
     * @param progress told now and then how many lines were read
     * @return what came out
     * @throws IOException if reading fails
     */
    public static Report check(
            InputStream export,
            Collection<KeptCheckpoint> checkpoints,
            Collection<VerifierKey> keys,
            Beginning beginning,
            LongConsumer progress)
            throws IOException {
        TreeAudit audit = new TreeAudit(keys, FormerLeaves.NONE);
        checkpoints.forEach(audit::expect);
        beginning.read(audit::add);
        return new ExportCheck(export, audit, progress).read();
    }

    private Report read() throws IOException {
        boolean whole = readLines();
        TreeAudit.Result tree = whole ? audit.finish() : audit.giveUp();
        List<TreeAudit.Finding> findings = new ArrayList<>();
        flaws.forEach((flaw, at) -> findings.add(new TreeAudit.Finding(
                start + at.firstLine() - 1,
                -1,
                flaw.what + ", line=" + at.firstLine() + (at.count() == 1 ? "" : ", such lines=" + at.count()),
                ADVICE)));
        findings.addAll(tree.findings());
        return new Report(lines, tree, findings);
    }

    /** Whether the file was read to its end. */
    private boolean readLines() throws IOException {
        int searched = 0;
        while (fill()) {
            int begin = 0;
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    if (!line(begin, i)) {
                        return false;
                    }
                    begin = i + 1;
                }
            }
            System.arraycopy(buffer, begin, buffer, 0, filled - begin);
            filled -= begin;
            searched = filled;
            if (filled > MAX_LINE_BYTES) {
                lines++;
                note(Flaw.TOO_LONG);
                return false;
            }
        }
        if (filled > 0) {
            lines++;
            if (lines == 1 && isFlawedBeginning(0, filled)) {
                return false;
            }
            note(Flaw.UNFINISHED);
        }
        return true;
    }

    /** Reads more behind what is there; false at the end. */
    private boolean fill() throws IOException {
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = source.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, read);
        return read >= 0;
    }

    /** Takes in one line; false if it makes no sense to go on. */
    private boolean line(int from, int to) {
        lines++;
        if (lines == 1 && isFlawedBeginning(from, to)) {
            return false;
        }
        if (from == to) {
            note(Flaw.EMPTY);
        } else if (buffer[to - 1] == '\r') {
            note(Flaw.CARRIAGE_RETURN);
        } else if (buffer[from] != '{' || buffer[to - 1] != '}') {
            note(Flaw.NO_OBJECT);
        }
        audit.add(Hash.ofLeaf(Payload.viewOf(buffer, from, to - from)));
        if (lines % PROGRESS_EVERY == 0) {
            progress.accept(lines);
        }
        return true;
    }

    private boolean isFlawedBeginning(int from, int to) {
        if (startsWith(from, to, 0x1f, 0x8b)) {
            note(Flaw.GZIP);
            return true;
        }
        if (startsWith(from, to, 0xef, 0xbb, 0xbf)) {
            note(Flaw.BYTE_ORDER_MARK);
        }
        return false;
    }

    private boolean startsWith(int from, int to, int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (from + i >= to || (buffer[from + i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private void note(Flaw flaw) {
        flaws.merge(flaw, new Flawed(lines, 1), (first, again) -> new Flawed(first.firstLine(), first.count() + 1));
    }
}
