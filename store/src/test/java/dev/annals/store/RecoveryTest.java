package dev.annals.store;

import static dev.annals.store.Given.done;
import static dev.annals.store.Given.log;
import static dev.annals.store.Given.logs;
import static dev.annals.store.Given.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host sees of a recovery, and of a journal that lost its end. */
class RecoveryTest {
    @TempDir
    Path temporary;

    private final JournalOptions options =
            JournalOptions.processDurability().withEngine(Engine.FILE).withClock(InstantSource.fixed(Given.START));

    private Path journal() {
        return temporary.resolve("journal");
    }

    private Path segment() {
        return journal().resolve("segments/00000000000000000000.excerpts");
    }

    private void write(int from, int to) {
        try (Journal journal = Journal.open(journal(), options)) {
            for (int i = from; i < to; i++) {
                done(journal.commit(page(log(i))));
            }
        }
    }

    private List<Entry> recovered() {
        try (JournalReader journal = Journal.openReadOnly(journal(), options);
                Stream<Entry> all = journal.query(Query.records())) {
            return all.filter(each -> each.kind() == RecordKind.RECOVERED).toList();
        }
    }

    @Test
    void whatACrashLeftIsCutOffAndTheFirstRecordAfterItSaysSo() throws IOException {
        write(0, 3);
        byte[] half = {0, 0, 1, 0, 'A', 'N', 'N', 'L', 1, 0};
        Files.write(segment(), half, StandardOpenOption.APPEND);
        write(3, 5);
        write(5, 6);
        assertThat(recovered()).singleElement().satisfies(entry -> {
            assertThat(entry.position()).isEqualTo(6);
            assertThat(LifecycleJson.read(entry.kind(), entry.payload()))
                    .isInstanceOfSatisfying(Lifecycle.Recovered.class, fact -> {
                        assertThat(fact.at()).isEqualTo(Given.START);
                        assertThat(fact.nextPosition()).isEqualTo(6);
                        assertThat(fact.droppedBytes()).isEqualTo(9);
                        assertThat(fact.reason()).contains("00000000000000000000.excerpts");
                    });
        });
        try (JournalReader journal = Journal.openReadOnly(journal(), options)) {
            assertThat(journal.count(Query.all())).isEqualTo(6);
            assertThat(journal.verify(records -> {}).findings()).isEmpty();
        }
    }

    /** What derived files do not know is read again, and no more: an opening that began at the front would meet the damage there. */
    @Test
    void anOpeningAfterAKillReadsOnlyTheJournalsEnd() throws IOException {
        Path killed = temporary.resolve("killed");
        int logs = 72_000;
        try (Journal journal = Journal.open(journal(), options)) {
            for (int next = 0; next < logs; next += 60) {
                journal.commit(page(logs(next, next + 60)));
            }
            done(journal.commit(page(log(logs - 1))));
            awaitFile(journal().resolve("derived/columns/0-0000000000.terms"));
            awaitFile(journal().resolve("derived/columns/0000000000.block"));
            Given.copy(journal(), killed);
        }
        Path segment = killed.resolve("segments").resolve(segment().getFileName());
        byte[] bytes = Files.readAllBytes(segment);
        int beginningOfNext = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("ANNL", 4096) - 4;
        bytes[beginningOfNext - 1] ^= 1;
        Files.write(segment, bytes);
        try (Journal journal = Journal.open(killed, options)) {
            assertThat(done(journal.commit(page(log(logs - 1), log(logs)))).duplicates())
                    .isEqualTo(1);
            assertThat(journal.count(Query.all().id("accact_" + (logs - 2)))).isEqualTo(1);
            assertThat(journal.verify(records -> {}).findings()).isNotEmpty();
        }
    }

    private static void awaitFile(Path file) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (Files.notExists(file)) {
            assertThat(System.nanoTime()).as("waited 20 s for %s", file).isLessThan(until);
            Thread.onSpinWait();
        }
    }

    @Test
    void aJournalThatLostItsEndIsRefusedAndVerifySaysWhere() throws IOException {
        write(0, 3);
        byte[] content = Files.readAllBytes(segment());
        Files.write(segment(), java.util.Arrays.copyOf(content, content.length - 1));
        assertThatThrownBy(() -> Journal.open(journal(), options))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("acknowledged=3")
                .hasMessageContaining("excerpt=2");
        try (JournalReader journal = Journal.openReadOnly(journal(), options)) {
            assertThat(journal.verify(records -> {}).findings())
                    .anySatisfy(finding -> assertThat(finding.excerpt()).isEqualTo(2));
        }
    }

    @Test
    void aJournalThatLostItsMarkIsReadButNotWritten() throws IOException {
        write(0, 3);
        Files.delete(journal().resolve("high-water"));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> Journal.open(journal(), options))
                    .isInstanceOf(JournalCorruptedException.class)
                    .hasMessageContaining("high-water")
                    .hasMessageContaining("salvage");
        }
        assertThat(journal().resolve("high-water")).doesNotExist();
        try (JournalReader journal = Journal.openReadOnly(journal(), options)) {
            assertThat(journal.count(Query.all())).isEqualTo(3);
        }
        Files.delete(segment());
        assertThatThrownBy(() -> Journal.open(journal(), options))
                .as("not even when nothing is left")
                .isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void anOpeningThatDiedBeforeItWroteTheDescriptionIsNoObstacle() throws IOException {
        Files.createDirectories(journal());
        Files.write(journal().resolve("high-water"), new byte[0]);
        Files.write(journal().resolve("annals.lock"), new byte[0]);
        write(0, 3);
        write(3, 4);
        assertThat(recovered()).isEmpty();
    }
}
