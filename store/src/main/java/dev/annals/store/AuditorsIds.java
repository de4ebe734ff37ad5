package dev.annals.store;

import dev.annals.store.index.IdIndex;
import dev.annals.store.index.Identity;
import dev.annals.store.index.SharedIndex;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.ReadableLog;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The writer's index of ids as an auditor uses it: as far as the writer says, who may be adding to it, and what came since is read. Without
 * one nothing is known. For any thread.
 */
final class AuditorsIds {
    /** So much is read in some tenths of a second. */
    private static final long MOST_EXCERPTS_READ = 1024;

    private final ReadableLog log;
    private final SharedIndex index;

    AuditorsIds(JournalDirectory directory, ReadableLog log) {
        this.log = log;
        this.index = new SharedIndex(directory.ids(), directory.journal());
    }

    /** As {@link dev.annals.store.replay.Replay.Locator#locators}. */
    long @Nullable [] locators(String id) {
        try (ExcerptReader reader = log.reader()) {
            Optional<SharedIndex.Found> found =
                    index.find(Identity.ofLog("", id).hash(), reader);
            long end = reader.endSequence();
            if (found.isEmpty() || end - found.get().excerpts() > MOST_EXCERPTS_READ) {
                return null;
            }
            LongStream.Builder all = LongStream.builder();
            Arrays.stream(found.get().locators()).forEach(all);
            long first = Math.max(found.get().excerpts(), reader.firstSequence());
            for (long next = first; next < end; next++) {
                Excerpt excerpt = reader.read(next);
                if (excerpt == null) {
                    return null;
                }
                addOf(excerpt, id, all);
            }
            return all.build().toArray();
        } catch (JournalCorruptedException damage) {
            return null; // Reading everything meets it too, behind what can be delivered before it.
        }
    }

    private static void addOf(Excerpt excerpt, String id, LongStream.Builder to) {
        for (int i = 0; i < excerpt.entries().size(); i++) {
            Entry entry = excerpt.entries().get(i);
            boolean named = Identity.of(entry.kind(), entry.payload())
                    .filter(identity -> identity.id().equals(id))
                    .isPresent();
            if (named) {
                to.add(IdIndex.locator(excerpt.sequence(), i));
            }
        }
    }
}
