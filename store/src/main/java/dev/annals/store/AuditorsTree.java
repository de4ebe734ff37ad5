package dev.annals.store;

import dev.annals.store.index.Tally;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.tree.Hash;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The tree for whoever must not change the journal's directory. Begins with the writer's files, as far as they can be trusted, and reads
 * the rest from the journal whenever it is asked for its size; what that adds is kept in memory, and beyond 2 MiB among the system's
 * temporary files. Without the writer's files the first question reads all of the journal.
 */
final class AuditorsTree implements TreeView, AutoCloseable {
    private final JournalDirectory directory;
    private final ReadableLog log;
    private @Nullable ExcerptReader reader;
    private @Nullable LogTree tree;
    private boolean closed;

    AuditorsTree(JournalDirectory directory, ReadableLog log) {
        this.directory = directory;
        this.log = log;
    }

    @Override
    public long size() {
        return ask(LogTree::size);
    }

    @Override
    public Hash root(long size) {
        return ask(it -> it.root(size));
    }

    @Override
    public List<Hash> inclusion(long index, long size) {
        return ask(it -> it.inclusion(index, size));
    }

    @Override
    public List<Hash> consistency(long oldSize, long newSize) {
        return ask(it -> it.consistency(oldSize, newSize));
    }

    @Override
    public byte[] tile(int level, long number, int width) {
        return ask(it -> it.tile(level, number, width));
    }

    private synchronized <T> T ask(Function<LogTree, T> question) {
        if (closed) {
            throw new JournalClosedException(
                    "the journal is closed; open it again to read, directory=" + directory.root());
        }
        ExcerptReader excerpts = reader();
        LogTree writers = tree == null ? open(excerpts) : tree;
        try {
            return question.apply(upToDate(writers, excerpts));
        } catch (JournalPrunedException behind) {
            // What comes next is not there any more, but its hashes are kept.
            writers.close();
            return question.apply(upToDate(open(excerpts), excerpts));
        } catch (JournalFailedException damagedFiles) {
            // The writer's files are no part of the journal: without them the answer takes longer, and that is all.
            writers.close();
            LogTree own = LogTree.temporary(directory);
            tree = own;
            return question.apply(upToDate(own, excerpts));
        }
    }

    private ExcerptReader reader() {
        ExcerptReader open = reader;
        if (open == null) {
            open = log.reader();
            reader = open;
        }
        return open;
    }

    private LogTree open(ExcerptReader excerpts) {
        Tally snapshot = directory.tally(excerpts);
        LogTree opened = LogTree.openReadOnly(directory, snapshot, excerpts);
        tree = opened;
        return opened;
    }

    private static LogTree upToDate(LogTree tree, ExcerptReader excerpts) {
        for (long end = excerpts.endSequence(); tree.excerpts() < end; ) {
            Excerpt next = excerpts.read(tree.excerpts());
            if (next == null) {
                throw new JournalCorruptedException(
                        "an excerpt before the end cannot be read", tree.excerpts(), tree.size());
            }
            tree.take(next);
        }
        tree.durable();
        return tree;
    }

    @Override
    public synchronized void close() {
        closed = true;
        try (ExcerptReader first = reader;
                LogTree second = tree) {
            reader = null;
            tree = null;
        }
    }
}
