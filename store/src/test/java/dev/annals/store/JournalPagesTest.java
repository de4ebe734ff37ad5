package dev.annals.store;

import static dev.annals.store.Given.STREAM;
import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.ReadsByDay;
import dev.annals.api.fetch.Receipt;
import dev.annals.api.fetch.StreamState;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How pages are kept: which logs are known, late or in conflict, and where their streams go on. */
class JournalPagesTest extends JournalContract {
    @Test
    void aNewJournalIsEmpty() {
        try (Journal journal = open()) {
            assertThat(journal.endPosition()).isZero();
            assertThat(journal.status().records()).isZero();
            assertThat(journal.status().lastPosition()).isEqualTo(-1);
            assertThat(journal.status().watermark()).isNull();
            assertThat(journal.resume(STREAM)).isEqualTo(StreamState.NEW);
            assertThat(journal.verify(records -> {}).clean()).isTrue();
        }
    }

    @Test
    void aPageIsOneExcerptOfNotesLogsAndThePageRecord() {
        try (Journal journal = open()) {
            Batch page = page(logs(0, 2));
            Receipt receipt =
                    done(journal.commit(new Batch(STREAM, List.of(Given.started()), page.logs(), page.mark())));

            assertThat(receipt).isEqualTo(new Receipt(4, 2, 0, 0, 0));
            assertThat(kinds(journal))
                    .containsExactly(
                            RecordKind.STARTED,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.PAGE_COMMITTED);
            assertThat(all(journal)).extracting(Entry::excerpt).containsOnly(0L);
            assertThat(all(journal)).extracting(Entry::position).containsExactly(0L, 1L, 2L, 3L);
            assertThat(activityLogs(journal)).isEqualTo(payloads(logs(0, 2)));
        }
    }

    @Test
    void thePageRecordSaysWhatWasAskedAndWhatCame() {
        try (Journal journal = open()) {
            done(journal.commit(page(log(1), log(1), log(2), log(2, "other"))));

            Entry last = all(journal).get(3);
            assertThat(LifecycleJson.read(last.kind(), last.payload()))
                    .isEqualTo(new Lifecycle.PageCommitted(
                            "test",
                            Given.START,
                            Given.START.plusMillis(5),
                            "req_1",
                            "2026-11-18.preview",
                            "/v2/asked",
                            "/v2/next?page=4",
                            Given.START,
                            4,
                            2,
                            1,
                            1,
                            null,
                            1));
        }
    }

