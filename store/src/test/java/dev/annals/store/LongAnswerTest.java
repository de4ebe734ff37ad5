package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.replay.Query;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers so long that they are read by two threads: nothing is missing, doubled or out of order, and nothing stays open. */
class LongAnswerTest {
    private static final int LOGS = 6_000;
    private static final int PAGE = 40;

    @TempDir
    Path temporary;

    private Journal journal;

    @BeforeEach
    void fill() {
        journal = Journal.open(temporary, JournalOptions.processDurability());
        for (int i = 0; i < LOGS; i += PAGE) {
            done(journal.commit(page(logs(i, i + PAGE))));
        }
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private static List<Long> positions(Stream<Entry> found) {
        try (found) {
            return found.map(Entry::position).toList();
        }
    }

    /** Each page's logs, then its page record. */
    private static List<Long> ofLogs() {
        return LongStream.range(0, LOGS).mapToObj(i -> i + i / PAGE).toList();
    }

    private static List<Long> reversed(List<Long> positions) {
        return LongStream.range(0, positions.size())
                .mapToObj(i -> positions.get(positions.size() - 1 - (int) i))
                .toList();
    }

    @Test
    void aReplayIsWholeInBothOrders() {
        assertThat(positions(journal.query(Query.all()))).isEqualTo(ofLogs());
        assertThat(positions(journal.query(Query.all().descending()))).isEqualTo(reversed(ofLogs()));
        assertThat(journal.query(Query.all())
                        .mapToLong(each -> each.payload().length())
                        .sum())
                .as("long enough for two to read it")
                .isGreaterThan(4 * (128 << 10));
    }

    @Test
    void whatColumnsFindIsWholeInBothOrders() {
        Query since = Query.all().since(Given.START.minusSeconds(1));
        assertThat(positions(journal.query(since))).isEqualTo(ofLogs());
        assertThat(positions(journal.query(since.descending()))).isEqualTo(reversed(ofLogs()));
    }

    @Test
    void aStreamClosedHalfWayLeavesTheJournalAsItWas() {
        try (Stream<Entry> found = journal.query(Query.all())) {
            assertThat(found.limit(LOGS / 2)).hasSize(LOGS / 2);
        }
        assertThat(journal.count(Query.all())).isEqualTo(LOGS);
    }

    @Test
    void aJournalClosedHalfWayEndsTheStreamWithAClearError() {
        Iterator<Entry> found = journal.query(Query.all()).iterator();
        for (int i = 0; i < LOGS / 2; i++) {
            assertThat(found.next().position()).isEqualTo(ofLogs().get(i));
        }
        journal.close();
        assertThatThrownBy(() -> found.forEachRemaining(each -> {})).isInstanceOf(JournalClosedException.class);
    }
}
