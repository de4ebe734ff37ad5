package dev.annals.store;

import dev.annals.api.Payload;
import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Replay;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.TilePath;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.Stream;

/**
 * Writes a journal as a <a href="https://c2sp.org/tlog-tiles">C2SP tiled log</a>: files that any web server can serve and any client of
 * such logs can read. They are described at {@link JournalReader#exportTiles}.
 */
final class TileExport {
    private static final int MAX_ENTRY = 0xFFFF;
    private static final int LEVELS = 8;

    private final TreeView tree;
    private final Replay replay;
    private final Path directory;

    TileExport(TreeView tree, Replay replay, Path directory) {
        this.tree = tree;
        this.replay = replay;
        this.directory = directory;
    }

    void write(SignedCheckpoint signed) {
        Checkpoint checkpoint = signed.checkpoint();
        try {
            requireSameLog(checkpoint);
            for (int level = 0; level < LEVELS; level++) {
                writeLevel(level, TilePath.hashes(checkpoint.size(), level));
            }
            writeEntries(checkpoint.size());
            DurableFile.createDirectory(directory);
            DurableFile.replace(directory.resolve("checkpoint"), signed.note().bytes());
        } catch (IOException e) {
            throw new JournalFailedException("cannot write the tiles, directory=" + directory + ": " + e, e);
        }
    }

    /** A directory that holds another log's tiles would become a log that nobody can verify. */
    private void requireSameLog(Checkpoint checkpoint) throws IOException {
        Path file = directory.resolve("checkpoint");
        if (!Files.exists(file)) {
            return;
        }
        Checkpoint there = SignedCheckpoint.parse(Files.readAllBytes(file)).checkpoint();
        if (there.size() > checkpoint.size() || !tree.root(there.size()).equals(there.root())) {
            throw new JournalFailedException("the directory holds the tiles of another log, directory=" + directory
                    + ", found: " + there + "; choose another directory");
        }
    }

    private void writeLevel(int level, long hashes) throws IOException {
        for (long number = 0; number * TilePath.FULL < hashes; number++) {
            int width = (int) Math.min(TilePath.FULL, hashes - number * TilePath.FULL);
            Path file = directory.resolve(TilePath.of(level, number, width));
            put(file, tree.tile(level, number, width));
        }
    }

    private void writeEntries(long size) throws IOException {
        try (Stream<Entry> all = replay.query(Query.records().toPosition(size))) {
            Iterator<Entry> entries = all.iterator();
            ByteArrayOutputStream bundle = new ByteArrayOutputStream();
            ByteBuffer leaves = ByteBuffer.allocate(0);
            long begun = -1;
            while (entries.hasNext()) {
                Entry entry = entries.next();
                long number = entry.position() / TilePath.FULL;
                int width = (int) Math.min(TilePath.FULL, size - number * TilePath.FULL);
                if (entry.position() % TilePath.FULL == 0) {
                    begun = number;
                    bundle.reset();
                    leaves = ByteBuffer.wrap(tree.tile(0, number, width));
                }
                if (begun != number) {
                    continue; // The bundle's beginning was pruned.
                }
                add(entry, Hash.get(leaves), bundle);
                if (!leaves.hasRemaining()) {
                    put(
                            directory.resolve(TilePath.of(0, number, width).replace("tile/0/", "tile/entries/")),
                            bundle.toByteArray());
                }
            }
        }
    }

    private void add(Entry entry, Hash expected, ByteArrayOutputStream bundle) throws IOException {
        Payload payload = entry.payload();
        if (!Hash.ofLeaf(payload).equals(expected)) {
            throw new JournalCorruptedException(
                    "the journal is damaged: a record does not hash to its leaf; nothing more is written; run verify",
                    entry.excerpt(),
                    entry.position());
        }
        Payload listed = payload;
        if (payload.length() > MAX_ENTRY) {
            put(directory.resolve("entry").resolve(Long.toString(entry.position())), payload.toByteArray());
            listed = Payload.ofUtf8("{\"object\":\"annals.long_entry\",\"position\":" + entry.position() + ",\"bytes\":"
                    + payload.length() + ",\"leaf_hash\":\"" + expected.base64() + "\"}");
        }
        bundle.write(listed.length() >>> 8);
        bundle.write(listed.length());
        listed.writeTo(bundle);
    }

    /** The file appears as a whole. One that is there is compared: an export that was interrupted may have left anything. */
    private static void put(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file) && Files.size(file) == bytes.length && Arrays.equals(Files.readAllBytes(file), bytes)) {
            return;
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
