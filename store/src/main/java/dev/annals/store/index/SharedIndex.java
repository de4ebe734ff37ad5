package dev.annals.store.index;

import dev.annals.store.journal.ExcerptReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IdIndex} that another process may have open, for whoever only reads. Its writer fills slots and then says in the head that it
 * did; so what the head counts can be found, also while more is added. Whether all of it is there is checked once for each
 * file: its writer may be one that a power cut ended, and a disk may have lost some of it. For any thread.
 */
public final class SharedIndex {
    private static final System.Logger LOG = System.getLogger(SharedIndex.class.getName());
    /** A header that is just being written is whole again some nanoseconds later. */
    private static final int READINGS_OF_HEAD = 100;

    private final Path file;
    private final long journal;
    private @Nullable Opened opened;

    /**
     * What is known of a hash.
     *
     * @param excerpts excerpts covered: what comes behind them is left out
     * @param locators of all in them that may have the hash, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
    public record Found(long excerpts, long[] locators) {}

    /**
     * A file of which all is there that its head counts, now and later.
     *
     * @param key says whether it is still the file of that name
     * @param last the last header that was held against the journal
     */
    private record Opened(Object key, SlotFile slots, IndexHeader last) {}

    /**
     * Opens nothing yet.
     *
     * @param file the file of the index; need not exist
     * @param journal says which journal it should belong to
     */
    public SharedIndex(Path file, long journal) {
        this.file = file;
        this.journal = journal;
    }

    /**
     * Finds all candidates.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @param reader reads the journal, to check that the index was made from it
     * @return what is known; empty if the file is missing, cannot be trusted, or is of another history
     */
    public synchronized Optional<Found> find(long hash, ExcerptReader reader) {
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            Opened found = open(reader);
            if (found == null || found.last.first() > reader.firstSequence()) {
                return Optional.empty();
            }
            long end = found.last.end();
            long[] locators = Arrays.stream(found.slots.candidates(hash))
                    .filter(locator -> IdIndex.sequenceOf(locator) < end)
                    .sorted()
                    .toArray();
            return Optional.of(new Found(end, locators));
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the index of ids cannot be read and is not used, file=" + file, e);
            return Optional.empty();
        }
    }

    /** The file of that name, as far as it reaches now; null if it cannot be trusted. */
    private @Nullable Opened open(ExcerptReader reader) throws IOException {
        Object key = key();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            IndexHeader latest = latest(channel);
            Opened before = opened;
            if (before != null && before.key.equals(key) && before.last.equals(latest)) {
                return before;
            }
            opened = null;
            if (latest == null || !latest.coverage().matches(reader)) {
                return null;
            }
            boolean same = before != null && before.key.equals(key) && before.last.isOfSameFile(latest);
            SlotFile slots = before != null && same ? before.slots : checked(channel, latest);
            opened = slots == null ? null : new Opened(key, slots, latest);
            return opened;
        }
    }

    /** What the system calls the file; where it has no such names every look is the first. */
    private Object key() throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? new Object() : key;
    }

    /** Null if it is of another format or journal, or was not whole when a power cut came. */
    private @Nullable IndexHeader latest(FileChannel channel) throws IOException {
        Optional<IndexHeader> latest = Optional.empty();
        for (int i = 0; i < READINGS_OF_HEAD && latest.isEmpty(); i++) {
            latest = IndexHead.read(channel, journal).latest();
        }
        return latest.orElse(null);
    }

    private static @Nullable SlotFile checked(FileChannel channel, IndexHeader latest) throws IOException {
        SlotFile slots = SlotFile.mapReadOnly(channel, latest.capacity());
        return Census.below(slots, IdIndex.locator(latest.end(), 0)).agrees(latest) ? slots : null;
    }
}
