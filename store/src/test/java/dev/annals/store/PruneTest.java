package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruning;
import dev.annals.store.prune.Retention;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Subscription;
import dev.annals.store.tree.Hash;
import dev.annals.store.tree.Proofs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is removed, and that all else goes on. */
class PruneTest extends PrunableJournal {
    @Test
    void whatIsOlderThanAYearGoesAndAllElseGoesOn() {
        fill(0, 12);
        try (Journal journal = open()) {
            Pruning pruning = journal.prune(PruneRequest.asRetentionAllows());

            assertThat(pruning.segments()).isEqualTo(5);
            assertThat(pruning.records()).isEqualTo(positionOf(5));
            assertThat(pruning.oldest()).isEqualTo(month(0));
            assertThat(pruning.newest()).isEqualTo(month(4).plusSeconds(86_400));
            assertThat(pruning.firstPosition()).isEqualTo(positionOf(5));
            assertThat(pruning.held()).contains("page_committed at position " + (positionOf(6) - 1));
            requireFrom(journal, 5, 12);
            fill(journal, 12, 14);
            requireFrom(journal, 5, 14);
        }
        try (Journal journal = open();
                JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            requireFrom(journal, 5, 14);
            requireFrom(auditor, 5, 14);
        }
    }

    @Test
    void aRecordSaysWhatWasDoneOnceForEachPruning() {
        fill(0, 12);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.olderThan(month(2)));
            journal.prune(PruneRequest.olderThan(month(5)));
            assertThat(journal.prune(PruneRequest.olderThan(month(5))).isEmpty())
                    .isTrue();
        }
        try (Journal journal = open()) {
            List<Lifecycle.Pruned> facts = pruned(journal);
            assertThat(facts).extracting(Lifecycle.Pruned::firstPosition).containsExactly(positionOf(2), positionOf(5));
            assertThat(facts).extracting(Lifecycle.Pruned::before).containsExactly(month(2), month(5));
            assertThat(facts)
                    .extracting(Lifecycle.Pruned::root)
                    .containsExactly(
                            journal.tree().root(positionOf(2)).base64(),
                            journal.tree().root(positionOf(5)).base64());
        }
    }

    @Test
    void theTreeIsTheSameAsIfNothingHadGone() throws IOException {
        fill(0, 12);
        Path whole = temporary.resolve("whole");
        Given.copy(directory(), whole);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.asRetentionAllows());
        }
        Given.delete(directory().resolve("derived"));
        try (Journal before = Journal.open(whole, options());
                Journal after = open()) {
            requireSameTree(before.tree(), after.tree());
        }
    }

    /** Every older root can be shown to be a beginning, and every record to be in, also one that went and of which someone kept the bytes. */
    private static void requireSameTree(TreeView before, TreeView after) {
        long size = before.size();
        Hash root = after.root(size);
        assertThat(root).isEqualTo(before.root(size));
        for (long old = 1; old <= size; old++) {
            assertThat(Proofs.consistency(old, before.root(old), size, root, after.consistency(old, size)))
                    .isTrue();
            assertThat(after.inclusion(old - 1, size)).isEqualTo(before.inclusion(old - 1, size));
        }
    }

    @Test
    void derivedFilesBuiltAgainAreTheSameBytes() throws IOException {
        fill(0, 12);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.asRetentionAllows());
            fill(journal, 12, 13);
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        byte[] state = Files.readAllBytes(directory().resolve("derived/state"));
        byte[] leaves = Files.readAllBytes(directory().resolve("derived/tree/0"));
        Given.delete(directory().resolve("derived"));
        open().close();
        assertThat(directory().resolve("derived/ids")).hasBinaryContent(ids);
        assertThat(directory().resolve("derived/state")).hasBinaryContent(state);
        assertThat(directory().resolve("derived/tree/0")).hasBinaryContent(leaves);
    }

    @Test
    void derivedFilesFromBeforeThePruningAreNotTrusted() throws IOException {
        fill(0, 12);
        Path derived = temporary.resolve("derived");
        Given.copy(directory().resolve("derived"), derived);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.asRetentionAllows());
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        Given.delete(directory().resolve("derived"));
        Given.copy(derived, directory().resolve("derived"));
        try (Journal journal = open()) {
            requireFrom(journal, 5, 12);
            assertThat(Given.done(journal.commit(page(11))).duplicates()).isEqualTo(LOGS_A_MONTH);
        }
        assertThat(directory().resolve("derived/ids").toFile()).hasSize(ids.length);
    }

    @Test
    void aStreamGoesOnWhereItWasEvenIfAllThatItBroughtIsGone() {
        try (Journal journal = open()) {
            Given.done(journal.commit(Given.page(Given.KEYS_ONLY, logs(0), "/keys", null, FIRST)));
            fill(journal, 0, 12);
            var expected = journal.resume(Given.KEYS_ONLY);
            journal.prune(PruneRequest.asRetentionAllows());
            assertThat(journal.resume(Given.KEYS_ONLY)).isEqualTo(expected);
        }
    }

    @Test
    void aFollowerThatIsBehindStopsAPruning() throws InterruptedException {
        fill(0, 12);
        try (Journal journal = open()) {
            CountDownLatch some = new CountDownLatch(10);
            Subscription slow = journal.follow("slow", entry -> {
                some.countDown();
                if (some.getCount() == 0) {
                    throw new IllegalStateException("enough");
                }
            });
            some.await();
            assertThatThrownBy(() -> slow.ended().toCompletableFuture().join()).isInstanceOf(CompletionException.class);
            assertThat(journal.prunable(PruneRequest.asRetentionAllows()).followers())
                    .containsExactly("slow");
            assertThatThrownBy(() -> journal.prune(PruneRequest.asRetentionAllows()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("followers=slow");
            assertThat(journal.firstPosition()).isZero();

            journal.prune(PruneRequest.asRetentionAllows().ignoringFollowers());
            assertThatThrownBy(() -> journal.follow("slow", entry -> {}))
                    .isInstanceOfSatisfying(
                            JournalPrunedException.class,
                            e -> assertThat(e.firstPosition()).isEqualTo(positionOf(5)));
        }
    }

    @Test
    void whoReadsWhatGoesIsToldAndNeverSkipsOver() {
        fill(0, 12);
        try (Journal journal = open();
                JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            for (JournalReader reader : List.of(journal, auditor)) {
                CountDownLatch delivered = new CountDownLatch(1);
                CountDownLatch goOn = new CountDownLatch(1);
                List<Long> seen = new ArrayList<>();
                var ended = reader.follow(reader.firstPosition(), entry -> {
                            seen.add(entry.position());
                            delivered.countDown();
                            await(goOn);
                        })
                        .ended()
                        .toCompletableFuture();
                await(delivered);
                var entries = reader.query(Query.records()).iterator();
                entries.next();
                journal.prune(PruneRequest.olderThan(month(reader == journal ? 2 : 5)));
                goOn.countDown();
                assertThatThrownBy(ended::join).hasCauseInstanceOf(JournalPrunedException.class);
                assertThatThrownBy(() -> entries.forEachRemaining(entry -> {}))
                        .isInstanceOf(JournalPrunedException.class);
                long first = seen.get(0);
                assertThat(seen).hasSizeLessThan(2 * (LOGS_A_MONTH + 1));
                assertThat(seen)
                        .containsExactlyElementsOf(Stream.iterate(first, i -> i + 1)
                                .limit(seen.size())
                                .toList());
            }
            requireFrom(auditor, 5, 12);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void wheneverItIsInterruptedTheNextOpeningHasOneOfBothStates() throws IOException {
        fill(0, 12);
        Path before = temporary.resolve("before");
        Given.copy(directory(), before);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.asRetentionAllows());
            fill(journal, 12, 13);
        }
        // Leaves only: nothing happened.
        requireAfterCrash(before, true, false, 0);
        // The base too: it is finished, however many files are gone already.
        for (int removed : List.of(0, 2, 5)) {
            requireAfterCrash(before, true, true, removed);
        }
    }

    private void requireAfterCrash(Path before, boolean leaves, boolean base, int removed) throws IOException {
        Path crashed = temporary.resolve("crashed-" + base + removed);
        Given.copy(before, crashed);
        Files.createDirectories(crashed.resolve("pruned"));
        if (leaves) {
            Files.copy(directory().resolve("pruned/leaves"), crashed.resolve("pruned/leaves"));
        }
        if (base) {
            Files.copy(directory().resolve("pruned/base"), crashed.resolve("pruned/base"));
        }
        for (Path file : segmentFiles(crashed).subList(0, removed)) {
            Files.delete(file);
        }
        int from = base ? 5 : 0;
        try (JournalReader auditor = Journal.openReadOnly(crashed, options())) {
            assertThat(ids(auditor)).isEqualTo(expectedIds(from, 12));
            assertThat(auditor.verify(records -> {}).findings()).isEmpty();
        }
        for (int opening = 0; opening < 2; opening++) {
            try (Journal journal = Journal.open(crashed, options())) {
                assertThat(ids(journal)).isEqualTo(expectedIds(from, 12));
                assertThat(pruned(journal)).hasSize(base ? 1 : 0);
                assertThat(journal.verify(records -> {}).findings()).isEmpty();
                assertThat(segmentFiles(crashed)).hasSize(12 - from);
            }
        }
    }

    @Test
    void damageToWhatIsKeptIsFoundAndNeverWrittenOver() throws IOException {
        fill(0, 12);
        try (Journal journal = open()) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Path leaves = directory().resolve("pruned/leaves");
        byte[] whole = Files.readAllBytes(leaves);
        byte[] flipped = whole.clone();
        flipped[33] ^= 1;
        Files.write(leaves, flipped);
        try (Journal journal = open()) {
            assertThat(journal.verify(records -> {}).findings()).hasSize(1);
            assertThatThrownBy(() -> journal.prune(PruneRequest.asRetentionAllows()))
                    .isInstanceOf(JournalCorruptedException.class);
        }
        Files.write(leaves, whole);
        Path base = directory().resolve("pruned/base");
        byte[] wholeBase = Files.readAllBytes(base);
        for (int i = 0; i < wholeBase.length; i += 7) {
            byte[] other = wholeBase.clone();
            other[i] ^= 4;
            Files.write(base, other);
            assertThatThrownBy(() -> open()).isInstanceOf(dev.annals.store.journal.JournalException.class);
        }
        Files.write(base, wholeBase);
        open().close();
    }

    @Test
    void agesCountFromTheServersDateNotFromALocalClockThatRunsAhead() {
        fill(0, 12);
        InstantSource ahead = InstantSource.fixed(month(1200));
        try (Journal journal = Journal.open(directory(), options().withClock(ahead))) {
            assertThat(journal.prunable(PruneRequest.asRetentionAllows()).before())
                    .isEqualTo(month(5).plusSeconds(86_400));
            assertThatThrownBy(() -> journal.prune(PruneRequest.olderThan(month(30))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void withoutAServersDateNothingGoes() {
        try (Journal journal = open()) {
            journal.append(logs(0));
            journal.append(logs(4));
            assertThatThrownBy(() -> journal.prune(PruneRequest.asRetentionAllows()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fetch once");
        }
    }

    @Test
    void oneYoungRecordKeepsItsSegment() {
        try (Journal journal = open()) {
            fill(journal, 0, 2);
            journal.append(List.of(Given.log("accact_future", "acct_1", month(999), "")));
            fill(journal, 2, 12);
            Pruning pruning = journal.prune(PruneRequest.asRetentionAllows());
            assertThat(pruning.firstPosition()).isEqualTo(positionOf(1));
            assertThat(pruning.held()).contains("activity_log at position " + positionOf(2));
        }
    }

    @Test
    void aShorterRetentionStillLeavesWhatTheProviderKeeps() {
        fill(0, 12);
        Retention month = new Retention(Period.ofMonths(1), Period.ZERO);
        try (Journal journal = Journal.open(directory(), options().withRetention(month))) {
            Pruning pruning = journal.prune(PruneRequest.asRetentionAllows());
            assertThat(pruning.before())
                    .isEqualTo(month(11)
                            .atOffset(ZoneOffset.UTC)
                            .minusMonths(7)
                            .toInstant()
                            .plusSeconds(86_400));
            assertThat(ids(journal)).isEqualTo(expectedIds(8, 12));
        }
    }

    @Test
    void sayingWhatWouldGoChangesNothing() throws IOException {
        fill(0, 12);
        try (JournalReader auditor = Journal.openReadOnly(directory(), options())) {
            assertThat(auditor.prunable(PruneRequest.asRetentionAllows()).segments())
                    .isEqualTo(5);
        }
        assertThat(directory().resolve("pruned")).doesNotExist();
        assertThat(segmentFiles(directory())).hasSize(12);
    }
}
