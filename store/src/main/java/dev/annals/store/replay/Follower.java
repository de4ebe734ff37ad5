package dev.annals.store.replay;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One follower: one thread, one reader. There is no switch from catching up to living: the same loop reads the next excerpt, and waits
 * when there is none. So nothing can fall between two ways of reading.
 */
final class Follower implements Subscription {
    /** How many records may be delivered again after a crash while catching up; each save costs a sync of the disk. */
    private static final long SAVE_EVERY = 1_000;

    private final Supplier<ExcerptReader> readers;
    private final Consumer<Entry> handler;
    private final CommitSignal signal;
    private final FollowerPosition kept;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread;

    private volatile boolean stopping;
    private volatile long nextPosition;
    private long nextSequence;
    private long savedPosition;

    /**
     * A follower that is not started yet.
     *
     * @param start where to begin
     * @param kept where the start position is kept already, and later ones are to be
     */
    Follower(
            String name,
            Supplier<ExcerptReader> readers,
            Start start,
            Consumer<Entry> handler,
            CommitSignal signal,
            FollowerPosition kept) {
        this.readers = readers;
        this.handler = handler;
        this.signal = signal;
        this.kept = kept;
        this.nextPosition = start.position();
        this.savedPosition = start.position();
        this.nextSequence = start.sequence();
        this.thread = new Thread(this::run, "annals-follow-" + name);
        this.thread.setDaemon(true);
    }

    /**
     * Where a follower begins.
     *
     * @param sequence an excerpt at or before the one with the position
     * @param position the first position to deliver
     */
    record Start(long sequence, long position) {
        static Start at(ExcerptReader reader, long position) {
            long end = reader.endPosition();
            if (position < 0 || position > end) {
                throw new IllegalArgumentException(
                        "cannot follow from position=" + position + ", end=" + end + "; give 0 to the end");
            }
            if (position < end || position < reader.firstPosition()) {
                return new Start(reader.sequenceOf(position), position);
            }
            // Not the end sequence: it may be ahead of the end position by now. The excerpt before is there for
            // certain.
            return new Start(position == 0 ? 0 : reader.sequenceOf(position - 1), position);
        }
    }

    void start() {
        thread.start();
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    @Override
    public long nextPosition() {
        return nextPosition;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    @Override
    public void close() {
        stopping = true;
        signal.fire();
        if (Thread.currentThread() != thread) {
            // What it failed with, whatever that is, is told to whoever asks ended(); closing what has failed is quiet.
            ended.handle((nothing, failure) -> failure).join();
        }
    }

    private void run() {
        Throwable failure = null;
        try (ExcerptReader reader = readers.get()) {
            deliverAll(reader);
        } catch (Throwable thrown) {
            failure = thrown;
        }
        failure = saveAtEnd(failure);
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    private @Nullable Throwable saveAtEnd(@Nullable Throwable failure) {
        try {
            save(1);
            return failure;
        } catch (RuntimeException notSaved) {
            if (failure == null) {
                return notSaved;
            }
            failure.addSuppressed(notSaved);
            return failure;
        }
    }

    private void deliverAll(ExcerptReader reader) throws InterruptedException {
        while (true) {
            long seen = signal.version();
            if (stopping) {
                return;
            }
            Excerpt excerpt = reader.read(nextSequence);
            if (excerpt == null) {
                save(1);
                signal.await(seen);
            } else {
                deliver(excerpt);
                nextSequence++;
                save(SAVE_EVERY);
            }
        }
    }

    private void deliver(Excerpt excerpt) {
        for (Entry entry : excerpt.entries()) {
            if (stopping) {
                return;
            }
            if (entry.position() > nextPosition) {
                throw new JournalCorruptedException(
                        "a record is missing, expected=" + nextPosition + ", found=" + entry.position()
                                + "; verify the journal",
                        excerpt.sequence(),
                        nextPosition);
            }
            if (entry.position() == nextPosition) {
                handler.accept(entry);
                // A handler's own interrupt must not reach the reader: it would close the file under all readers.
                Thread.interrupted();
                nextPosition = entry.position() + 1;
            }
        }
    }

    private void save(long atLeast) {
        if (nextPosition - savedPosition >= atLeast) {
            kept.save(nextPosition);
            savedPosition = nextPosition;
        }
    }
}
