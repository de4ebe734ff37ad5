package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Finds and reads stored excerpts without judging their content. Belongs to one thread. */
interface SegmentCursor extends AutoCloseable {
    /** Looks where the stored excerpts end now. */
    End end() throws IOException;

    /** Where the log begins, as far as is known. */
    Beginning beginning();

    /** The segments up to the end that was looked for last, the oldest first. */
    List<SegmentExtent> segments();

    /**
     * All bytes of a stored excerpt, in an array of its own.
     *
     * @throws JournalCorruptedException if it is not there, or not all of it
     */
    byte[] excerpt(long sequence) throws IOException;

    /**
     * Bytes of a stored excerpt, as many as the target has room for. Behind the excerpt's end, which its own header tells, come others; at
     * the file's end none.
     *
     * @param from offset in the excerpt
     * @throws JournalCorruptedException if it is not there
     */
    void read(long sequence, int from, ByteBuffer target) throws IOException;

    /**
     * The sequence number of the excerpt that holds a position before the end.
     *
     * @throws JournalCorruptedException if the search meets damage
     */
    long sequenceOf(long position) throws IOException;

    @Override
    void close();
}