    @Test
    void aKnownLogIsCountedAndDroppedAlsoAfterReopening() {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 10))));
            assertThat(done(journal.commit(page(logs(5, 12))))).isEqualTo(new Receipt(14, 2, 5, 0, 0));
        }
        try (Journal journal = open()) {
            assertThat(done(journal.commit(page(logs(0, 12))))).isEqualTo(new Receipt(15, 0, 12, 0, 0));
            assertThat(activityLogs(journal)).isEqualTo(payloads(logs(0, 12)));
            assertThat(journal.status().duplicates()).isEqualTo(17);
        }
    }

    @Test
    void theSameIdInAnotherContextIsAnotherLog() {
        try (Journal journal = open()) {
            RawActivityLog one = log("accact_1", "acct_1", Given.START, "");
            RawActivityLog two = log("accact_1", "acct_2", Given.START, "");
            assertThat(done(journal.commit(page(one, two))).appended()).isEqualTo(2);
            assertThat(done(journal.commit(page(one, two))).duplicates()).isEqualTo(2);
            assertThat(journal.query(Query.all().id("accact_1"))).hasSize(2);
        }
    }

    @Test
    void otherBytesAreAConflictRecordedOnceForEachDigest() {
        try (Journal journal = open()) {
            done(journal.commit(page(log(1))));
            assertThat(done(journal.commit(page(log(1, "other"), log(1, "other"))))
                            .conflicts())
                    .isEqualTo(2);
        }
        try (Journal journal = open()) {
            done(journal.commit(page(log(1, "other"), log(1, "third"), log(1))));

            List<Lifecycle.ConflictingDuplicate> conflicts = all(journal).stream()
                    .filter(entry -> entry.kind() == RecordKind.CONFLICTING_DUPLICATE)
                    .map(entry -> (Lifecycle.ConflictingDuplicate) LifecycleJson.read(entry.kind(), entry.payload()))
                    .toList();
            assertThat(conflicts)
                    .extracting(Lifecycle.ConflictingDuplicate::refused)
                    .containsExactly(
                            log(1, "other").payload().utf8(),
                            log(1, "third").payload().utf8());
            assertThat(conflicts)
                    .extracting(Lifecycle.ConflictingDuplicate::position)
                    .containsOnly(0L);
            assertThat(activityLogs(journal)).containsExactly(log(1).payload());
            assertThat(journal.status().conflicts()).isEqualTo(2);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void aNewLogThatIsNotAfterTheWatermarkIsRecordedAsLateRightAfterIt() {
        Instant watermark = Given.START.plusSeconds(5);
        try (Journal journal = open()) {
            Receipt receipt = done(journal.commit(page(STREAM, logs(4, 7), "/next", watermark, watermark)));

            assertThat(receipt.lateArrivals()).isEqualTo(2);
            assertThat(kinds(journal))
                    .containsExactly(
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.LATE_ARRIVAL,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.LATE_ARRIVAL,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.PAGE_COMMITTED);
            Entry late = all(journal).get(3);
            assertThat(LifecycleJson.read(late.kind(), late.payload()))
                    .isEqualTo(new Lifecycle.LateArrival(
                            "test", Given.START.plusMillis(5), "accact_5", "acct_1", watermark, watermark, 2));
            assertThat(journal.status().lateArrivals()).isEqualTo(2);
        }
    }

    @Test
    void aKnownLogBeforeTheWatermarkIsNotLate() {
        Instant watermark = Given.START.plusSeconds(50);
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            Receipt receipt = done(journal.commit(page(STREAM, logs(0, 3), "/next", watermark, watermark)));
            assertThat(receipt).isEqualTo(new Receipt(5, 0, 3, 0, 0));
        }
    }

    @Test
    void aBatchWithNothingInItWritesNothing() {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 1))));
            assertThat(done(journal.commit(Given.notes()))).isEqualTo(new Receipt(2, 0, 0, 0, 0));
            assertThat(journal.endPosition()).isEqualTo(2);
        }
    }

    @Test
    void aStreamGoesOnWhereItsLastPageEnded() {
        StreamState expected = new StreamState(
                new Cursor("/v2/next?page=0", Given.START, "2026-11-18.preview"),
                Given.START.plusSeconds(100),
                Given.START.plusSeconds(2),
                "accact_2",
                Given.START,
                ReadsByDay.NONE.plus(Given.START, 2));
        try (Journal journal = open()) {
            done(journal.commit(page(log(1), log(2), log(0))));
            done(journal.commit(Given.emptyPage(Given.START.plusSeconds(100))));
            assertThat(journal.resume(STREAM)).isEqualTo(expected);
        }
        try (Journal journal = open()) {
            assertThat(journal.resume(STREAM)).isEqualTo(expected);
            assertThat(journal.resume(Given.KEYS_ONLY)).isEqualTo(StreamState.NEW);
        }
    }

    @Test
    void aPageWithoutACursorLeavesNone() {
        try (Journal journal = open()) {
            done(journal.commit(page(log(1))));
            done(journal.commit(Given.page(STREAM, List.of(log(2)), null, null, null)));
            assertThat(journal.resume(STREAM).cursor()).isNull();
        }
        try (Journal journal = open()) {
            assertThat(journal.resume(STREAM).cursor()).isNull();
        }
    }

    @Test
    void statusShowsStreamsAndAges() {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            done(journal.commit(Given.emptyPage(Given.START.plusSeconds(10))));
            done(journal.commit(Given.notes(
                    new Lifecycle.FetchFailed("test", Given.START, "unauthorized", 401, null, "Invalid key", null),
                    new Lifecycle.Stopped("test", Given.START, "closed"))));

            Status status = journal.status();
            assertThat(status.activityLogs()).isEqualTo(3);
            assertThat(status.records()).isEqualTo(7);
            assertThat(status.lastPosition()).isEqualTo(6);
            assertThat(status.watermarkAge()).isEqualTo(Duration.ofSeconds(50));
            assertThat(status.bytesOnDisk()).isPositive();
            assertThat(status.streams())
                    .containsExactly(new Status.StreamStatus(
                            "test",
                            3,
                            Given.START.plusSeconds(10),
                            Duration.ofSeconds(50),
                            Given.START,
                            Duration.ofSeconds(60),
                            Given.START,
                            Duration.ofSeconds(60),
                            "unauthorized: Invalid key",
                            false,
                            2,
                            false));
        }
    }

    @Test
    void aRetiredStreamHoldsNothingBackUntilItIsReadAgain() {
        LogStream mistake = new LogStream("test", "acct_typo", ActivityFilter.all());
        Lifecycle refused =
                new Lifecycle.FetchFailed(mistake.name(), Given.START, "bad_request", 400, null, "no such", null);
        Instant complete = Given.START.plusSeconds(10);
        try (Journal journal = open()) {
            done(journal.commit(Given.emptyPage(complete)));
            done(journal.commit(new Batch(mistake, List.of(refused), List.of(), null)));
            assertThat(journal.status().watermark()).isNull();
            assertThatThrownBy(() -> journal.retire("test context=acct_tpyo"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("test context=acct_typo");
            assertThat(journal.status().watermark()).isNull();

            journal.retire(mistake.name());
            assertThat(journal.status().watermark()).isEqualTo(complete);
        }
        try (Journal journal = open()) {
            Status status = journal.status();
            assertThat(status.watermark()).isEqualTo(complete);
            assertThat(status.streams())
                    .extracting(Status.StreamStatus::name, Status.StreamStatus::retired, Status.StreamStatus::running)
                    .containsExactly(tuple("test", false, true), tuple(mistake.name(), true, false));
            assertThat(kinds(journal)).endsWith(RecordKind.STREAM_RETIRED);

            done(journal.commit(page(mistake, List.of(), "/next", null, null)));
            assertThat(journal.status().watermark()).isNull();
        }
    }

    @Test
    void anImportAddsWhatIsMissing() {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 1500))));
            assertThat(journal.append(logs(0, 2503))).isEqualTo(new Receipt(2504, 1003, 1500, 0, 0));
            assertThat(activityLogs(journal)).isEqualTo(payloads(logs(0, 2503)));
            assertThat(journal.append(List.of())).isEqualTo(new Receipt(2504, 0, 0, 0, 0));
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void anImportUnderAFalseNameIsRefused() {
        RawActivityLog log = log(1);
        RawActivityLog renamed = new RawActivityLog("accact_2", log.context(), log.created(), log.payload());
        try (Journal journal = open()) {
            assertThatThrownBy(() -> journal.append(List.of(log(0), renamed)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("accact_2");
            assertThat(journal.endPosition()).isZero();
        }
    }
}
