package dev.annals.store;

import dev.annals.store.index.DiskFull;
import dev.annals.store.index.DurableFile;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.prune.Pruned;
import dev.annals.store.prune.PrunedLeaves;
import dev.annals.store.tree.Growth;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A tree that follows the excerpts of a journal and holds each against the root in its envelope. Grown by one thread; shows others
 * only what {@link #durable} has released.
 *
 * <p>The files are trusted as far as the snapshot of the tally reaches, because they were forced before it was written. What lies beyond
 * is cut off and made again from the journal. If the root there is not the one in the envelope, all is made again.
 */
final class LogTree implements TreeView, AutoCloseable {
    /** Up to this size all of the files is checked whenever they are opened: some milliseconds. */
    private static final long SMALL = 1 << 16;

    private static final int LEAVES_AT_ONCE = 1 << 10;

    private final Path directory;
    private final Tree tree;
    private long excerpts;
    private boolean rooted;
    private volatile long released;

    private LogTree(Path directory, Tree tree, long excerpts) {
        this.directory = directory;
        this.tree = tree;
        this.excerpts = excerpts;
        this.rooted = excerpts > 0;
        this.released = tree.size();
    }

    /**
     * Opens the tree for the journal's writer.
     *
     * @param snapshot the tally as it was found, which says how far the files can be trusted
     * @param thorough whether to read the files through, whatever their size
     */
    static LogTree open(JournalDirectory directory, Tally snapshot, ExcerptReader reader, boolean thorough) {
        Path files = directory.tree();
        Pruned pruned = directory.pruned();
        try {
            Optional<Tree> found = snapshot.excerpts() <= pruned.start().sequence()
                    ? Optional.empty()
                    : sound(Tree.open(files, snapshot.records()), last(snapshot, reader), thorough);
            if (found.isPresent()) {
                return new LogTree(files, found.get(), snapshot.excerpts());
            }
            // First: while the files are made again nothing may say that they can be trusted.
            DurableFile.remove(directory.state());
            return begun(directory, Tree.create(files), pruned);
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot open the Merkle tree, directory=" + files, e);
        }
    }

    /** Opens the tree for a reader, who changes nothing in the journal's directory. */
    static LogTree openReadOnly(JournalDirectory directory, Tally snapshot, ExcerptReader reader) {
        Path files = directory.tree();
        try {
            if (snapshot.excerpts() > directory.pruned().start().sequence()) {
                Optional<Tree> found =
                        sound(Tree.openReadOnly(files, snapshot.records()), last(snapshot, reader), false);
                if (found.isPresent()) {
                    return new LogTree(files, found.get(), snapshot.excerpts());
                }
            }
            return temporary(directory);
        } catch (IOException replacedJustNow) {
            return temporary(directory);
        }
    }

    /** A tree of nothing yet but the records that were removed, which uses none of the files that the writer changes. */
    static LogTree temporary(JournalDirectory directory) {
        return begun(directory, Tree.temporary(), directory.pruned());
    }

    /** Takes over the leaf hashes that are kept of removed records. */
    private static LogTree begun(JournalDirectory directory, Tree tree, Pruned pruned) {
        LogTree begun = new LogTree(directory.tree(), tree, pruned.start().sequence());
        boolean whole = false;
        try {
            Growth[] growth = {tree.grow()};
            PrunedLeaves.read(directory.root(), pruned, leaf -> {
                growth[0].add(leaf);
                if (growth[0].leaves() == LEAVES_AT_ONCE) {
                    begun.grown(growth[0]);
                    growth[0] = tree.grow();
                }
            });
            begun.grown(growth[0]);
            if (!tree.root().equals(pruned.root())) {
                throw new JournalCorruptedException(
                        "the hashes of what was pruned make another root, kept=" + pruned.root() + ", computed="
                                + tree.root() + "; restore pruned/ from a backup",
                        -1,
                        0);
            }
            begun.durable();
            whole = true;
            return begun;
        } finally {
            if (!whole) {
                begun.close();
            }
        }
    }

    private void grown(Growth growth) {
        reserve(growth.leaves());
        tree.accept(growth);
    }

    private static Hash last(Tally snapshot, ExcerptReader reader) {
        Excerpt last = reader.read(snapshot.excerpts() - 1);
        return last == null ? Hash.NONE : last.root();
    }

    private static Optional<Tree> sound(Optional<Tree> found, Hash root, boolean thorough) throws IOException {
        if (found.isPresent()) {
            Tree tree = found.get();
            boolean all = thorough || tree.size() <= SMALL;
            if (!tree.root().equals(root) || (all && !tree.isSound())) {
                tree.close();
                return Optional.empty();
            }
        }
        return found;
    }

    /** Excerpts taken in so far: the sequence number of the one to take next. */
    long excerpts() {
        return excerpts;
    }

    /** Takes in the next excerpt of the journal, whose root must be the one that its payloads make. */
    void take(Excerpt excerpt) {
        Growth growth = grow();
        for (Entry each : excerpt.entries()) {
            growth.add(each.payload());
        }
        requireRoot(excerpt, growth.root());
        reserve(growth.leaves());
        accept(growth);
    }

    private void requireRoot(Excerpt excerpt, Hash computed) {
        Hash stored = excerpt.root();
        if (stored.equals(Hash.NONE) && !rooted) {
            return;
        }
        rooted = true;
        if (!stored.equals(computed)) {
            throw new JournalCorruptedException(
                    "the journal is damaged: the excerpt's Merkle root is not that of the payloads up to it, stored="
                            + stored + ", computed=" + computed + "; keep the directory as it is and run verify",
                    excerpt.sequence(),
                    excerpt.firstPosition());
        }
    }

    Growth grow() {
        return tree.grow();
    }

    void reserve(int leaves) {
        try {
            tree.reserve(leaves);
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot write the Merkle tree, directory=" + directory, e);
        }
    }

    /** Takes in what one excerpt added. */
    void accept(Growth growth) {
        tree.accept(growth);
        excerpts++;
    }

    /** What was taken in is durable in the journal, and may be shown. */
    void durable() {
        released = tree.size();
    }

    void force() {
        try {
            tree.force();
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot sync the Merkle tree, directory=" + directory, e);
        }
    }

    @Override
    public long size() {
        return released;
    }

    @Override
    public Hash root(long size) {
        requireReleased(size);
        return ask(() -> tree.root(size));
    }

    @Override
    public List<Hash> inclusion(long index, long size) {
        requireReleased(size);
        return ask(() -> tree.inclusion(index, size));
    }

    @Override
    public List<Hash> consistency(long oldSize, long newSize) {
        requireReleased(newSize);
        return ask(() -> tree.consistency(oldSize, newSize));
    }

    @Override
    public byte[] tile(int level, long number, int width) {
        // The size at which the tile has this width; one that does not exist is refused by the tree.
        long end = number < 1L << 48 ? (number * 256 + width) << (8 * level) : Long.MAX_VALUE;
        requireReleased(end);
        return ask(() -> tree.tile(level, number, width));
    }

    private void requireReleased(long size) {
        if (size > released) {
            throw new IndexOutOfBoundsException(
                    "the tree does not have that size yet, wanted=" + size + ", size=" + released);
        }
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (UncheckedIOException e) {
            throw failed(e);
        }
    }

    private JournalException failed(UncheckedIOException e) {
        return e.getCause() instanceof ClosedChannelException
                ? new JournalClosedException("the journal is closed; open it again to read")
                : new JournalFailedException(
                        "cannot read the Merkle tree, directory=" + directory + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            tree.close();
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot close the Merkle tree, directory=" + directory, e);
        }
    }
}
