package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.fetch.Batch;
import dev.annals.store.backup.Backup;
import dev.annals.store.backup.Restore;
import dev.annals.store.backup.Salvage;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
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
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal whose oldest months are removed. */
@Timeout(120)
class PruneTest {
    private static final Instant FIRST = Instant.parse("2025-01-15T12:00:00Z");
    private static final int LOGS_A_MONTH = 3;

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("journal");
    }

    /** Pages are two months apart: those of 0 to 4 are older than a year when 11 is the last. */
    private static JournalOptions options(Engine engine) {
        return JournalOptions.processDurability().withEngine(engine).withClock(InstantSource.fixed(month(12)));
    }

    private Journal open(Engine engine) {
        return Journal.open(directory(), options(engine));
    }

    private static Instant month(int number) {
        return FIRST.atOffset(ZoneOffset.UTC).plusMonths(2L * number).toInstant();
    }

    private static RawActivityLog log(int number) {
        return Given.log(
                "accact_" + number, "acct_1", month(number / LOGS_A_MONTH).plusSeconds(number), "");
    }

    private static List<RawActivityLog> logs(int month) {
        return Stream.iterate(month * LOGS_A_MONTH, i -> i + 1)
                .limit(LOGS_A_MONTH)
                .map(PruneTest::log)
                .toList();
    }

    private static Batch page(int month) {
        Instant at = month(month).plusSeconds(86_400);
        return new Batch(
                Given.STREAM,
                List.of(),
                logs(month),
                new Batch.PageMark(at, at, "req", "2026-11-18.preview", "/asked", "/next/" + month, at, null, null));
    }

    private void fill(Engine engine, int from, int to) {
        try (Journal journal = open(engine)) {
            fill(journal, from, to);
        }
    }

    private static void fill(Journal journal, int from, int to) {
        for (int month = from; month < to; month++) {
            Given.done(journal.commit(page(month)));
        }
    }

    /** Position of the first record of a month: three logs and a page record each. */
    private static long positionOf(int month) {
        return month * (LOGS_A_MONTH + 1L);
    }

    private static List<String> ids(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.all())) {
            return entries.map(entry -> entry.payload().utf8().split("\"", -1)[3])
                    .toList();
        }
    }

    private static List<String> expectedIds(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int number = from * LOGS_A_MONTH; number < to * LOGS_A_MONTH; number++) {
            ids.add("accact_" + number);
        }
        return ids;
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatIsOlderThanAYearGoesAndAllElseGoesOn(Engine engine) {
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
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
        try (Journal journal = open(engine);
                JournalReader auditor = Journal.openReadOnly(directory(), options(engine))) {
            requireFrom(journal, 5, 14);
            requireFrom(auditor, 5, 14);
        }
    }

    private static void requireFrom(JournalReader journal, int from, int to) {
        assertThat(ids(journal)).isEqualTo(expectedIds(from, to));
        assertThat(journal.firstPosition()).isEqualTo(positionOf(from));
        assertThat(journal.count(Query.records())).isEqualTo(journal.endPosition() - positionOf(from));
        assertThat(journal.query(Query.all().descending().limit(1)).findFirst())
                .map(entry -> entry.payload().utf8().split("\"", -1)[3])
                .contains("accact_" + (to * LOGS_A_MONTH - 1));
        assertThat(journal.query(Query.all().descending())).hasSize((to - from) * LOGS_A_MONTH);
        assertThat(journal.query(Query.records().toPosition(positionOf(from)).descending()))
                .isEmpty();
        assertThat(journal.query(Query.all().id("accact_0"))).isEmpty();
        assertThat(journal.query(Query.all().id("accact_" + from * LOGS_A_MONTH)))
                .hasSize(1);
        assertThat(journal.verify(records -> {}).findings()).isEmpty();
        Status status = journal.status();
        assertThat(status.activityLogs()).isEqualTo((long) to * LOGS_A_MONTH);
        assertThat(status.records()).isEqualTo(journal.endPosition());
        assertThat(status.firstPosition()).isEqualTo(positionOf(from));
        assertThat(status.prunedAt()).isEqualTo(month(12));
        assertThat(status.streams()).hasSize(1);
        assertThat(status.streams().get(0).activityLogs()).isEqualTo((long) to * LOGS_A_MONTH);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aRecordSaysWhatWasDoneOnceForEachPruning(Engine engine) {
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.olderThan(month(2)));
            journal.prune(PruneRequest.olderThan(month(5)));
            assertThat(journal.prune(PruneRequest.olderThan(month(5))).isEmpty())
                    .isTrue();
        }
        try (Journal journal = open(engine)) {
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

    private static List<Lifecycle.Pruned> pruned(JournalReader journal) {
        try (Stream<Entry> entries = journal.query(Query.records())) {
            return entries.filter(entry -> entry.kind() == RecordKind.PRUNED)
                    .map(entry -> (Lifecycle.Pruned) LifecycleJson.read(entry.kind(), entry.payload()))
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void theTreeIsTheSameAsIfNothingHadGone(Engine engine) throws IOException {
        fill(engine, 0, 12);
        Path whole = temporary.resolve("whole");
        Given.copy(directory(), whole);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.asRetentionAllows());
        }
        Given.delete(directory().resolve("derived"));
        try (Journal before = Journal.open(whole, options(engine));
                Journal after = open(engine)) {
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

    @ParameterizedTest
    @EnumSource(Engine.class)
    void derivedFilesBuiltAgainAreTheSameBytes(Engine engine) throws IOException {
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.asRetentionAllows());
            fill(journal, 12, 13);
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        byte[] state = Files.readAllBytes(directory().resolve("derived/state"));
        byte[] leaves = Files.readAllBytes(directory().resolve("derived/tree/0"));
        Given.delete(directory().resolve("derived"));
        open(engine).close();
        assertThat(directory().resolve("derived/ids")).hasBinaryContent(ids);
        assertThat(directory().resolve("derived/state")).hasBinaryContent(state);
        assertThat(directory().resolve("derived/tree/0")).hasBinaryContent(leaves);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void derivedFilesFromBeforeThePruningAreNotTrusted(Engine engine) throws IOException {
        fill(engine, 0, 12);
        Path derived = temporary.resolve("derived");
        Given.copy(directory().resolve("derived"), derived);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.asRetentionAllows());
        }
        byte[] ids = Files.readAllBytes(directory().resolve("derived/ids"));
        Given.delete(directory().resolve("derived"));
        Given.copy(derived, directory().resolve("derived"));
        try (Journal journal = open(engine)) {
            requireFrom(journal, 5, 12);
            assertThat(Given.done(journal.commit(page(11))).duplicates()).isEqualTo(LOGS_A_MONTH);
        }
        assertThat(directory().resolve("derived/ids").toFile()).hasSize(ids.length);
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aStreamGoesOnWhereItWasEvenIfAllThatItBroughtIsGone(Engine engine) {
        try (Journal journal = open(engine)) {
            Given.done(journal.commit(Given.page(Given.KEYS_ONLY, logs(0), "/keys", null, FIRST)));
            fill(journal, 0, 12);
            var expected = journal.resume(Given.KEYS_ONLY);
            journal.prune(PruneRequest.asRetentionAllows());
            assertThat(journal.resume(Given.KEYS_ONLY)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFollowerThatIsBehindStopsAPruning(Engine engine) throws InterruptedException {
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
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

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whoReadsWhatGoesIsToldAndNeverSkipsOver(Engine engine) {
        fill(engine, 0, 12);
        try (Journal journal = open(engine);
                JournalReader auditor = Journal.openReadOnly(directory(), options(engine))) {
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

    @ParameterizedTest
    @EnumSource(Engine.class)
    void wheneverItIsInterruptedTheNextOpeningHasOneOfBothStates(Engine engine) throws IOException {
        fill(engine, 0, 12);
        Path before = temporary.resolve("before");
        Given.copy(directory(), before);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.asRetentionAllows());
            fill(journal, 12, 13);
        }
        // Leaves only: nothing happened.
        requireAfterCrash(engine, before, true, false, 0);
        // The base too: it is finished, however many files are gone already.
        for (int removed : List.of(0, 2, 5)) {
            requireAfterCrash(engine, before, true, true, removed);
        }
    }

    private void requireAfterCrash(Engine engine, Path before, boolean leaves, boolean base, int removed)
            throws IOException {
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
        try (JournalReader auditor = Journal.openReadOnly(crashed, options(engine))) {
            assertThat(ids(auditor)).isEqualTo(expectedIds(from, 12));
            assertThat(auditor.verify(records -> {}).findings()).isEmpty();
        }
        for (int opening = 0; opening < 2; opening++) {
            try (Journal journal = Journal.open(crashed, options(engine))) {
                assertThat(ids(journal)).isEqualTo(expectedIds(from, 12));
                assertThat(pruned(journal)).hasSize(base ? 1 : 0);
                assertThat(journal.verify(records -> {}).findings()).isEmpty();
                assertThat(segmentFiles(crashed)).hasSize(12 - from);
            }
        }
    }

    private static List<Path> segmentFiles(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal.resolve("segments"))) {
            return files.filter(file -> !file.endsWith("metadata.cq4t"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void damageToWhatIsKeptIsFoundAndNeverWrittenOver(Engine engine) throws IOException {
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Path leaves = directory().resolve("pruned/leaves");
        byte[] whole = Files.readAllBytes(leaves);
        byte[] flipped = whole.clone();
        flipped[33] ^= 1;
        Files.write(leaves, flipped);
        try (Journal journal = open(engine)) {
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
            assertThatThrownBy(() -> open(engine)).isInstanceOf(dev.annals.store.journal.JournalException.class);
        }
        Files.write(base, wholeBase);
        open(engine).close();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aBackupReplacesTheLongerPeriodButNotTheFloor(Engine engine) throws IOException {
        fill(engine, 0, 12);
        Path backup = temporary.resolve("backup");
        Given.copy(directory(), backup);
        PruneRequest eightMonths = PruneRequest.olderThan(month(7));
        try (Journal journal = open(engine)) {
            assertThatThrownBy(() -> journal.prune(eightMonths))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("retention=pci-dss");
            assertThatThrownBy(
                            () -> journal.prune(PruneRequest.olderThan(month(8)).archivedIn(backup)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("stored twice");
            assertThat(journal.prune(eightMonths.archivedIn(backup)).firstPosition())
                    .isEqualTo(positionOf(7));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aBackupThatIsContinuedAfterAPruningKeepsWhatWent(Engine engine) {
        Path backup = temporary.resolve("backup");
        fill(engine, 0, 12);
        Backup.run(directory(), backup, options(engine).clock(), records -> {});
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.olderThan(month(7)).archivedIn(backup));
            fill(journal, 12, 14);
        }
        Backup.run(directory(), backup, options(engine).clock(), records -> {});
        Backup.run(directory(), backup, options(engine).clock(), records -> {});
        try (JournalReader all = Journal.openReadOnly(backup, options(engine))) {
            assertThat(ids(all)).isEqualTo(expectedIds(0, 14));
            assertThat(all.verify(records -> {}).findings()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aFirstBackupOfAPrunedJournalBeginsWhereThatBegins(Engine engine) throws IOException {
        Path backup = temporary.resolve("backup");
        Path restored = temporary.resolve("restored");
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Backup.Result first = Backup.run(directory(), backup, options(engine).clock(), records -> {});
        assertThat(first.copiedRecords()).isEqualTo(first.records() - positionOf(3));
        assertThat(backup.resolve("pruned/leaves"))
                .hasSameBinaryContentAs(directory().resolve("pruned/leaves"));
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.asRetentionAllows());
            fill(journal, 12, 14);
        }
        Backup.run(directory(), backup, options(engine).clock(), records -> {});
        try (JournalReader copy = Journal.openReadOnly(backup, options(engine));
                JournalReader source = Journal.openReadOnly(directory(), options(engine))) {
            requireFrom(copy, 3, 14);
            assertThat(copy.verify(records -> {}).proven().root())
                    .isEqualTo(source.verify(records -> {}).proven().root());
        }
        assertThat(Restore.run(backup, restored, false, options(engine).clock(), records -> {})
                        .restored())
                .isTrue();
        try (Journal journal = Journal.open(restored, options(engine))) {
            requireFrom(journal, 3, 14);
            fill(journal, 14, 16);
            requireFrom(journal, 3, 16);
            assertThat(journal.append(logs(4)).duplicates()).isEqualTo(LOGS_A_MONTH);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatWasPrunedIsNotMissingForASalvage(Engine engine) throws IOException {
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Path salvaged = temporary.resolve("salvaged");
        Salvage.Result result = salvage(engine, salvaged);
        assertThat(result.nothingLost()).isTrue();
        assertThat(result.findings()).isEmpty();
        assertThat(salvaged.resolve("pruned")).doesNotExist();
        try (Journal journal = Journal.open(salvaged, options(engine))) {
            assertThat(ids(journal)).isEqualTo(expectedIds(3, 12));
            assertThat(journal.firstPosition()).isZero();
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
        Files.delete(segmentFiles(directory()).get(0));
        assertThat(salvage(engine, temporary.resolve("without its first")).lostExcerpts())
                .isEqualTo(1);
        Files.write(directory().resolve("pruned/base"), new byte[8]);
        Salvage.Result unknown = salvage(engine, temporary.resolve("without its base"));
        assertThat(unknown.lostExcerpts()).isEqualTo(4);
        assertThat(unknown.findings())
                .extracting(Verification.Finding::what)
                .anyMatch(what -> what.contains("pruned/"));
    }

    private Salvage.Result salvage(Engine engine, Path target) {
        return Salvage.run(directory(), target, options(engine).clock(), records -> {});
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aBackupOfDamagedHashesIsRefused(Engine engine) throws IOException {
        Path backup = temporary.resolve("backup");
        fill(engine, 0, 12);
        try (Journal journal = open(engine)) {
            journal.prune(PruneRequest.olderThan(month(3)));
        }
        Path leaves = directory().resolve("pruned/leaves");
        byte[] whole = Files.readAllBytes(leaves);
        byte[] flipped = whole.clone();
        flipped[33] ^= 1;
        Files.write(leaves, flipped);
        assertThatThrownBy(() -> Backup.run(directory(), backup, options(engine).clock(), records -> {}))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("leaves");
        assertThat(backup.resolve("pruned/base")).doesNotExist();
        Files.write(leaves, whole);
        Backup.run(directory(), backup, options(engine).clock(), records -> {});
        try (JournalReader copy = Journal.openReadOnly(backup, options(engine))) {
            requireFrom(copy, 3, 12);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aBackupThatDoesNotHoldItIsNoBackup(Engine engine) throws IOException {
        fill(engine, 0, 3);
        Path old = temporary.resolve("old");
        Given.copy(directory(), old);
        fill(engine, 3, 12);
        Path other = temporary.resolve("other");
        try (Journal journal = Journal.open(other, options(engine).withClock(InstantSource.fixed(FIRST)))) {
            fill(journal, 0, 12);
        }
        PruneRequest request = PruneRequest.olderThan(month(7));
        try (Journal journal = open(engine)) {
            assertThatThrownBy(() -> journal.prune(request.archivedIn(other)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another journal");
            Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory());
            for (Path itself : List.of(directory(), alias)) {
                assertThatThrownBy(() -> journal.prune(request.archivedIn(itself)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("the backup is the journal itself");
                assertThat(journal.firstPosition()).isZero();
            }
            Pruning pruning = journal.prune(request.archivedIn(old));
            assertThat(pruning.firstPosition()).isEqualTo(positionOf(3));
            assertThat(pruning.held()).contains("backup does not hold excerpt 3");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void agesCountFromTheServersDateNotFromALocalClockThatRunsAhead(Engine engine) {
        fill(engine, 0, 12);
        InstantSource ahead = InstantSource.fixed(month(1200));
        try (Journal journal = Journal.open(directory(), options(engine).withClock(ahead))) {
            assertThat(journal.prunable(PruneRequest.asRetentionAllows()).before())
                    .isEqualTo(month(5).plusSeconds(86_400));
            assertThatThrownBy(() -> journal.prune(PruneRequest.olderThan(month(30))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutAServersDateNothingGoes(Engine engine) {
        try (Journal journal = open(engine)) {
            journal.append(logs(0));
            journal.append(logs(4));
            assertThatThrownBy(() -> journal.prune(PruneRequest.asRetentionAllows()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fetch once");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void oneYoungRecordKeepsItsSegment(Engine engine) {
        try (Journal journal = open(engine)) {
            fill(journal, 0, 2);
            journal.append(List.of(Given.log("accact_future", "acct_1", month(999), "")));
            fill(journal, 2, 12);
            Pruning pruning = journal.prune(PruneRequest.asRetentionAllows());
            assertThat(pruning.firstPosition()).isEqualTo(positionOf(1));
            assertThat(pruning.held()).contains("activity_log at position " + positionOf(2));
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void aShorterRetentionStillLeavesWhatTheProviderKeeps(Engine engine) {
        fill(engine, 0, 12);
        Retention month = new Retention(Period.ofMonths(1), Period.ZERO);
        try (Journal journal = Journal.open(directory(), options(engine).withRetention(month))) {
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

    @ParameterizedTest
    @EnumSource(Engine.class)
    void sayingWhatWouldGoChangesNothing(Engine engine) throws IOException {
        fill(engine, 0, 12);
        try (JournalReader auditor = Journal.openReadOnly(directory(), options(engine))) {
            assertThat(auditor.prunable(PruneRequest.asRetentionAllows()).segments())
                    .isEqualTo(5);
        }
        assertThat(directory().resolve("pruned")).doesNotExist();
        assertThat(segmentFiles(directory())).hasSize(12);
    }
}
