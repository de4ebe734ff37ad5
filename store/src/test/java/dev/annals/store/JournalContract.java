package dev.annals.store;

import static dev.annals.store.Given.STREAM;
import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.ReadsByDay;
import dev.annals.api.fetch.Receipt;
import dev.annals.api.fetch.StreamState;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalLockedException;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Subscription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journal keeps, whatever engine is under it. */
abstract class JournalContract {
    @TempDir
    Path temporary;

    abstract Engine engine();

    JournalOptions options() {
        return JournalOptions.processDurability()
                .withEngine(engine())
                .withClock(InstantSource.fixed(Given.START.plusSeconds(60)));
    }

    Path directory() {
        return temporary.resolve("journal");
    }

    Journal open() {
        return Journal.open(directory(), options());
    }

    static List<Entry> all(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.records())) {
            return entries.toList();
        }
    }

    static List<RecordKind> kinds(JournalReader journal) {
        return all(journal).stream().map(Entry::kind).toList();
    }

    static List<Payload> activityLogs(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.all())) {
            return entries.map(Entry::payload).toList();
        }
    }

    static List<Payload> payloads(List<RawActivityLog> logs) {
        return logs.stream().map(RawActivityLog::payload).toList();
    }

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
    void aRequestLogIsKeptOnce() {
        RequestLog log = request("req_1").build();
        try (Journal journal = open()) {
            assertThat(journal.append(log)).isEqualTo(new Receipt(1, 1, 0, 0, 0));
            assertThat(journal.append(log)).isEqualTo(new Receipt(1, 0, 1, 0, 0));
            assertThat(journal.status().requestLogs()).isEqualTo(1);
        }
        try (Journal journal = open()) {
            assertThat(journal.append(log).duplicates()).isEqualTo(1);
        }
    }

    @Test
    void aRequestIdThatComesWithOtherBytesIsAConflictAndTheFirstStays() {
        RequestLog first = request("req_1").build();
        RequestLog other = first.toBuilder().userAgent("other").build();
        try (Journal journal = open()) {
            journal.append(first);
            assertThat(journal.append(other)).isEqualTo(new Receipt(2, 0, 0, 1, 0));
            assertThat(journal.append(other)).isEqualTo(new Receipt(2, 0, 0, 1, 0));
        }
        try (Journal journal = open()) {
            assertThat(journal.append(other)).isEqualTo(new Receipt(2, 0, 0, 1, 0));
            assertThat(journal.query(Query.records()).map(Entry::payload).map(Payload::utf8))
                    .satisfiesExactly(
                            kept -> assertThat(kept)
                                    .isEqualTo(RequestJson.write(first).utf8()),
                            conflict -> assertThat(conflict)
                                    .startsWith("{\"object\":\"annals.conflicting_duplicate\"")
                                    .contains("\"id\":\"req_1\""));
        }
    }

    @Test
    void aRequestIdOfAnotherContextIsAnotherRequest() {
        try (Journal journal = open()) {
            journal.append(request("req_1").context("acct_1").build());
            assertThat(journal.append(request("req_1").context("acct_2").build())
                            .appended())
                    .isEqualTo(1);
        }
    }

    @Test
    void aRequestThatWasNeverGivenAnIdIsKnownByItsBytes() {
        RequestLog log = RequestLog.of(Given.START, "GET", "/v1/charges", 0).build();
        try (Journal journal = open()) {
            assertThat(journal.append(log).appended()).isEqualTo(1);
            assertThat(journal.append(log).duplicates()).isEqualTo(1);
            assertThat(journal.append(log.toBuilder().userAgent("other").build())
                            .appended())
                    .isEqualTo(1);
        }
    }

    @Test
    void anActivityLogAndARequestLogOfOneIdAreTwo() {
        try (Journal journal = open()) {
            journal.append(List.of(Given.log(1)));
            assertThat(journal.append(request("accact_1").context("acct_1").build())
                            .appended())
                    .isEqualTo(1);
        }
    }

    @Test
    void theRequestsBehindAPageStandBehindItsRecordAndCountAsNoneOfItsLogs() {
        Batch page = page(logs(0, 2));
        Batch withRequest = new Batch(
                STREAM,
                page.notes(),
                page.logs(),
                page.mark(),
                List.of(RequestJson.raw(request("req_1").build())));
        try (Journal journal = open()) {
            assertThat(done(journal.commit(withRequest))).isEqualTo(new Receipt(4, 2, 0, 0, 0));
            assertThat(kinds(journal))
                    .containsExactly(
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.ACTIVITY_LOG,
                            RecordKind.PAGE_COMMITTED,
                            RecordKind.REQUEST_LOG);
            assertThat(done(journal.commit(withRequest))).isEqualTo(new Receipt(5, 0, 2, 0, 0));
            assertThat(journal.status().requestLogs()).isEqualTo(1);
            assertThat(journal.requests().find("req_1")).hasSize(1);
            assertThat(journal.verify(records -> {}).clean()).isTrue();
        }
    }

    private static RequestLog.Builder request(String id) {
        return RequestLog.of(Given.START, "POST", "/v1/charges", 200).requestId(id);
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

    @Test
    void commitsOfManyThreadsKeepTheOrderOfEach() throws Exception {
        try (Journal journal = open()) {
            int threads = 4;
            int pages = 50;
            List<Thread> running = new ArrayList<>();
            List<CompletableFuture<Receipt>> receipts = Collections.synchronizedList(new ArrayList<>());
            for (int t = 0; t < threads; t++) {
                int first = t * 1_000;
                Thread thread = new Thread(() -> {
                    for (int i = 0; i < pages; i++) {
                        receipts.add(journal.commit(page(log(first + i), log(999_999)))
                                .toCompletableFuture());
                    }
                });
                thread.start();
                running.add(thread);
            }
            for (Thread each : running) {
                each.join();
            }
            receipts.forEach(CompletableFuture::join);

            Map<Integer, List<Integer>> seen = new TreeMap<>();
            journal.query(Query.all()).forEach(entry -> {
                int number =
                        Integer.parseInt(entry.payload().utf8().replaceAll("^\\{\"id\":\"accact_(\\d+)\".*", "$1"));
                seen.computeIfAbsent(number / 1_000, key -> new ArrayList<>()).add(number);
            });
            assertThat(seen.get(999)).containsExactly(999_999);
            for (int t = 0; t < threads; t++) {
                assertThat(seen.get(t)).hasSize(pages).isSorted();
            }
            assertThat(journal.status().duplicates()).isEqualTo(threads * pages - 1);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void stagesCompleteInTheOrderOfTheCallsAndNotOnTheCallersThread() throws Exception {
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Thread> on = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            CountDownLatch gate = new CountDownLatch(1);
            holdReceipts(journal, gate);
            List<CompletableFuture<Void>> ends = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                int number = i;
                ends.add(journal.commit(page(log(i)))
                        .thenAccept(receipt -> {
                            order.add(number);
                            on.add(Thread.currentThread());
                        })
                        .toCompletableFuture());
            }
            gate.countDown();
            ends.forEach(CompletableFuture::join);
        }
        assertThat(order).hasSize(40).isSorted();
        assertThat(on).doesNotContain(Thread.currentThread());
    }

    /** So that every callback is attached before its stage completes. One that completed too soon runs here, and holds nobody. */
    private static void holdReceipts(Journal journal, CountDownLatch gate) {
        Thread caller = Thread.currentThread();
        AtomicBoolean tooSoon = new AtomicBoolean(true);
        for (int i = 1; tooSoon.get(); i++) {
            tooSoon.set(false);
            journal.commit(page(log(-i))).whenComplete((receipt, failure) -> {
                if (Thread.currentThread().equals(caller)) {
                    tooSoon.set(true);
                } else {
                    awaitQuietly(gate);
                }
            });
        }
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            assertThat(gate.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatWasCommittedBeforeClosingIsWrittenAndCompletes() {
        CompletableFuture<Receipt> last;
        try (Journal journal = open()) {
            for (int i = 0; i < 100; i++) {
                journal.commit(page(log(i)));
            }
            last = journal.commit(page(log(100))).toCompletableFuture();
        }
        assertThat(last).isCompletedWithValueMatching(receipt -> receipt.nextPosition() == 202);
        try (Journal journal = open()) {
            assertThat(activityLogs(journal)).isEqualTo(payloads(logs(0, 101)));
        }
    }

    @Test
    void aClosedJournalRefusesEverythingAndClosesQuietly() {
        Journal journal = open();
        journal.close();
        journal.close();
        assertThat(journal.commit(page(log(1))).toCompletableFuture())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withCauseInstanceOf(JournalClosedException.class);
        assertThatThrownBy(() -> journal.append(logs(0, 1))).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(() -> journal.query(Query.all())).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(() -> journal.verify(records -> {})).isInstanceOf(JournalClosedException.class);
    }

    @Test
    void closingFromAReceiptIsPossible() {
        Journal journal = open();
        CompletableFuture<Void> closed = journal.commit(page(log(1)))
                .thenAccept(receipt -> journal.close())
                .toCompletableFuture();
        assertThat(closed).succeedsWithin(Duration.ofSeconds(20));
    }

    /** A lock that is given back while the writer lives would let in a second one. */
    @Test
    void closingThatFailsHalfwayLeavesNoWriterBehind() {
        Journal journal = Journal.open(directory(), options().withTicks((interval, task) -> () -> {
            throw new IllegalStateException("the timer cannot be stopped");
        }));
        done(journal.commit(page(log(1))));
        assertThatThrownBy(journal::close).hasMessage("the timer cannot be stopped");
        assertThat(journal.commit(page(log(2))).toCompletableFuture())
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(JournalClosedException.class);
        try (Journal next = open()) {
            assertThat(activityLogs(next)).isEqualTo(payloads(List.of(log(1))));
        }
    }

    @Test
    void aSecondWriterIsRefusedAtOnce() {
        try (Journal journal = open()) {
            // It does not wait for the lock; how quick it is, is no matter for a test on a busy machine.
            assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () -> assertThatThrownBy(this::open)
                            .isInstanceOf(JournalLockedException.class)
                            .hasMessageContaining(
                                    "pid=" + ProcessHandle.current().pid()));
            assertThat(done(journal.commit(page(log(1)))).appended()).isEqualTo(1);
        }
    }

    @Test
    void anAuditorReadsBesideTheWriterAndChangesNothing() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            Map<String, String> before = contents(directory());
            try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
                assertThat(activityLogs(auditor)).isEqualTo(payloads(logs(0, 3)));
                assertThat(auditor.status().activityLogs()).isEqualTo(3);
                assertThat(auditor.verify(records -> {}).findings()).isEmpty();
                assertThat(contents(directory())).isEqualTo(before);

                done(journal.commit(page(logs(3, 5))));
                assertThat(auditor.endPosition()).isEqualTo(7);
                assertThat(auditor.status().activityLogs()).isEqualTo(5);
                assertThat(auditor.status().streams())
                        .isEqualTo(journal.status().streams());
            }
        }
        Map<String, String> before = contents(directory());
        try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            assertThat(auditor.status().records()).isEqualTo(7);
            assertThat(auditor.verify(records -> {}).findings()).isEmpty();
            auditor.close();
            assertThatThrownBy(auditor::status).isInstanceOf(JournalClosedException.class);
        }
        assertThat(contents(directory())).isEqualTo(before);
    }

    @Test
    void anAuditorBesideABusyWriterMeetsWholePagesOnly() {
        int pages = 150;
        long records = pages * 6L;
        List<Long> followed = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = Journal.open(directory(), options().withSegmentBytes(4096))) {
            done(journal.commit(page(logs(0, 5))));
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                for (int i = 1; i < pages; i++) {
                    done(journal.commit(page(logs(i * 5, i * 5 + 5))));
                }
            });
            try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
                Subscription subscription = auditor.follow(0, entry -> followed.add(entry.position()));
                do {
                    audit();
                } while (!writing.isDone());
                writing.join();
                awaitPosition(subscription, records);
            }
        }
        assertThat(followed)
                .containsExactlyElementsOf(LongStream.range(0, records).boxed().toList());
    }

    private void audit() {
        try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            long end = auditor.endPosition();
            assertThat(end % 6).isZero();
            assertThat(auditor.status().records()).isGreaterThanOrEqualTo(end);
            assertThat(activityLogs(auditor)).hasSizeGreaterThanOrEqualTo((int) end / 6 * 5);
            assertThat(auditor.verify(records -> {}).findings()).isEmpty();
        }
    }

    /** Every file but the lock, with its content. */
    static Map<String, String> contents(Path directory) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.toList()) {
                if (Files.isRegularFile(each) && !each.endsWith("annals.lock")) {
                    contents.put(
                            directory.relativize(each).toString(),
                            dev.annals.store.index.Identity.sha256(Payload.copyOf(Files.readAllBytes(each)))
                                    + Files.getLastModifiedTime(each));
                }
            }
        }
        return contents;
    }

    @Test
    void aCopyTakenAtAnyMomentHoldsAllThatWasAcknowledged() throws IOException {
        int steps = 12;
        try (Journal journal = open()) {
            for (int step = 0; step < steps; step++) {
                done(journal.commit(page(logs(step * 5, step * 5 + 7))));
                Given.copy(directory(), temporary.resolve("copy" + step));
            }
        }
        for (int step = 0; step < steps; step++) {
            try (Journal copy = Journal.open(temporary.resolve("copy" + step), options())) {
                assertThat(activityLogs(copy)).isEqualTo(payloads(logs(0, step * 5 + 7)));
                assertThat(copy.resume(STREAM).lastId()).isEqualTo("accact_" + (step * 5 + 6));
                assertThat(done(copy.commit(page(logs(0, step * 5 + 8)))).appended())
                        .isEqualTo(1);
                assertThat(copy.verify(records -> {}).findings()).isEmpty();
            }
        }
    }

    @Test
    void deletedDerivedFilesComeBackTheSameByteForByte() throws IOException {
        try (Journal journal = open()) {
            for (int i = 0; i < 40; i++) {
                done(journal.commit(page(logs(i * 60, i * 60 + 100))));
            }
            done(journal.commit(page(log(3, "other"))));
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        byte[] state = Files.readAllBytes(directory().resolve("derived/state"));
        Given.delete(directory().resolve("derived"));
        open().close();
        assertThat(Files.readAllBytes(directory().resolve("derived/ids"))).isEqualTo(ids);
        assertThat(Files.readAllBytes(directory().resolve("derived/state"))).isEqualTo(state);
    }

    @Test
    void derivedFilesComeBackTheSameAlsoWhereThePageRecordIsTheOneTooMany() throws IOException {
        int mostOfTheSmallestTable = 867;
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, mostOfTheSmallestTable - 10))));
            done(journal.commit(page(logs(mostOfTheSmallestTable - 10, mostOfTheSmallestTable))));
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        Given.delete(directory().resolve("derived"));
        open().close();
        assertThat(Files.readAllBytes(directory().resolve("derived/ids"))).isEqualTo(ids);
    }

    @Test
    void brokenDerivedFilesAreBuiltAgain() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 50))));
            done(journal.commit(page(log(3, "other"))));
        }
        byte[] state = Files.readAllBytes(directory().resolve("derived/state"));
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        byte[] broken = state.clone();
        broken[broken.length / 2] ^= 1;
        Files.write(directory().resolve("derived/state"), broken);
        Files.write(directory().resolve("derived/ids"), new byte[100]);
        try (Journal journal = open()) {
            assertThat(journal.status().conflicts()).isEqualTo(1);
            assertThat(journal.resume(STREAM).lastId()).isEqualTo("accact_49");
            assertThat(done(journal.commit(Given.notes())).nextPosition()).isEqualTo(53);
        }
        assertThat(Files.readAllBytes(directory().resolve("derived/state"))).isEqualTo(state);
        assertThat(Files.readAllBytes(directory().resolve("derived/ids"))).isEqualTo(ids);
    }

    @Test
    void derivedFilesOfALaterMomentAreNotTrustedWhenOlderSegmentsArePutBack() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 5))));
        }
        Given.copy(directory(), temporary.resolve("backup"));
        try (Journal journal = open()) {
            done(journal.commit(page(logs(5, 10))));
        }
        Given.delete(temporary.resolve("backup/derived"));
        Given.copy(directory().resolve("derived"), temporary.resolve("backup/derived"));
        try (Journal journal = Journal.open(temporary.resolve("backup"), options())) {
            assertThat(journal.status().activityLogs()).isEqualTo(5);
            assertThat(done(journal.commit(page(logs(5, 10)))).appended()).isEqualTo(5);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void derivedFilesOfAnotherHistoryOfTheSameLengthAreNotTrusted() throws IOException {
        Path backup = temporary.resolve("backup");
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 5))));
        }
        Given.copy(directory(), backup);
        try (Journal journal = open()) {
            done(journal.commit(page(logs(5, 10))));
        }
        try (Journal journal = Journal.open(backup, options())) {
            done(journal.commit(page(logs(20, 25))));
        }
        Given.delete(backup.resolve("derived"));
        Given.copy(directory().resolve("derived"), backup.resolve("derived"));
        try (Journal journal = Journal.open(backup, options())) {
            assertThat(journal.resume(STREAM).lastId()).isEqualTo("accact_24");
            assertThat(done(journal.commit(page(logs(20, 25)))).duplicates()).isEqualTo(5);
            assertThat(done(journal.commit(page(logs(5, 10)))).appended()).isEqualTo(5);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    @Test
    void openingAndClosingWithoutWritingChangesNothing() throws IOException {
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
        }
        open().close();
        Map<String, String> before = contents(directory().resolve("derived"));
        open().close();
        assertThat(contents(directory().resolve("derived"))).isEqualTo(before);
    }

    @Test
    void aFollowerGetsEachPositionOnceAlsoOverARestart() throws Exception {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
            Subscription subscription = journal.follow("siem", entry -> seen.add(entry.position()));
            done(journal.commit(page(logs(3, 6))));
            awaitPosition(subscription, 8);
        }
        try (Journal journal = open()) {
            done(journal.commit(page(logs(6, 9))));
            awaitPosition(journal.follow("siem", entry -> seen.add(entry.position())), 12);
        }
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(directory().resolve("followers/siem")).hasContent("12");
    }

    /** Or who asks for all up to the end whenever he is told of something, as the page does, would miss it. */
    @Test
    void whoFollowsIsNeverToldAnEndBeforeWhatHeWasShown() {
        List<Long> wrong = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            Subscription subscription = journal.follow(0, entry -> {
                if (journal.endPosition() <= entry.position()) {
                    wrong.add(entry.position());
                }
            });
            for (int i = 0; i < 2_000; i++) {
                journal.commit(page(log(2 * i)));
                done(journal.commit(page(log(2 * i + 1))));
            }
            awaitPosition(subscription, journal.endPosition());
        }
        assertThat(wrong).isEmpty();
    }

    /** Positions beyond the end are given away again: to others than those that the follower saw there. */
    @Test
    void aFollowerThatStandsBeyondWhatIsLeftMissesNothingOfWhatComesThere() throws Exception {
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        try (Journal journal = open()) {
            done(journal.commit(page(logs(0, 3))));
        }
        Path file = directory().resolve("followers/siem");
        Path other = directory().resolve("followers/other");
        Path broken = directory().resolve("followers/broken");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "9\n");
        Files.writeString(other, "2\n");
        Files.writeString(broken, "nine\n");
        try (Journal journal = open()) {
            assertThat(file).hasContent("4");
            assertThat(other).hasContent("2");
            assertThat(broken).hasContent("nine");
            done(journal.commit(page(logs(3, 12))));
            awaitPosition(journal.follow("siem", entry -> seen.add(entry.position())), 14);
        }
        assertThat(seen).isEqualTo(LongStream.range(4, 14).boxed().toList());
    }

    private static void awaitPosition(Subscription subscription, long position) {
        org.assertj.core.api.Assertions.assertThat(position).isNotNegative();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (subscription.nextPosition() < position && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(subscription.nextPosition()).isEqualTo(position);
    }
}
