package dev.annals.store.prune;

import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The leaf hashes of all records that were removed: the file {@code pruned/leaves}, 32 bytes for each, from position 0 on, without a header.
 * It only grows. How much of it counts, and its checksum, is in {@link Pruned}; what lies behind that was written by a pruning that did
 * not come to its end, and is written again by the next.
 *
 * <p>With these hashes the tree over all records can be built although the records are gone.
 */
public final class PrunedLeaves {
    private static final String FILE = "leaves";
    private static final int BUFFER_BYTES = 1 << 16;

    private PrunedLeaves() {}

    /**
     * Reads the hashes of all that was removed.
     *
     * @param root the journal's directory
     * @param pruned what was removed
     * @param sink gets the leaf hash of each position, from 0 on; what it got is not to be trusted if this throws
     * @throws JournalCorruptedException if the file is shorter than it must be or its checksum is wrong
     * @throws JournalFailedException if it cannot be read
     */
    public static void read(Path root, Pruned pruned, Consumer<Hash> sink) {
        if (!pruned.isNothing()) {
            readFile(leaves(root), pruned, sink);
        }
    }

    private static void readFile(Path file, Pruned pruned, Consumer<Hash> sink) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            requireWhole(channel, pruned, sink, file);
        } catch (NoSuchFileException e) {
            throw damaged("missing", file);
        } catch (IOException e) {
            throw new JournalFailedException("cannot read the hashes of what was pruned, file=" + file, e);
        }
    }

    /**
     * Reads the hashes from a directory {@code pruned} without its journal, which may be a copy. They agree with themselves if this
     * returns. Whose they are it does not say: who asks holds what they lead to against something that was signed.
     *
     * @param directory the directory
     * @param sink gets the leaf hash of each position, from 0 on; what it got is not to be trusted if this throws
     * @throws JournalCorruptedException if a file is damaged, or if they do not belong together
     * @throws dev.annals.store.journal.JournalTooNewException if a newer release wrote them
     * @throws JournalFailedException if one is missing or cannot be read
     */
    public static void readCopy(Path directory, Consumer<Hash> sink) {
        Pruned pruned = Pruned.loadCopy(directory);
        Path file = directory.resolve(FILE);
        Frontier edge = Frontier.empty();
        readFile(file, pruned, leaf -> {
            edge.add(leaf);
            sink.accept(leaf);
        });
        if (!edge.root().equals(pruned.root())) {
            throw damaged("of another tree, root=" + edge.root() + ", kept=" + pruned.root(), file);
        }
    }

    /** Copies the hashes of all that was removed; durable when it returns. */
    static void copy(Path source, Path target, Pruned pruned) throws IOException {
        Frontier edge = Frontier.empty();
        int copied;
        try (Appender leaves = Appender.open(target, Pruned.NOTHING)) {
            read(source, pruned, leaf -> {
                edge.add(leaf);
                leaves.addUnchecked(leaf);
            });
            copied = leaves.sync(pruned.start().position());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (!edge.root().equals(pruned.root())) {
            throw damaged("of another tree, root=" + edge.root() + ", kept=" + pruned.root(), leaves(source));
        }
        if (copied != pruned.leavesChecksum()) {
            throw damaged("damaged after they were written", leaves(target));
        }
    }

    private static Path leaves(Path root) {
        return root.resolve(Pruned.DIRECTORY).resolve(FILE);
    }

    private static void requireWhole(FileChannel channel, Pruned pruned, Consumer<Hash> sink, Path file)
            throws IOException {
        if (checksum(channel, pruned.start().position(), sink) != pruned.leavesChecksum()) {
            throw damaged("damaged", file);
        }
    }

    private static JournalCorruptedException damaged(String what, Path file) {
        return new JournalCorruptedException(
                "the hashes of what was pruned are " + what + ", file=" + file + "; restore it from a backup", -1, 0);
    }

    /** The checksum of the first hashes, each of which goes to the sink; of fewer if there are not so many. */
    private static int checksum(FileChannel channel, long count, Consumer<Hash> sink) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        for (long at = 0; at < count * Hash.BYTES; ) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, count * Hash.BYTES - at));
            while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {}
            buffer.flip().limit(buffer.limit() / Hash.BYTES * Hash.BYTES);
            if (!buffer.hasRemaining()) {
                break;
            }
            at += buffer.remaining();
            crc.update(buffer.duplicate());
            while (buffer.hasRemaining()) {
                sink.accept(Hash.get(buffer));
            }
        }
        return (int) crc.getValue();
    }

    /** Adds the hashes of a pruning that is being made. */
    static final class Appender implements AutoCloseable {
        private final Path file;
        private final FileChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

        private Appender(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        /** Begins behind what was removed before. */
        static Appender open(Path root, Pruned before) throws IOException {
            Path directory = root.resolve(Pruned.DIRECTORY);
            DurableFile.createDirectory(directory);
            Path file = directory.resolve(FILE);
            FileChannel channel = DurableFile.openOrCreate(file);
            try {
                requireWhole(channel, before, leaf -> {}, file);
                long length = before.start().position() * Hash.BYTES;
                channel.truncate(length).position(length);
                return new Appender(file, channel);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        }

        void add(Hash leaf) throws IOException {
            if (buffer.remaining() < Hash.BYTES) {
                flush();
            }
            leaf.put(buffer);
        }

        void addUnchecked(Hash leaf) {
            try {
                add(leaf);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void flush() throws IOException {
            buffer.flip();
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            buffer.clear();
        }

        /** Makes durable what was added, and gives the checksum of the first hashes. */
        int sync(long count) throws IOException {
            flush();
            channel.truncate(count * Hash.BYTES);
            channel.force(true);
            DurableFile.syncDirectory(file);
            return checksum(channel, count, leaf -> {});
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
