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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
                "test", Given.START, Given.START, null, "v", "/asked", null, null, 3, 2, 1, 0, null);
        append(stored(100, ""), new NewRecord(page.kind(), page.at(), LifecycleJson.write(page)));
        assertThat(verify().findings()).singleElement().satisfies(finding -> {
            assertThat(finding.position()).isEqualTo(56);
            assertThat(finding.what()).contains("appended=2", "logs=1");
        });
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
        assertThat(verify().findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.advice()).contains("delete derived/"));
        Given.delete(directory.resolve("derived"));
        Journal.open(directory, options).close();
        assertThat(verify().clean()).isTrue();
    }

    @Test
    void oneDamagedExcerptIsNamedAndTheOthersAreRead() throws IOException {
        Path segment;
        try (var files = Files.list(directory.resolve("segments"))) {
            segment = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("accact_25");
        bytes[at] = 'A';
        Files.write(segment, bytes);

        Verification found = verify();
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.excerpt()).isEqualTo(2);
            assertThat(finding.position()).isEqualTo(22);
        });
        assertThat(found.excerpts()).isEqualTo(4);
        assertThat(found.records()).isEqualTo(44);
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
}
