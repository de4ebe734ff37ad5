package dev.annals.store.projection;

import dev.annals.store.index.Coverage;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All histories up to a place in the journal: those in a file, and in memory what came since. A fold over excerpts in order. Belongs to one
 * thread at a time.
 */
final class Ledger implements Closeable {
    private final long journal;
    private final long firstSequence;
    private final long firstPosition;
    private final Totals totals;
    private final Delta delta = new Delta();
    private final Gleaner gleaner;
    private @Nullable HistoryFile base;
    private Coverage baseCoverage;
    private @Nullable Excerpt last;

    private Ledger(long journal, long firstSequence, long firstPosition, Totals totals, @Nullable HistoryFile base) {
        this.journal = journal;
        this.firstSequence = firstSequence;
        this.firstPosition = firstPosition;
        this.totals = totals;
        this.base = base;
        this.baseCoverage = base == null ? Coverage.NOTHING : base.contents().coverage();
        this.gleaner = new Gleaner(totals, delta);
    }

    /** Begins with the file if it is whole and was made from this journal as it begins now; else with nothing. */
    static Ledger open(Path file, long journal, ExcerptReader reader) throws IOException {
        HistoryFile found = HistoryFile.open(file);
        long begin = reader.firstSequence();
        long first = reader.firstPosition();
        if (found == null) {
            return new Ledger(journal, begin, first, new Totals(), null);
        }
        HistoryFile.Contents contents = found.contents();
        if (contents.journal() == journal
                && contents.firstSequence() == begin
                && contents.coverage().excerpts() > begin
                && contents.coverage().matches(reader)) {
            return new Ledger(journal, begin, first, contents.totals(), found);
        }
        found.close();
        return new Ledger(journal, begin, first, new Totals(), null);
    }

    long firstSequence() {
        return firstSequence;
    }

    /** The position of the first record that was there when it was begun. */
    long firstPosition() {
        return firstPosition;
    }

    /** The sequence number of the excerpt to take next. */
    long excerpts() {
        return last == null ? Math.max(firstSequence, baseCoverage.excerpts()) : last.sequence() + 1;
    }

    /** The position after the last record taken. */
    long records() {
        return last == null
                ? baseCoverage.records()
                : last.firstPosition() + last.entries().size();
    }

    /** How far the file reaches: as {@link #excerpts}. */
    long savedExcerpts() {
        return baseCoverage.excerpts();
    }

    Totals totals() {
        return totals;
    }

    /** About how many bytes it takes in memory. */
    long weight() {
        return delta.weight();
    }

    void take(Excerpt excerpt) {
        for (Entry entry : excerpt.entries()) {
            gleaner.take(entry);
        }
        last = excerpt;
    }

    /** Writes all into a file, durably, and goes on with that; what was there before is replaced. */
    void save(Path file) throws IOException {
        Coverage coverage = last == null ? baseCoverage : Coverage.upTo(last);
        try (HistoryFileWriter writer = new HistoryFileWriter(file)) {
            merge(null, delta.sorted(), (key, stored, added) -> {
                BlobReader in = added == null ? Objects.requireNonNull(stored) : both(stored, added);
                writer.add(key, in.array(), in.at(), in.length());
            });
            writer.finish(journal, firstSequence, coverage, totals);
        }
        HistoryFile written = HistoryFile.open(file);
        if (written == null) {
            throw new IOException("what was written cannot be read back");
        }
        HistoryFile before = base;
        base = written;
        baseCoverage = coverage;
        delta.clear();
        if (before != null) {
            before.close();
        }
    }

    /** Every entity of a kind that is known at the bound, in the order of (context, id). */
    void forEach(EntityKey.Kind kind, Moment bound, Consumer<Past> consumer) throws IOException {
        merge(kind, recent(kind, bound), (key, stored, added) -> {
            Past past = past(key, stored, added, bound);
            if (past != null) {
                consumer.accept(past);
            }
        });
    }

    /** One entity; null if nothing is known of it at the bound. */
    @Nullable
    Past find(EntityKey key, Moment bound) throws IOException {
        HistoryFile.Cursor stored = stored(key);
        BlobReader old = key.equals(stored.key()) ? stored.history() : null;
        History recent = delta.of(key);
        return past(key, old, recent != null && counts(recent, bound) ? recent : null, bound);
    }

    /**
     * What is known of an entity at a bound, null if nothing. Only the days that what was added has to do with are looked at again: the
     * stored history may be long.
     */
    private static @Nullable Past past(
            EntityKey key, @Nullable BlobReader stored, @Nullable History added, Moment bound) {
        Past past;
        if (added == null) {
            past = stored == null ? null : Past.read(key, stored, bound);
        } else if (stored == null) {
            past = Past.read(key, encoded(added), bound);
        } else {
            Moment before = Moment.before(added.firstDay());
            History touched = new History();
            touched.addAfter(stored.copy(), before);
            touched.addAll(added);
            past = Past.read(key, stored, before).and(Past.read(key, encoded(touched), bound));
        }
        return past == null || past.isNothing() ? null : past;
    }

    /** Gets each history in its turn: what is stored of it, what was added since, or both. */
    @FunctionalInterface
    private interface Visitor {
        void visit(EntityKey key, @Nullable BlobReader stored, @Nullable History added) throws IOException;
    }

    /** Whether what was added since the file was written counts at a bound: what is of a later day changes none before. */
    private static boolean counts(History recent, Moment bound) {
        return recent.firstDay() <= bound.day();
    }

    private void merge(EntityKey.@Nullable Kind only, List<Map.Entry<EntityKey, History>> added, Visitor visitor)
            throws IOException {
        EntityKey begin = new EntityKey(only == null ? EntityKey.Kind.KEY : only, "", "");
        HistoryFile.Cursor stored = stored(begin);
        for (Map.Entry<EntityKey, History> recent : added) {
            EntityKey key = recent.getKey();
            for (EntityKey old = stored.key(); old != null && old.compareTo(key) < 0; old = stored.key()) {
                visitor.visit(old, stored.history(), null);
                stored.next();
            }
            if (key.equals(stored.key())) {
                visitor.visit(key, stored.history(), recent.getValue());
                stored.next();
            } else {
                visitor.visit(key, null, recent.getValue());
            }
        }
        for (EntityKey old = stored.key(); old != null && (only == null || old.kind() == only); old = stored.key()) {
            visitor.visit(old, stored.history(), null);
            stored.next();
        }
    }

    private HistoryFile.Cursor stored(EntityKey from) throws IOException {
        return base == null ? HistoryFile.Cursor.atEnd() : base.from(from);
    }

    private List<Map.Entry<EntityKey, History>> recent(EntityKey.Kind only, Moment bound) {
        return delta.sorted().stream()
                .filter(each -> each.getKey().kind() == only && counts(each.getValue(), bound))
                .toList();
    }

    private static BlobReader both(@Nullable BlobReader stored, History added) {
        if (stored == null) {
            return encoded(added);
        }
        History all = new History();
        all.addAll(stored);
        all.addAll(added);
        return encoded(all);
    }

    private static BlobReader encoded(History history) {
        BlobWriter bytes = new BlobWriter(256);
        history.write(bytes);
        return new BlobReader(bytes.array(), 0, bytes.size());
    }

    @Override
    public void close() throws IOException {
        if (base != null) {
            base.close();
        }
    }
}
