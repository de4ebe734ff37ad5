package dev.annals.store.index;

import dev.annals.store.journal.JournalFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What a closed {@link IdIndex} holds, by a look at every slot, and whether a search comes by each, which nobody asks who opens it.
 *
 * @param first the first excerpt covered
 * @param excerpts excerpts covered, those removed from the front included
 * @param size identities counted in the file
 * @param contentSum their sum, computed anew
 * @param reachable whether a search comes by each
 */
public record IndexContents(long first, long excerpts, long size, long contentSum, boolean reachable) {
    /**
     * Reads a closed index through, without changing it.
     *
     * @param file the file
     * @param journal says which journal it should belong to
     * @return what it holds; empty if it is missing, in use or not closed properly
     * @throws JournalFailedException if it cannot be read
     */
    public static Optional<IndexContents> of(Path file, long journal) {
        try {
            Optional<IndexHeader> header = IndexHead.clean(file, journal);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            IndexContents contents;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                contents = counted(
                        header.get(), SlotFile.mapReadOnly(channel, header.get().capacity()));
            }
            // A writer may have opened it meanwhile: then what was counted is neither the old state nor the new.
            return IndexHead.clean(file, journal).equals(header) ? Optional.of(contents) : Optional.empty();
        } catch (IOException e) {
            throw new JournalFailedException("cannot read the index of ids, file=" + file, e);
        }
    }

    private static IndexContents counted(IndexHeader header, SlotFile slots) {
        Census all = Census.below(slots, Census.EVERYTHING);
        boolean reachable = true;
        for (long slot = 0; slot < slots.count(); slot++) {
            reachable &= !slots.used(slot) || slots.isReachable(slot);
        }
        return new IndexContents(header.first(), header.coverage().excerpts(), all.size(), all.contentSum(), reachable);
    }
}
