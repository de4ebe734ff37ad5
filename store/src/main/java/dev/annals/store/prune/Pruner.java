package dev.annals.store.prune;

import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides what may be removed from the front of one journal, and keeps what must be kept of it. Belongs to one thread at a time; removes
 * nothing itself.
 */
public final class Pruner {
    private final Path root;
    private final long journal;
    private final ReadableLog log;
    private final Pruned base;
    private final Retention retention;

    /**
     * For one pruning.
     *
     * @param root the journal's directory
     * @param journal its number
     * @param log its log
     * @param base what was removed before
     * @param retention what must stay
     */
    public Pruner(Path root, long journal, ReadableLog log, Pruned base, Retention retention) {
        this.root = root;
        this.journal = journal;
        this.log = log;
        this.base = base;
        this.retention = retention;
    }

    /**
     * What is known beside the journal's records.
     *
     * @param serverTime the newest time that the provider's server gave, null if it never did
     * @param localTime the local clock's time
     * @param followers where each named follower goes on
     * @param archive the backup that the request names, null if it names none
     */
    public record Circumstances(
            @Nullable Instant serverTime,
            Instant localTime,
            Map<String, Long> followers,
            @Nullable ReadableLog archive) {}

    /**
     * A pruning that is prepared: all that must be kept is on the disk, nothing is removed.
     *
     * @param next what will have been removed, in all; null if there is nothing to remove
     * @param pruning what will be removed now
     */
    public record Prepared(@Nullable Pruned next, Pruning pruning) {}

    /**
     * Says what would be removed. Changes nothing.
     *
     * @param request what is wanted
     * @param circumstances what else is known
     * @return what would be removed
     * @throws IllegalArgumentException if the retention does not allow it, or the backup holds something else
     * @throws IllegalStateException if no time of the provider's server is known
     * @throws JournalException if the journal cannot be read
     */
    public Pruning plan(PruneRequest request, Circumstances circumstances) {
        try {
            return new Run(request, circumstances, null).found();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Writes the leaf hashes of what will be removed, durably. {@link #commit} comes next, or nothing, or another attempt.
     *
     * @param request what is wanted
     * @param circumstances what else is known
     * @return what will be removed
     * @throws IllegalArgumentException if the retention does not allow it, or the backup holds something else
     * @throws IllegalStateException if no time of the provider's server is known, or if a named follower has not read all of it and the
     *     request does not ignore that
     * @throws JournalException if the journal cannot be read, or the hashes cannot be written
     */
    public Prepared prepare(PruneRequest request, Circumstances circumstances) {
        try (PrunedLeaves.Appender leaves = PrunedLeaves.Appender.open(root, base)) {
            Run run = new Run(request, circumstances, leaves);
            Pruning pruning = run.found();
            CutSearch.Cut cut = run.cut;
            if (cut == null) {
                return new Prepared(null, pruning);
            }
            if (!pruning.followers().isEmpty() && !request.ignoreFollowers()) {
                throw new IllegalStateException("named followers have not read all of what would be removed, followers="
                        + String.join(",", pruning.followers()) + ", first_position=" + pruning.firstPosition()
                        + "; let them catch up, or ignore them");
            }
            int checksum = leaves.sync(cut.segment().position());
            Pruned next = new Pruned(
                    cut.segment().start(),
                    checksum,
                    circumstances.localTime(),
                    pruning.before(),
                    cut.root(),
                    cut.edge(),
                    cut.tally());
            return new Prepared(next, pruning);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Makes it so: from here on the journal begins behind what was removed, and whatever of it is still there will be removed.
     *
     * @param next from {@link #prepare}
     * @throws JournalFailedException if it could not be written; then nothing has changed
     */
    public void commit(Pruned next) {
        try {
            next.save(root, journal);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private JournalFailedException failed(IOException cause) {
        return new JournalFailedException(
                "what is to be kept of pruned records could not be written, nothing was removed, directory="
                        + root.resolve(Pruned.DIRECTORY) + ": " + cause.getMessage(),
                cause);
    }

    private Instant latest(PruneRequest request, Circumstances circumstances) {
        Instant server = circumstances.serverTime();
        if (server == null) {
            throw new IllegalStateException(
                    "no page was ever read, so that the time of the provider's server is not known,"
                            + " by which ages are measured; fetch once, then prune");
        }
        Instant now = server.isBefore(circumstances.localTime()) ? server : circumstances.localTime();
        boolean archived = request.archive() != null;
        Instant latest = retention.latest(now, archived);
        Instant before = request.before() == null ? latest : request.before();
        if (before.isAfter(Retention.floor(now))) {
            throw new IllegalArgumentException(
                    "the provider may show younger records again, and they would be stored twice,"
                            + " before=" + before + ", latest=" + Retention.floor(now) + ", server_time=" + server
                            + ", local_time=" + circumstances.localTime() + "; prune at most what is older than "
                            + Retention.PROVIDER_KEEPS);
        }
        if (before.isAfter(latest)) {
            throw new IllegalArgumentException(
                    "the retention does not allow it, before=" + before + ", latest=" + latest
                            + ", retention=" + retention
                            + (archived
                                    ? "; that much must be immediately available, backup or not"
                                    : "; make a backup and name it, or prune less"));
        }
        return before;
    }

    /** One reading of the journal's front. */
    private final class Run implements CutSearch.Checks {
        private final Circumstances circumstances;
        private final Instant before;
        private final PrunedLeaves.@Nullable Appender leaves;
        private @Nullable ExcerptReader archive;
        private CutSearch.@Nullable Cut cut;

        Run(PruneRequest request, Circumstances circumstances, PrunedLeaves.@Nullable Appender leaves) {
            this.circumstances = circumstances;
            this.before = latest(request, circumstances);
            this.leaves = leaves;
        }

        Pruning found() throws IOException {
            ReadableLog backup = circumstances.archive();
            try (ExcerptReader reader = log.reader();
                    ExcerptReader other = backup == null ? null : backup.reader()) {
                archive = other;
                CutSearch search = new CutSearch(reader, base, journal, before, this);
                cut = search.search(log.segments());
                return pruning(search.held());
            }
        }

        private Pruning pruning(String held) {
            CutSearch.Cut at = cut;
            CutSearch.Sum sum = at == null ? new CutSearch.Sum() : at.sum();
            long first = at == null ? base.start().position() : at.segment().position();
            return new Pruning(
                    before,
                    sum.segments,
                    sum.excerpts,
                    sum.records,
                    sum.bytes,
                    sum.oldest,
                    sum.newest,
                    first,
                    held,
                    behind(first));
        }

        private List<String> behind(long first) {
            return cut == null
                    ? List.of()
                    : new TreeMap<>(circumstances.followers())
                            .entrySet().stream()
                                    .filter(each -> each.getValue() < first)
                                    .map(Map.Entry::getKey)
                                    .toList();
        }

        @Override
        public @Nullable String objection(Excerpt excerpt) {
            ExcerptReader backup = archive;
            if (backup == null) {
                return null;
            }
            Excerpt copy = backup.firstSequence() <= excerpt.sequence() ? backup.read(excerpt.sequence()) : null;
            if (copy != null && !copy.entries().equals(excerpt.entries())) {
                throw new IllegalArgumentException("the backup holds other records than the journal, excerpt="
                        + excerpt.sequence() + ", position=" + excerpt.firstPosition() + "; verify both");
            }
            return copy == null ? "the backup does not hold excerpt " + excerpt.sequence() : null;
        }

        @Override
        public void leaf(Hash leaf) throws IOException {
            if (leaves != null) {
                leaves.add(leaf);
            }
        }
    }
}
