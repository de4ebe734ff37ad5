package dev.annals.store.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.NewRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Columns that grow behind the writer. */
@Timeout(60)
class ColumnsTest {
    private static final int LARGE = 5 << 20;

    @TempDir
    Path directory;

    private final MemoryJournal journal = new MemoryJournal();
    private Columns columns;

    @BeforeEach
    void open() {
        columns = Columns.open(directory, 7, journal.reader(0), position -> {});
    }

    @AfterEach
    void close() {
        columns.close();
    }

    private Excerpt excerpt(int bytes) {
        return journal.append(
                List.of(new NewRecord(RecordKind.GAP, Instant.EPOCH, Payload.ofUtf8("\"" + "x".repeat(bytes) + "\""))));
    }

    private void append(int bytes) {
        Excerpt excerpt = excerpt(bytes);
        columns.append(List.of(new Columns.Appended(excerpt, LogParts.of(excerpt))));
    }

    @Test
    void whatIsLargerThanTheRoomGoesAlone() {
        append(LARGE);
        append(LARGE);
        append(1);
        columns.close();
        assertThat(columns.view().end()).isEqualTo(3);
    }

    @Test
    void sealingWaitsForAllThatWasTakenIn() {
        for (int i = 0; i < 500; i++) {
            append(10);
        }
        columns.seal();
        assertThat(columns.view().end()).isEqualTo(500);
        columns.close();
        assertThat(Columns.openReadOnly(directory, 7, journal.reader(500)).end())
                .isEqualTo(500);
    }

    /** What waits to be taken in is held in memory: there must be an end to it. */
    @Test
    void theWriterWaitsWhenTheColumnsFallBackTooFar() throws InterruptedException {
        Held held = new Held();
        columns.append(List.of(new Columns.Appended(excerpt(LARGE), held)));
        Thread writer = new Thread(() -> append(1), "writer");
        writer.start();
        try {
            long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (writer.getState() != Thread.State.WAITING && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThat(writer.getState()).isEqualTo(Thread.State.WAITING);
            assertThat(columns.view().end()).isZero();
        } finally {
            held.release.countDown();
            writer.join();
        }
        columns.close();
        assertThat(columns.view().end()).isEqualTo(2);
    }

    /** The fields of one record, which are not known before they are released. */
    private static final class Held extends AbstractList<@Nullable LogFields> {
        private final CountDownLatch release = new CountDownLatch(1);

        @Override
        public @Nullable LogFields get(int index) {
            return null;
        }

        @Override
        public int size() {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return 1;
        }
    }
}
