package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.journal.Packing;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerifierTest {
    @TempDir
    Path directory;

    private final JournalOptions options =
            JournalOptions.processDurability().withEngine(Engine.FILE).withPacking(Packing.NONE);

    @BeforeEach
    void write() {
        try (Journal journal = Journal.open(directory, options)) {
            for (int i = 0; i < 5; i++) {
                done(journal.commit(page(logs(i * 10, i * 10 + 10))));
            }
        }
    }

    private Verification verify() {
        try (JournalReader journal = Journal.openReadOnly(directory, options)) {
            return journal.verify(records -> {});
        }
    }

    private void append(NewRecord... records) throws IOException {
        Intruder owner = new Intruder(directory, Engine.FILE);
        owner.writes().add(new Intruder.Write(List.of(records), Hash.NONE));
        owner.write(true);
    }

    private static NewRecord stored(int number, String variant) {
        return new NewRecord(RecordKind.ACTIVITY_LOG, null, log(number, variant).payload());
    }

    @Test
    void aSoundJournalIsClean() {
        Verification found = verify();
        assertThat(found.findings()).isEmpty();
        assertThat(found.excerpts()).isEqualTo(5);
        assertThat(found.records()).isEqualTo(55);
    }

    @Test
    void aLogStoredTwiceIsFoundWithBothPositions() throws IOException {
        append(stored(100, ""), stored(12, "other"));
        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.excerpt()).isEqualTo(5);
            assertThat(finding.position()).isEqualTo(56);
            assertThat(finding.what()).contains("accact_12", "position=13");
        });
    }

    @Test
    void aPageRecordThatCountsWronglyIsFound() throws IOException {
        Lifecycle.PageCommitted page = new Lifecycle.PageCommitted(
                "test", Given.START, Given.START, null, "v", "/asked", null, null, 3, 2, 1, 0, null, null);
        append(stored(100, ""), new NewRecord(page.kind(), page.at(), LifecycleJson.write(page)));
        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.position()).isEqualTo(56);
            assertThat(finding.what()).contains("appended=2", "logs=1");
        });
    }

    /** One log and no conflict are there, as the record says; but it says too that five were received. */
    @Test
    void aPageRecordThatLostOneOnTheWayIsFound() throws IOException {
        Lifecycle.PageCommitted page = new Lifecycle.PageCommitted(
                "test", Given.START, Given.START, null, "v", "/asked", null, null, 5, 1, 3, 0, null, null);
        append(stored(100, ""), new NewRecord(page.kind(), page.at(), LifecycleJson.write(page)));
        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("received=5"));
    }

    @Test
    void anIndexWithEntriesThatNoSearchFindsIsFound() throws IOException {
        Path ids = directory.resolve("derived/ids");
        byte[] bytes = Files.readAllBytes(ids);
        int[] taken = IntStream.iterate(4096, slot -> slot < bytes.length, slot -> slot + 16)
                .filter(slot -> bytes[slot + 8] != 0)
                .limit(2)
                .toArray();
        byte[] first = Arrays.copyOfRange(bytes, taken[0], taken[0] + 16);
        System.arraycopy(bytes, taken[1], bytes, taken[0], 16);
        System.arraycopy(first, 0, bytes, taken[1], 16);
        Files.write(ids, bytes);
        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("no search finds"));
    }

    @Test
    void anIndexWithAWrongPlaceIsFoundAndTheAdviceHeals() throws IOException {
        Path ids = directory.resolve("derived/ids");
        byte[] bytes = Files.readAllBytes(ids);
        for (int slot = 4096; slot < bytes.length; slot += 16) {
            if (bytes[slot + 8] != 0) {
                bytes[slot + 8] ^= 2;
                break;
            }
        }
        Files.write(ids, bytes);
        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains("not the same ones");
            assertThat(finding.advice()).contains("delete derived/");
        });
        Given.delete(directory.resolve("derived"));
        Journal.open(directory, options).close();
        assertThat(verify().clean()).isTrue();
    }

    private void damage(String text) throws IOException {
        Path segment;
        try (var files = Files.list(directory.resolve("segments"))) {
            segment = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text)] = 'A';
        Files.write(segment, bytes);
    }

    @Test
    void oneDamagedExcerptIsNamedAndTheOthersAreRead() throws IOException {
        damage("accact_25");

        Verification found = verify();
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.excerpt()).isEqualTo(2);
            assertThat(finding.position()).isEqualTo(22);
        });
        assertThat(found.excerpts()).isEqualTo(4);
        assertThat(found.records()).isEqualTo(44);
    }

    @Test
    void ofDamagedNeighboursTheFirstIsNamed() throws IOException {
        damage("accact_25");
        damage("accact_35");

        Verification found = verify();
        assertThat(found.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.excerpt()).isEqualTo(2));
        assertThat(found.excerpts()).isEqualTo(3);
    }

    @Test
    void progressIsTold() {
        try (Journal journal = Journal.open(directory, options)) {
            journal.append(logs(0, 25_000));
            java.util.List<Long> told = new java.util.ArrayList<>();
            assertThat(journal.verify(told::add).clean()).isTrue();
            assertThat(told).hasSize(2).isSorted();
        }
    }

    private static JournalOptions options(Engine engine) {
        return JournalOptions.processDurability().withEngine(engine).withPacking(Packing.NONE);
    }

    /** Five excerpts of ten records were acknowledged; the last two go, and nothing that could remember them stays but the mark. */
    private Path cut(Engine engine) throws IOException {
        Path journal = directory.resolve("cut-" + engine);
        try (Journal open = Journal.open(journal, options(engine))) {
            for (int i = 0; i < 5; i++) {
                open.append(logs(i * 10, i * 10 + 10));
            }
        }
        byte[] mark = Files.readAllBytes(journal.resolve("high-water"));
        Intruder intruder = new Intruder(journal, engine);
        intruder.writes().subList(3, intruder.writes().size()).clear();
        intruder.write(false);
        Files.write(journal.resolve("high-water"), mark);
        Given.delete(journal.resolve("derived"));
        return journal;
    }

    private static List<Verification.Finding> findings(Path journal, Engine engine) {
        try (JournalReader reader = Journal.openReadOnly(journal, options(engine))) {
            return reader.verify(records -> {}).findings();
        }
    }

    /** Acceptance test 47: without any checkpoint. */
    @ParameterizedTest
    @EnumSource(Engine.class)
    void anEndThatWasAcknowledgedAndIsMissingIsFoundWithItsPlace(Engine engine) throws IOException {
        assertThat(findings(cut(engine), engine)).first().satisfies(finding -> {
            assertThat(finding.excerpt()).isEqualTo(3);
            assertThat(finding.position()).isEqualTo(30);
        });
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void withoutTheMarkNobodyCanTellWhetherTheEndIsMissing(Engine engine) throws IOException {
        Path journal = cut(engine);
        Path mark = journal.resolve("high-water");
        byte[] nonsense = new byte[8192];
        for (byte[] left : new byte[][] {null, new byte[0], nonsense}) {
            Files.deleteIfExists(mark);
            if (left != null) {
                Files.write(mark, left);
            }
            assertThat(findings(journal, engine)).singleElement().satisfies(finding -> {
                assertThat(finding.excerpt()).isEqualTo(3);
                assertThat(finding.what()).contains("nobody can tell here whether its end is missing", mark.toString());
                assertThat(finding.advice()).contains("salvage", "checkpoints that were kept elsewhere");
            });
        }
    }

    /** An index that knows more than there is must not be thrown away before it was asked why. */
    @Test
    void anIndexThatCoversMoreThanThereIsPointsToTheEnd() throws IOException {
        Intruder intruder = new Intruder(directory, Engine.FILE);
        intruder.writes().subList(3, 5).clear();
        intruder.write(false);
        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.what()).contains("covered=5, there=3", "either the journal's end is missing");
            assertThat(finding.advice()).startsWith("compare the journal's end").contains("only if nothing is missing");
        });
    }
}
