package dev.annals.store.projection;

import dev.annals.store.index.Coverage;
import dev.annals.store.pack.Lz4;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * All histories up to a place in the journal, in one file, big-endian:
 * <pre>
 *      0    8 magic ANNALSIV
 *      8    4 format version, 2
 *     12    n blocks, each compressed as one LZ4 block: entries, in the order of (kind, context, id) over the whole file
 *      …    t tail
 *      …    4 t
 *      …    4 CRC32C of the first 12 bytes and the tail
 *
 *     entry: byte kind (0 key, 1 user, 2 invitation), context, id, int n, n bytes {@link History}
 *     tail:  long journal, long sequence of the first excerpt, Coverage (long excerpts, long records, int fingerprint), {@link Totals},
 *            int n, n × (long offset, int bytes stored, int bytes of entries, int CRC32C of the stored bytes; kind, context, id of its first entry)
 * </pre>
 *
 * <p>A block ends with the entry that makes it 64 KiB or more; compressed it needs about a quarter of that. The file is never changed, only replaced. It is read by {@link
 * RandomAccessFile}: a thread that is interrupted while it reads would close a channel for everybody.
 */
final class HistoryFile implements Closeable {
    static final long MAGIC = 0x414e4e414c534956L;
    /** Another one also for the same form with other content: when events are understood otherwise, or more types are known. */
    static final int VERSION = 2;

    static final int HEAD_BYTES = 12;
    static final int TRAILER_BYTES = 8;

    private final RandomAccessFile file;
    private final Contents contents;

    /**
     * What the tail says.
     *
     * @param journal which journal
     * @param firstSequence where the journal began
     * @param coverage how far it reaches
     * @param totals what was folded as a whole
     * @param blocks where the blocks are
     */
    record Contents(long journal, long firstSequence, Coverage coverage, Totals totals, List<Block> blocks) {}

    /** One block: where its bytes are stored, and how many they are when they are unpacked. */
    record Block(long offset, int stored, int length, int crc, EntityKey first) {}

    private HistoryFile(RandomAccessFile file, Contents contents) {
        this.file = file;
        this.contents = contents;
    }

    /** Opens a file and checks every byte of it; null if there is none or if it is damaged or of another format. */
    static @Nullable HistoryFile open(Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return null;
        }
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "r");
        } catch (java.io.FileNotFoundException e) {
            if (Files.exists(path)) {
                throw e;
            }
            return null;
        }
        Contents contents = contents(file);
        HistoryFile opened = contents == null ? null : new HistoryFile(file, contents);
        if (opened == null || !opened.isWhole()) {
            file.close();
            return null;
        }
        return opened;
    }

    private static @Nullable Contents contents(RandomAccessFile file) throws IOException {
        long length = file.length();
        if (length < HEAD_BYTES + TRAILER_BYTES) {
            return null;
        }
        ByteBuffer head = ByteBuffer.wrap(read(file, 0, HEAD_BYTES));
        ByteBuffer trailer = ByteBuffer.wrap(read(file, length - TRAILER_BYTES, TRAILER_BYTES));
        int tailLength = trailer.getInt();
        long tailOffset = length - TRAILER_BYTES - tailLength;
        if (head.getLong(0) != MAGIC || head.getInt(8) != VERSION || tailLength < 0 || tailOffset < HEAD_BYTES) {
            return null;
        }
        byte[] tail = read(file, tailOffset, tailLength);
        if (crc(head.array(), tail, tailLength) != trailer.getInt()) {
            return null;
        }
        return contents(new BlobReader(tail, 0, tailLength));
    }

    private static Contents contents(BlobReader in) {
        long journal = in.i8();
        long firstSequence = in.i8();
        Coverage coverage = new Coverage(in.i8(), in.i8(), in.i4());
        Totals totals = Totals.read(in);
        List<Block> blocks = new ArrayList<>();
        for (int left = in.i4(); left > 0; left--) {
            blocks.add(new Block(in.i8(), in.i4(), in.i4(), in.i4(), readKey(in)));
        }
        return new Contents(journal, firstSequence, coverage, totals, blocks);
    }

    static int crc(byte[] head, byte[] tail, int tailLength) {
        CRC32C crc = new CRC32C();
        crc.update(head, 0, HEAD_BYTES);
        crc.update(tail, 0, tailLength);
        return (int) crc.getValue();
    }

    static EntityKey readKey(BlobReader in) {
        return new EntityKey(EntityKey.Kind.ofCode(in.u1()), in.text(), in.text());
    }

    static void writeKey(BlobWriter out, EntityKey key) {
        out.u1(key.kind().code());
        out.text(key.context());
        out.text(key.id());
    }

    private boolean isWhole() throws IOException {
        for (Block each : contents.blocks()) {
            if (stored(each) == null) {
                return false;
            }
        }
        return true;
    }

    Contents contents() {
        return contents;
    }

    /** All entries from the first that is not before a key; the key need not be there. */
    Cursor from(EntityKey key) throws IOException {
        int low = 0;
        int high = contents.blocks().size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (contents.blocks().get(middle).first().compareTo(key) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Cursor cursor = new Cursor(contents.blocks(), this::block, Math.max(0, low - 1));
        while (cursor.key != null && cursor.key.compareTo(key) < 0) {
            cursor.next();
        }
        return cursor;
    }

    /** The entries of a block; null if its bytes are not those that were written. */
    private byte @Nullable [] block(Block block) throws IOException {
        byte[] stored = stored(block);
        byte[] entries = new byte[block.length()];
        return stored != null && Lz4.decompress(stored, 0, stored.length, entries, 0, entries.length) ? entries : null;
    }

    private byte @Nullable [] stored(Block block) throws IOException {
        byte[] bytes = read(file, block.offset(), block.stored());
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue() == block.crc() ? bytes : null;
    }

    private static byte[] read(RandomAccessFile file, long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        file.seek(offset);
        file.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads blocks. */
    @FunctionalInterface
    interface Blocks {
        /** The entries of a block; null if its bytes are not those that were written. */
        byte @Nullable [] read(Block block) throws IOException;
    }

    /** A place between entries. */
    static final class Cursor {
        private final List<Block> blocks;
        private final Blocks source;
        private int nextBlock;
        private BlobReader in = new BlobReader(new byte[0], 0, 0);
        private int bodyAt;
        private int bodyLength;
        private @Nullable EntityKey key;

        private Cursor(List<Block> blocks, Blocks source, int block) throws IOException {
            this.blocks = blocks;
            this.source = source;
            this.nextBlock = block;
            next();
        }

        /** A place behind which there is nothing. */
        static Cursor atEnd() throws IOException {
            return new Cursor(List.of(), block -> null, 0);
        }

        /** Whose history comes next; null at the end. */
        @Nullable
        EntityKey key() {
            return key;
        }

        /** That history. */
        BlobReader history() {
            return new BlobReader(in.array(), bodyAt, bodyLength);
        }

        void next() throws IOException {
            if (!in.hasMore()) {
                if (nextBlock >= blocks.size()) {
                    key = null;
                    return;
                }
                byte[] bytes = source.read(blocks.get(nextBlock++));
                if (bytes == null) {
                    throw new IOException("a block of the inventory changed after it was checked; ask again, and it is"
                            + " made anew");
                }
                in = new BlobReader(bytes, 0, bytes.length);
            }
            key = readKey(in);
            bodyLength = in.i4();
            bodyAt = in.at();
            in.seek(bodyAt + bodyLength);
        }
    }
}
