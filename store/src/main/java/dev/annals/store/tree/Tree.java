package dev.annals.store.tree;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A Merkle tree in files: derived data, the same bytes for the same leaves. One file for each tile level, named by its number: file
 * {@code L} holds, 32 bytes each and nothing else, the hashes of all complete subtrees of 256<sup>L</sup> leaves from left to right. So
 * the full tile {@code N} of level {@code L} is the bytes {@code N * 8192} to {@code (N + 1) * 8192} of that file, and what is between two
 * levels is computed when it is wanted. Files only grow; a level without hashes has no file.
 *
 * <p>Memory does not grow with the tree: up to 64 KiB of hashes wait to be written, 2 MiB where the files belong to another. What is
 * asked costs a few reads of at most 8 KiB for each level. Every answer is checked against the root of the whole tree, which is kept in
 * memory, before it is given: files that were changed make it fail, never wrong.
 *
 * <p>One thread grows the tree; any thread may ask meanwhile.
 */
public final class Tree implements AutoCloseable {
    static final int TILE_HEIGHT = 8;

    private static final int LEVELS = 8;
    private static final int MOST_PENDING_OF_OWNER = 64 << 10;
    private static final int MOST_PENDING_OF_READER = 2 << 20;

    private final Path directory;
    private final boolean owner;
    private final List<Level> levels = new ArrayList<>();
    private final Nodes nodes = this::node;
    private Frontier frontier = Frontier.empty();
    private @Nullable Path scratch;
    private boolean forceFailed;
    private boolean closed;

