package dev.annals.store.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a log was acknowledged: kept apart from the log, so that a log which lost its end does not look like a shorter one. A file of
 * 8 KiB, {@code high-water} in the journal's directory, with two slots of 64 bytes, at offset 0 and at offset 4096; of those whose
 * checksum is right the one with the higher counter counts. All numbers are big-endian.
 *
 * <pre>
 * offset size field
 *      0    4 magic: 41 4E 48 57, "ANHW"
 *      4    1 format version: 1
 *      5    1 durability of the last sync: 0 = power cut, 1 = death of the process
 *      6    1 flags: bit 0 = the log was closed; the others are written as 0, not judged when read
 *      7    1 reserved: written as 0, not judged when read
 *      8    8 counter: one more with each writing
 *     16    8 sequence number after the last acknowledged excerpt
 *     24    8 position after the last acknowledged record
 *     32    8 sequence number after the last excerpt that was forced to the device
 *     40    8 position after the last record that was forced to the device
 *     48    8 the boot of the operating system during which this was written: the first half of its boot id; 0 = unknown
 *     56    4 how many bytes a recovery cut off that the journal does not record yet
 *     60    4 CRC32C of the bytes 0 to 59
 * </pre>
 *
 * <p>It is written after each successful sync of the log and before the acknowledgement, so a killed process leaves it exact. It is forced
 * to the device less often, so a power cut may leave an older one, never one that says too much. Until it is forced the same slot is
 * written again and again; the other one stays as it was forced.
 *
 * <p>A log that was written with durability for the death of the process only promises nothing after a power cut: then, when the operating
 * system was started again since, only what was forced is held against the log.
 *
 * <p>Belongs to one thread at a time; {@link #create} and {@link #open} need the {@link WriterLock}.
 */
public final class HighWaterMark implements AutoCloseable {
    /** The name of the file in the journal's directory. */
    public static final String FILE_NAME = "high-water";

    static final int SLOT_BYTES = 64;
    static final int PAGE_BYTES = 4096;

    private static final int MAGIC = 0x414E4857;
    private static final int FORMAT_VERSION = 1;
    private static final int CHECKSUM_OFFSET = 60;
    private static final int CLOSED = 1;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private final FileChannel channel;
    private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT_BYTES);
    private final long boot;
    private final State atOpen;
    private State state;
    private int page;
    private boolean dirty;

    /**
     * What a slot says.
     *
     * @param durability of the last sync
     * @param closed whether the log was closed after it
     * @param counter one more with each writing
     * @param end what was acknowledged
     * @param forced what of it was forced to the device
     * @param boot the boot during which it was written, 0 if unknown
     * @param cut bytes cut off by a recovery that the journal does not record yet
     */
    record State(Durability durability, boolean closed, long counter, End end, End forced, long boot, int cut) {
        static final State NEW = new State(Durability.POWER, true, 1, End.EMPTY, End.EMPTY, 0, 0);

        /** What the log must hold, seen from the boot that is running. */
        End required(long runningBoot) {
            return outlivedByCache(runningBoot) ? end : forced;
        }

        /** Whether anything was acknowledged behind where a log begins; if not, it is a copy that was just begun. */
        boolean begun(LogStart start) {
            return end.sequence() > start.sequence();
        }

        /** Whether nothing can have happened to the log's files since it was closed. */
        boolean untouched(long runningBoot) {
            return closed && (outlivedByCache(runningBoot) || end.equals(forced));
        }

        /** Whether what was written, forced or not, must still be there: the operating system did not start anew. */
        boolean outlivedByCache(long runningBoot) {
            return boot != 0 && boot == runningBoot;
        }
    }

    private HighWaterMark(FileChannel channel, Newest newest, long boot) {
        this.channel = channel;
        this.state = newest.state();
        this.atOpen = newest.state();
        this.page = newest.page();
        this.boot = boot;
        // The newest slot may not be on the device yet: the other one must not be written before it is.
        this.dirty = true;
    }

    /**
     * Makes the mark of a new log, readable by its owner only, and forces it to the device together with its name.
     *
     * @param file the file; one that is there already is replaced
     * @throws JournalFailedException if that failed
     */
    public static void create(Path file) {
        create(file, DiskSync.DEVICE);
    }

    static void create(Path file, DiskSync disk) {
        try {
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.file(file))) {
                // All of it, so that the disk has its blocks: it must never grow when the disk is full.
                ByteBuffer all = ByteBuffer.allocate(2 * PAGE_BYTES);
                put(State.NEW, all);
                while (all.hasRemaining()) {
                    channel.write(all);
                }
                disk.force(channel);
            }
            disk.forceDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        } catch (IOException e) {
            throw new JournalFailedException("the journal's mark cannot be created, file=" + file + ": " + e, e);
        }
    }

    /**
     * Opens the mark of a log to write it on.
     *
     * @param file the file
     * @return the mark, to be handed to {@link Engine#open}, whose log closes it
     * @throws JournalCorruptedException if it is missing or damaged; nothing was changed
     * @throws JournalTooNewException if a newer format wrote it
     * @throws JournalFailedException if the file cannot be read or written
     */
    public static HighWaterMark open(Path file) {
        return open(file, runningBoot());
    }

    /** Opens the mark as if the operating system had been started so. */
    static HighWaterMark open(Path file, long boot) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            HighWaterMark mark = null;
            try {
                mark = new HighWaterMark(channel, read(channel, file), boot);
                return mark;
            } finally {
                if (mark == null) {
                    channel.close();
                }
            }
        } catch (NoSuchFileException e) {
            throw damaged("it is missing", file);
        } catch (IOException e) {
            throw new JournalFailedException("the journal's mark cannot be opened, file=" + file + ": " + e, e);
        }
    }

    /** What a mark demands of the log, {@link End#EMPTY} if it is missing or damaged; changes nothing. */
    static End required(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return read(channel, file).state().required(runningBoot());
        } catch (NoSuchFileException | JournalCorruptedException e) {
            // Who only reads, reads what is there; who writes is refused.
            return End.EMPTY;
        } catch (IOException e) {
            throw new JournalFailedException("the journal's mark cannot be read, file=" + file + ": " + e, e);
        }
    }

    /**
     * How many excerpts were acknowledged; changes nothing.
     *
     * @param file the file, which may be missing or damaged
     * @return the sequence number after the last acknowledged excerpt; empty if nobody knows
     * @throws JournalTooNewException if a newer format wrote it
     * @throws JournalFailedException if it cannot be read
     */
    public static OptionalLong acknowledged(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return OptionalLong.of(read(channel, file).state().end().sequence());
        } catch (NoSuchFileException | JournalCorruptedException e) {
            return OptionalLong.empty();
        } catch (IOException e) {
            throw new JournalFailedException("the journal's mark cannot be read, file=" + file + ": " + e, e);
        }
    }

    private record Newest(State state, int page) {}

    private static Newest read(FileChannel channel, Path file) throws IOException {
        State first = slot(channel, 0, file);
        State second = slot(channel, 1, file);
        if (first == null && second == null) {
            throw damaged("no slot of it can be read", file);
        }
        return second == null || (first != null && first.counter() > second.counter())
                ? new Newest(Objects.requireNonNull(first), 0)
                : new Newest(second, 1);
    }

    private static @Nullable State slot(FileChannel channel, int page, Path file) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT_BYTES);
        FileFrames.readFully(channel, slot, (long) page * PAGE_BYTES);
        if (slot.flip().limit() < SLOT_BYTES
                || slot.getInt(0) != MAGIC
                || slot.getInt(CHECKSUM_OFFSET) != Envelope.checksum(slot, 0, CHECKSUM_OFFSET)) {
            return null;
        }
        if (slot.get(4) != FORMAT_VERSION) {
            throw new JournalTooNewException("the journal's mark was written in a newer format, version="
                    + slot.get(4) + ", readable=" + FORMAT_VERSION + ", file=" + file
                    + "; use a newer release of Annals");
        }
        return new State(
                slot.get(5) == 0 ? Durability.POWER : Durability.PROCESS,
                (slot.get(6) & CLOSED) != 0,
                slot.getLong(8),
                new End(slot.getLong(16), slot.getLong(24)),
                new End(slot.getLong(32), slot.getLong(40)),
                slot.getLong(48),
                slot.getInt(56));
    }

    private static JournalCorruptedException damaged(String what, Path file) {
        return new JournalCorruptedException(
                "how far the journal was acknowledged is unknown: " + what + ", file=" + file
                        + "; put the file back from a copy of the same moment, or salvage the journal into a new one",
                -1,
                -1);
    }

    /** What it said when it was opened. */
    State atOpen() {
        return atOpen;
    }

    /** What it says now. */
    State state() {
        return state;
    }

    /** The boot that is running. */
    long boot() {
        return boot;
    }

    /**
     * Writes what a sync that succeeded covers; not forced yet.
     *
     * @param durability of the sync
     * @param end what is acknowledged now
     * @param forced what of it was forced to the device
     * @param closed whether this is the last writing of this opening
     * @param cut bytes cut off that the journal does not record yet
     */
    void write(Durability durability, End end, End forced, boolean closed, int cut) throws IOException {
        if (!dirty) {
            page = 1 - page;
            dirty = true;
        }
        state = new State(durability, closed, state.counter() + 1, end, forced, boot, cut);
        put(state, slot.clear());
        for (long at = (long) page * PAGE_BYTES; slot.hasRemaining(); ) {
            at += channel.write(slot, at);
        }
    }

    private static void put(State state, ByteBuffer slot) {
        slot.putInt(0, MAGIC).put(4, (byte) FORMAT_VERSION);
        slot.put(5, (byte) (state.durability() == Durability.POWER ? 0 : 1));
        slot.put(6, (byte) (state.closed() ? CLOSED : 0)).put(7, (byte) 0);
        slot.putLong(8, state.counter());
        slot.putLong(16, state.end().sequence()).putLong(24, state.end().position());
        slot.putLong(32, state.forced().sequence()).putLong(40, state.forced().position());
        slot.putLong(48, state.boot()).putInt(56, state.cut());
        slot.putInt(CHECKSUM_OFFSET, Envelope.checksum(slot, 0, CHECKSUM_OFFSET));
    }

    /** Forces what was written; does nothing if nothing was written since. */
    void force(DiskSync disk) throws IOException {
        if (dirty) {
            disk.force(channel);
            dirty = false;
        }
    }

    /** Closes the file without writing it; quiet if it is closed already. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new JournalFailedException("the journal's mark could not be closed: " + e.getMessage(), e);
        }
    }

    private static long runningBoot() {
        try {
            return UUID.fromString(
                            Files.readString(BOOT_ID, StandardCharsets.US_ASCII).strip())
                    .getMostSignificantBits();
        } catch (IOException | IllegalArgumentException e) {
            // No Linux: then every opening is judged as if the machine had been started since.
            return 0;
        }
    }
}
