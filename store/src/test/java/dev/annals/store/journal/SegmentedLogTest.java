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

    private static final class Memory implements Segments {
        private final List<byte[]> excerpts = new ArrayList<>();

        @Nullable
        Throwable failure;

        boolean forgetful;

        @Override
        public End end() {
            return End.EMPTY;
        }

        @Override
        public long lastSegment() {
            return 0;
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
                    return excerpts.get((int) sequence);
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
        public void close() {}
    }
}
