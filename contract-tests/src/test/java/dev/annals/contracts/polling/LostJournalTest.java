package dev.annals.contracts.polling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.JournalReader;
import dev.annals.store.Status;
import dev.annals.store.backup.Backup;
import dev.annals.store.backup.Restore;
import dev.annals.store.backup.Salvage;
import dev.annals.store.journal.Durability;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that was lost or damaged is brought back, and the fetcher brings what is missing from the provider. */
class LostJournalTest {
    private final Path home;

    LostJournalTest(@TempDir Path home) {
        this.home = home;
    }

    private static Journal open(World world, Path directory) {
        return Journal.open(
                directory,
                JournalOptions.defaults().withDurability(Durability.PROCESS).withClock(world.sandbox.clock()));
    }

    private static List<String> stored(Journal journal) {
        try (Stream<Entry> entries = journal.query(Query.all())) {
            return entries.map(entry -> entry.payload().utf8()).toList();
        }
    }

    private static List<Lifecycle> facts(Journal journal, RecordKind kind) {
        try (Stream<Entry> entries = journal.query(Query.records().kinds(kind))) {
            return entries.map(entry -> LifecycleJson.read(kind, entry.payload()))
                    .toList();
        }
    }

    private Path backedUp(World world) {
        Path backup = home.resolve("backup");
        Backup.run(world.directory(), backup, world.sandbox.clock(), records -> {});
        return backup;
    }

    private Path restored(World world, Path backup) {
        Path restored = home.resolve("restored");
        assertThat(Restore.run(backup, restored, false, world.sandbox.clock(), records -> {})
                        .restored())
                .isTrue();
        return restored;
    }

    private void grow(World world, int logs) {
        for (int i = 0; i < logs; i++) {
            world.sandbox.append("{\"type\":\"api_key_viewed\"}");
        }
        world.sandbox.clock().advance(Duration.ofMinutes(11));
        world.poll();
    }

    @Test
    void afterARestoreFromAnOlderBackupNothingIsMissingAndNothingTwice() {
        try (World world = World.withLogs(100)) {
            world.poll();
            Path backup = backedUp(world);
            grow(world, 60);
            try (Journal journal = open(world, restored(world, backup))) {
                world.poll(world.options().build(), journal);
                assertThat(stored(journal))
                        .isEqualTo(world.sandbox.visibleLogs())
                        .hasSize(160);
                assertThat(journal.status().duplicates()).isZero();
                assertThat(journal.status().watermark())
                        .isEqualTo(world.journal().status().watermark());
            }
        }
    }

    @Test
    void aBackupWhoseCursorHasExpiredIsReadFromTheBeginningAndKeepsWhatItHas() {
        try (World world = World.withLogs(100)) {
            world.poll();
            Path backup = backedUp(world);
            grow(world, 60);
            world.sandbox.clock().advance(Duration.ofDays(11));
            try (Journal journal = open(world, restored(world, backup))) {
                world.poll(world.options().build(), journal);
                assertThat(stored(journal)).doesNotHaveDuplicates().containsAll(world.sandbox.visibleLogs());
                assertThat(journal.status().gaps()).isZero();
            }
        }
    }

    @Test
    void whatADamagedJournalLostComesBackOnceAndTheGapRemains() throws IOException {
        try (World world = World.withLogs(500)) {
            world.poll();
            Status before = world.journal().status();
            world.journal().close();
            // The last first: each is looked for by reading up to it.
            flip(world, 490);
            flip(world, 160);
            flip(world, 130);
            Path saved = home.resolve("saved");
            Salvage.Result result = Salvage.run(world.directory(), saved, world.sandbox.clock(), records -> {});
            assertThat(result.lostExcerpts()).isEqualTo(3);
            try (Journal journal = open(world, saved)) {
                assertThat(stored(journal)).hasSize(425);
                assertThat(journal.status().watermark()).isNull();
                assertThat(facts(journal, RecordKind.GAP)).hasSize(2);
                world.poll(world.options().build(), journal);
                assertThat(stored(journal))
                        .containsExactlyInAnyOrderElementsOf(world.sandbox.visibleLogs())
                        .hasSize(500);
                assertThat(journal.status().watermark()).isEqualTo(before.watermark());
                assertThat(journal.status().gaps()).isEqualTo(2);
                assertThat(journal.status().lateArrivals()).isZero();
                long end = journal.endPosition();
                world.poll(world.options().build(), journal);
                assertThat(stored(journal)).hasSize(500);
                assertThat(journal.verify(records -> {}).findings()).isEmpty();
                assertThat(journal.endPosition()).isGreaterThan(end);
            }
        }
    }

    @Test
    void whatTheProviderNoLongerKeepsWhenASalvagedJournalIsFetchedAgainIsAGap() throws IOException {
        try (World world = World.withLogs(100)) {
            world.poll();
            world.journal().close();
            flip(world, 90);
            world.sandbox.clock().advance(Duration.ofDays(400));
            world.sandbox.append("{\"type\":\"api_key_viewed\"}");
            world.sandbox.clock().advance(Duration.ofMinutes(11));
            Path saved = home.resolve("saved");
            Salvage.run(world.directory(), saved, world.sandbox.clock(), records -> {});
            try (Journal journal = open(world, saved)) {
                world.poll(world.options().build(), journal);
                assertThat(facts(journal, RecordKind.GAP))
                        .hasSize(2)
                        .last()
                        .satisfies(gap -> assertThat(gap.toString())
                                .contains("what the provider still shows begins after what was known"));
            }
        }
    }

    /** Flips a bit in the place where a log is stored. */
    private static void flip(World world, int log) throws IOException {
        Path segment = world.directory().resolve("segments/19700101F.cq4");
        byte[] bytes = Files.readAllBytes(segment);
        long position = position(world.directory(), world.sandbox.visibleLogs().get(log));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int excerpt = text.indexOf("ANNL\1");
        while (endPosition(bytes, excerpt) <= position) {
            excerpt = text.indexOf("ANNL\1", excerpt + 1);
            assertThat(excerpt).isPositive();
        }
        bytes[excerpt + 80 + 40] ^= 1;
        Files.write(segment, bytes);
    }

    private static long endPosition(byte[] segment, int excerpt) {
        ByteBuffer envelope = ByteBuffer.wrap(segment, excerpt, 80).slice();
        return envelope.getLong(16) + envelope.getInt(24);
    }

    private static long position(Path directory, String payload) {
        try (JournalReader journal = Journal.openReadOnly(directory);
                Stream<Entry> entries = journal.query(Query.all())) {
            return entries.filter(entry -> entry.payload().toString().equals(payload))
                    .findFirst()
                    .orElseThrow()
                    .position();
        }
    }
}
