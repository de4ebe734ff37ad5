package dev.annals.store.index;

import dev.annals.store.journal.ExcerptReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An {@link IdIndex} that another process may have open, for whoever only reads: while it is clean. Whoever changes it marks it dirty before,
 * on the disk, and it covers more when it is clean again; so what was found between two looks at the same clean header was not
 * changed meanwhile. For any thread.
 */
public final class RestingIndex {
    private static final System.Logger LOG = System.getLogger(RestingIndex.class.getName());

    private final Path file;
    private final long journal;
    private @Nullable Opened opened;

    /**
     * What is known of a hash.
     *
     * @param excerpts excerpts covered: what comes behind them is not in the index
     * @param locators of all that may have the hash, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
    public record Found(long excerpts, long[] locators) {}

    /** The slots that belong to a header. */
    private record Opened(IndexHeader header, SlotFile slots) {}

    /**
     * Opens nothing yet.
     *
     * @param file the file of the index; need not exist
     * @param journal says which journal it should belong to
     */
    public RestingIndex(Path file, long journal) {
        this.file = file;
        this.journal = journal;
    }

    /**
     * Finds all candidates.
     *
     * @param hash the identity's hash, from {@link Identity#hash}
     * @param reader reads the journal, to check that the index was made from it
     * @return what is known; empty if the file is missing, being changed, not closed properly, of another history or cannot be read
     */
    public synchronized Optional<Found> find(long hash, ExcerptReader reader) {
        try {
            IndexHeader header = IndexHeader.readClean(file, journal).orElse(null);
            SlotFile slots = header == null || header.first() > reader.firstSequence() ? null : slots(header, reader);
            if (header == null || slots == null) {
                return Optional.empty();
            }
            long[] locators = slots.candidates(hash, header.capacity());
            boolean unchanged =
                    IndexHeader.readClean(file, journal).filter(header::equals).isPresent();
            return unchanged ? Optional.of(new Found(header.coverage().excerpts(), locators)) : Optional.empty();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "the index of ids cannot be read and is not used, file=" + file, e);
            return Optional.empty();
        }
    }

    /** The slots of just this header, since another one may stand in another file of the same name; null if it is of another history. */
    private @Nullable SlotFile slots(IndexHeader header, ExcerptReader reader) throws IOException {
        Opened before = opened;
        if (before != null && before.header.equals(header)) {
            return before.slots;
        }
        opened = null;
        if (!header.coverage().matches(reader)) {
            return null;
        }
        // What is mapped stays mapped when the file is closed.
        try (SlotFile slots = SlotFile.openReadOnly(file, header.capacity())) {
            opened = new Opened(header, slots);
            return slots;
        }
    }
}
