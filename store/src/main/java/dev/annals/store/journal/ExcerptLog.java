package dev.annals.store.journal;

import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.Optional;

/**
 * The engine of a journal: an append-only sequence of excerpts in a directory of its own, behind which the storage library hides.
 *
 * <p>Obligations of an implementation:
 * <ul>
 *   <li>Sequence numbers and positions are dense and are given in the order of the calls.
 *   <li>{@link #append} writes one whole excerpt with its envelope (magic, format version, codec, sequence, first position, record
 *       count, length, CRC32C) and reads it back; nothing is promised about durability until {@link #sync} returns.
 *   <li>{@link #sync} returns only when all that was appended is as durable as the {@link Durability} asked for, the directory of
 *       a new segment included. A failed sync fails with {@link JournalFailedException}, is never retried, and makes every later call fail:
 *       the log must be closed and opened again.
 *   <li>A reader of this log sees an excerpt only after the sync that covers it, then always, never a part of it.
 *   <li>Opening for write over damage is refused with {@link JournalCorruptedException}; nothing on disk is changed then. What a crash
 *       leaves of writes that were never acknowledged is no damage and is cut off.
 * </ul>
 *
 * <p>Appending is for one thread at a time and must not run on a thread that may be interrupted. {@link #reader} may be called from any
 * thread; a reader itself belongs to one thread.
 */
public interface ExcerptLog extends ReadableLog {
    /**
     * The sequence number that the next excerpt will get.
     *
     * @return 0 for an empty log
     */
    long nextSequence();

    /**
     * The position that the next record will get.
     *
     * @return 0 for an empty log
     */
    long nextPosition();

    /**
     * The position behind the last record that readers see: whoever was shown a record is never told an end before it. For any thread.
     *
     * @return 0 for an empty log
     */
    long endPosition();

    /**
     * Appends one excerpt.
     *
     * @param records its records, 1 to 1,048,576
     * @param root the Merkle tree root over all payloads up to and including these
     * @return the sequence number of the excerpt
     * @throws IllegalArgumentException if the records are none, too many, or too large for one excerpt (16 MiB); nothing was appended
     * @throws JournalClosedException if the log is closed
     * @throws JournalOutOfSpaceException if the disk has no room; nothing was appended, and appending may be tried again
     * @throws JournalFailedException if the log cannot go on; whether the excerpt exists is unknown until the log is opened again
     */
    long append(List<NewRecord> records, Hash root);

    /**
     * Makes everything appended durable and visible to readers.
     *
     * @throws JournalFailedException if that failed
     */
    void sync();

    /**
     * Tells that nothing waits to be appended: what may be done at any time, and was put off because it takes long, is done now.
     *
     * @throws JournalFailedException if that failed
     */
    default void idle() {}

    /**
     * What opening cut off the end of the log, or an earlier opening, if no record of it was appended yet. The opener appends one of the
     * kind {@link dev.annals.api.RecordKind#RECOVERED} before anything else; until it is synced, each opening tells this again.
     *
     * @return empty if nothing was cut off
     */
    default Optional<Recovery> recovered() {
        return Optional.empty();
    }

    /**
     * Removes all segments before a place at which a segment begins. The caller keeps, durably and before this, where the log begins now,
     * and says so when it opens the log again: then what this could not remove is removed. Appending and reading go on; a reader that
     * asks for what was removed gets {@link JournalPrunedException}.
     *
     * @param start where the log begins from now on: one of {@link #segments}
     * @throws IllegalArgumentException if no segment begins there; nothing was changed
     * @throws JournalClosedException if the log is closed
     * @throws JournalFailedException if the log failed before, and nothing was changed; or if not all could be removed, and the log goes on
     */
    void removeBefore(LogStart start);

    /** Closes the log and its readers; quiet if it is closed already. Does not sync. */
    @Override
    void close();
}
