package dev.annals.store.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Segment files that were opened for reading and that nobody reads at the moment, one for each, for the next who wants it: to open and close a file
 * costs more than to read a record from it. A channel has one owner at a time, because an interrupt of the reading thread closes it. Each
 * keeps a removed file's bytes on the disk, so that there are few, and {@link #forget} is called when segments are removed.
 */
final class IdleChannels implements AutoCloseable {
    /** Of the default size, four gigabytes of segments. */
    private static final int MOST = 16;

    private final Deque<Idle> idle = new ArrayDeque<>();
    private final int most;
    private boolean closed;

    private record Idle(Cq4Segment segment, FileChannel channel) {}

    private IdleChannels(int most) {
        this.most = most;
    }

    /** Keeps the few that were used last. */
    static IdleChannels few() {
        return new IdleChannels(MOST);
    }

    /** Keeps none: for whoever is not told when segments are removed. */
    static IdleChannels none() {
        return new IdleChannels(0);
    }

    /** A channel of a segment that is the caller's now; null if there is none. */
    synchronized @Nullable FileChannel take(Cq4Segment of) {
        for (Iterator<Idle> each = idle.iterator(); each.hasNext(); ) {
            Idle next = each.next();
            if (next.segment().equals(of)) {
                each.remove();
                return next.channel();
            }
        }
        return null;
    }

    /** Takes a channel back. One of the same segment is closed for it, or else, of too many, the one that was given back longest ago. */
    synchronized void give(Cq4Segment of, FileChannel channel) {
        if (closed || of.isRemoved() || !channel.isOpen()) {
            close(channel);
            return;
        }
        forget(of);
        idle.addFirst(new Idle(of, channel));
        if (idle.size() > most) {
            close(idle.removeLast().channel());
        }
    }

    /** Closes that of a segment, if there is one. */
    synchronized void forget(Cq4Segment of) {
        FileChannel channel = take(of);
        if (channel != null) {
            close(channel);
        }
    }

    /** Closes all, and from now on what is given back as well. */
    @Override
    public synchronized void close() {
        closed = true;
        while (!idle.isEmpty()) {
            close(idle.removeFirst().channel());
        }
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new JournalFailedException("the journal's file could not be closed: " + e.getMessage(), e);
        }
    }
}
