package dev.annals.store.journal;

import static dev.annals.store.journal.ExcerptLogContract.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log makes of an engine that fails. */
class SegmentedLogTest {
    @TempDir
    Path directory;

    private final Memory memory = new Memory();
    private ExcerptLog log;

    @BeforeEach
    void open() throws IOException {
        log = SegmentedLog.over(
                memory,
                TestFiles.mark(directory.resolve("segments")),
                EngineOptions.defaults(),
                DiskSync.NOTHING,
                Optional.empty());
    }

    @Test
    void afterNoSpaceAppendingGoesOnWhereItWas() {
        log.append(page(0), Hash.NONE);
        memory.failure = new JournalOutOfSpaceException("no room");
        assertThatThrownBy(() -> log.append(page(1), Hash.NONE)).isInstanceOf(JournalOutOfSpaceException.class);
        assertThat(log.nextSequence()).isEqualTo(1);
        memory.failure = null;
        assertThat(log.append(page(1), Hash.NONE)).isEqualTo(1);
        log.sync();
        try (ExcerptReader reader = log.reader()) {
            assertThat(reader.read(1)).isNotNull();
        }
    }

    @Test
    void faultOfAMappedFileEndsTheLogAndIsNotAcknowledged() {
        memory.failure = new InternalError("a fault occurred in an unsafe memory access operation");
        assertThatThrownBy(() -> log.append(page(0), Hash.NONE))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("a fault occurred");
        memory.failure = null;
        assertThatThrownBy(() -> log.append(page(0), Hash.NONE)).isInstanceOf(JournalFailedException.class);
        assertThatThrownBy(log::sync).isInstanceOf(JournalFailedException.class);
        assertThat(log.nextSequence()).isZero();
    }

    @Test
    void whatReadsBackDifferentlyIsNotAcknowledged() {
        memory.forgetful = true;
        assertThatThrownBy(() -> log.append(page(0), Hash.NONE))
                .isInstanceOf(JournalFailedException.class)
                .hasMessageContaining("read back differs");
    }

    @Test
    void anErrorInSyncEndsTheLogAndAcknowledgesNothing() {
        log.append(page(0), Hash.NONE);
        memory.syncFailure = new InternalError("a fault occurred in an unsafe memory access operation");
        assertThatThrownBy(log::sync).isInstanceOf(JournalFailedException.class);
        memory.syncFailure = null;
        assertThatThrownBy(log::sync).isInstanceOf(JournalFailedException.class);
        try (ExcerptReader reader = log.reader()) {
            assertThat(reader.endSequence()).isZero();
        }
    }

    /** What an excerpt calls synced, a recovery holds against the log: it must not be too much, and should not be too little. */
    @Test
    void eachExcerptSaysHowManyBeforeItWereNotSyncedYet() {
        for (int i = 0; i < 6; i++) {
            log.append(page(i), Hash.NONE);
            if (i == 2) {
                log.sync();
            }
        }
        assertThat(memory.unsynced()).containsExactly(0, 1, 2, 0, 1, 2);
    }

    /** A power cut may take all that was written since the operating system was started. */
    @Test
    void whatOnlyOutlivesTheProcessIsNeverCalledForced() throws IOException {
        Path marked = directory.resolve("b/segments");
        try (HighWaterMark mark = TestFiles.mark(marked)) {
            mark.write(Durability.POWER, new End(3, 3), new End(3, 3), true, 0);
        }
        Memory cached = new Memory();
        cached.begin = new End(5, 5);
        ExcerptLog only = over(cached, marked, Durability.PROCESS, DiskSync.NOTHING);
        assertThat(state(marked).forced()).isEqualTo(new End(3, 3));
        assertThat(state(marked).end()).isEqualTo(new End(5, 5));
        for (int i = 0; i < 2; i++) {
            only.append(page(0), Hash.NONE);
            only.sync();
        }
        assertThat(cached.unsynced()).containsExactly(2, 3);
        assertThat(state(marked).forced()).isEqualTo(new End(3, 3));
        assertThat(state(marked).end()).isEqualTo(new End(7, 9));
        assertThat(state(marked).durability()).isEqualTo(Durability.PROCESS);
        only.close();
        assertThat(state(marked).forced()).isEqualTo(new End(3, 3));
    }

