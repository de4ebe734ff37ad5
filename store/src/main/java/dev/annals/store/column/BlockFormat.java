package dev.annals.store.column;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the file of a block. Little-endian:
 *
 * <pre>
 * offset size field
 *      0    8 magic: "ANNALSCB"
 *      8    4 format version: 3
 *     12    4 CRC32C of the head but these four bytes
 *     16    4 bytes of the head
 *     20    4 bits of a block's rows, and 256 times the bits of a zone's rows
 *     24    8 the journal
 *     32    8 number of the block: its first position is that of row 0
 *     40    4 first row that is there
 *     44    4 row after the last
 *     48   20 where the block before ends: excerpts, records, fingerprint; 0 if the journal begins here
 *     68   20 where this block ends
 *     88    4 CRC32C of the body
 *     92    4 bytes of the body
 *     96    … for the seconds: base (8), bytes of each (4); for the fractions: unit in nanoseconds (4), bytes of each (4)
 *           … for each zone, and in it for activity logs, request logs and Annals' own records: earliest second, latest second (8, 8), 1 if
 *             each of these rows has a time (4)
 *           … how many columns (4), and for each: how many codes (4), bytes of each (4), and for each code from 0 on how many rows have
 *             it (4), and but for 0: how many texts it stands for (4), and each of them: its length (4) and bytes
 *        body seconds since the base plus 1, 0 = no time; fractions in units; for each column the codes of all rows, and for each code
 *             that less than a sixteenth of the rows have, these rows (2 each); 8 bytes of 0
 * </pre>
 */
final class BlockFormat {
    static final long MAGIC = 0x4243534c414e4e41L;
    static final int VERSION = 3;
    static final int CHECKSUM_AT = 12;
    static final int HEAD_LENGTH_AT = 16;
    static final int FIXED_BYTES = 96;

    private static final int MILLISECOND = 1_000_000;

    private final Block block;
    private final int rows;
    private final int zones;
    private long base = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private int unit = MILLISECOND;
    private int largestFraction;

    private BlockFormat(Block block, Shape shape) {
        this.block = block;
        this.rows = block.toRow();
        this.zones = (rows + shape.zoneRows() - 1) / shape.zoneRows();
        Times times = block.times();
        for (int row = block.fromRow(); row < rows; row++) {
            long second = times.second(row);
            if (second != Times.NONE) {
                base = Math.min(base, second);
                last = Math.max(last, second);
                unit = times.nano(row) % MILLISECOND == 0 ? unit : 1;
            }
        }
        for (int row = block.fromRow(); row < rows; row++) {
            largestFraction = Math.max(largestFraction, times.nano(row) / unit);
        }
        if (base > last) {
            base = 0;
            last = -1;
        }
    }

    /**
     * Writes a block.
     *
     * @param end where it ends in the journal
     */
    static void write(OpenBlock open, Seam end, Path file, long journal) throws IOException {
        new BlockFormat(open.view(), open.shape()).write(open, end, file, journal, open.shape());
    }

    private void write(OpenBlock open, Seam end, Path file, long journal, Shape shape) throws IOException {
        Bytes head = head(open, end, journal, shape);
        try (FileOut out = new FileOut(file, head.length())) {
            long bytes = writeBody(out);
            head.putAt(88, out.checksum());
            head.putAt(92, (int) bytes);
            out.finish(head.sealed(CHECKSUM_AT));
        }
    }

    private Bytes head(OpenBlock open, Seam end, long journal, Shape shape) {
        Bytes head = new Bytes()
                .put(MAGIC)
                .put(VERSION)
                .put(0)
                .put(0)
                .put(shape.code())
                .put(journal)
                .put(block.number())
                .put(block.fromRow())
                .put(rows)
                .put(open.before())
                .put(end)
                .put(0)
                .put(0);
        head.put(base).put(secondBytes()).put(unit).put(Packed.width(largestFraction));
        zones(head, shape);
        head.put(Block.columns());
        for (int i = 0; i < Block.columns(); i++) {
            Codes codes = block.codes(i);
            head.put(codes.size()).put(Packed.width(codes.size())).put(withoutValue(codes));
            for (int code = 1; code <= codes.size(); code++) {
                head.put(codes.count(code)).put(codes.texts(code).size());
                codes.texts(code).forEach(head::put);
            }
        }
        head.putAt(HEAD_LENGTH_AT, head.length());
        return head;
    }

    private int withoutValue(Codes codes) {
        int left = rows - block.fromRow();
        for (int code = 1; code <= codes.size(); code++) {
            left -= codes.count(code);
        }
        return left;
    }

    private void zones(Bytes head, Shape shape) {
        Codes kinds = block.codes(Block.KIND);
        TimeSource[] sources = TimeSource.ofCodes(kinds);
        // The spans of whole zones and of the one that is not full are made alike.
        OpenTimes times = new OpenTimes(shape, block.fromRow());
        for (int row = block.fromRow(); row < rows; row++) {
            times.set(
                    row,
                    sources[kinds.get(row)],
                    block.times().second(row),
                    block.times().nano(row));
        }
        Times all = times.view(zones << shape.zoneBits());
        for (int zone = 0; zone < zones; zone++) {
            for (TimeSource each : TimeSource.values()) {
                head.put(all.earliest(each, zone)).put(all.latest(each, zone)).put(all.isExact(each, zone) ? 1 : 0);
            }
        }
    }

    private int secondBytes() {
        return Packed.width(last - base + 1);
    }

    private long writeBody(FileOut out) throws IOException {
        Times times = block.times();
        int width = secondBytes();
        for (int row = 0; row < rows; row++) {
            long second = times.second(row);
            put(out, second == Times.NONE ? 0 : second - base + 1, width);
        }
        int fraction = Packed.width(largestFraction);
        for (int row = 0; row < rows; row++) {
            put(out, times.nano(row) / unit, fraction);
        }
        long bytes = (long) rows * (width + fraction);
        for (int i = 0; i < Block.columns(); i++) {
            bytes += writeColumn(out, block.codes(i));
        }
        put(out, 0, Long.BYTES);
        return bytes + Long.BYTES;
    }

    private long writeColumn(FileOut out, Codes codes) throws IOException {
        int width = Packed.width(codes.size());
        for (int row = 0; row < rows && width > 0; row++) {
            put(out, codes.get(row), width);
        }
        long bytes = (long) rows * width;
        for (int[] listed : lists(codes)) {
            for (int row : listed) {
                put(out, row, Short.BYTES);
            }
            bytes += (long) listed.length * Short.BYTES;
        }
        return bytes;
    }

    private static List<int[]> lists(Codes codes) {
        List<int[]> lists = new ArrayList<>();
        for (int code = 1; code <= codes.size(); code++) {
            int[] rows = codes.rows(code);
            if (rows != null) {
                lists.add(rows);
            }
        }
        return lists;
    }

    private static void put(FileOut out, long number, int width) throws IOException {
        out.put(number, width);
    }
}
