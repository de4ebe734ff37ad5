package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which readers a log still has to close. */
class OpenReadersTest {
    @TempDir
    Path directory;

    private final OpenReaders readers = new OpenReaders();

    private CheckedReader reader() {
        Cq4Table table = new Cq4Table(directory, new Beginning(() -> LogStart.ZERO), IdleChannels.none());
        return new CheckedReader(table.cursor(), () -> End.EMPTY, RecentRecords.ofHeap());
    }

    @Test
    void readersThatAreOpenAreClosedWithTheLog() throws IOException {
        CheckedReader open = readers.open(this::reader);
        CheckedReader another = readers.open(this::reader);
        assertThat(readers.close()).isTrue();
        assertThatThrownBy(open::endSequence).isInstanceOf(JournalClosedException.class);
        assertThatThrownBy(another::endSequence).isInstanceOf(JournalClosedException.class);
        assertThat(readers.close()).isFalse();
        assertThatThrownBy(() -> readers.open(this::reader)).isInstanceOf(JournalClosedException.class);
    }

    @Test
    void aReaderThatWasClosedIsForgotten() {
        readers.open(this::reader).close();
        CheckedReader open = readers.open(this::reader);
        assertThat(readers.count()).isEqualTo(1);
        open.close();
        open.close();
        assertThat(readers.count()).isZero();
    }

    @Test
    @Timeout(
            value = 60,
            threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // It would wait for ever for what is never forgotten.
    void aReaderThatNobodyHoldsIsForgotten() {
        WeakReference<CheckedReader> dropped = new WeakReference<>(readers.open(this::reader));
        while (dropped.get() != null) {
            System.gc();
        }
        // The collector tells of it some time after it took it away; each opening asks.
        while (readers.count() > 0) {
            readers.open(this::reader).close();
        }
        assertThat(readers.close()).isTrue();
    }
}
