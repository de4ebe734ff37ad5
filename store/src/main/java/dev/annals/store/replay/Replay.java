package dev.annals.store.replay;

import dev.annals.api.RecordKind;
import dev.annals.store.column.ColumnView;
import dev.annals.store.column.Field;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.column.Groups;
import dev.annals.store.column.LogParts;
import dev.annals.store.column.Search;
import dev.annals.store.column.Stretch;
import dev.annals.store.column.Wanted;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalPrunedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queries and followers of one open journal. Made and closed by the journal, before it closes the log. May be used from any thread.
 */
public final class Replay implements AutoCloseable {
    private final Supplier<ExcerptReader> readers;
    private final ReadAhead readAhead;
    private final Locator locator;
    private final Supplier<ColumnView> columns;
    private final CommitSignal signal;
    private final @Nullable Path followersDirectory;

    /** Guards the three below. */
    private final Object lock = new Object();

    private final Set<Follower> running = new HashSet<>();
    private final Map<String, Follower> named = new HashMap<>();
    private boolean closed;
    private int unnamed;

    /** An index over ids: asked so that a query for an id need not read everything. */
    @FunctionalInterface
    public interface Locator {
        /** Knows nothing. */
        Locator NONE = id -> null;

        /**
         * Where the activity logs with an id may be, whatever their context.
         *
         * @param id the provider's id
         * @return locators, as {@link dev.annals.store.index.IdIndex#locator} makes them, in any order: of every such log that a reader
         *     opened before this call can see, and perhaps others; null if that is not known, so that everything must be read
         */
        long @Nullable [] locators(String id);
    }

    private Replay(
            Supplier<ExcerptReader> readers,
            ReadAhead readAhead,
            Locator locator,
            Supplier<ColumnView> columns,
            CommitSignal signal,
            @Nullable Path followersDirectory) {
        this.readers = readers;
        this.readAhead = readAhead;
        this.locator = locator;
        this.columns = columns;
        this.signal = signal;
        this.followersDirectory = followersDirectory;
    }

    /**
     * For a journal that this process writes: {@link #committed} must be called after each commit.
     *
     * @param readers opens a reader; called from any thread. The reader of a query is opened where {@link #query} is called and used and
     *     closed where the stream is: by one thread at a time. A long answer opens a second one, which a daemon thread uses.
     * @param locator an index over ids, {@link Locator#NONE} if there is none
     * @param columns what columns cover at the moment; asked after a reader was opened, from any thread
     * @param followersDirectory where named followers keep their positions, one file each; created with the first of them
     * @return the replay
     */
    public static Replay ofWriter(
            Supplier<ExcerptReader> readers, Locator locator, Supplier<ColumnView> columns, Path followersDirectory) {
        return new Replay(readers, ReadAhead.ofMachine(), locator, columns, new CommitSignal(null), followersDirectory);
    }

    /**
     * For a journal that is only read and that another process may write: followers look for more at an interval. There are no named
     * followers, because not a byte is written.
     *
     * @param readers as for {@link #ofWriter}
     * @param locator as for {@link #ofWriter}
     * @param columns as for {@link #ofWriter}
     * @param pollInterval how often to look, positive; 100 ms is a good choice
     * @return the replay
     */
    public static Replay ofReader(
            Supplier<ExcerptReader> readers, Locator locator, Supplier<ColumnView> columns, Duration pollInterval) {
        return ofReader(readers, ReadAhead.ofMachine(), locator, columns, pollInterval);
    }

    /** As the other, with another way to read ahead. */
    static Replay ofReader(
            Supplier<ExcerptReader> readers,
            ReadAhead readAhead,
            Locator locator,
            Supplier<ColumnView> columns,
            Duration pollInterval) {
        if (pollInterval.isNegative() || pollInterval.isZero()) {
            throw new IllegalArgumentException("pollInterval=" + pollInterval + "; give more than zero");
        }
        return new Replay(readers, readAhead, locator, columns, new CommitSignal(pollInterval), null);
    }

    /**
     * Puts named followers that stand beyond the end at it. They do after a power cut that cost records which only survive a kill, or in an
     * older copy: the positions are given away again, and no follower may miss what they stand for then. For the writer, before it
     * writes.
     *
     * @param followersDirectory where they keep their positions; need not exist
     * @param end the position of the next record
     * @throws dev.annals.store.journal.JournalFailedException if a position cannot be kept
     */
    public static void holdBack(Path followersDirectory, long end) {
        PositionFile.holdBack(followersDirectory, end);
    }

    /**
     * Finds records. Sees what was durable when it was called, reads lazily, and holds one excerpt in memory at a time. Of an answer that
     * has come to 128 KiB of payloads a daemon thread of the journal's reads up to 512 KiB of payloads ahead, or one that is larger, where
     * there is more than one processor; a record is in memory with the seven that are compressed together with it. The readers are closed when
     * the stream was read to its end, to the query's limit or to a failure, or is closed.
     *
     * @param query what to find
     * @return the records in the query's order; for one thread at a time
     * @throws JournalClosedException if the journal is closed
     * @throws JournalCorruptedException from the stream, when it meets damage; everything before it in the query's order was delivered
     */
    public Stream<Entry> query(Query query) {
        return run(query).stream();
    }

