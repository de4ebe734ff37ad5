package dev.annals.store;

import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records by locator. Those just appended are held until they are durable, because no reader shows them before; and the last few
 * excerpts stay, up to a fixed number of bytes, because a page that comes again asks for the same excerpt a hundred times.
 */
final class RecentExcerpts {
    private static final long MAX_BYTES = 8L << 20;

    private final ExcerptReader reader;
    private final Map<Long, Excerpt> notDurable = new LinkedHashMap<>();
    private final LinkedHashMap<Long, Excerpt> recent = new LinkedHashMap<>(16, 0.75f, true);
    private long recentBytes;

    /** The logs of a page that comes again lie one after another: what one asked for, the next asks for too. */
    private @Nullable Excerpt last;

    RecentExcerpts(ExcerptReader reader) {
        this.reader = reader;
    }

    Entry entry(long locator) {
        return excerpt(IdIndex.sequenceOf(locator)).entries().get(IdIndex.ordinalOf(locator));
    }

    private Excerpt excerpt(long sequence) {
        Excerpt found = last;
        if (found == null || found.sequence() != sequence) {
            found = kept(sequence);
            last = found;
        }
        return found;
    }

    private Excerpt kept(long sequence) {
        Excerpt found = notDurable.get(sequence);
        if (found == null) {
            found = recent.get(sequence);
        }
        return found == null ? read(sequence) : found;
    }

    private Excerpt read(long sequence) {
        Excerpt excerpt = reader.read(sequence);
        if (excerpt == null) {
            throw new JournalCorruptedException(
                    "the index of ids names an excerpt that is not there; delete derived/ and open again",
                    sequence,
                    -1);
        }
        remember(excerpt);
        return excerpt;
    }

    void keep(Excerpt excerpt) {
        notDurable.put(excerpt.sequence(), excerpt);
    }

    List<Excerpt> release() {
        List<Excerpt> released = new ArrayList<>(notDurable.values());
        notDurable.clear();
        released.forEach(this::remember);
        return released;
    }

    private void remember(Excerpt excerpt) {
        recent.put(excerpt.sequence(), excerpt);
        recentBytes += bytes(excerpt);
        var eldest = recent.values().iterator();
        while (recentBytes > MAX_BYTES && recent.size() > 1) {
            recentBytes -= bytes(eldest.next());
            eldest.remove();
        }
    }

    private static long bytes(Excerpt excerpt) {
        long bytes = 0;
        for (Entry each : excerpt.entries()) {
            bytes += each.payload().length() + 100;
        }
        return bytes;
    }
}
