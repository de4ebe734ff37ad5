package dev.annals.store;

import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Subscription;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A journal that can be read: by its owner, or by an auditor who must not change it. All methods may be called from any thread.
 *
 * <p>The writer's own process sees a record when it is durable. A journal that was opened to read only sees it when it is written: a
 * moment earlier, so that after a power cut in that moment it may not be there again.
 *
 * <p>Verbs: {@code query} returns what is there, {@code follow} goes on with what comes, {@code verify} recomputes and never changes
 * anything, {@code status} is cheap.
 */
public interface JournalReader extends AutoCloseable {
    /**
     * Finds records. Reads lazily with constant memory; sees what was there when it was called.
     *
     * @param query what to find
     * @return the records in the query's order; it holds a reader open until it is read to its end or closed
     * @throws dev.annals.store.journal.JournalCorruptedException from the stream, when it meets damage
     */
    Stream<Entry> query(Query query);

    /**
     * Counts what {@link #query} would return, in constant memory.
     *
     * @param query what to find
     * @return the number of records, at most the query's limit
     * @throws dev.annals.store.journal.JournalCorruptedException if it meets damage
     */
    long count(Query query);

    /**
     * Delivers every record from a position on, first those that are there, then each as it comes: each position exactly
     * once, in order, on one thread of its own.
     *
     * @param fromPosition the first position to deliver; the end of the journal or below
     * @param handler called for each record; if it throws, the subscription ends with that failure
     * @return the running subscription
     */
    Subscription follow(long fromPosition, Consumer<Entry> handler);

    /**
     * Reads everything and checks every checksum, sequence number and position; that no log is stored twice; that each page record
     * agrees with its excerpt; and, if its writer is this process or has closed it, that the index of ids agrees with the journal.
     * Changes nothing in the journal's directory; takes 19 to 24 bytes a log in the system's directory for temporary files.
     *
     * @param progress told now and then how many records were read
     * @return what was found
     */
    Verification verify(java.util.function.LongConsumer progress);

    /**
     * What a reader must always be able to see.
     *
     * @return a snapshot
     */
    Status status();

    /**
     * The position after the last durable record.
     *
     * @return 0 for an empty journal
     */
    long endPosition();

    /** Closes; quiet if closed already. Running queries and subscriptions end. */
    @Override
    void close();
}
