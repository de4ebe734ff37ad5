package dev.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.fetch.Batch;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.JournalClosedException;
import dev.annals.store.projection.Completeness;
import dev.annals.store.projection.Inventory;
import dev.annals.store.projection.KeyState;
import dev.annals.store.prune.PruneRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The inventory of a journal on disk: its file, its auditors, what late arrivals, gaps and pruning do to it. */
@Timeout(120)
class InventoryTest {
    private static final Instant T0 = Instant.parse("2025-01-15T12:00:00Z");

    @TempDir
    Path temporary;

    private final List<Runnable> ticks = new ArrayList<>();
    private Instant now = T0.plus(Duration.ofDays(900));

    private Path directory() {
        return temporary.resolve("journal");
    }

    private Path file() {
        return directory().resolve("derived/projections/inventory");
    }

    private JournalOptions options(Engine engine) {
        return JournalOptions.processDurability().withEngine(engine).withClock(InstantSource.fixed(now));
    }

    private Journal open() {
        return Journal.open(directory(), options(Engine.FILE));
    }

    private JournalReader audit() {
        return Journal.openReadOnly(directory(), options(Engine.FILE));
    }

    private static RawActivityLog log(int number, String type, String key, Instant created) {
        return new RawActivityLog(
                "accact_" + number,
                "acct_1",
                created,
                Payload.ofUtf8("{\"id\":\"accact_" + number + "\",\"created\":\"" + created
                        + "\",\"context\":\"acct_1\",\"type\":\"" + type
                        + "\",\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"mia@example.com\"}},\"details\":"
                        + "{\"type\":\"api_key\",\"api_key\":{\"id\":\"" + key + "\",\"name\":\"n" + number + "\"}}}"));
    }

    private static Instant day(int number) {
        return T0.plus(Duration.ofDays(number));
    }

    /** Enough for a file: more records than a step of it. */
    private static List<RawActivityLog> many(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(each -> log(each, "api_key_created", "rk_" + each % 50, T0.plusSeconds(each)))
                .toList();
    }

    /** In pages: the file ends with a page. */
    private static void fill(Journal journal, int from) {
        for (int i = from; i < from + 5_000; i += 100) {
            journal.commit(Given.page(many(i, i + 100)));
        }
        Given.done(journal.commit(Given.emptyPage(T0.plusSeconds(from + 5_000))));
    }

    private static Map<String, String> names(Inventory inventory, Instant at) {
        Map<String, String> names = new TreeMap<>();
        for (KeyState each : inventory.at(at).keys()) {
            names.put(each.id(), String.valueOf(each.name()));
        }
        return names;
    }

