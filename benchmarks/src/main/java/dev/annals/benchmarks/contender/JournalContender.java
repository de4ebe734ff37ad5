package dev.annals.benchmarks.contender;

import static dev.annals.store.column.Grouping.ACTOR;
import static dev.annals.store.column.Grouping.DAY;
import static dev.annals.store.column.Grouping.TYPE;

import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import dev.annals.benchmarks.history.Grouping;
import dev.annals.benchmarks.history.Search;
import dev.annals.benchmarks.history.Tally;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.column.GroupCount;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The journal as the fetcher uses it: pages are parsed on the caller's thread while the journal's writer works on the ones before, of which
 * only so many wait. A single page is waited for.
 */
final class JournalContender implements Searchable, Replayable {
    /** As many pages as the fetcher hands over ahead of their receipts. */
    static final int UNDERWAY = 16;

    private final Journal journal;
    private final int mostUnderway;

    /**
     * Opens the journal.
     *
     * @param mostUnderway pages handed over ahead of their receipts; 1 for a sync of its own for each page where a power cut is to be
     *     survived: the next page is parsed meanwhile, and handed over after the receipt
     */
    JournalContender(Path directory, Sync sync, int mostUnderway) {
        Durability durability = sync == Sync.POWER ? Durability.POWER : Durability.PROCESS;
        journal = Journal.open(directory, JournalOptions.defaults().withDurability(durability));
        journal.resume(PageBatch.STREAM);
        this.mostUnderway = mostUnderway;
    }

    @Override
    public int append(byte[] body) {
        return journal.commit(PageBatch.of(body)).toCompletableFuture().join().appended();
    }

    @Override
    public int appendAll(List<byte[]> pages) {
        int fresh = 0;
        Deque<CompletableFuture<Receipt>> underway = new ArrayDeque<>(mostUnderway);
        for (byte[] page : pages) {
            Batch next = PageBatch.of(page);
            if (underway.size() == mostUnderway) {
                fresh += underway.remove().join().appended();
            }
            underway.add(journal.commit(next).toCompletableFuture());
        }
        for (CompletableFuture<Receipt> each : underway) {
            fresh += each.join().appended();
        }
        return fresh;
    }

    @Override
    public long logs() {
        return journal.count(Query.all());
    }

    @Override
    public Tally replay() {
        return payloads(Query.all());
    }

    @Override
    public Tally search(Search search) {
        return search instanceof Search.Counts counts ? groups(counts.grouping()) : payloads(query(search));
    }

    private static Query query(Search search) {
        if (search instanceof Search.ById byId) {
            return Query.all().context(byId.context()).id(byId.id());
        }
        if (search instanceof Search.ByActor byActor) {
            return Query.all().actor(byActor.actor());
        }
        if (search instanceof Search.ByObject byObject) {
            return Query.all().object(byObject.object());
        }
        if (search instanceof Search.ByRequest byRequest) {
            return Query.all().requestId(byRequest.requestId());
        }
        if (search instanceof Search.OfTypeFrom of) {
            return Query.all()
                    .action(of.type())
                    .since(Instant.ofEpochMilli(of.fromMillis()))
                    .limit(of.limit());
        }
        if (search instanceof Search.Between between) {
            return Query.all()
                    .since(Instant.ofEpochMilli(between.fromMillis()))
                    .until(Instant.ofEpochMilli(between.untilMillis()));
        }
        if (search instanceof Search.Newest newest) {
            return Query.all().descending().limit(newest.limit());
        }
        throw new IllegalArgumentException("unknown search=" + search);
    }

    private Tally payloads(Query query) {
        long[] found = new long[2];
        try (Stream<Entry> entries = journal.query(query)) {
            entries.forEach(entry -> {
                found[0]++;
                found[1] += entry.payload().toByteArray().length;
            });
        }
        return new Tally(found[0], found[1]);
    }

    private Tally groups(Grouping grouping) {
        Tally tally = Tally.NONE;
        for (GroupCount group : journal.counts(Query.all(), groupings(grouping))) {
            tally = tally.andGroup(name(grouping, group.values()), group.count());
        }
        return tally;
    }

    private static dev.annals.store.column.Grouping[] groupings(Grouping grouping) {
        return switch (grouping) {
            case TYPE -> new dev.annals.store.column.Grouping[] {TYPE};
            case TYPE_AND_DAY -> new dev.annals.store.column.Grouping[] {TYPE, DAY};
            case ACTOR_AND_TYPE -> new dev.annals.store.column.Grouping[] {ACTOR, TYPE};
        };
    }

    private static String name(Grouping grouping, List<String> values) {
        return switch (grouping) {
            case TYPE -> values.get(0);
            case TYPE_AND_DAY ->
                Grouping.name(
                        values.get(0),
                        Long.toString(LocalDate.parse(values.get(1)).toEpochDay()));
            case ACTOR_AND_TYPE -> Grouping.name(values.get(0), values.get(1));
        };
    }

    @Override
    public void close() {
        journal.close();
    }
}
