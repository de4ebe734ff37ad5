package dev.annals.store.projection;

import dev.annals.store.index.Coverage;
import dev.annals.store.index.DurableFile;
import dev.annals.store.pack.Lz4;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes a {@link HistoryFile} beside its place and puts it there when it is whole and durable. Closed before that, it leaves nothing. */
final class HistoryFileWriter implements Closeable {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Path target;
    private final Path fresh;
    private final FileOutputStream file;
    private final List<HistoryFile.Block> blocks = new ArrayList<>();
    private final BlobWriter block = new BlobWriter(2 * BLOCK_BYTES);
    private final Lz4 lz4;
    private byte[] packed = new byte[Lz4.most(2 * BLOCK_BYTES)];
    private EntityKey first = new EntityKey(EntityKey.Kind.KEY, "", "");
    private long written;

    HistoryFileWriter(Path target) throws IOException {
        this.target = target;
        this.fresh = target.resolveSibling(target.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        DurableFile.openOrCreate(fresh).close();
        this.file = new FileOutputStream(fresh.toFile());
        put(head(), HistoryFile.HEAD_BYTES);
        // Last: what it holds outside the heap is let go by close(), which nobody calls if this fails.
        this.lz4 = new Lz4();
    }

    private static byte[] head() {
        return ByteBuffer.allocate(HistoryFile.HEAD_BYTES)
                .putLong(HistoryFile.MAGIC)
                .putInt(HistoryFile.VERSION)
                .array();
    }

    /** Adds an entry; each one's key is after that of the one before. */
    void add(EntityKey key, byte[] history, int offset, int length) throws IOException {
        if (block.size() == 0) {
            first = key;
        }
        HistoryFile.writeKey(block, key);
        block.i4(length);
        block.bytes(history, offset, length);
        if (block.size() >= BLOCK_BYTES) {
            endBlock();
        }
    }

    private void endBlock() throws IOException {
        if (block.size() > 0) {
            if (packed.length < Lz4.most(block.size())) {
                packed = new byte[Lz4.most(block.size())];
            }
            int stored = lz4.compress(block.array(), 0, block.size(), packed, 0);
            CRC32C crc = new CRC32C();
            crc.update(packed, 0, stored);
            blocks.add(new HistoryFile.Block(written, stored, block.size(), (int) crc.getValue(), first));
            put(packed, stored);
            block.clear();
        }
    }

    /** Ends the file and puts it in its place: after a crash there is either the old one or this one, whole. */
    void finish(long journal, long firstSequence, Coverage coverage, Totals totals) throws IOException {
        endBlock();
        BlobWriter tail = block;
        tail.i8(journal);
        tail.i8(firstSequence);
        tail.i8(coverage.excerpts());
        tail.i8(coverage.records());
        tail.i4(coverage.fingerprint());
        totals.write(tail);
        tail.i4(blocks.size());
        for (HistoryFile.Block each : blocks) {
            tail.i8(each.offset());
            tail.i4(each.stored());
            tail.i4(each.length());
            tail.i4(each.crc());
            HistoryFile.writeKey(tail, each.first());
        }
        int tailLength = tail.size();
        int crc = HistoryFile.crc(head(), tail.array(), tailLength);
        tail.i4(tailLength);
        tail.i4(crc);
        put(tail.array(), tail.size());
        file.getFD().sync();
        file.close();
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(target);
    }

    private void put(byte[] bytes, int length) throws IOException {
        file.write(bytes, 0, length);
        written += length;
    }

    @Override
    public void close() throws IOException {
        lz4.close();
        file.close();
        Files.deleteIfExists(fresh);
    }
}
