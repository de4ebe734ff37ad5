package dev.annals.store.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Payload;
import dev.annals.api.codec.ActivityJson;
import dev.annals.store.column.ColumnView;
import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a query reads: how much, when, and what happens when it meets damage. */
class QueryReadingTest {
    private final MemoryLog log = new MemoryLog();
    private final Replay replay =
            Replay.ofReader(log::reader, Replay.Locator.NONE, () -> ColumnView.EMPTY, Duration.ofMillis(1));

    @AfterEach
    void everyReaderIsClosed() {
        assertThat(log.openReaders).hasValue(0);
    }

    private void append(int excerpts, int recordsEach) {
        for (int i = 0; i < excerpts; i++) {
            log.append(
                    Stream.generate(() -> Logs.numbered(7)).limit(recordsEach).toList());
        }
    }

    @Test
    void nothingIsReadBeforeTheFirstRecordIsAskedFor() {
        append(10, 3);
        try (Stream<Entry> found = replay.query(Query.all())) {
            assertThat(log.reads).hasValue(0);
            assertThat(found.findFirst()).isPresent();
            assertThat(log.reads).hasValue(1);
        }
    }

    @Test
    void theLimitEndsTheReadingInBothOrders() {
        append(10, 3);
        assertThat(replay.query(Query.all().limit(4))).hasSize(4);
        assertThat(log.reads).hasValue(2);
        assertThat(replay.query(Query.all().limit(3).descending())).hasSize(3);
        assertThat(log.reads).hasValue(3);
    }

    @Test
    void aRangeOfPositionsReadsItsExcerptsOnly() {
        append(10, 3);
        assertThat(replay.query(Query.all().fromPosition(13).toPosition(18))).hasSize(5);
        assertThat(log.reads).hasValue(2);
        assertThat(replay.query(Query.all().fromPosition(13).toPosition(18).descending()))
                .hasSize(5);
        assertThat(log.reads).hasValue(4);
    }

    @Test
    void whatComesAfterTheCallIsNotSeen() {
        append(2, 2);
        try (Stream<Entry> found = replay.query(Query.all());
                Stream<Entry> newest = replay.query(Query.all().descending())) {
            append(1, 2);
            assertThat(newest).extracting(Entry::position).containsExactly(3L, 2L, 1L, 0L);
            assertThat(found).hasSize(4);
        }
    }

    @Test
    void anIdThatAnIndexKnowsIsReadWithoutASearchThroughTheRest() {
        append(10, 3);
        Replay indexed = Replay.ofReader(
                log::reader,
                id -> new long[] {IdIndex.locator(5, 2), IdIndex.locator(5, 1), IdIndex.locator(33, 0)},
                () -> ColumnView.EMPTY,
                Duration.ofMillis(1));
        assertThat(indexed.query(Query.all().id("accact_7")))
                .extracting(Entry::position)
                .containsExactly(16L, 17L);
        assertThat(log.searches).hasValue(0);
        assertThat(log.reads).hasValue(2);
    }

    @Test
    void anIndexThatKnowsMoreThanTheQueryMaySeeAddsNothing() {
        append(1, 1);
        Replay ahead = Replay.ofReader(
                log::reader,
                id -> {
                    append(1, 1);
                    return new long[] {IdIndex.locator(0, 0), IdIndex.locator(1, 0)};
                },
                () -> ColumnView.EMPTY,
                Duration.ofMillis(1));
        assertThat(ahead.query(Query.all().id("accact_7")))
                .extracting(Entry::position)
                .containsExactly(0L);
    }

    @Test
    void countingEverythingReadsNothing() {
        append(10, 3);
        assertThat(replay.count(Query.records().fromPosition(5))).isEqualTo(25);
        assertThat(replay.count(Query.records().fromPosition(5).toPosition(7))).isEqualTo(2);
        assertThat(replay.count(Query.records().limit(4))).isEqualTo(4);
        assertThat(replay.count(Query.records().fromPosition(31))).isZero();
        assertThat(log.reads).hasValue(0);
        assertThat(replay.count(Query.all().action("api_key_viewed"))).isEqualTo(30);
    }

