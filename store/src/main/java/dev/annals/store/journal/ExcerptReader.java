package dev.annals.store.journal;

import org.jspecify.annotations.Nullable;

/** Reads excerpts by sequence number, verifying each. Belongs to one thread; reading on in sequence is the cheap way. */
public interface ExcerptReader extends AutoCloseable {
    /**
     * The sequence number of the first excerpt that is there: what was before it was removed on purpose.
     *
     * @return 0 if nothing was ever removed
     */
    default long firstSequence() {
        return 0;
    }

    /**
     * The position of the first record that is there.
     *
     * @return 0 if nothing was ever removed
     */
    default long firstPosition() {
        return 0;
    }

    /**
     * The sequence number after the last excerpt that can be read now.
     *
     * @return 0 for an empty log
     */
    long endSequence();

    /**
     * The position after the last record that can be read now.
     *
     * @return 0 for an empty log
     */
    long endPosition();

    /**
     * Reads one excerpt and checks its envelope, checksum, sequence and positions.
     *
     * @param sequence which
     * @return the excerpt, or null if it is not written yet
     * @throws JournalCorruptedException if it is damaged
     * @throws JournalPrunedException if it was removed from the front
     */
    @Nullable
    Excerpt read(long sequence);

    /**
     * As {@link #read}, but the newest excerpt may come from memory, where it was kept when it was read and found right. Not for whoever
     * wants to know whether it still is.
     *
     * @param sequence which
     * @return the excerpt, or null if it is not written yet
     * @throws JournalCorruptedException if it is damaged
     * @throws JournalPrunedException if it was removed from the front
     */
    default @Nullable Excerpt recall(long sequence) {
        return read(sequence);
    }

    /**
     * Reads one record, and no more of its excerpt than has to be read and checked for it: in an excerpt of many records a few of them.
     * Asking for records of one excerpt one after another, in order, reads nothing twice.
     *
     * @param sequence the excerpt
     * @param ordinal the record in it, counted from 0
     * @return the record, or null if the excerpt is not written yet
     * @throws IndexOutOfBoundsException if the excerpt has no such record
     * @throws JournalCorruptedException if what was read is damaged
     * @throws JournalPrunedException if it was removed from the front
     */
    default @Nullable Entry entry(long sequence, int ordinal) {
        Excerpt excerpt = read(sequence);
        return excerpt == null ? null : excerpt.entries().get(ordinal);
    }

    /**
     * Reads the record at a position, as {@link #entry} does.
     *
     * @param position {@link #firstPosition()} to {@link #endPosition()} exclusive
     * @return the record
     * @throws IndexOutOfBoundsException if the position is not written yet
     * @throws JournalCorruptedException if what was read is damaged
     * @throws JournalPrunedException if it was removed from the front
     */
    default Entry entryAt(long position) {
        long sequence = sequenceOf(position);
        Excerpt excerpt = read(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException(
                    "an excerpt below the end of the journal cannot be read; verify the journal", sequence, position);
        }
        return excerpt.entries().get(Math.toIntExact(position - excerpt.firstPosition()));
    }

    /**
     * Finds the excerpt that holds a position; costs a binary search.
     *
     * @param position {@link #firstPosition()} to {@link #endPosition()} exclusive
     * @return its sequence number
     * @throws IndexOutOfBoundsException if the position is not written yet
     * @throws JournalCorruptedException if the search meets damage
     * @throws JournalPrunedException if it was removed from the front
     */
    long sequenceOf(long position);

    @Override
    void close();
}