    private Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory())) {
            for (Path each : all.toList()) {
                files.put(
                        each.toString(),
                        (Files.isRegularFile(each) ? Files.size(each) : -1) + " " + Files.getLastModifiedTime(each));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    /** Else a journal that is only ever opened for one fetch would be read from its beginning each time somebody asks. */
    @Test
    void aClosingDoesItsPartAndTheNextOneGoesOn() throws IOException {
        try (Journal journal = open()) {
            for (int from = 0; from < 25_000; from += 5_000) {
                fill(journal, from);
            }
        }
        List<Long> sizes = new ArrayList<>(List.of(Files.size(file())));
        byte[] before = Files.readAllBytes(file());
        for (int i = 0; i < 3; i++) {
            open().close();
            byte[] after = Files.readAllBytes(file());
            sizes.add((long) after.length);
            assertThat(Arrays.equals(before, after))
                    .as("opening %d of %s", i, sizes)
                    .isEqualTo(i == 2);
            before = after;
        }
        try (JournalReader audit = audit()) {
            assertThat(names(audit.inventory(), day(900))).hasSize(50).containsEntry("rk_7", "n24957");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void whatTheWriterAndTheAuditorSayIsTheSameAndFollowsTheJournal(Engine engine) {
        try (Journal journal = Journal.open(directory(), options(engine));
                JournalReader auditor = Journal.openReadOnly(directory(), options(engine))) {
            assertThat(journal.inventory().at(now).keys()).isEmpty();
            for (int i = 0; i < 5; i++) {
                Given.done(journal.commit(Given.page(many(i * 10, i * 10 + 10))));
                assertThat(names(journal.inventory(), now)).hasSize(i * 10 + 10);
                assertThat(names(auditor.inventory(), now)).hasSize(i * 10 + 10);
                assertThat(names(auditor.inventory(), T0.plusSeconds(7))).hasSize(8);
            }
        }
    }

    /** What the file holds of a key and what came since lie on different days; each has its part in the answer. */
    @Test
    void whatCameSinceTheFileWasWrittenIsAddedToIt() {
        try (Journal journal = open()) {
            Given.done(journal.commit(Given.page(log(1, "api_key_viewed", "rk_seen", day(1)))));
            Given.done(journal.commit(Given.page(log(2, "api_key_viewed", "rk_seen", day(2)))));
            fill(journal, 3);
        }
        try (Journal journal = open()) {
            Given.done(journal.commit(Given.page(
                    Given.STREAM, List.of(log(9_001, "api_key_viewed", "rk_seen", day(4))), "/next", day(4), day(5))));
            assertThat(seen(journal.inventory(), day(3))).isEqualTo("n2 from " + day(1) + " to " + day(2));
            assertThat(seen(journal.inventory(), day(5))).isEqualTo("n9001 from " + day(1) + " to " + day(4));
        }
    }

    private static String seen(Inventory inventory, Instant at) {
        KeyState key = inventory.at(at).key("acct_1", "rk_seen").orElseThrow();
        return key.name() + " from " + key.knownSince() + " to " + key.lastViewed();
    }

    @Test
    void aLogThatComesLateCountsWhereItHappened() {
        try (Journal journal = open()) {
            Given.done(journal.commit(Given.page(log(1, "api_key_created", "rk_1", day(1)))));
            Given.done(journal.commit(Given.page(log(2, "api_key_updated", "rk_1", day(5)))));
            assertThat(names(journal.inventory(), day(4))).isEqualTo(Map.of("rk_1", "n1"));
            Given.done(journal.commit(Given.page(
                    Given.STREAM, List.of(log(3, "api_key_updated", "rk_1", day(3))), "/next", day(6), day(7))));
            assertThat(names(journal.inventory(), day(2))).isEqualTo(Map.of("rk_1", "n1"));
            assertThat(names(journal.inventory(), day(4))).isEqualTo(Map.of("rk_1", "n3"));
            assertThat(names(journal.inventory(), day(5))).isEqualTo(Map.of("rk_1", "n2"));
            KeyState key = journal.inventory().at(day(4)).key("acct_1", "rk_1").orElseThrow();
            assertThat(key.lastChange()).isNotNull();
            assertThat(journal.inventory().at(day(0)).key("acct_1", "rk_1")).isEmpty();
        }
    }

    @Test
    void itSaysUpToWhenItIsCompleteAndWhatGapsLieBefore() {
        try (Journal journal = open();
                JournalReader auditor = audit()) {
            Given.done(journal.commit(Given.page(log(1, "api_key_created", "rk_1", day(1)))));
            Completeness unknown = journal.inventory().at(day(1)).completeness();
            assertThat(unknown.watermark()).isNull();
            assertThat(unknown.beyondWatermark()).isTrue();
            Given.done(journal.commit(
                    Given.notes(new Lifecycle.Gap("test", day(9), day(4), null, day(8), null, "planted"))));
            Given.done(journal.commit(Given.emptyPage(day(10))));
            for (JournalReader each : List.of(journal, auditor)) {
                assertThat(each.inventory().at(day(4)).completeness().complete())
                        .isTrue();
                Completeness within = each.inventory().at(day(5)).completeness();
                assertThat(within.complete()).isFalse();
                assertThat(within.gaps()).containsExactly(new Completeness.Gap("test", day(4), day(8)));
                Completeness beyond = each.inventory().at(day(10).plusNanos(1)).keys(key -> {});
                assertThat(beyond.beyondWatermark()).isTrue();
                assertThat(beyond.watermark()).isEqualTo(day(10));
                assertThat(beyond.begins()).isEqualTo(day(1));
            }
        }
    }

    @Test
    void closingLeavesAFileThatTheNextQuestionBeginsWith() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 0);
        }
        Map<String, String> expected;
        byte[] bytes = Files.readAllBytes(file());
        try (Journal journal = open()) {
            expected = names(journal.inventory(), T0.plusSeconds(2_500));
            assertThat(expected).hasSize(50).containsValue("n2500").doesNotContainValue("n2501");
        }
        Files.delete(file());
        try (JournalReader auditor = audit()) {
            assertThat(names(auditor.inventory(), T0.plusSeconds(2_500))).isEqualTo(expected);
        }
        open().close();
        assertThat(file()).hasBinaryContent(bytes);
        for (int at : new int[] {0, 9, 13, bytes.length / 2, bytes.length - 20, bytes.length - 6, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            Files.write(file(), damaged);
            try (JournalReader auditor = audit()) {
                assertThat(names(auditor.inventory(), T0.plusSeconds(2_500))).isEqualTo(expected);
            }
            try (Journal journal = open()) {
                assertThat(names(journal.inventory(), T0.plusSeconds(2_500))).isEqualTo(expected);
            }
            assertThat(file()).hasBinaryContent(bytes);
        }
    }

    @Test
    void aFileOfAnotherJournalIsNotBelieved() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 0);
        }
        byte[] foreign = Files.readAllBytes(file());
        Given.delete(directory());
        try (Journal journal = open()) {
            fill(journal, 1);
        }
        Files.write(file(), foreign);
        try (JournalReader auditor = audit()) {
            assertThat(names(auditor.inventory(), now)).containsValue("n5000");
        }
    }

    @Test
    void readingOnlyNeverWritesAByte() throws IOException {
        try (Journal journal = open()) {
            fill(journal, 0);
        }
        Files.delete(file());
        Map<String, String> before = files();
        try (JournalReader auditor = audit()) {
            auditor.inventory().at(now).keys();
            auditor.inventory().at(now).users();
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void theFileIsBroughtUpToDateNowAndThenButNotByTheWriter() throws IOException {
        JournalOptions options = options(Engine.FILE).withTicks((interval, task) -> {
            ticks.add(task);
            return () -> {};
        });
        try (Journal journal = Journal.open(directory(), options)) {
            fill(journal, 0);
            assertThat(file()).doesNotExist();
            ticks.forEach(Runnable::run);
            assertThat(file()).exists();
        }
        assertThat(Files.exists(file().resolveSibling("inventory.tmp"))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void afterAPruningItIsMadeFromWhatRemains(Engine engine) {
        try (Journal journal = Journal.open(directory(), options(engine))) {
            for (int month = 0; month < 14; month++) {
                Instant at = day(60 * month);
                Given.done(journal.commit(new Batch(
                        Given.STREAM,
                        List.of(),
                        List.of(log(month, "api_key_created", "rk_" + month, at)),
                        new Batch.PageMark(at, at, "req", "v", "/asked", "/next/" + month, at, null, null))));
            }
            assertThat(names(journal.inventory(), now)).hasSize(14);
            long gone = journal.prune(PruneRequest.asRetentionAllows()).records() / 2;
            assertThat(gone).isPositive();
            try (JournalReader auditor = Journal.openReadOnly(directory(), options(engine))) {
                for (JournalReader each : List.of(journal, auditor)) {
                    assertThat(names(each.inventory(), now)).hasSize((int) (14 - gone));
                    assertThat(each.inventory().at(now).completeness().firstPosition())
                            .isEqualTo(each.firstPosition());
                }
            }
        }
    }

    @Test
    void whoAsksWhileBeingAnsweredOrAfterClosingIsTold() {
        Journal journal = open();
        Given.done(journal.commit(Given.page(many(0, 3))));
        Inventory inventory = journal.inventory();
        assertThatThrownBy(() -> inventory.at(now).keys(key -> inventory.at(now).users()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("answer");
        assertThat(names(inventory, now)).hasSize(3);
        journal.close();
        assertThatThrownBy(() -> inventory.at(now).keys()).isInstanceOf(JournalClosedException.class);
    }
}
