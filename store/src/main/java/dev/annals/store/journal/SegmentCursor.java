package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads stored excerpts without judging their content. Belongs to one thread. */
interface SegmentCursor extends AutoCloseable {
    /**
     * Looks where the stored excerpts end now; may be costly.
     *
     * @throws JournalCorruptedException if that cannot be told because of damage
     */
    End end() throws IOException;

    /** All bytes of a stored excerpt, in an array of its own. */
    byte[] excerpt(long sequence) throws IOException;

    /** At least the first {@link Envelope#BYTES} bytes of a stored excerpt, if it has so many. */
    ByteBuffer header(long sequence) throws IOException;

    @Override
    void close();
}
