package dev.annals.store.index;

import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Where an identity may be stored: a file of 64-bit hashes, each with the place of one record. A hash finds candidates; the caller looks
 * at the stored record and decides. Lives in a mapped file, 19 to 24 bytes for each identity (up to 38 while it is below 2 MiB), and takes no heap that grows with it.
 *
 * <p>What is added stays where it was put; so the same identities, added in the order of their places to a table of the same size, give the
 * same bytes, and growing is one pass over both files in sequence.
 *
 * <p>Before it is changed, the file is marked dirty; only {@link #rest} and {@link #seal} make it clean. How far a file can be trusted, {@link
 * IndexRecovery} finds out at each opening by looking at every slot; what is not whole, was changed, or is of another journal is thrown away.
 *
 * <p>Belongs to one thread at a time, but for {@link #candidates} and {@link #sync}. A {@link SharedIndex} reads the same file in other processes.
 */
public final class IdIndex implements AutoCloseable {
    private static final int ORDINAL_BITS = 20;

    /** How many excerpts may be taken in before the head says so: whoever comes then reads those that it does not know of. */
    private static final long NOTED_EVERY = 64;

    private final Path file;
    private final Forcing forcing;
    private volatile Current current;
    private long size;
    private long contentSum;
    private boolean markedDirty;
    private boolean sealed;
    private volatile boolean syncFailed;
    private int nextSynced;

    /**
     * The slots, and the latest header in the same file.
     *
     * @param noted what it counts is in the slots
     */
    private record Current(SlotFile slots, IndexHeader noted) {}

    private IdIndex(Path file, Forcing forcing, SlotFile slots, IndexHeader header) {
        this.file = file;
        this.forcing = forcing;
        this.current = new Current(slots, header);
        this.size = header.size();
        this.contentSum = header.contentSum();
    }

    /**
     * Opens an index as far as it can be trusted, or begins an empty one.
     *
     * @param file the file
     * @param journal says which journal it belongs to: another number makes it another journal's
     * @param reader reads that journal, to check that the index was made from it; not kept
     * @return the open index, which covers {@link #excerpts()} excerpts
     * @throws JournalOutOfSpaceException if there is no room for an empty one
     * @throws JournalFailedException if the file cannot be read or written
     */
    public static IdIndex open(Path file, long journal, ExcerptReader reader) {
        return open(file, journal, reader, Forcing.DISK);
    }

    static IdIndex open(Path file, long journal, ExcerptReader reader, Forcing forcing) {
        try {
            long first = reader.firstSequence();
            Optional<IndexRecovery.Found> found = IndexRecovery.find(file, journal, reader);
            if (found.isEmpty()) {
                return create(file, journal, first, forcing);
            }
            IdIndex index =
                    new IdIndex(file, forcing, found.get().slots(), found.get().header());
            index.sealed = found.get().sealed();
            index.take(found.get());
            index.dropBefore(first);
            return index;
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot open the index of ids, file=" + file, e);
        }
    }

    /** Leaves in the slots what the header counts. */
    private void take(IndexRecovery.Found found) {
        if (!found.header().isClean() || found.more()) {
            markDirty();
        }
        if (found.more()) {
            found.slots().dropFrom(locator(found.header().end(), 0));
            growTo(Capacity.of(size));
        }
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
        IndexHeader header = IndexHeader.empty(journal, Capacity.FIRST, first);
        try {
            IdIndex index = new IdIndex(file, forcing, SlotFile.replace(file, header, null, 0), header);
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
     * Excerpts that are covered for certain; of the later ones, when the index was just opened, the caller adds what they hold.
     *
     * @return for a new index the first excerpt to cover
     */
    public long excerpts() {
        return current.noted.end();
    }

    /**
     * The first excerpt covered: those before it were removed from the journal.
     *
     * @return 0 if nothing was removed
     */
    public long first() {
        return current.noted.first();
    }

    /**
     * Forgets what was stored in excerpts that were removed from the journal's front. Costs one pass over the file, and leaves the bytes
     * that an index built from what remains would have.
     *
     * @param first the first excerpt that remains; nothing happens if it is not above {@link #first}
     * @throws IllegalStateException if something was added that is not {@link #noted} yet; nothing was changed
     * @throws JournalOutOfSpaceException if there is no room for the new file; nothing was changed
     * @throws JournalFailedException if the file cannot be written
     */
    public void dropBefore(long first) {
        if (first <= first()) {
            return;
        }
        IndexHeader noted = current.noted;
        if (noted.size() != size) {
            throw new IllegalStateException("identities that are not noted, size=" + size + ", noted=" + noted.size());
        }
        long least = locator(first, 0);
        Census gone = Census.below(current.slots, least);
        long left = size - gone.size();
        try {
            replace(
                    IndexHeader.empty(noted.journal(), Capacity.of(left), first)
                            .covering(noted.coverage(), left, contentSum - gone.contentSum()),
                    least);
            DurableFile.syncDirectory(file);
            size = left;
            contentSum -= gone.contentSum();
            markedDirty = true;
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot shrink the index of ids, file=" + file, e);
        }
    }

    /**
     * How many identities there are.
     *
     * @return the count
     */
    public long size() {
        return size;
    }

    /**
     * A number that two indexes of the same identities at the same places share, whatever the order of adding.
     *
     * @return the sum
     */
    public long contentSum() {
        return contentSum;
    }

    /**
     * Whether a hash may be there, by one look, which costs a way to the memory; those of many looks in a row overlap.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @return false if it is not there
     */
    public boolean mayHold(long hash) {
        return current.slots.mayHold(hash);
    }

    /**
     * Finds the first candidate that the caller confirms.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @param confirm looks at the record at a locator and says whether it is the one
     * @return its locator, or -1
     */
    public long find(long hash, LongPredicate confirm) {
        return current.slots.find(hash, confirm);
    }

    /**
     * All candidates that were added before the call, and maybe some of those that are added meanwhile. For any thread, also after closing.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @return their locators, in the order of adding
     */
    public long[] candidates(long hash) {
        return current.slots.candidates(hash);
    }

    /**
     * Makes room, so that as many {@link #add} calls cannot run out of space.
     *
     * @param count how many identities will be added
     * @throws JournalOutOfSpaceException if the disk has no room; nothing was changed
     * @throws JournalFailedException if the file cannot be written
     */
    public void reserve(int count) {
        if (!markedDirty && count > 0) {
            markDirty();
        }
        if (size + count > Capacity.most(current.slots.capacity())) {
            growTo(Capacity.of(size + count));
        }
    }

    private void markDirty() {
        note(current.noted.dirty());
        try {
            forcing.head(current.slots);
        } catch (IOException e) {
            throw failed("mark", e);
        }
        markedDirty = true;
        sealed = false;
    }

    /** Lets the head say, to whoever reads it, what is in the slots by now. */
    private void note(IndexHeader header) {
        SlotFile slots = current.slots;
        slots.writeHeader(IndexHead.LATEST, header);
        current = new Current(slots, header);
    }

    /**
     * Adds one identity; {@link #reserve} was called before.
     *
     * @param hash its hash
     * @param locator where its record is: behind all that were added before
     */
    public void add(long hash, long locator) {
        if (!markedDirty || size >= Capacity.most(current.slots.capacity())) {
            throw new IllegalStateException("add without reserve, size=" + size);
        }
        while (!current.slots.insert(hash, locator)) {
            growTo(Capacity.after(current.slots.capacity()));
        }
        size++;
        contentSum += IndexHeader.term(hash, locator);
    }

    /** What the next larger table needs beside this one, for whoever has to make room. */
    private String missing() {
        long needed = SlotFile.lengthBytes(Capacity.after(current.slots.capacity()));
        long free = Math.max(0, file.toFile().getUsableSpace());
        return ", needed=" + needed + ", free=" + free + ", missing=" + Math.max(1, needed - free);
    }

    /** Or shrinks to it. */
    private void growTo(long capacity) {
        try {
            if (capacity != current.slots.capacity()) {
                replace(current.noted.withCapacity(capacity), 0);
            }
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot grow the index of ids" + missing() + ", file=" + file, e);
        }
    }

    /**
     * Whether the file is dirty: something was added, or room made, since it was clean, or it was found so.
     *
     * @return true if {@link #rest} has something to do
     */
    public boolean changed() {
        return markedDirty;
    }

    /**
     * Tells that the identities of all excerpts up to one are added, and none of later ones. Every {@value #NOTED_EVERY} excerpts the head
     * of the file is made to say so; in between it costs nothing.
     *
     * @param last the excerpt, which cannot get lost any more
     */
    public void reached(Excerpt last) {
        if (markedDirty && last.sequence() - excerpts() >= NOTED_EVERY) {
            note(covering(last));
        }
    }

    /**
     * As {@link #reached}, however few excerpts that is.
     *
     * @param last the excerpt
     */
    public void noted(Excerpt last) {
        if (markedDirty) {
            note(covering(last));
        }
    }

    private IndexHeader covering(@Nullable Excerpt last) {
        return current.noted.covering(Coverage.upTo(last), size, contentSum);
    }

    /**
     * Makes durable what the head says: after a power cut the next opening reads what came later, and no more. For any one thread, beside
     * the one that adds, but not beside {@link #seal} or {@link #close}; takes as long as the disk needs.
     *
     * @throws JournalFailedException if that failed; the file will be looked through, or built again
     */
    public void sync() {
        Current now = current;
        requireSyncs();
        try {
            forcing.slots(now.slots);
            now.slots.writeHeader(IndexHead.SYNCED[nextSynced], now.noted.dirty());
            nextSynced = 1 - nextSynced;
            forcing.head(now.slots);
            forcing.name(file); // It may have another file since it grew.
        } catch (IOException e) {
            throw failed("sync", e);
        }
    }

    /** What the system did not write once it may forget: nothing that is said of it afterwards could be trusted. */
    private void requireSyncs() {
        if (syncFailed) {
            throw new JournalFailedException(
                    "the index of ids could not be synced before, file=" + file + "; it will be looked through");
        }
    }

    private JournalFailedException failed(String what, IOException cause) {
        syncFailed = true;
        return new JournalFailedException(
                "cannot " + what + " the index of ids, file=" + file + "; it will be looked through", cause);
    }

    /**
     * Makes everything durable and the file clean; adding more makes it dirty again.
     *
     * @param last the last excerpt whose identities are in the index, null if there is none
     * @throws JournalFailedException if that failed; the file will be looked through, or built again
     */
    public void rest(@Nullable Excerpt last) {
        requireSyncs();
        try {
            note(covering(last));
            sync();
            // From here on the file may be clean, whatever fails: a change must mark it again.
            markedDirty = false;
            note(current.noted.clean());
            forcing.head(current.slots);
        } catch (IOException e) {
            throw failed("close", e);
        }
    }

    /**
     * As {@link #rest}, at the end of all: leaves the same bytes whatever happened before, and a file as it is that it left so already.
     *
     * @param last as there
     * @throws JournalFailedException as there
     */
    public void seal(@Nullable Excerpt last) {
        if (!sealed || markedDirty || !current.noted.coverage().equals(Coverage.upTo(last))) {
            rest(last);
            sync();
            sync();
            sealed = true;
        }
    }

    /** Closes the file as it is; {@link #seal} comes before if it shall be used again. */
    @Override
    public void close() {
        try {
            current.slots.close();
        } catch (IOException e) {
            throw new JournalFailedException("cannot close the index of ids, file=" + file, e);
        }
    }

    /** The file that is replaced is marked dirty on the disk: whichever of the two a power cut leaves, it is looked through. */
    private void replace(IndexHeader header, long least) throws IOException {
        SlotFile before = current.slots;
        current = new Current(SlotFile.replace(file, header, before, least), header);
        before.close();
    }
}