    private Tree(Path directory, boolean owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /**
     * Begins an empty tree, in place of one that may be there. Files of the old one are removed, not cut, so that whoever reads them can
     * go on.
     *
     * @param directory the directory, which must exist and holds nothing but trees
     * @return the empty tree
     * @throws IOException if an old file cannot be removed
     */
    public static Tree create(Path directory) throws IOException {
        for (int level = 0; level < LEVELS; level++) {
            Files.deleteIfExists(file(directory, level));
        }
        return new Tree(directory, true);
    }

    /**
     * Opens the beginning of a tree to go on behind it; what the files hold beyond is cut off. The caller knows that the beginning is
     * durable, and compares the root.
     *
     * @param directory the directory
     * @param size number of leaves to take over
     * @return the tree of that size; empty if the files do not hold so many leaves
     * @throws IOException if a file cannot be read or cut
     */
    public static Optional<Tree> open(Path directory, long size) throws IOException {
        return new Tree(directory, true).opened(size);
    }

    /**
     * Opens the beginning of somebody else's tree, whose files will not be changed. It may grow in memory and then in a directory of its
     * own among the system's temporary files, which goes when it is closed.
     *
     * @param directory the directory, which need not exist
     * @param size number of leaves to take over
     * @return the tree of that size; empty if the files do not hold so many leaves
     * @throws IOException if a file cannot be read
     */
    public static Optional<Tree> openReadOnly(Path directory, long size) throws IOException {
        return new Tree(directory, false).opened(size);
    }

    /**
     * Begins an empty tree in memory, and then among the system's temporary files.
     *
     * @return the empty tree
     */
    public static Tree temporary() {
        return new Tree(Path.of(""), false);
    }

    private Optional<Tree> opened(long size) throws IOException {
        try {
            for (int number = 0; number < LEVELS; number++) {
                long count = TilePath.hashes(size, number);
                Path file = file(directory, number);
                if (count > 0) {
                    Level.Owned own = own(number);
                    Level level = owner ? Level.open(file, count) : Level.openReadOnly(file, count, own);
                    if (level == null) {
                        close();
                        return Optional.empty();
                    }
                    levels.add(level);
                } else if (owner) {
                    Files.deleteIfExists(file);
                }
            }
            frontier = nodes.frontier(size);
            return Optional.of(this);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Path file(Path directory, int level) {
        return directory.resolve(Integer.toString(level));
    }

    private Level.Owned own(int level) {
        return () -> file(owner ? directory : scratch(), level);
    }

    private Path scratch() throws IOException {
        Path made = scratch;
        if (made == null) {
            made = Files.createTempDirectory("annals-tree");
            scratch = made;
        }
        return made;
    }

    /**
     * The number of leaves.
     *
     * @return 0 for an empty tree
     */
    public synchronized long size() {
        return frontier.size();
    }

    /**
     * The root of the whole tree.
     *
     * @return {@link Hash#EMPTY} for an empty tree
     */
    public synchronized Hash root() {
        return frontier.root();
    }

    /**
     * Begins to add leaves; nothing is changed before {@link #accept}.
     *
     * @return no leaf yet
     */
    public synchronized Growth grow() {
        return new Growth(frontier);
    }

    /**
     * Makes room, so that {@link #accept} cannot run out of disk space.
     *
     * @param leaves how many leaves will be added
     * @throws IOException if hashes could not be written; the tree is as before, and this may be tried again
     */
    public synchronized void reserve(int leaves) throws IOException {
        requireOpen();
        int most = owner ? MOST_PENDING_OF_OWNER : MOST_PENDING_OF_READER;
        if (!levels.isEmpty() && levels.get(0).pendingBytes() + (long) leaves * Hash.BYTES > most) {
            write();
        }
        for (Level each : levels) {
            each.reserve(leaves);
        }
    }

    private void write() throws IOException {
        for (Level each : levels) {
            each.write();
        }
    }

    /**
     * Takes in what was grown; {@link #reserve} was called before.
     *
     * @param growth grown from the tree as it is
     * @throws IllegalStateException if the tree has changed since
     */
    public synchronized void accept(Growth growth) {
        if (growth.from() != frontier.size()) {
            throw new IllegalStateException(
                    "grown from another tree, from=" + growth.from() + ", size=" + frontier.size());
        }
        List<List<Hash>> grown = growth.byLevel();
        for (int number = 0; number < grown.size(); number++) {
            if (number == levels.size()) {
                levels.add(new Level(null, 0, own(number)));
            }
            levels.get(number).add(grown.get(number));
        }
        frontier = growth.frontier();
    }

    /**
     * Makes the whole tree durable. After a failure it never succeeds again, because nobody can tell what was lost; the tree can still be
     * asked, and grown.
     *
     * @throws IOException if that failed
     */
    public void force() throws IOException {
        List<Level> written;
        synchronized (this) {
            requireOpen();
            if (forceFailed) {
                throw new IOException("the tree's files could not be synced before, directory=" + directory);
            }
            write();
            written = List.copyOf(levels);
        }
        boolean done = false;
        try {
            // Without the monitor: whoever asks does not wait for the disk.
            for (Level each : written) {
                each.force();
            }
            forceDirectory();
            done = true;
        } finally {
            forceFailed |= !done;
        }
    }

    private void forceDirectory() throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /**
     * Reads all files and compares every full tile with its hash in the level above. What this cannot see, {@link #root()} can.
     *
     * @return false if a hash was changed
     * @throws IOException if a file cannot be read
     */
    public synchronized boolean isSound() throws IOException {
        requireOpen();
        for (int number = 0; number + 1 < levels.size(); number++) {
            Level parents = levels.get(number + 1);
            for (long tile = 0; tile < parents.count(); tile++) {
                Hash found = fold(levels.get(number).read(tile * TilePath.FULL, TilePath.FULL));
                if (!found.equals(Hash.at(parents.read(tile, 1), 0))) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * The root of the tree as it was when it had fewer leaves.
     *
     * @param size number of leaves, at most {@link #size()}
     * @return the root
     * @throws IndexOutOfBoundsException if the tree never had that size
     * @throws UncheckedIOException if files cannot be read, are damaged, or the tree is closed
     */
    public synchronized Hash root(long size) {
        requireSize(size);
        return unchecked(() -> authenticRoot(size));
    }

    /**
     * Proves that a leaf is in the tree.
     *
     * @param index the leaf's number, from 0 on
     * @param size number of leaves of the tree that is meant, at most {@link #size()}
     * @return the siblings, from the leaf up, as {@link Proofs#inclusion} wants them
     * @throws IndexOutOfBoundsException if the tree never had that size, or not that leaf
     * @throws UncheckedIOException as {@link #root(long)}
     */
    public synchronized List<Hash> inclusion(long index, long size) {
        requireSize(size);
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("no such leaf, index=" + index + ", size=" + size);
        }
        return unchecked(() -> {
            List<Hash> proof = nodes.inclusion(index, size);
            if (!Proofs.inclusion(node(0, index), index, size, proof, authenticRoot(size))) {
                throw damaged();
            }
            return proof;
        });
    }

    /**
     * Proves that the tree has only grown.
     *
     * @param oldSize number of leaves before
     * @param newSize number of leaves after, at most {@link #size()}
     * @return hashes as {@link Proofs#consistency} wants them
     * @throws IndexOutOfBoundsException if the tree never had these sizes
     * @throws UncheckedIOException as {@link #root(long)}
     */
    public synchronized List<Hash> consistency(long oldSize, long newSize) {
        requireSize(newSize);
        if (oldSize < 0 || oldSize > newSize) {
            throw new IndexOutOfBoundsException("not an older size, old=" + oldSize + ", new=" + newSize);
        }
        return unchecked(() -> {
            List<Hash> proof = nodes.consistency(oldSize, newSize);
            if (!Proofs.consistency(oldSize, authenticRoot(oldSize), newSize, authenticRoot(newSize), proof)) {
                throw damaged();
            }
            return proof;
        });
    }

    /**
     * The bytes of a tile.
     *
     * @param level 0 for leaves
     * @param number the tile's number in its level, from 0 on
     * @param width hashes in it, 1 to {@link TilePath#FULL}
     * @return the hashes, 32 bytes each
     * @throws IndexOutOfBoundsException if the tree does not have these hashes
     * @throws UncheckedIOException as {@link #root(long)}
     */
    public synchronized byte[] tile(int level, long number, int width) {
        TilePath.of(level, number, width);
        long first = number * TilePath.FULL;
        if (first + width > TilePath.hashes(frontier.size(), level)) {
            throw new IndexOutOfBoundsException("the tree has no such tile, tile=" + TilePath.of(level, number, width)
                    + ", size=" + frontier.size());
        }
        return unchecked(() -> {
            byte[] bytes = levels.get(level).read(first, width);
            int height = level * TILE_HEIGHT;
            // With the tile's hashes as leaves, the tree must come out as it was when the tile had this width.
            Frontier edge = Frontier.of(first, nodes.frontier(first << height).hashes());
            for (int i = 0; i < width; i++) {
                edge.add(Hash.at(bytes, i * Hash.BYTES));
            }
            if (!edge.root().equals(authenticRoot((first + width) << height))) {
                throw damaged();
            }
            return bytes;
        });
    }

    /** The root that a smaller tree had, if it is a beginning of the one whose edge is in memory. */
    private Hash authenticRoot(long size) throws IOException {
        if (size == frontier.size()) {
            return frontier.root();
        }
        Hash root = nodes.frontier(size).root();
        List<Hash> proof = nodes.consistency(size, frontier.size());
        if (!Proofs.consistency(size, root, frontier.size(), frontier.root(), proof)) {
            throw damaged();
        }
        return root;
    }

    private Hash node(int height, long index) throws IOException {
        int above = height % TILE_HEIGHT;
        return fold(levels.get(height / TILE_HEIGHT).read(index << above, 1 << above));
    }

    /** The hash over as many hashes as a power of two. */
    private static Hash fold(byte[] hashes) {
        Hash[] row = new Hash[hashes.length / Hash.BYTES];
        for (int i = 0; i < row.length; i++) {
            row[i] = Hash.at(hashes, i * Hash.BYTES);
        }
        for (int length = row.length; length > 1; length /= 2) {
            for (int i = 0; i < length / 2; i++) {
                row[i] = Hash.ofNode(row[2 * i], row[2 * i + 1]);
            }
        }
        return row[0];
    }

    private IOException damaged() {
        return new IOException("the tree's files are damaged, directory=" + directory
                + "; close the journal, delete that directory and open the journal for writing");
    }

    private void requireSize(long size) {
        if (size < 0 || size > frontier.size()) {
            throw new IndexOutOfBoundsException(
                    "the tree never had that size, wanted=" + size + ", size=" + frontier.size());
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private <T> T unchecked(Question<T> question) {
        try {
            requireOpen();
            return question.ask();
        } catch (IOException e) {
            throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Closes the files as they are; what is not written is lost unless {@link #force} came before. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        IOException failure = null;
        for (Level each : levels) {
            try {
                each.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        levels.clear();
        Path made = scratch;
        if (made != null) {
            for (int level = 0; level < LEVELS; level++) {
                Files.deleteIfExists(file(made, level));
            }
            Files.deleteIfExists(made);
            scratch = null;
        }
        if (failure != null) {
            throw failure;
        }
    }
}