    /**
     * Counts what {@link #query} would return, in constant memory. Without a predicate and filters on ids and objects nothing is read but what
     * no column covers yet.
     *
     * @param query what to find
     * @return the number of records, at most the query's limit
     * @throws JournalClosedException if the journal is closed
     * @throws JournalCorruptedException if damage is met
     */
    public long count(Query query) {
        if (everyRecordMatches(query)) {
            try (ExcerptReader reader = readers.get()) {
                long end = Math.min(query.span().to(), reader.endPosition());
                long first = Math.max(query.span().from(), reader.firstPosition());
                return Math.min(query.limit(), Math.max(0, end - first));
            }
        }
        if (query.isExact()) {
            Groups groups = new Groups(List.of());
            count(query, groups);
            return Math.min(query.limit(), groups.total());
        }
        try (Matches matches = run(query)) {
            return matches.count();
        }
    }

    /**
     * Counts what {@link #query} would return by what it has in common.
     *
     * @param query what to count
     * @param groupings by what, in this order
     * @return the groups with at least one record, in the order of their values
     * @throws JournalClosedException if the journal is closed
     * @throws JournalCorruptedException if damage is met
     */
    public List<GroupCount> counts(Query query, List<Grouping> groupings) {
        Groups groups = new Groups(groupings);
        if (query.isExact() && query.limit() == Long.MAX_VALUE) {
            count(query, groups);
        } else {
            try (Stream<Entry> found = query(query)) {
                found.forEach(each -> groups.add(each.kind(), each.created(), LogParts.of(each)));
            }
        }
        return groups.counted();
    }

    /** Counts by columns, and by reading what they do not cover. */
    private void count(Query query, Groups groups) {
        try (Readers opened = new Readers(readers, readAhead)) {
            ExcerptReader reader = opened.own();
            long endSequence = reader.endSequence();
            Wanted wanted = query.wanted(reader.firstPosition(), reader.endPosition());
            Sieve sieve = new Sieve(query);
            for (Stretch.Unread unread : columns.get().count(wanted, groups)) {
                Span span = new Span(unread.from(), unread.to(), null, null);
                Scan scan = new Scan(opened, span, false, endSequence);
                for (Entry each = scan.next(); each != null; each = scan.next()) {
                    if (span.holds(each.position()) && sieve.test(each)) {
                        groups.add(each.kind(), each.created(), LogParts.of(each));
                    }
                }
            }
        }
    }

    /**
     * Delivers every record of every kind from a position on: each position exactly once, in order, on a daemon thread of its own.
     *
     * @param fromPosition the first position to deliver: 0 to the end of the journal, which is not delivered yet
     * @param handler called for each record; what it throws ends the subscription
     * @return the running subscription
     * @throws IllegalArgumentException if the position is negative or beyond the end
     * @throws dev.annals.store.journal.JournalPrunedException if the position was pruned
     * @throws JournalClosedException if the journal is closed
     */
    public Subscription follow(long fromPosition, Consumer<Entry> handler) {
        Follower.Start start = startAt(fromPosition);
        synchronized (lock) {
            String name = Integer.toString(++unnamed);
            return begin(new Follower(name, readers, start, handler, signal, FollowerPosition.NOT_KEPT));
        }
    }

    /**
     * Delivers every record as {@link #follow(long, Consumer)} does, and goes on after a restart where it stopped. The position is kept
     * in a file, synced, whenever the follower has caught up, at least every 1,000 records (or one excerpt, if that is more), and when it
     * ends. So delivery is exactly once while the process lives and after an orderly end, also one by a failing handler, which gets the
     * record that it failed on again; after a crash it is at least once: what came since the position was last kept comes again.
     *
     * @param name the follower's name, a file name: 1 to 64 of {@code a-z 0-9 . _ -}, beginning with a letter or digit
     * @param fromPosition where to begin if the name was never used
     * @param handler called for each record; what it throws ends the subscription
     * @return the running subscription
     * @throws IllegalArgumentException if the name is none, or the position is negative or beyond the end
     * @throws IllegalStateException if a follower of that name is running
     * @throws JournalClosedException if the journal is closed
     * @throws JournalCorruptedException if the kept position cannot be read or lies beyond the end of the journal
     * @throws UnsupportedOperationException if the journal is open for reading only
     */
    public Subscription follow(String name, long fromPosition, Consumer<Entry> handler) {
        if (followersDirectory == null) {
            throw new UnsupportedOperationException("a named follower keeps its position beside the journal, but the"
                    + " journal is open for reading only, follower=" + name + "; follow by position instead");
        }
        PositionFile file = new PositionFile(followersDirectory, name);
        synchronized (lock) {
            Follower before = named.get(name);
            if (before != null && !before.hasEnded()) {
                throw new IllegalStateException("a follower runs already, follower=" + name + "; close it first");
            }
            Follower follower = new Follower(name, readers, startAt(file, fromPosition), handler, signal, file);
            named.put(name, follower);
            return begin(follower);
        }
    }

