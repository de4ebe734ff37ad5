package dev.annals.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that its writer has open. */
class SharedIndexTest {
    @TempDir
    Path directory;

    private Path file;
    private final IndexedHistory history = new IndexedHistory(new Random(1));

    @BeforeEach
    void begin() {
        file = directory.resolve("ids");
    }

    private void take(IdIndex index) {
        history.add(history.append().sequence(), index);
    }

    private SharedIndex shared() {
        return new SharedIndex(file, 7);
    }

    /** All that an excerpt holds is found where it is. */
    private void requireFound(SharedIndex shared, long sequence, long covered) {
        long[] hashes = history.hashes(sequence);
        for (int i = 0; i < hashes.length; i++) {
            SharedIndex.Found found = shared.find(hashes[i], history).orElseThrow();
            assertThat(found.excerpts()).isEqualTo(covered);
            assertThat(found.locators()).isSorted().containsOnlyOnce(IdIndex.locator(sequence, i));
            requireCovered(found, covered);
        }
    }

    private static void requireCovered(SharedIndex.Found found, long covered) {
        assertThat(Arrays.stream(found.locators()).map(IdIndex::sequenceOf)).allMatch(sequence -> sequence < covered);
    }

    @Test
    void whatItsWriterSaysIsThereIsFoundWhileMoreIsAddedAndTheTableGrows() {
        SharedIndex all = shared();
        try (IdIndex index = IdIndex.create(file, 7, 0)) {
            for (int step = 0; step < 40; step++) {
                for (int i = 0; i < 10; i++) {
                    take(index);
                }
                index.noted(history.excerpt(history.endSequence() - 1));
                long covered = history.endSequence();
                take(index);
                for (SharedIndex each : new SharedIndex[] {all, shared()}) {
                    requireFound(each, 0, covered);
                    requireFound(each, covered / 2, covered);
                    requireFound(each, covered - 1, covered);
                    for (long unknown : history.hashes(covered)) {
                        requireCovered(each.find(unknown, history).orElseThrow(), covered);
                    }
                }
                index.noted(history.excerpt(covered));
                if (step % 7 == 0) {
                    index.rest(history.last());
                    requireFound(all, covered, covered + 1);
                }
            }
        }
    }

    @Test
    void whoLooksAtTheSameTimeFindsAllThatHeIsToldOf() throws Exception {
        int excerpts = 4_000;
        for (int i = 0; i < excerpts; i++) {
            history.append();
        }
        CompletableFuture<Void> writing;
        try (IdIndex index = IdIndex.create(file, 7, 0)) {
            history.add(0, index);
            index.noted(history.excerpt(0));
            writing = CompletableFuture.runAsync(() -> {
                for (long sequence = 1; sequence < excerpts; sequence++) {
                    history.add(sequence, index);
                    index.noted(history.excerpt(sequence));
                }
            });
            SharedIndex shared = shared();
            Random random = new Random(2);
            boolean ended;
            do {
                ended = writing.isDone();
                Optional<SharedIndex.Found> some = shared.find(0, history);
                if (some.isPresent()) {
                    long sequence = random.nextLong(some.get().excerpts());
                    long[] hashes = history.hashes(sequence);
                    for (int i = 0; i < hashes.length; i++) {
                        assertThat(shared.find(hashes[i], history).orElseThrow().locators())
                                .contains(IdIndex.locator(sequence, i));
                    }
                }
            } while (!ended);
            writing.get();
            assertThat(shared.find(0, history).orElseThrow().excerpts()).isEqualTo(excerpts);
        }
    }

    /** What a power cut may leave: the head says more than there is. */
    @Test
    void anIndexInWhichSomethingIsMissingTellsNothing() throws IOException {
        try (IdIndex index = IdIndex.create(file, 7, 0)) {
            for (int i = 0; i < 20; i++) {
                take(index);
            }
            index.noted(history.excerpt(19));
        }
        assertThat(shared().find(0, history)).isPresent();
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        int slot = IndexHead.LENGTH_BYTES;
        while (bytes.getLong(slot + Long.BYTES) == 0) {
            slot += 2 * Long.BYTES;
        }
        bytes.putLong(slot + Long.BYTES, 0);
        Files.write(file, bytes.array());
        assertThat(shared().find(0, history)).isEmpty();
    }

    @Test
    void anIndexThatIsMissingOrOfAnotherHistoryTellsNothing() {
        assertThat(shared().find(0, history)).isEmpty();
        try (IdIndex index = IdIndex.create(file, 7, 0)) {
            take(index);
            index.noted(history.excerpt(0));
            assertThat(shared().find(0, history)).isPresent();
            assertThat(new SharedIndex(file, 8).find(0, history)).isEmpty();
            IndexedHistory another = new IndexedHistory(new Random(3));
            another.append();
            assertThat(shared().find(0, another)).isEmpty();
        }
    }

    @Test
    void anIndexThatForgotWhatTheReaderStillShowsTellsNothing() {
        try (IdIndex index = IdIndex.create(file, 7, 0)) {
            for (int i = 0; i < 5; i++) {
                take(index);
            }
            index.noted(history.excerpt(4));
            SharedIndex shared = shared();
            requireFound(shared, 2, 5);
            index.dropBefore(2);
            assertThat(shared.find(0, history)).isEmpty();
            assertThat(shared().find(0, history)).isEmpty();
        }
    }
}
