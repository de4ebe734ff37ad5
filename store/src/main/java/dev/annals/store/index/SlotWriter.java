package dev.annals.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** Writes slots in sequence, empty ones between, through one buffer. */
final class SlotWriter implements AutoCloseable {
    private final FileChannel channel;
    private final long slots;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18).order(ByteOrder.LITTLE_ENDIAN);

    /** What goes into the buffer next: filling an array costs a fraction of filling a buffer. */
    private final long[] some = new long[(1 << 18) / Long.BYTES];

    private int filled;
    private long next;

    SlotWriter(FileChannel channel, int headBytes, long slots) throws IOException {
        this.channel = channel;
        this.slots = slots;
        channel.write(ByteBuffer.allocate(headBytes), 0);
        channel.position(headBytes);
    }

    /** Leaves the slots before one empty. */
    void skipTo(long slot) throws IOException {
        while (next < slot) {
            put(0, 0);
        }
    }

    /** Fills the next slot. */
    void fill(long hash, long stored) throws IOException {
        if (next >= slots) {
            throw new IOException("the tail of the index is full, slots=" + slots);
        }
        put(hash, stored);
    }

    private void put(long first, long second) throws IOException {
        some[filled] = first;
        some[filled + 1] = second;
        filled += 2;
        next++;
        if (filled == some.length) {
            flush();
        }
    }

    private void flush() throws IOException {
        buffer.clear();
        buffer.asLongBuffer().put(some, 0, filled);
        buffer.limit(filled * Long.BYTES);
        filled = 0;
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Fills the rest with empty slots. */
    @Override
    public void close() throws IOException {
        skipTo(slots);
        flush();
    }
}
