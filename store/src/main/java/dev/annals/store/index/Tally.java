package dev.annals.store.index;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.api.fetch.StreamState;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the records add up to: counts, and the state of each stream. A fold over all excerpts in order, so it depends on nothing but the
 * journal; a snapshot of it in a file saves folding from the beginning. Belongs to one thread at a time.
 */
public final class Tally {
    private final Map<String, StreamTally> streams = new TreeMap<>();
    private final Counts counts = new Counts();
    private Coverage coverage = Coverage.NOTHING;
    private long excerpts;
    private long records;
    /** What was folded behind the coverage, which is made when it is asked for: its fingerprint costs a look at all payloads. */
    private @Nullable Excerpt last;

    private @Nullable LastCheckpoint lastCheckpoint;
    private boolean unsigned;

    /** A tally of nothing. */
    public Tally() {}

    /**
     * Reads a snapshot.
     *
     * @param file the file
     * @param journal says which journal it belongs to
     * @param reader reads that journal, to check that the snapshot was made from it; not kept
     * @param start the tally of what was removed from the journal's front, of nothing if nothing was
     * @return the tally; {@code start} if there is no snapshot that can be trusted
     * @throws dev.annals.store.journal.JournalFailedException if the file is there but cannot be read
     */
    public static Tally load(Path file, long journal, ExcerptReader reader, Tally start) {
        try {
            Optional<Tally> found = Files.isRegularFile(file)
                    ? TallyFormat.decode(Files.readAllBytes(file), journal)
                    : Optional.empty();
            return found.filter(tally -> tally.excerpts > start.excerpts)
                    .filter(tally -> tally.coverage().matches(reader))
                    .orElse(start);
        } catch (java.nio.file.NoSuchFileException replacedJustNow) {
            return start;
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot read the snapshot of counts, file=" + file, e);
        }
    }

    /**
     * Takes a snapshot, to be kept in another file.
     *
     * @param journal says which journal it belongs to
     * @return its bytes, as in the snapshot file
     */
    public byte[] snapshot(long journal) {
        try {
            return TallyFormat.encode(this, journal);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory failed", e);
        }
    }