    @Test
    void onlyALogOfWhichAllIsSyncedIsMarkedAsClosed() throws IOException {
        Path segments = directory.resolve("segments");
        assertThat(state(segments).closed()).as("while it is open").isFalse();
        log.append(page(0), Hash.NONE);
        log.close();
        assertThat(state(segments).closed()).as("not synced").isFalse();

        Path other = directory.resolve("c/segments");
        ExcerptLog synced = over(new Memory(), other, Durability.POWER, DiskSync.NOTHING);
        synced.append(page(0), Hash.NONE);
        synced.sync();
        synced.close();
        assertThat(state(other).closed()).isTrue();
    }

    @Test
    void aLogThatFailedIsNotMarkedAsClosedEvenIfAllOfItIsSynced() throws IOException {
        Path segments = directory.resolve("segments");
        log.append(page(0), Hash.NONE);
        log.sync();
        memory.failure = new InternalError("for this test");
        assertThatThrownBy(() -> log.append(page(1), Hash.NONE)).isInstanceOf(JournalFailedException.class);
        log.close();
        assertThat(state(segments).closed()).isFalse();
        assertThat(memory.closed).isTrue();
    }

    @Test
    void segmentsAreClosedIfTheMarkCannotBeForcedAtOpening() {
        Path other = directory.resolve("d/segments");
        Memory taken = new Memory();
        ExcerptLogContract.FailingDisk disk = new ExcerptLogContract.FailingDisk();
        disk.failing = true;
        assertThatThrownBy(() -> over(taken, other, Durability.POWER, disk)).isInstanceOf(IOException.class);
        assertThat(taken.closed).isTrue();
    }

    private static ExcerptLog over(Memory segments, Path directory, Durability durability, DiskSync disk)
            throws IOException {
        return SegmentedLog.over(
                segments,
                TestFiles.mark(directory),
                EngineOptions.defaults().withDurability(durability),
                disk,
                Optional.empty());
    }

    /** What the mark says now. */
    private static HighWaterMark.State state(Path directory) {
        try (HighWaterMark mark = TestFiles.mark(directory)) {
            return mark.atOpen();
        }
    }

    private static final class Memory implements Segments {
        private final List<byte[]> excerpts = new ArrayList<>();

        @Nullable
        Throwable failure;

        boolean forgetful;

        @Nullable
        Error syncFailure;

        boolean closed;
        End begin = End.EMPTY;

        /** What each excerpt says of those before it. */
        List<Integer> unsynced() {
            return excerpts.stream()
                    .map(each -> Envelope.find(ByteBuffer.wrap(each)))
                    .map(each -> each == null ? -1 : each.unsynced())
                    .toList();
        }

        @Override
        public End end() {
            return begin;
        }

        @Override
        public long lastSegment() {
            return begin.sequence();
        }

        @Override
        public void append(ByteBuffer excerpt, End place, boolean turn) throws IOException {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            byte[] bytes = new byte[excerpt.remaining()];
            excerpt.get(bytes);
            if (forgetful) {
                bytes[bytes.length - 1]++;
            }
            excerpts.add(bytes);
        }

        @Override
        public boolean sync() {
            if (syncFailure != null) {
                throw syncFailure;
            }
            return false;
        }

        @Override
        public void removeBefore(LogStart start) {
            throw new UnsupportedOperationException();
        }

        @Override
        public SegmentCursor cursor() {
            return new SegmentCursor() {
                @Override
                public Beginning beginning() {
                    return new Beginning(() -> LogStart.ZERO);
                }

                @Override
                public List<SegmentExtent> segments() {
                    throw new UnsupportedOperationException();
                }

                @Override
                public End end() {
                    return End.EMPTY;
                }

                @Override
                public byte[] excerpt(long sequence) {
                    return excerpts.get((int) (sequence - begin.sequence()));
                }

                @Override
                public void read(long sequence, int from, ByteBuffer target) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public long sequenceOf(long position) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
