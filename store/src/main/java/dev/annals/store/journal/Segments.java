package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What a storage engine does for {@link SegmentedLog}: keeps finished excerpts in files. It knows no records and gives no promise
 * beyond its methods; one thread at a time.
 */
interface Segments extends AutoCloseable {
    /** The largest excerpt that can be kept, in bytes. */
    int MAX_EXCERPT_BYTES = 16 << 20;

    /** Where the log ended when it was opened. */
    End end();

    /** The sequence number of the first excerpt in the last segment; the end of the log if there is no segment. */
    long lastSegment();

    /**
     * Writes one excerpt after the last.
     *
     * @param excerpt its bytes, position to limit
     * @param place its place: the end of the log
     * @param turn whether the last segment ends before it, however small it is
     * @throws JournalOutOfSpaceException if there is no room; nothing was written
     * @throws IOException if it failed; how much was written is unknown
     */
    void append(ByteBuffer excerpt, End place, boolean turn) throws IOException;

    /**
     * Makes all excerpts as durable as asked for, directories of new files included.
     *
     * @return whether a segment was begun since the last time
     */
    boolean sync() throws IOException;

    /**
     * Removes the segments before a place at which a segment begins. Those who read in them are told.
     *
     * @throws IOException if not all could be removed; the log begins there nevertheless
     */
    void removeBefore(LogStart start) throws IOException;

    /** Opens a way to read, independent of others. */
    SegmentCursor cursor();

    @Override
    void close();
}
