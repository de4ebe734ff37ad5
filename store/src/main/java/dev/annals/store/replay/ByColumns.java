package dev.annals.store.replay;

import dev.annals.store.column.Search;
import dev.annals.store.column.Stretch;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.ExcerptReader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads what columns found, and looks through what they do not cover. Whatever it returns matches. */
final class ByColumns implements Entries {
    private final Readers readers;
    private final Search search;
    private final Query query;
    private final long endSequence;
    private final Predicate<Entry> ofFound;
    private final Predicate<Entry> ofAll;
    private final Ahead<Entry> hits;
    private @Nullable Scan scan;

    /**
     * Reads on within what the reader saw when its end was taken.
     *
     * @param search finds nothing at or behind that end
     * @param endSequence the sequence number after the last excerpt to read
     */
    ByColumns(Readers readers, Search search, Query query, long endSequence) {
        this.readers = readers;
        this.hits = new Ahead<>(readers, new OfPosition());
        this.search = search;
        this.query = query;
        this.endSequence = endSequence;
        this.ofFound = Sieve.ofFound(query);
        this.ofAll = new Sieve(query);
    }

    @Override
    public @Nullable Entry next() {
        while (true) {
            Entry entry = scan == null ? hit() : unread(scan);
            if (entry != null) {
                return entry;
            }
            Stretch more = search.next();
            if (more == null) {
                return null;
            }
            if (more instanceof Stretch.Hits found) {
                hits.take(found.positions());
            } else if (more instanceof Stretch.Unread unread) {
                scan = new Scan(
                        readers, new Span(unread.from(), unread.to(), null, null), query.isDescending(), endSequence);
            }
        }
    }

    private @Nullable Entry hit() {
        for (Entry entry = hits.next(); entry != null; entry = hits.next()) {
            if (ofFound.test(entry)) {
                return entry;
            }
        }
        return null;
    }

    private static final class OfPosition implements Ahead.Reading<Entry> {
        @Override
        public Entry read(ExcerptReader reader, long position) {
            return reader.entryAt(position);
        }

        @Override
        public long bytes(Entry found) {
            return found.payload().length();
        }
    }

    /** A scan reads whole excerpts, so that it passes the ends of what is to be looked through. */
    private @Nullable Entry unread(Scan from) {
        for (Entry entry = from.next(); entry != null; entry = from.next()) {
            if (from.span().holds(entry.position()) && ofAll.test(entry)) {
                return entry;
            }
        }
        scan = null;
        return null;
    }
}
