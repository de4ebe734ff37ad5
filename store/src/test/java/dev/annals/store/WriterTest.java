package dev.annals.store;

import static dev.annals.store.Given.log;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.fetch.Batch;
import dev.annals.api.fetch.Receipt;
import dev.annals.store.index.IndexContents;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriterTest {
    @TempDir
    Path temporary;

    private FaultyLog log;
    private Derived derived;
    private Writer writer;
    private long journal;
    private final AtomicInteger durable = new AtomicInteger();

    private static final Duration NEVER = Duration.ofDays(1);

    @BeforeEach
    void start() {
        start(NEVER, NEVER);
    }

    private void start(Duration restAfter, Duration syncEvery) {
        JournalDirectory directory = JournalDirectory.openForWriting(temporary, Engine.FILE, Given.START);
        EngineOptions options = EngineOptions.defaults().withDurability(Durability.PROCESS);
        log = new FaultyLog(Engine.FILE.open(directory.segments(), HighWaterMark.open(directory.highWater()), options));
        derived = Derived.open(directory, log, InstantSource.system(), records -> {});
        writer = new Writer(log, derived, durable::incrementAndGet, Duration.ZERO, restAfter, syncEvery);
        journal = directory.journal();
        writer.start();
    }

    @AfterEach
    void stop() {
        writer.close();
    }

    private CompletableFuture<Receipt> commit(Batch batch) {
        return writer.submit(Intake.of(batch, true));
    }

    private static void assertFails(CompletableFuture<Receipt> stage, Class<? extends Throwable> type) {
        assertThat(stage)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(type);
    }

    private static Batch otherStream(int number) {
        return page(Given.KEYS_ONLY, List.of(log(number)), "/next", null, null);
    }

    @Test
    void afterEachGroupTheLogIsToldOnceThatNothingWaits() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(commit(page(log(i)))).succeedsWithin(Duration.ofSeconds(20));
            assertThat(log.idles.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
        writer.close();
        assertThat(log.idles.availablePermits()).isZero();
    }

    @Test
    void betweenGroupsOfWhichTheNextWaitsNothingIsIdle() throws InterruptedException {
        log.hold = new CountDownLatch(1);
        CompletableFuture<Receipt> first = commit(page(log(0)));
        CompletableFuture<Receipt> second = commit(page(log(1)));
        CompletableFuture<Long> between = writer.ask(log::nextSequence);
        CompletableFuture<Receipt> third = commit(page(log(2)));
        log.hold.countDown();
        assertThat(CompletableFuture.allOf(first, second, between, third)).succeedsWithin(Duration.ofSeconds(20));
        assertThat(log.idles.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        writer.close();
        assertThat(log.syncs).hasValueGreaterThan(1);
        assertThat(log.idles.availablePermits()).isZero();
    }

    @Test
    void theTreeIsTheSameWhetherWhoeverBroughtTheLogsHasHashedThemOrNot() {
        assertThat(writer.submit(Intake.of(page(log(0), log(1)), true))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(writer.submit(Intake.of(page(log(2), log(3)), false))).succeedsWithin(Duration.ofSeconds(20));
        Frontier payloads = Frontier.empty();
        try (ExcerptReader reader = log.reader()) {
            for (long sequence = 0; sequence < log.nextSequence(); sequence++) {
                Excerpt excerpt = Objects.requireNonNull(reader.read(sequence));
                excerpt.entries().forEach(each -> payloads.add(Hash.ofLeaf(each.payload())));
                assertThat(excerpt.root()).isEqualTo(payloads.root());
            }
        }
        assertThat(payloads.size()).isEqualTo(6);
    }

    /** Or whoever brings what is known would hash it for nothing. */
    @Test
    void newsAreExpectedAfterNews() {
        assertThat(wantsHashesWhileAtWork()).isTrue();
        assertThat(commit(page(log(0), log(1)))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(wantsHashesWhileAtWork()).isTrue();
        assertThat(commit(page(log(1), log(0)))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(wantsHashesWhileAtWork()).isFalse();
        assertThat(commit(page(log(1), log(2), log(3)))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(wantsHashesWhileAtWork()).isTrue();
    }

    private boolean wantsHashesWhileAtWork() {
        return writer.ask(writer::wantsHashes).join();
    }

    @Test
    void whoHasNothingToDoHashesItself() {
        assertThat(writer.wantsHashes()).isFalse();
        assertThat(commit(page(log(0), log(1)))).succeedsWithin(Duration.ofSeconds(20));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (writer.wantsHashes() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(writer.wantsHashes()).isFalse();
    }

    /** So a crash costs no reading of the whole journal, and whoever reads beside the writer finds ids by the index. */
    @Test
    void whenNothingWasWrittenForAWhileTheIndexOfIdsIsLeftSuchThatItCanBeTrusted() {
        assertThat(commit(page(log(0)))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(IndexContents.of(ids(), journal)).isEmpty();
        writer.close();

        start(Duration.ZERO, NEVER);
        for (int i = 1; i < 4; i++) {
            assertThat(commit(page(log(i)))).succeedsWithin(Duration.ofSeconds(20));
            long excerpts = log.nextSequence();
            await(() -> IndexContents.of(ids(), journal)
                    .filter(contents -> contents.excerpts() == excerpts)
                    .isPresent());
        }
        assertThat(IndexContents.of(ids(), journal).orElseThrow().size()).isEqualTo(4);
    }

    /** So a power cut does not cost reading the whole journal either, however restless the writer is. */
    @Test
    void whileMoreAndMoreIsWrittenTheIndexOfIdsIsMadeDurableBesides() {
        writer.close();
        start(NEVER, Duration.ZERO);
        AtomicInteger next = new AtomicInteger();
        await(() -> {
            assertThat(commit(page(log(next.getAndIncrement())))).succeedsWithin(Duration.ofSeconds(20));
            return excerptsSynced() > 128;
        });
    }

    /** As the two headers say that are written after a sync; whether they tell the truth the test of the index knows. */
    private long excerptsSynced() {
        int[] headers = {512, 1024};
        int excerptsInHeader = 48;
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(ids())).order(ByteOrder.LITTLE_ENDIAN);
            return Arrays.stream(headers)
                    .mapToLong(at -> bytes.getLong(at + excerptsInHeader))
                    .max()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path ids() {
        return temporary.resolve("derived/ids");
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited for 20 s").isLessThan(until);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatFailsWhileIdleEndsTheWriter() throws InterruptedException {
        log.failingIdle = true;
        assertThat(commit(page(log(0)))).succeedsWithin(Duration.ofSeconds(20));
        assertThat(log.idles.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        assertFails(commit(page(log(1))), JournalFailedException.class);
    }

    @Test
    void whatWaitsIsSyncedOnce() {
        log.hold = new CountDownLatch(1);
        CompletableFuture<Receipt> first = commit(page(log(0)));
        List<CompletableFuture<Receipt>> waiting = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            waiting.add(commit(page(log(i))));
        }
        log.hold.countDown();
        assertThat(first.join().nextPosition()).isEqualTo(2);
        assertThat(waiting.get(19).join().nextPosition()).isEqualTo(42);
        assertThat(log.syncs.get()).isLessThanOrEqualTo(2);
        assertThat(durable.get()).isEqualTo(log.syncs.get());
    }

    @Test
    void aLogKnownOnlyFromTheSameGroupIsADuplicate() {
        log.hold = new CountDownLatch(1);
        CompletableFuture<Receipt> zero = commit(page(log(0)));
        CompletableFuture<Receipt> one = commit(page(log(1)));
        CompletableFuture<Receipt> two = commit(page(log(1), log(1, "other")));
        log.hold.countDown();
        assertThat(zero.join().appended()).isEqualTo(1);
        assertThat(one.join().appended()).isEqualTo(1);
        assertThat(two.join()).isEqualTo(new Receipt(6, 0, 1, 1, 0));
    }

    @Test
    void aFailedSyncFailsAllThatWaitsAndAllThatComes() {
        log.failingSync = true;
        log.hold = new CountDownLatch(1);
        CompletableFuture<Receipt> one = commit(page(log(0)));
        CompletableFuture<Receipt> two = commit(page(log(1)));
        log.hold.countDown();
        assertFails(one, JournalFailedException.class);
        assertFails(two, JournalFailedException.class);
        log.failingSync = false;
        assertFails(commit(page(log(2))), JournalFailedException.class);
        assertThat(log.endPosition()).isZero();
        assertThat(derived.tally().records()).isZero();
        assertThat(durable.get()).isZero();
    }

    @Test
    void aFullDiskFailsThatBatchAndOthersGoOn() {
        log.outOfSpaceAppends.set(1);
        assertFails(commit(page(log(0))), JournalOutOfSpaceException.class);
        assertThat(commit(otherStream(0)).join()).isEqualTo(new Receipt(2, 1, 0, 0, 0));
        try (ExcerptReader reader = log.reader()) {
            assertThat(reader.endPosition()).isEqualTo(2);
        }
    }

    @Test
    void afterALostPageNoLaterPageOfItsStreamIsWrittenUntilTheStreamIsResumed() {
        log.hold = new CountDownLatch(1);
        log.outOfSpaceAppends.set(1);
        CompletableFuture<Receipt> lost = commit(page(log(0)));
        CompletableFuture<Receipt> next = commit(page(log(1)));
        CompletableFuture<Receipt> other = commit(otherStream(2));
        log.hold.countDown();
        assertFails(lost, JournalOutOfSpaceException.class);
        assertFails(next, JournalFailedException.class);
        assertFails(commit(page(log(1))), JournalFailedException.class);
        assertThat(other.join().appended()).isEqualTo(1);

        writer.gates().resumed(Given.STREAM.name());
        assertThat(commit(page(log(0))).join().appended()).isEqualTo(1);
        assertThat(commit(page(log(1))).join().appended()).isEqualTo(1);
    }

    /** They follow from nothing before them, and nobody resumes the journal itself. */
    @Test
    void theJournalsOwnNotesGoOnAfterOneThatFoundNoRoom() {
        Intake note = Intake.ownNote(new Lifecycle.Pruned(Given.START, Given.START, 0, "root"));
        log.outOfSpaceAppends.set(1);
        assertFails(writer.submit(note), JournalOutOfSpaceException.class);
        assertThat(writer.submit(note)).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void whatWaitedTogetherIsToldInTheOrderOfTheCallsAlsoWhereTheFirstWasRefused() {
        log.hold = new CountDownLatch(1);
        log.outOfSpaceAppends.set(1);
        List<Integer> told = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Receipt>> stages = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int number = i;
            CompletableFuture<Receipt> stage = commit(i % 2 == 0 ? page(log(i)) : otherStream(i));
            stages.add(
                    stage.whenComplete((receipt, failure) -> told.add(number)).exceptionally(refused -> null));
        }
        log.hold.countDown();
        stages.forEach(CompletableFuture::join);
        assertThat(told).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aBatchThatWaitedWhileItsStreamWasResumedIsStillRefused() {
        log.hold = new CountDownLatch(1);
        log.outOfSpaceAppends.set(1);
        CompletableFuture<Receipt> lost = commit(page(log(0)));
        CompletableFuture<Receipt> next = commit(page(log(1)));
        writer.gates().resumed(Given.STREAM.name());
        CompletableFuture<Receipt> resumed = commit(page(log(0)));
        log.hold.countDown();
        assertFails(lost, JournalOutOfSpaceException.class);
        assertFails(next, JournalFailedException.class);
        assertThat(resumed.join().appended()).isEqualTo(1);
    }

    @Test
    void anExcerptTooLargeIsRefusedAndTheJournalGoesOn() {
        assertFails(commit(page(log(0, "x".repeat(17 << 20)))), IllegalArgumentException.class);
        assertThat(commit(otherStream(0)).join().appended()).isEqualTo(1);
    }

    @Test
    void anErrorOfTheJvmFailsAllThatWaitsAndAllThatComes() {
        log.hold = new CountDownLatch(1);
        CompletableFuture<Receipt> one = commit(page(log(0)));
        CompletableFuture<Receipt> two = commit(otherStream(1));
        log.brokenAppend = new OutOfMemoryError("for this test");
        log.hold.countDown();
        assertFails(one, JournalFailedException.class);
        assertFails(two, JournalFailedException.class);
        log.brokenAppend = null;
        assertFails(commit(otherStream(2)), JournalFailedException.class);
        assertThat(log.endPosition()).isZero();
    }

    @Test
    void aWriterThatBreaksOutsideOfABatchLeavesNobodyWaiting() {
        log.nextSequenceFails = true;
        assertFails(commit(page(log(0))), JournalFailedException.class);
        log.nextSequenceFails = false;
        assertFails(commit(otherStream(1)), JournalFailedException.class);
        assertThat(writer.ask(() -> "answered")).succeedsWithin(Duration.ofSeconds(20));
    }

    @Test
    void whatFailsAfterTheExcerptWasAppendedIsNoRefusalOfOneBatch() {
        log.claimedSequence =
                1L << 43; // The index has no place for it, and finds that out when the excerpt is in the log.
        assertFails(commit(page(log(0))), JournalFailedException.class);
        log.claimedSequence = -1;
        assertFails(commit(otherStream(1)), JournalFailedException.class);
        assertThat(log.endPosition()).isZero();
    }

    @Test
    void nothingIsAppendedForWhichTheIndexHasNoRoom() throws IOException {
        int mostOfTheSmallestTable = 867;
        commit(page(Given.logs(0, mostOfTheSmallestTable))).join();
        long before = log.nextSequence();
        Files.createDirectories(temporary.resolve("derived/ids.tmp/in-the-way"));
        assertFails(commit(page(log(900))), JournalFailedException.class);
        assertThat(log.nextSequence()).isEqualTo(before);
    }

    @Test
    void aNoteThatOnlyTheJournalCanWriteIsRefused() {
        Lifecycle.LateArrival late =
                new Lifecycle.LateArrival("test", Given.START, "accact_1", "acct_1", Given.START, Given.START, 0);
        assertFails(commit(Given.notes(late)), IllegalArgumentException.class);
        assertThat(log.endPosition()).isZero();
    }

    @Test
    void aQuestionIsAnsweredBetweenTwoGroups() {
        CompletableFuture<Receipt> written = commit(page(log(0)));
        assertThat(writer.ask(derived::idCount).join()).isEqualTo(1);
        assertThat(written).succeedsWithin(Duration.ofSeconds(20));
        CompletableFuture<Object> failing = writer.ask(() -> {
            throw new IllegalStateException("for this test");
        });
        assertThat(failing).failsWithin(Duration.ofSeconds(20));
    }
}
