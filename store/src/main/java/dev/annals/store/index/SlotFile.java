package dev.annals.store.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The slots of an index file, mapped. Behind the {@link IndexHead}, 16 bytes a slot, little endian: hash, then locator + 1; both 0 in an
 * empty slot. An entry is at its home or, if that is taken, in the first slot behind it that was free. A tail of slots that are nobody's
 * home takes what the last homes do not hold.
 *
 * <p>A slot is filled once and then stays as it is, so that whoever searches needs no lock; and so that of any mix of older and newer
 * pages, as a power cut leaves it, nothing is missing that was there when all of them were synced, and nothing stands where a search for it
 * would not come by. Taking away what was added last leaves just what was there before.
 */
final class SlotFile implements AutoCloseable {
    private static final int SLOT_BYTES = 16;
    private static final long LONGEST_TAIL = 4096;
    /** Slots in one mapping: 1 GiB, below what a buffer can address. */
    private static final int MAP_BITS = 26;

    private static final int READ_AT_ONCE = 1 << 12;
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final FileChannel channel;
    private final MappedByteBuffer head;
    private final MappedByteBuffer[] maps;
    private final long capacity;
    private final long count;

    private SlotFile(FileChannel channel, FileChannel.MapMode mode, long capacity) throws IOException {
        this.channel = channel;
        this.capacity = capacity;
        this.count = slots(capacity);
        this.head = channel.map(mode, 0, IndexHead.LENGTH_BYTES);
        this.maps = new MappedByteBuffer[Math.toIntExact((count >>> MAP_BITS) + 1)];
        for (int i = 0; i < maps.length; i++) {
            long first = (long) i << MAP_BITS;
            long length = Math.min(count - first, 1L << MAP_BITS) * SLOT_BYTES;
            maps[i] = channel.map(mode, IndexHead.LENGTH_BYTES + first * SLOT_BYTES, length);
            maps[i].order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    static SlotFile open(Path file, long capacity) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new SlotFile(channel, FileChannel.MapMode.READ_WRITE, capacity);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** What is mapped stays mapped when the channel is closed. */
    static SlotFile mapReadOnly(FileChannel channel, long capacity) throws IOException {
        return new SlotFile(channel, FileChannel.MapMode.READ_ONLY, capacity);
    }

    static long lengthBytes(long capacity) {
        return IndexHead.LENGTH_BYTES + slots(capacity) * SLOT_BYTES;
    }

    private static long slots(long capacity) {
        return capacity + Math.min(capacity, LONGEST_TAIL);
    }

    /** The slot where a search for a hash begins: grows with the hash. */
    static long home(long hash, long capacity) {
        return Math.multiplyHigh(hash, capacity) + (hash >> 63 & capacity);
    }

    /**
     * Writes a new file beside one that may be there, and puts it in its place. Neither is durable by that.
     *
     * @param from where slots are copied from, null for an empty file
     * @param least those with a lower locator are left out
     */
    static SlotFile replace(Path file, IndexHeader header, @Nullable SlotFile from, long least) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = DurableFile.create(fresh)) {
            write(channel, header, from, least);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return open(file, header.capacity());
    }

    /** In sequence, and every byte rather than a hole: a full disk must show here, as an exception, and not later as a fault in mapped memory. */
    private static void write(FileChannel channel, IndexHeader header, @Nullable SlotFile from, long least)
            throws IOException {
        try (SlotWriter out = new SlotWriter(channel, IndexHead.LENGTH_BYTES, slots(header.capacity()))) {
            if (from != null) {
                from.copyTo(new SlotCopy(out, header.capacity()), least);
            }
        }
        ByteBuffer bytes = header.encode();
        while (bytes.hasRemaining()) {
            channel.write(bytes, IndexHead.LATEST + bytes.position());
        }
    }

    private void copyTo(SlotCopy out, long least) throws IOException {
        read((words, length) -> {
            for (int i = 0; i < length; i += 2) {
                if (words[i + 1] == 0) {
                    out.gap();
                } else if (Long.compareUnsigned(words[i + 1], least) > 0) {
                    out.take(words[i], words[i + 1]);
                }
            }
        });
        out.finish();
    }

    /** Takes slots as they lie in the file, two words each: hash, and locator + 1. */
    interface Reading<E extends Exception> {
        void take(long[] words, int length) throws E;
    }

    /** Reads all slots in sequence, many at once: a fraction of what a look at each takes. */
    <E extends Exception> void read(Reading<E> reading) throws E {
        long[] words = new long[2 * READ_AT_ONCE];
        for (MappedByteBuffer map : maps) {
            LongBuffer slots =
                    map.duplicate().order(ByteOrder.LITTLE_ENDIAN).clear().asLongBuffer();
            while (slots.hasRemaining()) {
                int length = Math.min(words.length, slots.remaining());
                slots.get(words, 0, length);
                reading.take(words, length);
            }
        }
    }

    /** Writes a header to a place of the head; seen at once by every process, durable after {@link #forceHead}. */
    void writeHeader(int place, IndexHeader header) {
        head.put(place, header.encode().array());
    }

    long capacity() {
        return capacity;
    }

    long count() {
        return count;
    }

    boolean used(long slot) {
        return slot < count && stored(slot) != 0;
    }

    long hash(long slot) {
        return (long) WORD.get(map(slot), offsetInMap(slot));
    }

    long locator(long slot) {
        return stored(slot) - 1;
    }

    /** False if a search would end where it begins. */
    boolean mayHold(long hash) {
        return stored(home(hash, capacity)) != 0;
    }

    /** The locator of the first slot with a hash that is confirmed, -1 if there is none. For any thread. */
    long find(long hash, LongPredicate confirm) {
        long slot = home(hash, capacity);
        while (slot < count) {
            ByteBuffer map = map(slot);
            for (int at = offsetInMap(slot); at < map.capacity(); at += SLOT_BYTES, slot++) {
                long stored = (long) WORD.getAcquire(map, at + Long.BYTES);
                if (stored == 0) {
                    return -1;
                }
                if ((long) WORD.get(map, at) == hash && confirm.test(stored - 1)) {
                    return stored - 1;
                }
            }
        }
        return -1;
    }

    /** The locators of all slots with a hash, in the order of adding. For any thread. */
    long[] candidates(long hash) {
        Candidates found = new Candidates();
        find(hash, found);
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

    /** Whether a search for what a used slot holds comes by it. */
    boolean isReachable(long slot) {
        long first = home(hash(slot), capacity);
        for (long before = slot - 1; before >= first; before--) {
            if (!used(before)) {
                return false;
            }
        }
        return first <= slot;
    }

    /** Fills the first free slot at or behind the home; false, and nothing changed, if there is none. */
    boolean insert(long hash, long locator) {
        long slot = home(hash, capacity);
        while (used(slot)) {
            slot++;
        }
        if (slot == count) {
            return false;
        }
        ByteBuffer map = map(slot);
        int offset = offsetInMap(slot);
        WORD.set(map, offset, hash);
        // Last: a slot without it is free, whatever else is in it.
        WORD.setRelease(map, offset + Long.BYTES, locator + 1);
        return true;
    }

    /** Empties the slots of all entries at or behind a locator, which were added last, or are damaged: see {@link Census#EVERYTHING}. */
    void dropFrom(long locator) {
        for (long slot = 0; slot < count; slot++) {
            if (Long.compareUnsigned(stored(slot), locator) > 0) {
                WORD.setRelease(map(slot), offsetInMap(slot) + Long.BYTES, 0L);
                WORD.set(map(slot), offsetInMap(slot), 0L);
            }
        }
    }

    private long stored(long slot) {
        return (long) WORD.getAcquire(map(slot), offsetInMap(slot) + Long.BYTES);
    }

    private ByteBuffer map(long slot) {
        return maps[(int) (slot >>> MAP_BITS)];
    }

    private static int offsetInMap(long slot) {
        return (int) (slot & ((1 << MAP_BITS) - 1)) * SLOT_BYTES;
    }

    /** Makes all slots durable. */
    void forceSlots() throws IOException {
        for (MappedByteBuffer map : maps) {
            force(map);
        }
    }

    /** Makes the head durable. */
    void forceHead() throws IOException {
        force(head);
    }

    private static void force(MappedByteBuffer map) throws IOException {
        try {
            map.force();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