    @Test
    void closingTheStreamClosesTheReader() {
        append(2, 2);
        Stream<Entry> found = replay.query(Query.all());
        Iterator<Entry> entries = found.iterator();
        entries.next();
        assertThat(log.openReaders).hasValue(1);
        found.close();
        assertThat(log.openReaders).hasValue(0);
        assertThatThrownBy(() -> entries.forEachRemaining(entry -> {})).isInstanceOf(JournalClosedException.class);
    }

    @Test
    void damageSurfacesAfterEverythingBeforeItAndClosesTheReader() {
        append(4, 2);
        log.damage(2);
        List<Long> before = new ArrayList<>();
        assertThatThrownBy(() -> replay.query(Query.all()).forEach(entry -> before.add(entry.position())))
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.position()).isEqualTo(4));
        assertThat(before).containsExactly(0L, 1L, 2L, 3L);
        assertThat(log.openReaders).hasValue(0);

        before.clear();
        assertThatThrownBy(() -> replay.query(Query.all().descending()).forEach(entry -> before.add(entry.position())))
                .isInstanceOf(JournalCorruptedException.class);
        assertThat(before).containsExactly(7L, 6L);
    }

    @Test
    void damageThatIsMetAheadSurfacesAfterEverythingBeforeIt() {
        append(8, 2);
        log.damage(5);
        Replay ahead = Replay.ofReader(
                log::reader,
                new ReadAhead(Runnable::run, 0, 1_000),
                Replay.Locator.NONE,
                () -> ColumnView.EMPTY,
                Duration.ofMillis(1));
        List<Long> before = new ArrayList<>();
        assertThatThrownBy(() -> ahead.query(Query.all()).forEach(entry -> before.add(entry.position())))
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.position()).isEqualTo(10));
        assertThat(before).hasSize(10);
        assertThat(ahead.query(Query.all().limit(10))).as("behind the limit").hasSize(10);
        assertThat(ahead.query(Query.all().toPosition(10)))
                .as("behind the span")
                .hasSize(10);
    }

    @Test
    void damageElsewhereIsNotMet() {
        append(4, 2);
        log.damage(2);
        assertThat(replay.query(Query.all().limit(4))).hasSize(4);
        assertThat(replay.query(Query.all().toPosition(4))).hasSize(4);
        assertThat(replay.query(Query.all().fromPosition(6).descending())).hasSize(2);
    }

    @Test
    void whatAPredicateThrowsSurfacesAndClosesTheReader() {
        append(1, 1);
        IllegalStateException boom = new IllegalStateException("boom");
        assertThatThrownBy(() -> replay.query(Query.all().where(entry -> {
                            throw boom;
                        }))
                        .toList())
                .isSameAs(boom);
        assertThat(log.openReaders).hasValue(0);
    }

    @Test
    void aPayloadIsReadAtMostOnceAndOnlyIfTheEnvelopeMatches() {
        append(1, 5);
        AtomicInteger parsed = new AtomicInteger();
        Query query = Query.all()
                .fromPosition(3)
                .action("api_key_viewed")
                .context("acct_1")
                .id("accact_7");
        Sieve sieve = new Sieve(query, payload -> {
            parsed.incrementAndGet();
            return ActivityJson.readFields(payload);
        });
        assertThat(log.all().stream().filter(sieve)).hasSize(2);
        assertThat(parsed).hasValue(2);
    }

    /** The log makes each excerpt when it is read, so what is alive is what the query holds on to: one, and one read ahead. */
    @Test
    void memoryHoldsFewExcerptsAtATime() {
        int megabyte = 1 << 20;
        long excerpts = 3 * Runtime.getRuntime().maxMemory() / megabyte;
        AtomicInteger made = new AtomicInteger();
        Replay large = Replay.ofReader(
                () -> new GeneratedReader(excerpts, sequence -> {
                    made.incrementAndGet();
                    return Payload.viewOf(new byte[megabyte], 0, megabyte);
                }),
                Replay.Locator.NONE,
                () -> ColumnView.EMPTY,
                Duration.ofMillis(1));
        assertThat(large.query(Query.all().where(entry -> entry.payload().length() == megabyte))
                        .count())
                .isEqualTo(excerpts);
        assertThat(made).hasValue((int) excerpts);
    }
}
