package dev.annals.store.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.column.ColumnView;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.journal.JournalCorruptedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FollowTest {
    @TempDir
    Path directory;

    private final MemoryLog log = new MemoryLog();
    private final List<Long> seen = new CopyOnWriteArrayList<>();
    private Replay replay =
            Replay.ofReader(log::reader, Replay.Locator.NONE, () -> ColumnView.EMPTY, Duration.ofMillis(1));

    @AfterEach
    void nothingStaysOpen() {
        replay.close();
        assertThat(log.openReaders).hasValue(0);
    }

    private void open() {
        replay.close();
        replay = Replay.ofWriter(
                log::reader, Replay.Locator.NONE, () -> ColumnView.EMPTY, directory.resolve("followers"));
    }

    private void append(int records) {
        log.append(IntStream.range(0, records).mapToObj(Logs::numbered).toList());
        replay.committed();
    }

    private void await(long end) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (seen.size() < end) {
            assertThat(System.nanoTime()).as("delivered so far: %s", seen).isLessThan(deadline);
            Thread.onSpinWait();
        }
        assertThat(seen).isEqualTo(LongStream.range(0, end).boxed().toList());
    }

    private static @Nullable Throwable failure(Subscription subscription) throws Exception {
        try {
            subscription.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
            throw new AssertionError("ended without a failure");
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    @Test
    void deliversWhatIsThereThenWhatComes() throws Exception {
        open();
        append(3);
        Subscription subscription = replay.follow(0, entry -> seen.add(entry.position()));
        await(3);
        append(1);
        append(2);
        await(6);
        subscription.close();
        assertThat(subscription.nextPosition()).isEqualTo(6);
        assertThat(subscription.ended().toCompletableFuture()).isCompleted();
    }

    @Test
    void aReaderOfAnotherProcessIsFollowedByPolling() throws Exception {
        Subscription subscription = replay.follow(0, entry -> seen.add(entry.position()));
        log.append(Logs.numbered(0));
        await(1);
        log.append(Logs.numbered(1), Logs.numbered(2));
        await(3);
        subscription.close();
    }

    @Test
    void beginsInTheMiddleOfAnExcerpt() throws Exception {
        open();
        append(4);
        try (Subscription subscription = replay.follow(2, entry -> seen.add(entry.position() - 2))) {
            await(2);
            append(1);
            await(3);
            assertThat(subscription.nextPosition()).isEqualTo(5);
        }
    }

    @Test
    void beyondTheEndIsRefused() {
        open();
        append(2);
        assertThatThrownBy(() -> replay.follow(3, entry -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("position=3, end=2");
        assertThatThrownBy(() -> replay.follow(-1, entry -> {})).isInstanceOf(IllegalArgumentException.class);
    }

    /** A hand-over from reading history to listening is where others lose or double events; here appends race with it. */
    @Test
    void appendsWhileCatchingUpAreDeliveredOnceInOrder() throws Exception {
        open();
        Random random = new Random(20261122);
        for (int round = 0; round < 2_000; round++) {
            MemoryLog racing = new MemoryLog();
            int before = random.nextInt(4);
            int during = 1 + random.nextInt(6);
            int spin = random.nextInt(2_000);
            for (int i = 0; i < before; i++) {
                racing.append(Logs.numbered(i), Logs.numbered(i));
            }
            long from = before == 0 ? 0 : random.nextInt(2 * before + 1);
            race(racing, from, during, spin);
        }
    }

    private static void race(MemoryLog racing, long from, int during, int spin) throws Exception {
        List<Long> got = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(1);
        long end = racing.all().size() + 2L * during;
        try (Replay live =
                Replay.ofWriter(racing::reader, Replay.Locator.NONE, () -> ColumnView.EMPTY, Path.of("unused"))) {
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < during; i++) {
                    for (int wait = 0; wait < spin; wait++) {
                        Thread.onSpinWait();
                    }
                    racing.append(Logs.numbered(i), Logs.numbered(i));
                    live.committed();
                }
            });
            live.follow(from, entry -> {
                got.add(entry.position());
                if (entry.position() == end - 1) {
                    all.countDown();
                }
            });
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
            writer.join();
        }
        assertThat(got).isEqualTo(LongStream.range(from, end).boxed().toList());
        assertThat(racing.openReaders).hasValue(0);
    }

    @Test
    void aFailingHandlerEndsTheSubscriptionWithItsFailure() throws Exception {
        open();
        append(3);
        IllegalStateException boom = new IllegalStateException("boom");
        Subscription subscription = replay.follow(0, entry -> {
            if (entry.position() == 1) {
                throw boom;
            }
        });
        assertThat(failure(subscription)).isSameAs(boom);
        assertThat(subscription.nextPosition()).isEqualTo(1);
        subscription.close();
    }

    @Test
    void damageEndsTheSubscriptionAfterEverythingBeforeIt() throws Exception {
        open();
        append(2);
        append(2);
        append(2);
        log.damage(1);
        Subscription subscription = replay.follow(0, entry -> seen.add(entry.position()));
        assertThat(failure(subscription))
                .isInstanceOfSatisfying(
                        JournalCorruptedException.class,
                        e -> assertThat(e.position()).isEqualTo(2));
        await(2);
    }

    @Test
    void closeFromTheHandlerStopsAfterTheRecord() throws Exception {
        open();
        append(3);
        CompletableFuture<Subscription> self = new CompletableFuture<>();
        Subscription subscription = replay.follow(0, entry -> {
            seen.add(entry.position());
            self.join().close();
        });
        self.complete(subscription);
        subscription.ended().toCompletableFuture().get(10, TimeUnit.SECONDS);
        assertThat(seen).containsExactly(0L);
        assertThat(subscription.nextPosition()).isEqualTo(1);
    }

    @Test
    void closeWaitsForTheHandler() throws Exception {
        open();
        append(2);
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Subscription subscription = replay.follow(0, entry -> {
            entered.countDown();
            awaitUnchecked(release);
            seen.add(entry.position());
        });
        entered.await();
        CompletableFuture<List<Long>> seenAtClose = new CompletableFuture<>();
        Thread closer = new Thread(() -> {
            subscription.close();
            seenAtClose.complete(List.copyOf(seen));
        });
        closer.start();
        while (closer.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        assertThat(seenAtClose).isNotDone();
        release.countDown();
        assertThat(seenAtClose.get(10, TimeUnit.SECONDS)).containsExactly(0L);
    }

    /** {@code CompletableFuture.join} throws a cancellation as it is, without wrapping it. */
    @Test
    void closingIsQuietWhateverTheHandlerThrowsMeanwhile() throws Exception {
        open();
        append(1);
        for (Throwable thrown : List.of(new CancellationException("cancelled"), new StackOverflowError("deep"))) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            Subscription subscription = replay.follow(0, entry -> {
                entered.countDown();
                awaitUnchecked(release);
                throw sneaky(thrown);
            });
            entered.await();
            CompletableFuture<Void> closed = new CompletableFuture<>();
            Thread closer = new Thread(() -> {
                try {
                    replay.close();
                    closed.complete(null);
                } catch (Throwable notQuiet) {
                    closed.completeExceptionally(notQuiet);
                }
            });
            closer.start();
            while (closer.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            release.countDown();
            assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
            assertThat(failure(subscription)).isSameAs(thrown);
            open();
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> RuntimeException sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void closingTheReplayEndsAllAndRefusesNewOnes() throws Exception {
        open();
        append(1);
        Subscription one = replay.follow(0, entry -> {});
        Subscription two = replay.follow("two", 0, entry -> {});
        replay.close();
        assertThat(one.ended().toCompletableFuture()).isCompleted();
        assertThat(two.ended().toCompletableFuture()).isCompleted();
        assertThatThrownBy(() -> replay.follow(0, entry -> {})).isInstanceOf(JournalClosedException.class);
    }

    @Test
    void closeRacesWithDeliveryAndWithItself() throws Exception {
        open();
        append(50);
        for (int round = 0; round < 500; round++) {
            List<Long> got = new CopyOnWriteArrayList<>();
            Subscription subscription = replay.follow(0, entry -> got.add(entry.position()));
            CompletableFuture<Void> other = CompletableFuture.runAsync(subscription::close);
            subscription.close();
            int atClose = got.size();
            other.join();
            assertThat(subscription.nextPosition()).isEqualTo(atClose);
            assertThat(got).isEqualTo(LongStream.range(0, atClose).boxed().toList());
        }
    }

    @Test
    void anInterruptByTheHandlerDoesNotReachTheReader() throws Exception {
        open();
        append(2);
        try (Subscription subscription = replay.follow(0, entry -> {
            seen.add(entry.position());
            Thread.currentThread().interrupt();
        })) {
            await(2);
            append(1);
            await(3);
            assertThat(subscription.ended().toCompletableFuture()).isNotDone();
        }
    }

    @Test
    void aNamedFollowerGoesOnWhereItStopped() throws Exception {
        open();
        append(3);
        Subscription first = replay.follow("siem", 0, entry -> seen.add(entry.position()));
        await(3);
        first.close();
        append(2);
        open();
        Subscription second = replay.follow("siem", 0, entry -> seen.add(entry.position()));
        await(5);
        second.close();
        assertThat(Files.readString(directory.resolve("followers/siem"))).isEqualTo("5\n");
        assertThat(directory.resolve("followers").toFile().list()).containsExactly("siem");
    }

    /** The report of a real event store: stopped at idle, restarted, then something came, and the first of it was not delivered. */
    @Test
    void aNamedFollowerStoppedAtIdleGetsTheFirstRecordAfterItsRestart() throws Exception {
        open();
        append(1);
        replay.follow("siem", 1, entry -> seen.add(entry.position())).close();
        open();
        replay.follow("siem", 0, entry -> seen.add(entry.position() - 1));
        append(1);
        await(1);
    }

    @Test
    void aNamedFollowerGetsTheRecordItFailedOnAgain() throws Exception {
        open();
        append(4);
        Subscription failing = replay.follow("siem", 0, entry -> {
            if (entry.position() == 2) {
                throw new IllegalStateException("boom");
            }
            seen.add(entry.position());
        });
        assertThat(failure(failing)).hasMessage("boom");
        replay.follow("siem", 0, entry -> seen.add(entry.position()));
        await(4);
    }

    @Test
    void oneNameIsFollowedByOneAtATime() {
        open();
        Subscription first = replay.follow("siem", 0, entry -> {});
        assertThatThrownBy(() -> replay.follow("siem", 0, entry -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("follower=siem");
        first.close();
        replay.follow("siem", 0, entry -> {}).close();
    }

    @Test
    void namesThatAreNoFileNamesAreRefused() {
        open();
        for (String name : List.of("", ".", "..", ".hidden", "a/b", "Siem", "a b", "x".repeat(65))) {
            assertThatThrownBy(() -> replay.follow(name, 0, entry -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("follower name=" + name);
        }
        assertThat(directory.resolve("followers")).doesNotExist();
    }

    @Test
    void aPositionThatCannotBeTrueIsDamage() throws IOException {
        open();
        append(1);
        Path file = directory.resolve("followers/siem");
        Files.createDirectories(file.getParent());
        for (String content : List.of("", "1", "-1\n", "7\n", "x\n")) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> replay.follow("siem", 0, entry -> {}))
                    .isInstanceOf(JournalCorruptedException.class)
                    .hasMessageContaining(file.toString());
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void aReadOnlyJournalHasNoNamedFollowers() {
        assertThatThrownBy(() -> replay.follow("siem", 0, entry -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static void awaitUnchecked(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
