package dev.annals.store.prune;

import dev.annals.api.Payload;
import dev.annals.store.index.DurableFile;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalTooNewException;
import dev.annals.store.journal.LogStart;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * What a journal keeps of the records removed from its front, but for their leaf hashes, which are in {@link PrunedLeaves}: where it begins
 * now, the tree up to there, and what the removed records added up to. It is the file {@code pruned/base}, replaced as a whole and
 * durably before anything is removed; from then on the journal begins there. All numbers are big-endian:
 *
 * <pre>
 * offset size field
 *      0    8 magic: "ANNALSPR"
 *      8    4 format version: 1
 *     12    8 the journal: as in the files under derived/
 *     20    8 number of the first segment that remains, from which its file has its name
 *     28    8 sequence number of its first excerpt
 *     36    8 position P of its first record, which is the number of records removed
 *     44    4 CRC32C of the first 32·P bytes of pruned/leaves
 *     48   12 when it was removed, by the local clock: seconds since 1970-01-01T00:00:00Z, nanoseconds
 *     60   12 no record removed is as young as this: seconds, nanoseconds
 *     72   32 Merkle tree root over the records below P
 *    104    4 number of hashes that follow
 *    108 32·n the tree's complete subtrees, the largest first: one for each bit set in P
 *      …    4 length of what follows
 *      …    n what the removed records add up to: as the file derived/state, see TallyFormat
 *      …    4 CRC32C of all before it
 * </pre>
 *
 * <p>A snapshot of counts that was written here must be readable for as long as this format is: nothing can build it again.
 *
 * @param start where the journal begins
 * @param leavesChecksum CRC32C of the leaf hashes of all that was removed
 * @param at when it was removed
 * @param before no record removed is as young as this
 * @param root the Merkle tree root over all that was removed
 * @param edge the tree's complete subtrees, as {@link Frontier#hashes} gives them
 * @param tally what all that was removed adds up to, as {@link Tally#snapshot} gives it
 */
public record Pruned(
        LogStart start, int leavesChecksum, Instant at, Instant before, Hash root, List<Hash> edge, Payload tally) {
    /** The directory in the journal's directory. */
    public static final String DIRECTORY = "pruned";

    private static final String FILE = "base";
    private static final long MAGIC = 0x414e4e414c535052L;
    private static final int VERSION = 1;
    private static final int JOURNAL = 12;
    private static final int SEGMENT = 20;
    /** Bytes of a base whose tree has no subtree and whose counts are empty. */
    private static final int TALLIED = 116;
    /** Nothing was ever removed. */
    public static final Pruned NOTHING = new Pruned(
            LogStart.ZERO, 0, Instant.EPOCH, Instant.EPOCH, Hash.EMPTY, List.of(), Payload.copyOf(new byte[0]));

    /** Copies the list. */
    public Pruned {
        edge = List.copyOf(edge);
    }

    /**
     * Reads what was removed from a journal.
     *
     * @param root the journal's directory
     * @param journal its number
     * @return what was removed; nothing if there is no such file
     * @throws JournalCorruptedException if the file is damaged or of another journal
     * @throws JournalTooNewException if a newer release wrote it
     * @throws JournalFailedException if it cannot be read
     */
    public static Pruned load(Path root, long journal) {
        Path file = root.resolve(DIRECTORY).resolve(FILE);
        try {
            return decode(ByteBuffer.wrap(Files.readAllBytes(file)), journal, file);
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (IOException e) {
            throw new JournalFailedException("cannot read what was pruned, file=" + file, e);
        }
    }

    /** Reads it from a copy of the directory that lies anywhere, whatever journal it is of. */
    static Pruned loadCopy(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
            return decode(bytes, bytes.limit() < TALLIED ? 0 : bytes.getLong(JOURNAL), file);
        } catch (NoSuchFileException e) {
            throw new JournalFailedException(
                    "nothing is here that was kept of pruned records, missing=" + file
                            + "; name the directory 'pruned' of the journal, or a copy of it",
                    e);
        } catch (IOException e) {
            throw new JournalFailedException("cannot read what was pruned, file=" + file + ": " + e, e);
        }
    }

    /**
     * Makes the front of a new copy of a journal like that of the journal, which may be pruned meanwhile: the copy will
     * begin where the journal begins now. Nothing is written if nothing was removed. To be called before the copy has a
     * log: one that holds the records would have them removed.
     *
     * @param source the journal's directory; read only
     * @param target the copy's directory; durable when this returns, the hashes before what makes them count
     * @param journal the number of both
     * @return what was removed from both
     * @throws JournalCorruptedException if what the journal keeps is damaged; then the copy has no {@code pruned/base}
     * @throws JournalTooNewException if a newer release wrote it
     * @throws JournalFailedException if it cannot be read or written
     */
    public static Pruned copy(Path source, Path target, long journal) {
        Pruned pruned = load(source, journal);
        if (!pruned.isNothing()) {
            try {
                PrunedLeaves.copy(source, target, pruned);
                pruned.save(target, journal);
            } catch (IOException e) {
                throw new JournalFailedException(
                        "what is kept of pruned records cannot be copied, source=" + source + ", target=" + target
                                + ": " + e,
                        e);
            }
        }
        return pruned;
    }

    /**
     * The edge of the tree over all that was removed.
     *
     * @return a new one, ready to grow; empty if nothing was removed
     */
    public Frontier frontier() {
        return Frontier.of(start.position(), edge);
    }

    /** Makes this what was removed: durable when it returns. */
    void save(Path root, long journal) throws IOException {
        DurableFile.replace(root.resolve(DIRECTORY).resolve(FILE), encode(journal));
    }

    /**
     * Whether nothing was ever removed.
     *
     * @return true if the journal begins at its first record
     */
    public boolean isNothing() {
        return start.equals(LogStart.ZERO);
    }

    /**
     * The counts at the cut.
     *
     * @param journal the journal's number
     * @return a tally of its own
     */
    public Tally tallied(long journal) {
        return isNothing() ? new Tally() : Tally.ofSnapshot(tally.toByteArray(), journal);
    }

    private byte[] encode(long journal) {
        ByteBuffer bytes = ByteBuffer.allocate(TALLIED + edge.size() * Hash.BYTES + tally.length());
        bytes.putLong(MAGIC).putInt(VERSION).putLong(journal);
        bytes.putLong(start.segment()).putLong(start.sequence()).putLong(start.position());
        bytes.putInt(leavesChecksum);
        bytes.putLong(at.getEpochSecond()).putInt(at.getNano());
        bytes.putLong(before.getEpochSecond()).putInt(before.getNano());
        root.put(bytes);
        bytes.putInt(edge.size());
        edge.forEach(each -> each.put(bytes));
        bytes.putInt(tally.length());
        tally.putInto(bytes);
        return bytes.putInt(checksum(bytes, bytes.position())).array();
    }

    private static Pruned decode(ByteBuffer bytes, long journal, Path file) {
        int end = bytes.limit() - Integer.BYTES;
        if (bytes.limit() < TALLIED || bytes.getLong(0) != MAGIC) {
            throw damaged("it is none", file);
        }
        if (bytes.getInt(8) > VERSION) {
            throw new JournalTooNewException("what was pruned was written in a newer format, version=" + bytes.getInt(8)
                    + ", readable=" + VERSION + ", file=" + file + "; use a newer release of Annals");
        }
        if (bytes.getInt(end) != checksum(bytes, end)) {
            throw damaged("the checksum is wrong", file);
        }
        if (bytes.getLong(JOURNAL) != journal) {
            throw damaged("it is another journal's", file);
        }
        try {
            return decode(bytes.position(SEGMENT), file);
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            throw damaged("it makes no sense: " + e.getMessage(), file);
        }
    }

    private static Pruned decode(ByteBuffer bytes, Path file) {
        LogStart start = new LogStart(bytes.getLong(), bytes.getLong(), bytes.getLong());
        int leavesChecksum = bytes.getInt();
        Instant at = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        Instant before = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
        Hash root = Hash.get(bytes);
        List<Hash> hashes = new ArrayList<>();
        for (int left = bytes.getInt(); left > 0; left--) {
            hashes.add(Hash.get(bytes));
        }
        if (!Frontier.of(start.position(), hashes).root().equals(root)) {
            throw damaged("its tree has another root", file);
        }
        int length = bytes.getInt();
        if (length != bytes.remaining() - Integer.BYTES) {
            throw damaged("its counts have another length", file);
        }
        byte[] tally = new byte[length];
        bytes.get(tally);
        return new Pruned(start, leavesChecksum, at, before, root, hashes, Payload.viewOf(tally, 0, tally.length));
    }

    private static int checksum(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, length));
        return (int) crc.getValue();
    }

    private static JournalCorruptedException damaged(String what, Path file) {
        return new JournalCorruptedException(
                "what was pruned cannot be read: " + what + ", file=" + file + "; restore it from a backup", -1, -1);
    }
}