    /**
     * Where the named followers of a journal go on, running or not.
     *
     * @param followersDirectory where they keep their positions; need not exist
     * @return by name, the position of the next record to deliver as it was kept last
     * @throws JournalCorruptedException if a position cannot be read
     * @throws dev.annals.store.journal.JournalFailedException if the directory cannot be read
     */
    public static Map<String, Long> positions(Path followersDirectory) {
        return PositionFile.all(followersDirectory);
    }

    /** Tells followers that there is more to read; cheap. To be called after each sync, from any thread. */
    public void committed() {
        signal.fire();
    }

    /** Ends all followers and waits for their handlers, but for one that calls this itself; quiet if closed already. */
    @Override
    public void close() {
        Set<Follower> followers;
        synchronized (lock) {
            closed = true;
            followers = Set.copyOf(running);
        }
        followers.forEach(Follower::close);
    }

    private Matches run(Query query) {
        Readers opened = new Readers(readers, readAhead);
        try {
            ExcerptReader reader = opened.own();
            // The end first, then the indexes: they must know at least what the reader shows.
            long endSequence = reader.endSequence();
            long[] locators = located(query);
            if (locators != null) {
                Picks picks = new Picks(reader, locators, query.isDescending(), endSequence);
                return new Matches(opened, picks, Sieve.ofNamed(query), query.limit());
            }
            if (isSelective(query)) {
                Wanted wanted = query.wanted(reader.firstPosition(), reader.endPosition());
                Search search = columns.get().search(wanted, query.isDescending());
                ByColumns found = new ByColumns(opened, search, query, endSequence);
                return new Matches(opened, found, matching -> true, query.limit());
            }
            Scan scan = new Scan(opened, query.span(), query.isDescending(), endSequence);
            return new Matches(opened, scan, new Sieve(query), query.limit());
        } catch (RuntimeException | Error failed) {
            opened.close();
            throw failed;
        }
    }

    /** Whether so much may be left out that finding the rest by columns is worth it. */
    private static boolean isSelective(Query query) {
        return !query.fields().isEmpty()
                || query.span().timed()
                || !query.kinds().contains(RecordKind.ACTIVITY_LOG);
    }

    /** Places of all that may match, ascending and once each; null if only reading everything can tell. */
    private long @Nullable [] located(Query query) {
        Set<String> ids = query.fields().get(Field.ID);
        if (ids == null) {
            return null;
        }
        long[] found = {};
        for (String id : ids) {
            // An address is compared without regard to case, and the index knows none but the one it was written in.
            long[] locators = id.indexOf('@') < 0 ? locator.locators(id) : null;
            if (locators == null) {
                return null;
            }
            found = found.length == 0 ? locators : joined(found, locators);
        }
        return found.length < 2
                ? found
                : Arrays.stream(found).sorted().distinct().toArray();
    }

    private static long[] joined(long[] some, long[] more) {
        long[] all = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    private static boolean everyRecordMatches(Query query) {
        return query.kinds().size() == RecordKind.values().length
                && query.fields().isEmpty()
                && query.predicate() == null
                && !query.span().timed();
    }

    private Follower.Start startAt(long position) {
        try (ExcerptReader reader = readers.get()) {
            return Follower.Start.at(reader, position);
        }
    }

    private Follower.Start startAt(PositionFile file, long fromPosition) {
        var kept = file.load();
        if (kept.isEmpty()) {
            Follower.Start start = startAt(fromPosition);
            file.save(fromPosition);
            return start;
        }
        try (ExcerptReader reader = readers.get()) {
            if (kept.getAsLong() < reader.firstPosition()) {
                throw new JournalPrunedException(
                        "a follower has not read all of what was pruned, position=" + kept.getAsLong() + ", file="
                                + file + "; to go on without it, write the first position into the file",
                        reader.firstPosition());
            }
            if (kept.getAsLong() > reader.endPosition()) {
                throw new JournalCorruptedException(
                        "a follower stands beyond the end of the journal, end=" + reader.endPosition() + ", file="
                                + file + "; was the journal replaced by an older copy? Write the position to go on"
                                + " from into the file, or delete it to begin anew",
                        -1,
                        kept.getAsLong());
            }
            return Follower.Start.at(reader, kept.getAsLong());
        }
    }

    private Follower begin(Follower follower) {
        if (closed) {
            throw new JournalClosedException("cannot follow, the journal is closed; open it again");
        }
        running.add(follower);
        follower.ended().whenComplete((nothing, failure) -> {
            synchronized (lock) {
                running.remove(follower);
            }
        });
        follower.start();
        return follower;
    }
}
