package dev.annals.store.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who reads which half of a run, and what the query is told of it. Each key is read as itself, ten bytes long. */
class AheadTest {
    private static final long EACH = 10;
    private static final long MANY = Long.MAX_VALUE;

    private final List<Long> readByQuery = new ArrayList<>();
    private final List<Long> readByOther = new ArrayList<>();
    private final MemoryLog log = new MemoryLog();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final ExcerptReader[] own = new ExcerptReader[1];
    private long damaged = -1;
    private Runnable whenOtherReads = () -> {};

    private Ahead<Long> ahead(@Nullable Executor others, long alone, long run) {
        Readers readers = new Readers(log::reader, new ReadAhead(others, alone, run));
        own[0] = readers.own();
        return new Ahead<>(readers, new Ahead.Reading<>() {
            @Override
            public Long read(ExcerptReader reader, long key) {
                if (key == damaged) {
                    throw new JournalCorruptedException("planted", key, key);
                }
                if (reader != own[0]) {
                    whenOtherReads.run();
                }
                (reader == own[0] ? readByQuery : readByOther).add(key);
                return key;
            }

            @Override
            public long bytes(Long found) {
                return EACH;
            }
        });
    }

    private static long[] keys(long from, long to) {
        return LongStream.range(from, to).toArray();
    }

    private static List<Long> rest(Ahead<Long> ahead) {
        List<Long> found = new ArrayList<>();
        for (Long each = ahead.next(); each != null; each = ahead.next()) {
            found.add(each);
        }
        return found;
    }

    @Test
    void theSecondHalfIsReadByAnotherAndComesInOrder() {
        Ahead<Long> ahead = ahead(Runnable::run, 0, MANY);
        ahead.take(keys(0, 5));
        assertThat(readByOther).containsExactly(3L, 4L);
        assertThat(rest(ahead)).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThat(readByQuery).containsExactly(0L, 1L, 2L);
        ahead.take(keys(5, 7));
        assertThat(rest(ahead)).containsExactly(5L, 6L);
        assertThat(readByOther).containsExactly(3L, 4L, 6L);
        assertThat(log.openedReaders).as("one reader for all halves").hasValue(2);
    }

    @Test
    void aHalfThatNobodyHasBegunIsReadByTheQueryAndByNobodyElse() {
        Ahead<Long> ahead = ahead(waiting::add, 0, MANY);
        ahead.take(keys(0, 4));
        assertThat(rest(ahead)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(readByQuery).containsExactly(0L, 1L, 2L, 3L);
        waiting.remove().run();
        assertThat(readByOther).isEmpty();
    }

    @Test
    @Timeout(30)
    void aHalfThatIsBeingReadIsWaitedFor() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        whenOtherReads = begun::countDown;
        Ahead<Long> ahead = ahead(half -> new Thread(half).start(), 0, MANY);
        ahead.take(keys(0, 1_000));
        begun.await();
        assertThat(rest(ahead)).hasSize(1_000).isSorted();
        assertThat(readByOther).hasSize(500);
    }

    @Test
    void shortAnswersAreReadByTheQueryAlone() {
        Ahead<Long> ahead = ahead(Runnable::run, 4 * EACH, MANY);
        ahead.take(keys(0, 3));
        assertThat(rest(ahead)).hasSize(3);
        ahead.take(keys(3, 5));
        assertThat(rest(ahead)).hasSize(2);
        assertThat(log.openedReaders).hasValue(1);
        ahead.take(keys(5, 7));
        assertThat(rest(ahead)).hasSize(2);
        assertThat(readByOther).containsExactly(6L);
    }

    @Test
    void whereNoThreadCanBeMadeTheQueryReadsAll() {
        Ahead<Long> ahead = ahead(
                half -> {
                    throw new OutOfMemoryError("unable to create native thread");
                },
                0,
                MANY);
        ahead.take(keys(0, 4));
        assertThat(rest(ahead)).containsExactly(0L, 1L, 2L, 3L);
        assertThat(readByQuery).hasSize(4);
    }

    @Test
    void theMachinesThreadsHoldNoHostUpAndEndWhenIdle() throws Exception {
        CompletableFuture<Thread> ran = new CompletableFuture<>();
        ThreadPoolExecutor threads = (ThreadPoolExecutor) ReadAhead.threads(4);
        threads.execute(() -> ran.complete(Thread.currentThread()));
        assertThat(ran.get().isDaemon()).isTrue();
        assertThat(ran.get().getName()).isEqualTo("annals-read-ahead");
        assertThat(threads.allowsCoreThreadTimeOut()).isTrue();
        assertThat(threads.getMaximumPoolSize()).isEqualTo(4);
        threads.shutdown();
    }

    @Test
    void withoutAnotherTheQueryReadsAll() {
        Ahead<Long> ahead = ahead(null, 0, MANY);
        ahead.take(keys(0, 6));
        assertThat(rest(ahead)).hasSize(6);
        assertThat(readByQuery).hasSize(6);
    }

    @Test
    void noMoreIsReadAheadThanMemoryMayHold() {
        Ahead<Long> ahead = ahead(Runnable::run, 0, 4 * EACH);
        ahead.take(keys(0, 20));
        assertThat(readByOther).as("half of four").containsExactly(10L, 11L);
        assertThat(rest(ahead)).hasSize(20).isSorted();
        assertThat(readByQuery).hasSize(18).doesNotContain(10L, 11L);
    }

    @Test
    void damageMetAheadIsToldWhenTheQueryComesToIt() {
        damaged = 5;
        Ahead<Long> ahead = ahead(Runnable::run, 0, MANY);
        ahead.take(keys(0, 8));
        List<Long> before = new ArrayList<>();
        assertThatThrownBy(() -> {
                    while (true) {
                        before.add(ahead.next());
                    }
                })
                .isInstanceOf(JournalCorruptedException.class);
        assertThat(before).containsExactly(0L, 1L, 2L, 3L, 4L);
        assertThatThrownBy(ahead::next).isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void aRunIsAsLongAsItsBytes() {
        Ahead<Long> ahead = ahead(Runnable::run, 0, 10 * EACH);
        assertThat(ahead.run()).as("before it is known how large they are").isEqualTo(2);
        ahead.take(keys(0, 1));
        assertThat(rest(ahead)).hasSize(1);
        assertThat(ahead.run()).isEqualTo(10);
    }
}
