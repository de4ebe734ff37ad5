package dev.annals.store.replay;

import dev.annals.store.journal.ExcerptReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a query comes to next, in its order. Of a long answer it has each second half read by another thread while the query reads the
 * first; a half that nobody has begun when the query comes to it, the query reads itself, so that it never waits for a thread that is busy
 * with something else. For one thread at a time.
 *
 * @param <T> what is read by one key
 */
final class Ahead<T> {
    private final Readers readers;
    private final ReadAhead readAhead;
    private final Reading<T> reading;
    private long bytes;
    private long last = Long.MAX_VALUE;
    private long[] keys = {};
    private int next;
    private int half;
    private @Nullable Half<T> others;
    private Deque<T> read = new ArrayDeque<>();

    /** How one thing is read. */
    interface Reading<T> {
        /** Reads what a key stands for; may be called by two threads at once, with a reader for each. */
        T read(ExcerptReader reader, long key);

        /** Bytes of payload in it. */
        long bytes(T found);
    }

    Ahead(Readers readers, Reading<T> reading) {
        this.readers = readers;
        this.readAhead = readers.readAhead();
        this.reading = reading;
    }

    /** How many make a run if all are as large as the last; at least two, so that there is a half. */
    int run() {
        return (int) Math.max(2, Math.min(1 << 10, readAhead.run() / Math.max(1, last)));
    }

    /** Says what comes next, after all before was read. */
    void take(long[] following) {
        keys = following;
        next = 0;
        half = following.length;
        Executor executor = readAhead.others();
        if (executor != null && following.length > 1 && bytes >= readAhead.alone()) {
            half = (following.length + 1) / 2;
            others = new Half<>(readers.other(), reading, following, half, readAhead.run() / 2);
            hand(others, executor);
        }
    }

    private static void hand(Half<?> half, Executor executor) {
        try {
            executor.execute(half);
        } catch (OutOfMemoryError noThread) {
            // Where the system gives no more threads, the query reads this half as well.
        }
    }

    /**
     * Reads the next.
     *
     * @return what was read, null if all was
     */
    @Nullable
    T next() {
        if (next == keys.length) {
            return null;
        }
        if (next == half && others != null) {
            join(others);
        }
        T found = read.poll();
        if (found == null) {
            found = reading.read(readers.own(), keys[next]);
        }
        next++;
        last = reading.bytes(found);
        bytes += last;
        return found;
    }

    private void join(Half<T> of) {
        others = null;
        if (!of.claim()) {
            read = of.found.join();
        }
    }

    /** The second half of a run; read by whoever claims it first. */
    private static final class Half<T> implements Runnable {
        private final ExcerptReader reader;
        private final Reading<T> reading;
        private final long[] keys;
        private final int from;
        private final long mostBytes;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final CompletableFuture<Deque<T>> found = new CompletableFuture<>();

        private Half(ExcerptReader reader, Reading<T> reading, long[] keys, int from, long mostBytes) {
            this.reader = reader;
            this.reading = reading;
            this.keys = keys;
            this.from = from;
            this.mostBytes = mostBytes;
        }

        private boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (claim()) {
                found.complete(read());
            }
        }

        /** Reads until all is read, or enough for the memory, or something fails. */
        private Deque<T> read() {
            Deque<T> some = new ArrayDeque<>(keys.length - from);
            long bytes = 0;
            try {
                for (int i = from; i < keys.length && bytes < mostBytes; i++) {
                    T each = reading.read(reader, keys[i]);
                    some.add(each);
                    bytes += reading.bytes(each);
                }
            } catch (RuntimeException | Error metAgain) {
                // By the query, which reads what is missing here, if and when it comes to it.
            }
            return some;
        }
    }
}
