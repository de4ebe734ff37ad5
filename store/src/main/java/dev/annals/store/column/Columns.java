package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a journal that is being written. The block that grows lives in memory; each full one is written by a thread of its own, and
 * once so many are there, their tables are merged. When that fails, for lack of room for example, what is covered already stays so, and
 * the next opening makes good for it: nobody's append fails for an index.
 *
 * <p>All but {@link #view} belongs to the writer's thread.
 */
public final class Columns implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Columns.class.getName());
    /** So many full blocks may wait to be written before the writer waits too. */
    private static final int MOST_WAITING = 2;
    /** Up to so many bytes all files are read through whenever they are opened: some milliseconds. */
    private static final long SMALL = 32 << 20;

    private final ColumnFiles files;
    private final Object lock = new Object();
    private volatile ColumnView view = ColumnView.EMPTY;

    /** Guarded by the lock. */
    private List<Part> settled = List.of();

    /** Guarded by the lock. */
    private final Deque<Part> waiting = new ArrayDeque<>();

    /** Guarded by the lock. */
    private @Nullable Part growing;

    private volatile boolean broken;
    private @Nullable OpenBlock open;
    private @Nullable Excerpt last;
    private @Nullable ExecutorService writer;

    private Columns(ColumnFiles files) {
        this.files = files;
    }

    /**
     * Opens the columns of a journal for its writer, brought up to the journal's end. Reads what was appended since they were last closed, and
     * whatever of the journal is missing in them.
     *
     * @param directory where they are; created if it does not exist
     * @param journal says which journal they belong to
     * @param reader reads that journal; not kept
     * @param progress told how far the journal was read, if it is
     * @return the open columns
     * @throws dev.annals.store.journal.JournalCorruptedException if the journal is damaged where it had to be read
     */
    public static Columns open(Path directory, long journal, ExcerptReader reader, LongConsumer progress) {
        return open(new ColumnFiles(directory, journal, Shape.STANDARD), reader, progress);
    }

    static Columns open(ColumnFiles files, ExcerptReader reader, LongConsumer progress) {
        Columns columns = new Columns(files);
        try {
            DurableFile.createDirectory(files.directory());
            columns.settle(reader, reader.firstPosition(), progress);
        } catch (IOException | UncheckedIOException e) {
            columns.fail(e);
        }
        return columns;
    }

    /**
     * What can be used of the columns of a journal that is only read. Writes nothing.
     *
     * @param directory where they are, if they are
     * @param journal says which journal they belong to
     * @param reader reads that journal; not kept
     * @return what they cover of it; nothing if they cannot be read
     */
    public static ColumnView openReadOnly(Path directory, long journal, ExcerptReader reader) {
        return openReadOnly(new ColumnFiles(directory, journal, Shape.STANDARD), reader);
    }

    static ColumnView openReadOnly(ColumnFiles files, ExcerptReader reader) {
        try {
            return new Trust(files.find(), files.shape(), reader.firstPosition(), reader).view();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(System.Logger.Level.WARNING, "the columns cannot be read and are not used", e);
            return ColumnView.EMPTY;
        }
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
        synchronized (lock) {
            settled = List.copyOf(parts);
            growing = null;
        }
        open = next;
        if (kept == null) {
            catchUp(reader, next, progress);
        }
        durable();
    }

    private void catchUp(ExcerptReader reader, OpenBlock from, LongConsumer progress) {
        long next = files.shape().firstOf(from.number()) + from.rows();
        if (next >= reader.endPosition()) {
            return;
        }
        long end = reader.endSequence();
        for (long sequence = reader.sequenceOf(next); sequence < end; sequence++) {
            Excerpt excerpt = reader.read(sequence);
            if (excerpt != null) {
                append(excerpt);
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
     * Takes in an excerpt that was appended but may not be durable yet, and reads the fields of its logs by itself.
     *
     * @param excerpt the next excerpt of the journal
     */
    public void append(Excerpt excerpt) {
        if (!broken) {
            List<@Nullable LogFields> logs = new ArrayList<>(excerpt.entries().size());
            for (Entry each : excerpt.entries()) {
                logs.add(LogParts.of(each));
            }
            append(excerpt, logs);
        }
    }

    /**
     * Takes in an excerpt that was appended but may not be durable yet.
     *
     * @param excerpt the next excerpt of the journal
     * @param logs what each of its records says, in their order; null for one that is no log or no JSON object
     */
    public void append(Excerpt excerpt, List<@Nullable LogFields> logs) {
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

    /** Hands over a full block to be written, and begins the next one. */
    private OpenBlock turn(OpenBlock full, Seam end) {
        synchronized (lock) {
            waitForRoom();
            waiting.add(part(full));
            growing = null;
        }
        if (writer == null) {
            writer = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "annals-columns");
                thread.setDaemon(true);
                return thread;
            });
        }
        writer.execute(() -> write(full, end));
        OpenBlock next = new OpenBlock(files.shape(), full.number() + 1, 0, end);
        open = next;
        return next;
    }

    /** Holding the lock. */
    private void waitForRoom() {
        boolean interrupted = false;
        while (waiting.size() >= MOST_WAITING && !broken) {
            try {
                lock.wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Part part(OpenBlock block) {
        long first = files.shape().firstOf(block.number());
        return new Part(files.shape(), block.number(), first + block.fromRow(), block.terms(), block.view());
    }

    /** On the thread that writes. */
    private void write(OpenBlock full, Seam end) {
        if (broken) {
            return;
        }
        try {
            Writing.write(files, full, end);
            BlockFile block = files.openBlock(full.number());
            TermsFile terms = files.openTerms(new ColumnFiles.Table(0, full.number()));
            long from = files.shape().firstOf(full.number()) + full.fromRow();
            List<Part> parts = new ArrayList<>(settled());
            parts.add(new Part(files.shape(), full.number(), from, terms, block));
            settle(parts, true);
            for (int level = 1; level <= Shape.TOP_LEVEL; level++) {
                merge(full.number(), level);
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Merges the tables of a level if a block was the last one of a span. */
    private void merge(long block, int level) throws IOException {
        ColumnFiles.Table table = new ColumnFiles.Table(level, block >> (Shape.FAN_BITS * level));
        if (table.endBlock() != block + 1) {
            return;
        }
        List<Part> before = new ArrayList<>();
        List<TermsFile> lower = new ArrayList<>();
        Block[] covered = new Block[(int) (table.endBlock() - table.firstBlock())];
        for (Part each : settled()) {
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
        settle(before, false);
        for (TermsFile each : lower) {
            Files.deleteIfExists(each.path());
        }
    }

    private List<Part> settled() {
        synchronized (lock) {
            return settled;
        }
    }

    private void settle(List<Part> parts, boolean taken) {
        synchronized (lock) {
            settled = List.copyOf(parts);
            if (taken) {
                waiting.poll();
            }
            publish();
            lock.notifyAll();
        }
    }

    private void publish() {
        List<Part> all = new ArrayList<>(settled);
        all.addAll(waiting);
        if (growing != null) {
            all.add(growing);
        }
        view = new ColumnView(all);
    }

    private void fail(Throwable cause) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the columns cannot be written; queries read the journal instead, and the next opening makes them again,"
                        + " directory=" + files.directory(),
                cause);
        synchronized (lock) {
            broken = true;
            waiting.clear();
            growing = null;
            publish();
            lock.notifyAll();
        }
    }

    /** Everything that was taken in is durable now, and is shown. */
    public void durable() {
        OpenBlock block = open;
        if (broken || block == null) {
            return;
        }
        synchronized (lock) {
            growing = block.rows() > block.fromRow() ? part(block) : null;
            publish();
        }
    }

    /**
     * What is covered now.
     *
     * @return perhaps more than is durable
     */
    public ColumnView view() {
        return view;
    }

    /**
     * Forgets the records that were removed from the journal's front, and leaves the files that columns built from what remains would have.
     *
     * @param start the position of the first record that remains
     * @param reader reads the journal
     */
    public void pruned(long start, ExcerptReader reader) {
        stop();
        if (!broken) {
            try {
                settle(reader, start, position -> {});
            } catch (IOException | UncheckedIOException e) {
                fail(e);
            }
        }
    }

    /** Leaves files behind with which the next opening need not read the journal. */
    public void seal() {
        stop();
        OpenBlock block = open;
        Excerpt end = last;
        if (broken) {
            return;
        }
        try {
            if (block != null && end != null && block.rows() > block.fromRow()) {
                Writing.write(files, block, Seam.of(end));
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** Lets the thread that writes come to its end. */
    private void stop() {
        ExecutorService thread = writer;
        if (thread == null) {
            return;
        }
        thread.shutdown();
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.DAYS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        writer = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
