package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.annals.api.fetch.Receipt;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalLockedException;
import dev.annals.store.replay.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The order and the end of commits. */
class JournalCommitTest extends JournalContract {
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
}
