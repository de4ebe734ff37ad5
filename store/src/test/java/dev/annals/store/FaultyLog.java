package dev.annals.store;

import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.journal.LogStart;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.SegmentExtent;
import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A log that fails when it is told to, and can be held at its next append. */
final class FaultyLog implements ExcerptLog {
    private final ExcerptLog log;
    final AtomicInteger outOfSpaceAppends = new AtomicInteger();
    volatile boolean failingSync;
    volatile @Nullable Error brokenAppend;
    volatile long claimedSequence = -1;
    volatile boolean nextSequenceFails;
    volatile CountDownLatch hold = new CountDownLatch(0);
    final AtomicInteger syncs = new AtomicInteger();
    final Semaphore idles = new Semaphore(0);
    volatile boolean failingIdle;

    FaultyLog(ExcerptLog log) {
        this.log = log;
    }

    @Override
    public long nextSequence() {
        if (nextSequenceFails) {
            throw new OutOfMemoryError("for this test");
        }
        return claimedSequence < 0 ? log.nextSequence() : claimedSequence;
    }

    @Override
    public long nextPosition() {
        return log.nextPosition();
    }

    @Override
    public long endPosition() {
        return log.endPosition();
    }

    @Override
    public long append(List<NewRecord> records, Hash root) {
        try {
            hold.await();
        } catch (InterruptedException e) {
            throw new AssertionError("the writer was interrupted", e);
        }
        Error broken = brokenAppend;
        if (broken != null) {
            throw broken;
        }
        if (outOfSpaceAppends.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new JournalOutOfSpaceException("no space left, for this test");
        }
        return log.append(records, root);
    }

    @Override
    public void sync() {
        syncs.incrementAndGet();
        if (failingSync) {
            throw new JournalFailedException("input/output error, for this test");
        }
        log.sync();
    }

    @Override
    public void idle() {
        idles.release();
        if (failingIdle) {
            throw new JournalFailedException("input/output error, for this test");
        }
        log.idle();
    }

    @Override
    public List<SegmentExtent> segments() {
        return log.segments();
    }

    @Override
    public void removeBefore(LogStart start) {
        log.removeBefore(start);
    }

    @Override
    public ExcerptReader reader() {
        return log.reader();
    }

    @Override
    public void close() {
        log.close();
    }
}
