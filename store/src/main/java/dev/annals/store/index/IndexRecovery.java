package dev.annals.store.index;

import dev.annals.store.journal.ExcerptReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Finds out how far an index file can be trusted: as far as the latest of its headers says for which all slots are there, as they were.
 * They are counted by looking at each, which takes a hundredth of a second for a million; reading the journal again takes seconds. Also those of
 * a file that was closed properly: a bit that the disk has lost would let a log be stored twice, and nobody be told.
 */
final class IndexRecovery {
    private static final System.Logger LOG = System.getLogger(IndexRecovery.class.getName());

    private IndexRecovery() {}

    /**
     * What can be trusted of a file.
     *
     * @param slots the open file
     * @param header what can be trusted
     * @param more whether there is something in the slots that the header does not cover
     * @param sealed whether it is as {@link IdIndex#seal} left it
     */
    record Found(SlotFile slots, IndexHeader header, boolean more, boolean sealed) {}

    /** Empty if there is no file, or nothing of it can be trusted. Changes nothing. */
    static Optional<Found> find(Path file, long journal, ExcerptReader reader) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        IndexHead head;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            head = IndexHead.read(channel, journal);
        }
        List<IndexHeader> likely = likely(head, reader);
        if (likely.isEmpty()) {
            return Optional.empty();
        }
        SlotFile slots = SlotFile.open(file, likely.get(0).capacity());
        Optional<Found> found = trusted(slots, likely, head.isSealed());
        if (found.isEmpty()) {
            slots.close();
        }
        if (likely.get(0).isClean() && (found.isEmpty() || found.get().more())) {
            // Mended, and yet an error: somebody has to look after that disk.
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the index of ids is not what was left when the journal was closed, and is mended from the journal; see whether the disk is"
                            + " failing, and run verify, file=" + file);
        }
        return found;
    }

    /** Those that cover the journal as it is, the most first. */
    private static List<IndexHeader> likely(IndexHead head, ExcerptReader reader) {
        return head.all()
                .filter(header -> reaches(header, reader.firstSequence()))
                .filter(header -> header.coverage().matches(reader))
                .distinct()
                .toList();
    }

    private static boolean reaches(IndexHeader header, long first) {
        return header.first() <= first && header.coverage().excerpts() > first;
    }

    private static Optional<Found> trusted(SlotFile slots, List<IndexHeader> likely, boolean sealed) {
        long[] ends = new long[likely.size() + 1];
        for (int i = 0; i < likely.size(); i++) {
            ends[i] = IdIndex.locator(likely.get(i).end(), 0);
        }
        ends[likely.size()] = Census.EVERYTHING;
        Census[] counted = Census.below(slots, ends);
        for (int i = 0; i < likely.size(); i++) {
            if (counted[i].agrees(likely.get(i))) {
                boolean more = counted[likely.size()].size() > counted[i].size();
                return Optional.of(new Found(slots, likely.get(i), more, sealed && i == 0));
            }
        }
        return Optional.empty();
    }
}
