package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a table, and keeps the file of the one read last open, by a channel that is its own until it is closed: an interrupt
 * closes it. Belongs to one thread.
 */
final class Cq4Cursor implements SegmentCursor {
    private final Cq4Table table;
    private final IdleChannels idle;
    private @Nullable Cq4Segment segment;
    private @Nullable FileChannel channel;
    private boolean handedOn;

    /** @param idle gives and takes the channels that nobody reads at the moment */
    Cq4Cursor(Cq4Table table, IdleChannels idle) {
        this.table = table;
        this.idle = idle;
    }

    @Override
    public End end() throws IOException {
        table.refresh(false);
        return table.end();
    }

    @Override
    public Beginning beginning() {
        return table.beginning();
    }

    @Override
    public List<SegmentExtent> segments() {
        return table.extents();
    }

    /** Of the file that has the segment's name now: whoever verifies must not be told what was there when another opened it. */
    @Override
    public byte[] excerpt(long sequence) throws IOException {
        Cq4Segment holder = holder(sequence);
        return holder.excerpt(opened(holder, true), sequence);
    }

    @Override
    public void read(long sequence, int from, ByteBuffer target) throws IOException {
        Cq4Segment holder = holder(sequence);
        holder.read(opened(holder, false), sequence, from, target);
    }

    @Override
    public long sequenceOf(long position) throws IOException {
        Cq4Segment holder = holderOfPosition(position);
        return holder.sequenceOf(opened(holder, false), position);
    }

    /**
     * Most often the segment that was read last: then the table, which other cursors share, need not be locked. That what is asked for was
     * not removed meanwhile, {@link CheckedReader} has made sure of.
     */
    private Cq4Segment holder(long sequence) {
        Cq4Segment last = segment;
        return last != null && last.holds(sequence) ? last : table.holding(sequence);
    }

    private Cq4Segment holderOfPosition(long position) {
        Cq4Segment last = segment;
        return last != null && last.holdsPosition(position) ? last : table.holdingPosition(position);
    }

    /** @param byName whether a channel that another cursor opened will not do */
    private FileChannel opened(Cq4Segment wanted, boolean byName) throws IOException {
        // An interrupt of the reading thread closes the channel under it; the next read opens another.
        if (!wanted.equals(segment) || channel == null || !channel.isOpen() || (byName && handedOn)) {
            close();
            FileChannel kept = byName ? null : idle.take(wanted);
            channel = kept != null ? kept : FileChannel.open(wanted.file(), StandardOpenOption.READ);
            handedOn = kept != null;
            segment = wanted;
        }
        return Objects.requireNonNull(channel);
    }

    @Override
    public void close() {
        if (segment != null && channel != null) {
            idle.give(segment, channel);
        }
        segment = null;
        channel = null;
    }
}
