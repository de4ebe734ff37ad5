package dev.annals.store.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract bites: an engine that cuts a corner fails it. */
class LazyLogTest {
    @TempDir
    Path temporary;

    @Test
    void showingWhatIsNotSyncedFailsTheContract() {
        requireFailure(lazy(DiskSync.NOTHING, log -> new Wrapped(log) {
            @Override
            public long append(List<NewRecord> records, Hash root) {
                long sequence = super.append(records, root);
                super.sync();
                return sequence;
            }
        })::appendedButNotSyncedIsInvisible);
    }

    @Test
    void notForcingFailsTheContract() {
        requireFailure(
                lazy(DiskSync.NOTHING, log -> log)::syncForcesTheSegmentBeforeItReturnsAndTheDirectoryForANewOne);
    }

    @Test
    void swallowingAFailedForceFailsTheContract() {
        DiskSync swallowing = new DiskSync() {
            @Override
            public void force(FileChannel file) {}

            @Override
            public void forceDirectory(Path directory) throws IOException {}
        };
        requireFailure(lazy(swallowing, log -> log)::failedSyncIsReportedHidesTheExcerptAndEndsTheLog);
    }

    private static void requireFailure(Runnable obligation) {
        assertThatThrownBy(obligation::run).isInstanceOf(AssertionError.class);
    }

    private ExcerptLogContract lazy(DiskSync instead, UnaryOperator<ExcerptLog> wrapper) {
        ExcerptLogContract contract = new ExcerptLogContract() {
            @Override
            ExcerptLog open(Path directory, EngineOptions options, DiskSync disk) {
                return wrapper.apply(FileLog.open(directory, TestFiles.mark(directory), options, instead));
            }

            @Override
            ReadableLog openReadOnly(Path directory) {
                return FileLog.openReadOnly(directory, TestFiles.required(directory));
            }
        };
        contract.temporary = temporary;
        return contract;
    }

    private static class Wrapped implements ExcerptLog {
        private final ExcerptLog log;

        Wrapped(ExcerptLog log) {
            this.log = log;
        }

        @Override
        public long nextSequence() {
            return log.nextSequence();
        }

        @Override
        public long nextPosition() {
            return log.nextPosition();
        }

        @Override
        public long endPosition() {
            return log.endPosition();
        }

        @Override
        public long append(List<NewRecord> records, Hash root) {
            return log.append(records, root);
        }

        @Override
        public void sync() {
            log.sync();
        }

        @Override
        public List<SegmentExtent> segments() {
            return log.segments();
        }

        @Override
        public void removeBefore(LogStart start) {
            log.removeBefore(start);
        }

        @Override
        public ExcerptReader reader() {
            return log.reader();
        }

        @Override
        public void close() {
            log.close();
        }
    }
}
