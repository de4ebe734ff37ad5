package dev.annals.store.column;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A table of terms in a file. Little-endian:
 *
 * <pre>
 * offset size field
 *      0    8 magic: "ANNALSCT"
 *      8    4 format version: 3
 *     12    4 CRC32C of the head but these four bytes
 *     16    4 bytes of the head: 104
 *     20    4 shape, as in the file of a block
 *     24    8 the journal
 *     32    4 level L: the table covers 4^L blocks
 *     36    4 bits B that a hash is found by
 *     40    8 number: its first block is number * 4^L
 *     48    8 first position covered: those before were pruned
 *     56   20 where its last block ends
 *     76    8 entries N
 *     84    4 CRC32C of the body
 *     88   16 0
 *    104  6·N entries: the last 40−B bits of the hash, and under them the place; in the order of hashes and places
 *           8 0
 *           … 2^B+1 numbers (4 each): which is the first entry whose hash begins with so many bits, and N
 * </pre>
 */
final class TermsFile implements Terms {
    private static final long MAGIC = 0x5443534c414e4e41L;
    private static final int VERSION = 3;
    private static final int HEAD_BYTES = 104;
    private static final int ENTRY_BYTES = 6;
    private static final long ENTRY_MASK = (1L << (8 * ENTRY_BYTES)) - 1;
    private static final int ENTRIES_IN_BUCKET = 8;

    private final MappedFile file;
    private final int bits;
    private final int placeBits;
    private final int count;
    private final int directoryAt;

    /**
     * What a table covers.
     *
     * @param number its first block is number * 4<sup>level</sup>
     * @param first the first position that is there
     * @param end where its last block ends
     */
    record Span(int level, long number, long first, Seam end) {}

    private TermsFile(MappedFile file, int bits, int placeBits, int count) {
        this.file = file;
        this.bits = bits;
        this.placeBits = placeBits;
        this.count = count;
        this.directoryAt = HEAD_BYTES + count * ENTRY_BYTES + Long.BYTES;
    }

    /** Opens a table; null if the file is not a whole one of that journal and shape. */
    static @Nullable TermsFile open(Path path, long journal, Shape shape) throws IOException {
        MappedFile file = MappedFile.open(path, MAGIC, VERSION, HEAD_BYTES);
        if (file == null) {
            return null;
        }
        ByteBuffer bytes = file.bytes();
        int bits = bytes.getInt(36);
        long count = bytes.getLong(76);
        if (bytes.getInt(20) != shape.code()
                || bytes.getLong(24) != journal
                || HEAD_BYTES + count * ENTRY_BYTES + Long.BYTES + ((1L << bits) + 1) * Integer.BYTES
                        != bytes.limit()) {
            return null;
        }
        return new TermsFile(file, bits, shape.placeBits(bytes.getInt(32)), (int) count);
    }

    /**
     * Writes a table.
     *
     * @param count how many keys the run has
     */
    static void write(Path path, long journal, Shape shape, Span span, long count, Run run) throws IOException {
        int placeBits = shape.placeBits(span.level());
        int bits = bits(count, placeBits);
        Bytes head = new Bytes()
                .put(MAGIC)
                .put(VERSION)
                .put(0)
                .put(HEAD_BYTES)
                .put(shape.code())
                .put(journal)
                .put(span.level())
                .put(bits)
                .put(span.number())
                .put(span.first())
                .put(span.end())
                .put(count)
                .put(0)
                .put(0L)
                .put(0L);
        try (FileOut out = new FileOut(path, HEAD_BYTES)) {
            int[] directory = writeEntries(out, run, bits, placeBits);
            out.put(0, Long.BYTES);
            for (int first : directory) {
                out.put(first, Integer.BYTES);
            }
            head.putAt(84, out.checksum());
            out.finish(head.sealed(BlockFormat.CHECKSUM_AT));
        }
    }

    private static int[] writeEntries(FileOut out, Run run, int bits, int placeBits) throws IOException {
        int[] directory = new int[(1 << bits) + 1];
        int written = 0;
        int bucket = 0;
        long placeMask = (1L << placeBits) - 1;
        while (run.hasNext()) {
            long key = run.next();
            long hash = key >>> Run.PLACE_BITS;
            int its = (int) (hash >>> (TermHash.BITS - bits));
            while (bucket < its) {
                directory[++bucket] = written;
            }
            out.put(((hash << placeBits) | (key & placeMask)) & ENTRY_MASK & entryMask(bits, placeBits), ENTRY_BYTES);
            written++;
        }
        while (bucket < directory.length - 1) {
            directory[++bucket] = written;
        }
        return directory;
    }

    private static long entryMask(int bits, int placeBits) {
        return (1L << (TermHash.BITS - bits + placeBits)) - 1;
    }

    private static int bits(long count, int placeBits) {
        int wanted = Long.SIZE - Long.numberOfLeadingZeros(count / ENTRIES_IN_BUCKET);
        return Math.max(wanted, Math.max(0, TermHash.BITS + placeBits - 8 * ENTRY_BYTES));
    }

    Span span() {
        ByteBuffer bytes = file.bytes();
        return new Span(
                bytes.getInt(32),
                bytes.getLong(40),
                bytes.getLong(48),
                Bytes.seam(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).position(56)));
    }

    Path path() {
        return file.path();
    }

    int count() {
        return count;
    }

    @Override
    public void find(long hash, Ints places) {
        int bucket = (int) (hash >>> (TermHash.BITS - bits));
        long rest = hash & (1L << (TermHash.BITS - bits)) - 1;
        int end = directory(bucket + 1);
        int placeMask = (1 << placeBits) - 1;
        for (int i = directory(bucket); i < end; i++) {
            long entry = entry(i);
            if (entry >>> placeBits == rest) {
                places.add((int) entry & placeMask);
            }
        }
    }

    private int directory(int bucket) {
        return file.bytes().getInt(directoryAt + bucket * Integer.BYTES);
    }

    private long entry(int index) {
        return file.bytes().getLong(HEAD_BYTES + index * ENTRY_BYTES) & ENTRY_MASK;
    }

    @Override
    public boolean isSound() {
        return file.isSound(file.bytes().getInt(84));
    }

    /**
     * All keys.
     *
     * @param shift added to each place
     */
    Run run(int shift) {
        return new Run() {
            private int index;
            private int bucket;

            @Override
            public boolean hasNext() {
                return index < count;
            }

            @Override
            public long next() {
                while (directory(bucket + 1) <= index) {
                    bucket++;
                }
                long entry = entry(index++);
                long hash = (long) bucket << (TermHash.BITS - bits) | entry >>> placeBits;
                return Run.key(hash, (int) (entry & (1L << placeBits) - 1) + shift);
            }
        };
    }
}
