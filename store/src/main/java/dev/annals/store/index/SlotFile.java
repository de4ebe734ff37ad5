package dev.annals.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The slots of an index file, mapped. From byte 4096 on, 16 bytes a slot, little endian: hash, then locator + 1; both 0 in an empty
 * slot. The slots in use are in unsigned order of (hash, locator); each is at its home or, if that is taken, in the first slot after
 * the one before it. A tail of slots that are nobody's home takes what the last homes shift.
 */
final class SlotFile implements AutoCloseable {
    private static final int HEAD_BYTES = 4096;
    private static final int SLOT_BYTES = 16;
    private static final long LONGEST_TAIL = 4096;
    /** Slots in one mapping: 1 GiB, below what a buffer can address. */
    private static final int MAP_BITS = 26;

    private static final int COPIED_AT_ONCE = 1 << 12;

    private final FileChannel channel;
    private final MappedByteBuffer[] maps;
    private final long count;

    private SlotFile(FileChannel channel, FileChannel.MapMode mode, long count) throws IOException {
        this.channel = channel;
        this.count = count;
        this.maps = new MappedByteBuffer[Math.toIntExact((count >>> MAP_BITS) + 1)];
        for (int i = 0; i < maps.length; i++) {
            long first = (long) i << MAP_BITS;
            long length = Math.min(count - first, 1L << MAP_BITS) * SLOT_BYTES;
            maps[i] = channel.map(mode, HEAD_BYTES + first * SLOT_BYTES, length);
            maps[i].order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    static SlotFile open(Path file, long capacity) throws IOException {
        return open(
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE),
                FileChannel.MapMode.READ_WRITE,
                capacity);
    }

    static SlotFile openReadOnly(Path file, long capacity) throws IOException {
        return open(FileChannel.open(file, StandardOpenOption.READ), FileChannel.MapMode.READ_ONLY, capacity);
    }

    private static SlotFile open(FileChannel channel, FileChannel.MapMode mode, long capacity) throws IOException {
        try {
            return new SlotFile(channel, mode, slots(capacity));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    static long lengthBytes(long capacity) {
        return HEAD_BYTES + slots(capacity) * SLOT_BYTES;
    }

    private static long slots(long capacity) {
        return capacity + Math.min(capacity, LONGEST_TAIL);
    }

    /** The slot where a search for a hash begins: grows with the hash. */
    static long home(long hash, long capacity) {
        return Math.multiplyHigh(hash, capacity) + (hash >> 63 & capacity);
    }

    /**
     * Writes a whole file in sequence. Every byte is written rather than left a hole: a full disk must show here, as an exception,
     * and not later as a fault in mapped memory.
     */
    static void write(FileChannel channel, IndexHeader header, @Nullable SlotFile from) throws IOException {
        long capacity = header.capacity();
        try (SlotWriter out = new SlotWriter(channel, HEAD_BYTES, slots(capacity))) {
            if (from != null) {
                from.copyTo(out, capacity);
            }
        }
        writeHeader(channel, header);
    }

    private void copyTo(SlotWriter out, long capacity) throws IOException {
        long[] some = new long[2 * COPIED_AT_ONCE];
        for (MappedByteBuffer map : maps) {
            LongBuffer slots =
                    map.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear().asLongBuffer();
            while (slots.hasRemaining()) {
                int length = Math.min(some.length, slots.remaining());
                slots.get(some, 0, length);
                for (int i = 0; i < length; i += 2) {
                    if (some[i + 1] != 0) {
                        out.place(home(some[i], capacity), some[i], some[i + 1]);
                    }
                }
            }
        }
    }

    void writeHeader(IndexHeader header) throws IOException {
        writeHeader(channel, header);
    }

    private static void writeHeader(FileChannel channel, IndexHeader header) throws IOException {
        ByteBuffer bytes = header.encode();
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    long count() {
        return count;
    }

    boolean used(long slot) {
        return slot < count && raw(slot, 8) != 0;
    }

    long hash(long slot) {
        return raw(slot, 0);
    }

    long locator(long slot) {
        return raw(slot, 8) - 1;
    }

    /** The locator of the first slot with a hash that is confirmed, -1 if there is none. */
    long find(long hash, long capacity, LongPredicate confirm) {
        for (long slot = home(hash, capacity); used(slot); slot++) {
            int order = Long.compareUnsigned(hash(slot), hash);
            if (order > 0) {
                return -1;
            }
            if (order == 0 && confirm.test(locator(slot))) {
                return locator(slot);
            }
        }
        return -1;
    }

    /** The locators of all slots with a hash, ascending. */
    long[] candidates(long hash, long capacity) {
        Candidates found = new Candidates();
        find(hash, capacity, found);
        return Arrays.copyOf(found.locators, found.count);
    }

    /** Notes every place that it is asked about. */
    private static final class Candidates implements LongPredicate {
        private long[] locators = new long[2];
        private int count;

        @Override
        public boolean test(long locator) {
            if (count == locators.length) {
                locators = Arrays.copyOf(locators, 2 * count);
            }
            locators[count++] = locator;
            return false;
        }
    }

    /** Whether a used slot is exactly where the order of the file wants it. */
    boolean inOrder(long slot, long capacity) {
        long home = home(hash(slot), capacity);
        if (slot == 0 || !used(slot - 1)) {
            return slot == home;
        }
        return home <= slot && precedes(slot - 1, hash(slot), locator(slot));
    }

    /** Inserts at or after a home; false, and nothing changed, if the tail is full. */
    boolean insert(long home, long hash, long locator) {
        long slot = home;
        while (used(slot) && precedes(slot, hash, locator)) {
            slot++;
        }
        long free = slot;
        while (used(free)) {
            free++;
        }
        if (free == count) {
            return false;
        }
        shift(slot, free);
        put(slot, hash, locator + 1);
        return true;
    }

    /** Moves the slots of a crowd one to the right, into the free one behind it. */
    private void shift(long from, long free) {
        int first = (int) (from >>> MAP_BITS);
        if (first == (int) (free >>> MAP_BITS)) {
            MappedByteBuffer map = maps[first];
            map.put(offsetInMap(from + 1), map, offsetInMap(from), (int) (free - from) * SLOT_BYTES);
            return;
        }
        for (long to = free; to > from; to--) {
            put(to, raw(to - 1, 0), raw(to - 1, 8));
        }
    }

    private boolean precedes(long slot, long hash, long locator) {
        int order = Long.compareUnsigned(hash(slot), hash);
        return order < 0 || (order == 0 && locator(slot) <= locator);
    }

    private long raw(long slot, int offset) {
        return maps[(int) (slot >>> MAP_BITS)].getLong(offsetInMap(slot) + offset);
    }

    private void put(long slot, long first, long second) {
        MappedByteBuffer map = maps[(int) (slot >>> MAP_BITS)];
        map.putLong(offsetInMap(slot), first);
        map.putLong(offsetInMap(slot) + 8, second);
    }

    private static int offsetInMap(long slot) {
        return (int) (slot & ((1 << MAP_BITS) - 1)) * SLOT_BYTES;
    }

    void force() throws IOException {
        for (MappedByteBuffer map : maps) {
            map.force();
        }
        forceHeader();
    }

    /** Makes the header durable, where no slot was changed since the last {@link #force}. */
    void forceHeader() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
