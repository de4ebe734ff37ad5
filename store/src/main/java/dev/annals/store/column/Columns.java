package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a journal that is being written. They grow on a thread of their own, a little behind the writer, who waits only if they
 * fall back by more than {@value #MOST_KIBIBYTES} KiB of payloads; queries read what they do not cover yet.
 *
 * <p>All but {@link #view} belongs to the writer's thread.
 */
public final class Columns implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Columns.class.getName());
    private static final int MOST_KIBIBYTES = 4 << 10;

    private final GrowingColumns columns;
    private final Semaphore room = new Semaphore(MOST_KIBIBYTES);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread named = new Thread(task, "annals-columns");
        named.setDaemon(true);
        return named;
    });

    /**
     * An excerpt that was appended.
     *
     * @param excerpt the excerpt
     * @param logs what each of its records says, in their order; null for one that is no log or no JSON object
     */
    public record Appended(Excerpt excerpt, List<@Nullable LogFields> logs) {}

    private Columns(GrowingColumns columns) {
        this.columns = columns;
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
        return new Columns(GrowingColumns.open(files, reader, progress));
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

    /**
     * Takes in excerpts that are durable.
     *
     * @param excerpts the next ones of the journal
     */
    public void append(List<Appended> excerpts) {
        int places = kibibytes(excerpts);
        room.acquireUninterruptibly(places);
        thread.execute(() -> {
            try {
                columns.take(excerpts);
            } finally {
                room.release(places);
            }
        });
    }

    /** At least one, and never more than there is room for: what is larger than that goes alone. */
    private static int kibibytes(List<Appended> excerpts) {
        long bytes = 0;
        for (Appended each : excerpts) {
            for (Entry entry : each.excerpt().entries()) {
                bytes += entry.payload().length();
            }
        }
        return (int) Math.min(1 + bytes / 1024, MOST_KIBIBYTES);
    }

    /**
     * What is covered now.
     *
     * @return perhaps not yet all that was taken in
     */
    public ColumnView view() {
        return columns.view();
    }

    /**
     * Forgets the records that were removed from the journal's front, and leaves the files that columns built from what remains would have.
     *
     * @param start the position of the first record that remains
     * @param reader reads the journal
     */
    public void pruned(long start, ExcerptReader reader) {
        catchUp();
        columns.pruned(start, reader);
    }

    /** Leaves files behind with which the next opening need not read the journal. */
    public void seal() {
        catchUp();
        columns.seal();
    }

    /** Waits until the thread has done all; each then sees what the other did. */
    private void catchUp() {
        CompletableFuture.runAsync(() -> {}, thread).join();
    }

    /** Waits until all that was taken in is in the columns, and ends the thread. */
    @Override
    public void close() {
        if (!thread.isShutdown()) {
            CompletableFuture.runAsync(thread::shutdown, thread).join();
        }
    }
}