    /**
     * Reads a snapshot back.
     *
     * @param snapshot from {@link #snapshot}
     * @param journal which journal it must belong to
     * @return a new tally
     * @throws JournalCorruptedException if it is damaged, of another journal, or of a format that this release does not read
     */
    public static Tally ofSnapshot(byte[] snapshot, long journal) {
        try {
            return TallyFormat.decode(snapshot, journal, TallyFormat.OLDEST)
                    .orElseThrow(() -> new JournalCorruptedException(
                            "the counts of what was pruned cannot be read; restore pruned/ from a backup", -1, -1));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /**
     * Writes a snapshot, in place of the one before.
     *
     * @param file the file
     * @param journal says which journal it belongs to
     * @throws dev.annals.store.journal.JournalOutOfSpaceException if there is no room; the one before is still there
     * @throws dev.annals.store.journal.JournalFailedException if that failed; the one before is still there
     */
    public void save(Path file, long journal) {
        try {
            DurableFile.replace(file, TallyFormat.encode(this, journal));
        } catch (IOException e) {
            throw DiskFull.orFailed("cannot write the snapshot of counts, file=" + file, e);
        }
    }

    /**
     * Excerpts folded so far: the sequence number of the one to fold next.
     *
     * @return 0 for a tally of nothing
     */
    public long excerpts() {
        return excerpts;
    }

    /**
     * Records folded so far, of all kinds.
     *
     * @return 0 for a tally of nothing
     */
    public long records() {
        return records;
    }

    /**
     * Folds the next excerpt.
     *
     * @param excerpt the one with the sequence number {@link #excerpts()}
     */
    public void add(Excerpt excerpt) {
        if (excerpt.sequence() != excerpts) {
            throw new IllegalArgumentException(
                    "excerpts must be folded in order, expected=" + excerpts + ", got=" + excerpt.sequence());
        }
        Newest newest = Newest.NONE;
        for (Entry entry : excerpt.entries()) {
            switch (entry.kind()) {
                case ACTIVITY_LOG -> {
                    counts.activityLogs++;
                    newest = newest.or(entry);
                }
                case REQUEST_LOG -> counts.requestLogs++;
                case CHECKPOINT_SIGNED -> addCheckpoint(entry);
                default -> addFact(read(entry), newest);
            }
            unsigned |= isNews(entry.kind());
        }
        excerpts = excerpt.sequence() + 1;
        records = excerpt.firstPosition() + excerpt.entries().size();
        last = excerpt;
    }

    private void addCheckpoint(Entry entry) {
        counts.checkpoints++;
        if (read(entry) instanceof Lifecycle.CheckpointSigned signed) {
            lastCheckpoint = new LastCheckpoint(signed.size(), signed.at(), entry.excerpt(), entry.position());
            unsigned = false;
        }
    }

    /** The library's own comings and goings are no news: they alone are no reason to sign again. */
    private static boolean isNews(RecordKind kind) {
        return switch (kind) {
            case CHECKPOINT_SIGNED, STARTED, STOPPED, PAUSED, RESUMED, PAGE_COMMITTED, FETCH_FAILED -> false;
            default -> true;
        };
    }

    private static Lifecycle read(Entry entry) {
        try {
            return LifecycleJson.read(entry.kind(), entry.payload());
        } catch (MalformedJsonException e) {
            throw new JournalCorruptedException(
                    "a record of the library's own cannot be read, kind="
                            + entry.kind().value() + ": " + e.getMessage(),
                    entry.excerpt(),
                    entry.position());
        }
    }

    private void addFact(Lifecycle fact, Newest newest) {
        counts.add(fact);
        if (fact instanceof Lifecycle.Salvaged) {
            // What was copied before it was signed for another journal, with other positions.
            lastCheckpoint = null;
        }
        String stream = fact.stream();
        if (stream.isEmpty()) {
            return;
        }
        boolean ofImport = fact.kind() == RecordKind.CONFLICTING_DUPLICATE || fact.kind() == RecordKind.LATE_ARRIVAL;
        if (!ofImport || streams.containsKey(stream)) {
            streams.computeIfAbsent(stream, StreamTally::new).add(fact, newest);
        }
    }

    /**
     * Logs that came again with the same bytes, as the page records count them.
     *
     * @return the count
     */
    public long duplicates() {
        return counts.duplicates;
    }

    /**
     * Activity logs.
     *
     * @return the count
     */
    public long activityLogs() {
        return counts.activityLogs;
    }

    /**
     * Request logs.
     *
     * @return the count
     */
    public long requestLogs() {
        return counts.requestLogs;
    }

    /**
     * Records of conflicting duplicates.
     *
     * @return the count
     */
    public long conflicts() {
        return counts.conflicts;
    }

    /**
     * Gap records.
     *
     * @return the count
     */
    public long gaps() {
        return counts.gaps;
    }

    /**
     * Records of late arrivals.
     *
     * @return the count
     */
    public long lateArrivals() {
        return counts.lateArrivals;
    }

    /**
     * The checkpoint that was signed last; those that a salvage copied are another journal's and do not count.
     *
     * @return null if none was
     */
    public @Nullable LastCheckpoint lastCheckpoint() {
        return lastCheckpoint;
    }

    /**
     * Whether a record came since the last checkpoint that says more than that the library came, went, failed or found nothing.
     *
     * @return true if there is something to sign
     */
    public boolean unsigned() {
        return unsigned;
    }

    /**
     * The checkpoint that was signed last.
     *
     * @param size how many records it covers
     * @param at when it was signed
     * @param excerpt the excerpt that holds its record
     * @param position the position of its record
     */
    public record LastCheckpoint(long size, Instant at, long excerpt, long position) {}

    /**
     * Where the journal began after the last pruning of it that is recorded.
     *
     * @return the position, 0 if none is recorded
     */
    public long prunedTo() {
        return counts.prunedTo;
    }

    /**
     * The newest time that the provider's server gave with a page.
     *
     * @return the newest of all streams' last pages; null before the first
     */
    public @Nullable Instant serverTime() {
        return streams.values().stream()
                .map(stream -> stream.facts().state().lastPageAt())
                .filter(Objects::nonNull)
                .max(Instant::compareTo)
                .orElse(null);
    }

    /**
     * Every stream that has a record, ordered by name.
     *
     * @return a copy
     */
    public List<StreamFacts> streams() {
        return streams.values().stream().map(StreamTally::facts).toList();
    }

    /**
     * What is known of one stream.
     *
     * @param name its name
     * @return its state, {@link StreamState#NEW} if it has no record
     */
    public StreamState state(String name) {
        StreamTally stream = streams.get(name);
        return stream == null ? StreamState.NEW : stream.facts().state();
    }

    /**
     * One stream.
     *
     * @param name its name
     * @param activityLogs logs that it brought first
     * @param state where it stands; {@code lastCreated} is over the logs that it brought first
     * @param lastFailure its last failure since its last page, null if there was none
     * @param running whether its last record was not a stop
     * @param retired whether it was retired and not read since
     */
    public record StreamFacts(
            String name,
            long activityLogs,
            StreamState state,
            @Nullable String lastFailure,
            boolean running,
            boolean retired) {}

    Coverage coverage() {
        if (last != null) {
            coverage = Coverage.upTo(last);
            last = null;
        }
        return coverage;
    }

    Counts counts() {
        return counts;
    }

    /** Puts a snapshot's parts into a new tally. */
    void restore(
            Coverage reached, @Nullable LastCheckpoint last, boolean unsignedSince, Collection<StreamTally> known) {
        coverage = reached;
        excerpts = reached.excerpts();
        records = reached.records();
        lastCheckpoint = last;
        unsigned = unsignedSince;
        known.forEach(stream -> streams.put(stream.facts().name(), stream));
    }

    /** The totals; changed only by the fold. */
    static final class Counts {
        long activityLogs;
        long requestLogs;
        long checkpoints;
        long duplicates;
        long conflicts;
        long gaps;
        long lateArrivals;
        long prunedTo;

        void add(Lifecycle fact) {
            if (fact instanceof Lifecycle.PageCommitted page) {
                duplicates += page.duplicates();
            } else if (fact instanceof Lifecycle.ConflictingDuplicate) {
                conflicts++;
            } else if (fact instanceof Lifecycle.Gap) {
                gaps++;
            } else if (fact instanceof Lifecycle.LateArrival) {
                lateArrivals++;
            } else if (fact instanceof Lifecycle.Pruned pruned) {
                prunedTo = pruned.firstPosition();
            } else if (fact instanceof Lifecycle.Salvaged) {
                prunedTo = 0; // What was pruned before was pruned from another journal.
            }
        }
    }

    /** The newest log of one excerpt; of equally new ones the last. Its id is read only if it is wanted. */
    record Newest(@Nullable Entry entry) {
        static final Newest NONE = new Newest(null);

        Newest or(Entry other) {
            if (other.created() == null) {
                return this;
            }
            return entry == null || entry.created() == null || !other.created().isBefore(entry.created())
                    ? new Newest(other)
                    : this;
        }

        String id() {
            if (entry == null) {
                throw new IllegalStateException("no log has a time");
            }
            return Identity.of(entry.kind(), entry.payload()).map(Identity::id).orElseThrow();
        }
    }
}
