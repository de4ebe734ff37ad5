package dev.annals.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that its writer has open. */
class RestingIndexTest {
    @TempDir
    Path directory;

    /** Of a journal of which nothing is in the index; something happens when it is asked where it begins. */
    private record Reader(long firstSequence, Runnable meanwhile) implements ExcerptReader {
        @Override
        public long firstSequence() {
            meanwhile.run();
            return firstSequence;
        }

        @Override
        public long endSequence() {
            return 0;
        }

        @Override
        public long endPosition() {
            return 0;
        }

        @Override
        public @Nullable Excerpt read(long sequence) {
            return null;
        }

        @Override
        public long sequenceOf(long position) {
            throw new IndexOutOfBoundsException("position=" + position);
        }

        @Override
        public void close() {}
    }

    private Optional<long[]> found(RestingIndex index, long first, Runnable meanwhile) {
        return index.find(5, new Reader(first, meanwhile)).map(RestingIndex.Found::locators);
    }

    @Test
    void whatIsFoundWhileTheIndexIsChangedIsNotBelieved() {
        RestingIndex resting = new RestingIndex(directory.resolve("ids"), 7);
        try (IdIndex index = IdIndex.create(directory.resolve("ids"), 7)) {
            index.reserve(1);
            index.add(5, 50);
            index.seal(null);
            assertThat(found(resting, 0, () -> {})).hasValue(new long[] {50});
            assertThat(found(resting, 0, () -> index.reserve(1))).isEmpty();
            index.add(5, 51);
            assertThat(found(resting, 0, () -> {})).isEmpty();
            index.seal(null);
            assertThat(found(resting, 0, () -> {})).hasValue(new long[] {50, 51});
        }
    }

    @Test
    void anIndexThatForgotWhatTheReaderStillShowsTellsNothing() {
        RestingIndex resting = new RestingIndex(directory.resolve("ids"), 7);
        try (IdIndex index = IdIndex.create(directory.resolve("ids"), 7, 3)) {
            index.seal(null);
            assertThat(found(resting, 2, () -> {})).isEmpty();
            assertThat(found(resting, 3, () -> {})).hasValue(new long[0]);
        }
    }
}
