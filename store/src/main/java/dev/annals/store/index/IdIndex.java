package dev.annals.store.index;

import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where an identity may be stored: a file of 64-bit hashes, each with the place of one record. A hash finds candidates; the caller looks
 * at the stored record and decides. Lives in a mapped file, 19 to 24 bytes for each identity, and takes no heap that grows with it.
 *
 * <p>The slots are ordered by hash: a hash's home is its share of the table, and a crowd is shifted to the right. So the same set of
 * identities in a table of the same size gives the same bytes, whatever the order they came in, and growing is one pass over both
 * files in sequence.
 *
 * <p>Before it is changed, the file is marked dirty; only {@link #seal} makes it clean. A file that is not clean, not whole, or of another
 * journal is thrown away at the next opening. Belongs to one thread at a time; a {@link RestingIndex} reads the same file in other processes.
 */
public final class IdIndex implements AutoCloseable {
    private static final int ORDINAL_BITS = 20;
    private static final long FIRST_CAPACITY = 1024;

    private final Path file;
    private final Forcing forcing;
    private SlotFile slots;
    private IndexHeader header;
    private boolean markedDirty;

    /** Makes what was written durable; whether the file can be trusted after a power cut hangs on the order of these calls. */
    interface Forcing {
        /** By the operating system. */
        Forcing DISK = new Forcing() {};

        /** Slots and header. */
        default void all(SlotFile slots) throws IOException {
            slots.force();
        }

        /** The header, where no slot was changed since {@link #all}. */
        default void header(SlotFile slots) throws IOException {
            slots.forceHeader();
        }
    }

    private IdIndex(Path file, Forcing forcing, SlotFile slots, IndexHeader header) {
        this.file = file;
        this.forcing = forcing;
        this.slots = slots;
        this.header = header;
    }

    /**
     * Opens an index, or begins an empty one if there is none that can be trusted.
     *
     * @param file the file
     * @param journal says which journal it belongs to: another number makes it another journal's
     * @param reader reads that journal, to check that the index was made from it; not kept
     * @return the open index, which covers {@link #excerpts()} excerpts
     * @throws JournalOutOfSpaceException if there is no room for an empty one
     * @throws JournalFailedException if the file cannot be read or written
     */
    public static IdIndex open(Path file, long journal, ExcerptReader reader) {
        try {
            Optional<IndexHeader> found = IndexHeader.readClean(file, journal);
            long first = reader.firstSequence();
            if (found.isPresent()
                    && reaches(found.get(), first)
                    && found.get().coverage().matches(reader)) {
                SlotFile slots = SlotFile.open(file, found.get().capacity());
                IdIndex index = new IdIndex(file, Forcing.DISK, slots, found.get());
                index.dropBefore(first);
                return index;
            }
            return create(file, journal, first);
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot open the index of ids, file=" + file, e);
        }
    }

    private static boolean reaches(IndexHeader found, long first) {
        return found.first() <= first && found.coverage().excerpts() > first;
    }

    /**
     * Begins an empty index that covers a journal from its first excerpt on, as {@link #create(Path, long, long)} does.
     *
     * @param file the file
     * @param journal says which journal it belongs to
     * @return the open index
     */
    public static IdIndex create(Path file, long journal) {
        return create(file, journal, 0);
    }

    /**
     * Begins an empty index, in place of one that may be there.
     *
     * @param file the file
     * @param journal says which journal it belongs to
     * @param first the first excerpt that it will cover
     * @return the open index
     * @throws JournalOutOfSpaceException if there is no room for it
     * @throws JournalFailedException if the file cannot be written
     */
    public static IdIndex create(Path file, long journal, long first) {
        return create(file, journal, first, Forcing.DISK);
    }

    static IdIndex create(Path file, long journal, long first, Forcing forcing) {
        IndexHeader header = IndexHeader.empty(journal, FIRST_CAPACITY, first);
        try {
            IdIndex index = new IdIndex(file, forcing, rewrite(file, header, null), header);
            // An older clean file must not come back after a power cut.
            DurableFile.syncDirectory(file);
            index.markedDirty = true;
            return index;
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot create the index of ids, file=" + file, e);
        }
    }

    /**
     * The place of a record as one number.
     *
     * @param sequence the excerpt, below 2<sup>43</sup>
     * @param ordinal the record in it, counted from 0, below 2<sup>20</sup>
     * @return the locator
     */
    public static long locator(long sequence, int ordinal) {
        if (sequence < 0 || sequence >>> 43 != 0 || ordinal < 0 || ordinal >>> ORDINAL_BITS != 0) {
            throw new IllegalArgumentException("no locator for sequence=" + sequence + ", ordinal=" + ordinal);
        }
        return sequence << ORDINAL_BITS | ordinal;
    }

    /**
     * The excerpt of a locator.
     *
     * @param locator from {@link #locator}
     * @return its sequence number
     */
    public static long sequenceOf(long locator) {
        return locator >>> ORDINAL_BITS;
    }

    /**
     * The record of a locator.
     *
     * @param locator from {@link #locator}
     * @return counted from 0 in its excerpt
     */
    public static int ordinalOf(long locator) {
        return (int) locator & (1 << ORDINAL_BITS) - 1;
    }

    /**
     * Excerpts that were covered when the index was last sealed; the caller adds what the later ones hold.
     *
     * @return for a new index the first excerpt to cover
     */
    public long excerpts() {
        return Math.max(header.first(), header.coverage().excerpts());
    }

    /**
     * The first excerpt covered: those before it were removed from the journal.
     *
     * @return 0 if nothing was removed
     */
    public long first() {
        return header.first();
    }

    /**
     * Forgets what was stored in excerpts that were removed from the journal's front. Costs one pass over the file, and leaves the bytes
     * that an index built from what remains would have.
     *
     * @param first the first excerpt that remains; nothing happens if it is not above {@link #first}
     * @throws JournalOutOfSpaceException if there is no room for the new file; nothing was changed
     * @throws JournalFailedException if the file cannot be written
     */
    public void dropBefore(long first) {
        if (first <= header.first()) {
            return;
        }
        long least = locator(first, 0);
        SlotFile before = slots;
        long left = 0;
        for (long slot = 0; slot < before.count(); slot++) {
            left += before.used(slot) && before.locator(slot) >= least ? 1 : 0;
        }
        IndexHeader fresh =
                IndexHeader.empty(header.journal(), capacityFor(left), first).covering(header.coverage());
        try {
            slots = rewrite(file, fresh, null);
            DurableFile.syncDirectory(file);
            header = fresh;
            markedDirty = true;
            for (long slot = 0; slot < before.count(); slot++) {
                if (before.used(slot) && before.locator(slot) >= least) {
                    add(before.hash(slot), before.locator(slot));
                }
            }
            before.close();
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot shrink the index of ids, file=" + file, e);
        }
    }

    /** The capacity that an index has grown to when it holds so many. */
    private static long capacityFor(long size) {
        long capacity = FIRST_CAPACITY;
        while (size > mostOf(capacity)) {
            capacity = nextAfter(capacity);
        }
        return capacity;
    }

    /**
     * How many identities there are.
     *
     * @return the count
     */
    public long size() {
        return header.size();
    }

    /**
     * A number that two indexes of the same identities at the same places share, whatever the order of adding.
     *
     * @return the sum
     */
    public long contentSum() {
        return header.contentSum();
    }

    /**
     * Finds the first candidate that the caller confirms.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @param confirm looks at the record at a locator and says whether it is the one
     * @return its locator, or -1
     */
    public long find(long hash, LongPredicate confirm) {
        return slots.find(hash, header.capacity(), confirm);
    }

    /**
     * All candidates.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @return their locators, ascending
     */
    public long[] candidates(long hash) {
        return slots.candidates(hash, header.capacity());
    }

    /**
     * Makes room, so that as many {@link #add} calls cannot run out of space.
     *
     * @param count how many identities will be added
     * @throws JournalOutOfSpaceException if the disk has no room; nothing was changed
     * @throws JournalFailedException if the file cannot be written
     */
    public void reserve(int count) {
        try {
            if (!markedDirty && count > 0) {
                slots.writeHeader(header.dirty());
                forcing.header(slots);
                markedDirty = true;
            }
            long capacity = header.capacity();
            while (header.size() + count > mostOf(capacity)) {
                capacity = nextAfter(capacity);
            }
            if (capacity != header.capacity()) {
                growTo(capacity);
            }
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot grow the index of ids" + missing() + ", file=" + file, e);
        }
    }

    /**
     * Adds one identity; {@link #reserve} was called before.
     *
     * @param hash its hash
     * @param locator where its record is
     */
    public void add(long hash, long locator) {
        if (!markedDirty || header.size() >= mostOf(header.capacity())) {
            throw new IllegalStateException("add without reserve, size=" + header.size());
        }
        while (!slots.insert(SlotFile.home(hash, header.capacity()), hash, locator)) {
            reserveMore();
        }
        header = header.plus(hash, locator);
    }

    /** What the next larger table needs beside this one, for whoever has to make room. */
    private String missing() {
        long needed = SlotFile.lengthBytes(nextAfter(header.capacity()));
        long free = Math.max(0, file.toFile().getUsableSpace());
        return ", needed=" + needed + ", free=" + free + ", missing=" + Math.max(1, needed - free);
    }

    private void reserveMore() {
        try {
            growTo(nextAfter(header.capacity()));
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot grow the index of ids" + missing() + ", file=" + file, e);
        }
    }

    /**
     * Whether something was added, or room made, since it was opened or sealed.
     *
     * @return true if {@link #seal} has something to do
     */
    public boolean changed() {
        return markedDirty;
    }

    /**
     * Makes everything durable and the file clean; adding more makes it dirty again.
     *
     * @param last the last excerpt whose identities are in the index, null if there is none
     * @throws JournalFailedException if that failed; the file will be built again
     */
    public void seal(@Nullable Excerpt last) {
        try {
            header = header.covering(Coverage.upTo(last));
            forcing.all(slots);
            DurableFile.syncDirectory(file);
            // From here on the file may be clean, whatever fails: a change must mark it again.
            markedDirty = false;
            slots.writeHeader(header.clean());
            forcing.header(slots);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot close the index of ids, file=" + file + "; it will be built again", e);
        }
    }

    /**
     * Reads a closed index through, without changing it.
     *
     * @param file the file
     * @param journal says which journal it should belong to
     * @return what it holds; empty if it is missing, in use or not closed properly
     * @throws JournalFailedException if it cannot be read
     */
    public static Optional<Contents> inspect(Path file, long journal) {
        try {
            Optional<IndexHeader> header = IndexHeader.readClean(file, journal);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            Contents contents;
            try (SlotFile slots = SlotFile.openReadOnly(file, header.get().capacity())) {
                contents = Contents.of(header.get(), slots);
            }
            // A writer may have opened it meanwhile: then what was counted is neither the old state nor the new.
            return IndexHeader.readClean(file, journal).equals(header) ? Optional.of(contents) : Optional.empty();
        } catch (IOException e) {
            throw new JournalFailedException("cannot read the index of ids, file=" + file, e);
        }
    }

    /** Closes the file as it is; {@link #seal} comes before if it shall be used again. */
    @Override
    public void close() {
        try {
            slots.close();
        } catch (IOException e) {
            throw new JournalFailedException("cannot close the index of ids, file=" + file, e);
        }
    }

    /**
     * What a closed index holds.
     *
     * @param first the first excerpt covered
     * @param excerpts excerpts covered, those removed from the front included
     * @param size identities counted in the file
     * @param contentSum their sum, computed anew
     * @param ordered whether each is where a search would find it
     */
    public record Contents(long first, long excerpts, long size, long contentSum, boolean ordered) {
        private static Contents of(IndexHeader header, SlotFile slots) {
            IndexHeader sum = IndexHeader.empty(0, header.capacity(), header.first());
            boolean ordered = true;
            for (long slot = 0; slot < slots.count(); slot++) {
                if (slots.used(slot)) {
                    sum = sum.plus(slots.hash(slot), slots.locator(slot));
                    ordered &= slots.inOrder(slot, header.capacity());
                }
            }
            return new Contents(header.first(), header.coverage().excerpts(), sum.size(), sum.contentSum(), ordered);
        }
    }

    /** The file that is replaced is marked dirty on the disk: whichever of the two a power cut leaves, it is built again. */
    private void growTo(long capacity) throws IOException {
        IndexHeader bigger = header.withCapacity(capacity);
        SlotFile before = slots;
        slots = rewrite(file, bigger, before);
        header = bigger;
        before.close();
    }

    /** Writes a new, dirty file beside the old one and puts it in its place. */
    private static SlotFile rewrite(Path file, IndexHeader header, @Nullable SlotFile from) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        try (FileChannel channel = DurableFile.create(fresh)) {
            SlotFile.write(channel, header, from);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return SlotFile.open(file, header.capacity());
    }

    private static long mostOf(long capacity) {
        return capacity / 20 * 17;
    }

    private static long nextAfter(long capacity) {
        return (capacity + capacity / 4 + 1023) & -1024L;
    }
}
