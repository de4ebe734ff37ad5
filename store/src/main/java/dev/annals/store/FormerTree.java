package dev.annals.store;

import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.proof.FormerLeaves;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The hashes that the writer kept of the leaves, read as they lie in the derived tree's file of leaves: 32 bytes each, from the first on.
 * Nothing is believed of them; they may be missing, old or altered. Reads on in order cheaply. Belongs to one thread.
 */
final class FormerTree implements FormerLeaves, AutoCloseable {
    private static final int WINDOW_LEAVES = 2_048;

    private final @Nullable FileChannel channel;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_LEAVES * Hash.BYTES);
    private long windowStart;

    private FormerTree(@Nullable FileChannel channel) {
        this.channel = channel;
        window.limit(0);
    }

    static FormerTree open(Path leaves) {
        try {
            return new FormerTree(FileChannel.open(leaves, StandardOpenOption.READ));
        } catch (NoSuchFileException e) {
            return new FormerTree(null);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public @Nullable Hash leaf(long position) {
        if (position < windowStart || position >= windowStart + window.limit() / Hash.BYTES) {
            read(position);
        }
        int from = (int) (position - windowStart) * Hash.BYTES;
        return from + Hash.BYTES > window.limit()
                ? null
                : Hash.get(window.duplicate().position(from));
    }

    private void read(long position) {
        window.clear();
        windowStart = position;
        try {
            while (channel != null
                    && window.hasRemaining()
                    && channel.read(window, position * Hash.BYTES + window.position()) >= 0) {}
        } catch (IOException e) {
            throw failed(e);
        }
        window.flip();
    }

    @Override
    public @Nullable Hash root(long size) {
        Frontier tree = Frontier.empty();
        while (tree.size() < size) {
            Hash leaf = leaf(tree.size());
            if (leaf == null) {
                return null;
            }
            tree.add(leaf);
        }
        return tree.root();
    }

    private static JournalFailedException failed(IOException e) {
        return new JournalFailedException("cannot read the derived tree's leaves: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
