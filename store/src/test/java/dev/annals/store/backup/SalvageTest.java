package dev.annals.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.ActivityFilter;
import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.Journal;
import dev.annals.store.JournalDirectory;
import dev.annals.store.JournalReader;
import dev.annals.store.Status;
import dev.annals.store.Verification;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.JournalOutOfSpaceException;
import dev.annals.store.journal.JournalTooNewException;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.replay.Query;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SalvageTest {
    private static final int PAGES = 18;

    private final Path home;
    private final Path damaged;
    private final Path target;

    SalvageTest(@TempDir Path home) {
        this.home = home;
        this.damaged = home.resolve("damaged");
        this.target = home.resolve("salvaged");
    }

    @BeforeEach
    void write() throws IOException {
        try (Journal journal = Given.open(damaged)) {
            Given.commitPages(journal, 0, PAGES);
        }
        for (Path each : Damage.segments(damaged)) {
            Damage.trim(each);
        }
    }

    private Salvage.Result salvage() {
        Map<String, String> before = Damage.digests(damaged);
        try {
            return new Salvage(Given.QUICK, Given.CLOCK).save(damaged, target, records -> {});
        } finally {
            assertThat(Damage.digests(damaged)).as("the damaged directory").isEqualTo(before);
        }
    }

    /** What the new journal holds before its last excerpt, which is about the salvage. */
    private List<Excerpt> saved() {
        List<Excerpt> all = Given.excerpts(target);
        return all.subList(0, all.size() - 1);
    }

    private List<Lifecycle> facts() {
        List<Excerpt> all = Given.excerpts(target);
        return all.get(all.size() - 1).entries().stream()
                .map(entry -> LifecycleJson.read(entry.kind(), entry.payload()))
                .toList();
    }

    private static List<NewRecord> records(Excerpt excerpt) {
        return excerpt.entries().stream()
                .map(entry -> new NewRecord(entry.kind(), entry.created(), entry.payload()))
                .toList();
    }

    private void requireSaved(List<Excerpt> expected) {
        assertThat(saved().stream().map(SalvageTest::records).toList())
                .isEqualTo(expected.stream().map(SalvageTest::records).toList());
        assertThat(Given.verified(target).findings()).isEmpty();
        try (Journal journal = Given.open(target)) {
            assertThat(journal.resume(Given.STREAM).cursor()).isNull();
            assertThat(journal.resume(Given.STREAM).watermark()).isNull();
        }
    }

    @Test
    void nothingIsLostOfAnUndamagedJournal() throws IOException {
        List<Excerpt> all = Given.excerpts(damaged);
        Salvage.Result result = Salvage.run(damaged, target, Given.CLOCK, records -> {});
        assertThat(result).isEqualTo(new Salvage.Result(PAGES, PAGES * 11, 0, 0, true, 0, List.of()));
        assertThat(result.nothingLost()).isTrue();
        assertThat(saved()).isEqualTo(all);
        assertThat(facts()).hasSize(2);
        assertThat(facts().get(0))
                .isEqualTo(new Lifecycle.Salvaged(Given.CLOCK.instant(), damaged.toString(), PAGES * 11, 0, 0));
        assertThat(facts().get(1)).isInstanceOfSatisfying(Lifecycle.CursorRejected.class, rejected -> {
            assertThat(rejected.reason()).isEqualTo("salvaged");
            assertThat(rejected.cursor()).isEqualTo("/v2/next?page=" + (PAGES - 1));
        });
        requireSaved(all);
    }

    @Test
    void theNewJournalIsAnotherJournal() throws IOException {
        Salvage.run(damaged, target, InstantSource.fixed(Given.START), records -> {});
        assertThat(Files.readString(target.resolve("journal.json"))).contains(Given.START.toString());
        assertThatThrownBy(() -> {
                    new Backup(Given.QUICK, Given.CLOCK).copy(damaged, home.resolve("backup"), records -> {});
                    new Backup(Given.QUICK, Given.CLOCK).copy(target, home.resolve("backup"), records -> {});
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another journal");
    }

    @Test
    void aHoleIsAGapBetweenWhatIsKnownBeforeAndAfterIt() throws IOException {
        List<Excerpt> all = Given.excerpts(damaged);
        Damage.flip(damaged, "accact_125");
        Damage.flip(damaged, "accact_131");
        Salvage.Result result = salvage();
        assertThat(result.nothingLost()).isFalse();
        assertThat(result.lostExcerpts()).isEqualTo(2);
        assertThat(result.lostRecords()).isEqualTo(22);
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.excerpt()).isEqualTo(12);
            assertThat(finding.position()).isEqualTo(132);
        });
        requireSaved(Stream.concat(all.subList(0, 12).stream(), all.subList(14, PAGES).stream())
                .toList());
        assertThat(facts().get(1)).isInstanceOfSatisfying(Lifecycle.Gap.class, gap -> {
            assertThat(gap.stream()).isEqualTo("test");
            assertThat(gap.after()).isEqualTo(Given.START.plusSeconds(119));
            assertThat(gap.afterId()).isEqualTo("accact_119");
            assertThat(gap.before()).isEqualTo(Given.START.plusSeconds(140));
            assertThat(gap.beforeId()).isEqualTo("accact_140");
            assertThat(gap.reason()).contains("excerpts 12 to 13", "positions 132 to 153");
        });
        assertThat(status().gaps()).isEqualTo(1);
    }

    private Status status() {
        try (JournalReader reader = Journal.openReadOnly(target)) {
            return reader.status();
        }
    }

    @Test
    void whatIsMissingAtTheEndIsAGapUntilNow() throws IOException {
        List<Path> segments = Damage.segments(damaged);
        Path last = segments.get(segments.size() - 1);
        long first = Damage.excerpts(last).get(0).sequence();
        List<Excerpt> all = Given.excerpts(damaged);
        Files.delete(last);
        assertThat(salvage().lostExcerpts()).isEqualTo(PAGES - first);
        requireSaved(all.subList(0, (int) first));
        assertThat(facts().get(1)).isInstanceOfSatisfying(Lifecycle.Gap.class, gap -> {
            assertThat(gap.before()).isEqualTo(Given.CLOCK.instant());
            assertThat(gap.beforeId()).isNull();
        });
    }

    @Test
    void whatIsMissingAtTheBeginningIsAGapFromEver() throws IOException {
        List<Excerpt> all = Given.excerpts(damaged);
        Path first = Damage.segments(damaged).get(0);
        int count = Damage.excerpts(first).size();
        Files.delete(first);
        assertThat(salvage().lostExcerpts()).isEqualTo(count);
        requireSaved(all.subList(count, PAGES));
        assertThat(facts().get(1)).isInstanceOfSatisfying(Lifecycle.Gap.class, gap -> {
            assertThat(gap.after()).isEqualTo(Instant.EPOCH);
            assertThat(gap.before()).isEqualTo(Given.START.plusSeconds(count * 10L));
        });
    }

    /** Every 4 KiB of every segment in turn. */
    @Test
    void whereverAPageIsLostAllOtherExcerptsComeOver() throws IOException {
        List<Excerpt> all = Given.excerpts(damaged);
        int tried = 0;
        for (Path segment : Damage.segments(damaged)) {
            byte[] whole = Files.readAllBytes(segment);
            List<Damage.Span> spans = Damage.excerpts(segment);
            for (int at = 0; at < whole.length; at += Damage.PAGE) {
                int from = at;
                Damage.write(segment, at, new byte[Math.min(Damage.PAGE, whole.length - at)]);
                List<Long> lost = spans.stream()
                        .filter(span -> span.touches(from, from + Damage.PAGE))
                        .map(Damage.Span::sequence)
                        .toList();
                boolean matters = !lost.isEmpty() || at == 0;
                if (matters) {
                    tried++;
                    requireAllBut(lost, all, "file=" + segment.getFileName() + ", offset=" + at);
                }
                Files.write(segment, whole);
            }
        }
        assertThat(tried).isGreaterThan(12);
    }

    private void requireAllBut(List<Long> lost, List<Excerpt> all, String where) throws IOException {
        Path into = Files.createTempDirectory(home, "into");
        Salvage.Result result = new Salvage(Given.QUICK, Given.CLOCK).save(damaged, into, records -> {});
        assertThat(result.lostExcerpts()).as(where).isEqualTo(lost.size());
        assertThat(Given.excerpts(into).stream().map(SalvageTest::records).limit(result.excerpts()))
                .as(where)
                .isEqualTo(all.stream()
                        .filter(each -> !lost.contains(each.sequence()))
                        .map(SalvageTest::records)
                        .toList());
    }

    @Test
    void theDescriptionTheMarkAndTheEnginesOwnFilesAreNotNeeded() throws IOException {
        List<Excerpt> all = Given.excerpts(damaged);
        byte[] nonsense = new byte[300];
        new Random(7).nextBytes(nonsense);
        Files.delete(damaged.resolve("journal.json"));
        Files.write(damaged.resolve("high-water"), nonsense);
        Files.write(damaged.resolve("segments/metadata.cq4t"), nonsense);
        Files.write(damaged.resolve("segments/notes.txt"), nonsense);
        Path first = Damage.segments(damaged).get(0);
        Files.move(first, first.resolveSibling(first.getFileName() + "-1700000000000.discard"));
        Salvage.Result result = salvage();
        assertThat(result.lostExcerpts()).isZero();
        assertThat(result.endKnown()).isFalse();
        assertThat(result.nothingLost()).isFalse();
        assertThat(result.findings())
                .extracting("what")
                .anyMatch(what -> what.toString().contains("journal.json"));
        requireSaved(all);
        assertThat(facts().get(0))
                .isInstanceOfSatisfying(
                        Lifecycle.Salvaged.class,
                        salvaged -> assertThat(salvaged.lostExcerpts()).isEqualTo(-1));
        Files.write(damaged.resolve("journal.json"), nonsense);
        new Salvage(Given.QUICK, Given.CLOCK).save(damaged, home.resolve("again"), records -> {});
        assertThat(Given.excerpts(home.resolve("again"))).hasSize(PAGES + 1);
    }

    @Test
    void onlyTheLogsThatAreThereTwiceAreLeftOutAndCounted() throws IOException {
        append(stored(7), stored(5000));
        NewRecord other = new NewRecord(
                RecordKind.ACTIVITY_LOG,
                null,
                Payload.ofUtf8("{\"id\":\"accact_9\",\"context\":\"acct_1\",\"note\":\"other\"}"));
        append(other, stored(5000), stored(5001));
        Salvage.Result result = salvage();
        assertThat(result.duplicates()).isEqualTo(2);
        assertThat(result.lostRecords()).isEqualTo(1);
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("twice", "accact_9"));
        assertThat(Given.logs(target)).hasSize(PAGES * 10 + 2).doesNotHaveDuplicates();
        assertThat(Given.verified(target).findings()).isEmpty();
    }

    @Test
    void aRecordOfOurOwnThatCannotBeReadIsLeftOutAndTheRestOfItsExcerptKept() throws IOException {
        NewRecord rubbish = new NewRecord(RecordKind.GAP, null, Payload.ofUtf8("{\"object\":"));
        append(stored(5000), rubbish, stored(5001));
        Salvage.Result result = salvage();
        assertThat(result.lostRecords()).isEqualTo(1);
        assertThat(result.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.position()).isEqualTo(PAGES * 11 + 1));
        assertThat(Given.logs(target)).hasSize(PAGES * 10 + 2);
        Given.open(target).close();
    }

    private static NewRecord stored(int number) {
        return new NewRecord(
                RecordKind.ACTIVITY_LOG,
                Given.log(number).created(),
                Given.log(number).payload());
    }

    private void append(NewRecord... records) throws IOException {
        Frontier frontier = Frontier.empty();
        Given.excerpts(damaged)
                .forEach(excerpt -> excerpt.entries().forEach(entry -> frontier.add(Hash.ofLeaf(entry.payload()))));
        List.of(records).forEach(each -> frontier.add(Hash.ofLeaf(each.payload())));
        try (ExcerptLog log = Given.QUICK.open(JournalDirectory.openForReading(damaged))) {
            log.append(List.of(records), frontier.root());
            log.sync();
        }
    }

    @Test
    void whatANewerReleaseWroteIsRefusedAndNotDropped() throws IOException {
        Path segment = Damage.segments(damaged).get(0);
        byte[] whole = Files.readAllBytes(segment);
        Damage.setKind(segment, Damage.excerpts(segment).get(3), 99);
        assertThatThrownBy(this::salvage)
                .isInstanceOf(JournalTooNewException.class)
                .hasMessageContaining("kind=99");
        Files.write(segment, whole);
        Path description = damaged.resolve("journal.json");
        Files.writeString(description, Files.readString(description).replaceAll("\"format\":\\d+", "\"format\":77"));
        assertThatThrownBy(this::salvage)
                .isInstanceOf(JournalTooNewException.class)
                .hasMessageContaining("77");
        onlyTheseAreThere("damaged");
    }

    @Test
    void followersGoOnAfterTheLastRecordThatTheyWereGiven() throws IOException {
        Path followers = damaged.resolve("followers");
        Files.writeString(followers.resolve("early"), "15\n");
        Files.writeString(followers.resolve("inside"), "140\n");
        Files.writeString(followers.resolve("late"), "190\n");
        Files.writeString(followers.resolve("done"), PAGES * 11 + "\n");
        Files.writeString(followers.resolve("broken"), "x");
        Damage.flip(damaged, "accact_125");
        Salvage.Result result = salvage();
        assertThat(target.resolve("followers/early")).hasContent("15");
        assertThat(target.resolve("followers/inside")).hasContent("132");
        assertThat(target.resolve("followers/late")).hasContent("179");
        assertThat(target.resolve("followers/done")).hasContent(Integer.toString(PAGES * 11 - 11));
        assertThat(target.resolve("followers/broken")).doesNotExist();
        assertThat(result.findings())
                .extracting("what")
                .anyMatch(what -> what.toString().contains("broken"));
    }

    @Test
    void aStreamThatWasNotSeenBeforeTheHoleMayHaveBeenInIt() throws IOException {
        try (Journal journal = Given.open(damaged)) {
            LogStream other = new LogStream("live", null, ActivityFilter.all());
            journal.commit(Given.page(other, List.of(Given.log(9000)), "/v2/other"))
                    .toCompletableFuture()
                    .join();
        }
        Damage.flip(damaged, "accact_125");
        salvage();
        assertThat(facts())
                .filteredOn(Lifecycle.Gap.class::isInstance)
                .hasSize(2)
                .anySatisfy(gap -> {
                    assertThat(gap.stream()).isEqualTo("live");
                    assertThat(((Lifecycle.Gap) gap).before()).isEqualTo(Given.START.plusSeconds(9000));
                });
        try (Journal journal = Given.open(target);
                Stream<Entry> rejected = journal.query(Query.records().kinds(RecordKind.CURSOR_REJECTED))) {
            assertThat(rejected).hasSize(2);
        }
    }

    @Test
    void nothingIsLeftBehindWhenTheDiskIsFull() {
        assertThatThrownBy(() -> new Salvage(Given.withRoomFor(4), Given.CLOCK).save(damaged, target, records -> {}))
                .isInstanceOf(JournalOutOfSpaceException.class);
        onlyTheseAreThere("damaged");
        assertThat(salvage().nothingLost()).isTrue();
    }

    @Test
    void aPlaceThatWillNotDoIsRefused() throws IOException {
        Path letters = Files.createDirectory(home.resolve("letters"));
        Files.writeString(letters.resolve("letters.txt"), "years of work");
        for (Path each : List.of(letters, damaged, damaged.resolve("new"), home)) {
            assertThatThrownBy(() -> Salvage.run(damaged, each, Given.CLOCK, records -> {}))
                    .as(each.toString())
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Salvage.run(letters, target, Given.CLOCK, records -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing of a journal");
        assertThat(Files.readString(letters.resolve("letters.txt"), StandardCharsets.UTF_8))
                .isEqualTo("years of work");
    }

    @Test
    void anAlteredRecordWhoseChecksumsAreRightIsToldByItsRoot() throws IOException {
        Path segment = Damage.segments(damaged).get(0);
        Damage.Span excerpt = Damage.excerpts(segment).get(3);
        Damage.alter(segment, excerpt);
        Salvage.Result result = salvage();
        assertThat(result.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.excerpt()).isEqualTo(3);
            assertThat(finding.what()).contains("root");
        });
    }

    /** They are over the old tree, also where all positions came over; who reads the new one must not be told twice. */
    @Test
    void theCheckpointsInAnAlteredJournalsRecordsDoNotCountInTheNewOne() throws IOException {
        try (Journal journal = Given.open(damaged)) {
            journal.checkpoint();
        }
        Path segment = Damage.segments(damaged).get(0);
        Damage.alter(segment, Damage.excerpts(segment).get(3));
        assertThat(salvage().findings()).isNotEmpty();
        assertThat(saved())
                .last()
                .satisfies(
                        excerpt -> assertThat(excerpt.entries().get(0).kind()).isEqualTo(RecordKind.CHECKPOINT_SIGNED));

        Verification ofNew = Given.verified(target);
        assertThat(ofNew.findings()).isEmpty();
        assertThat(ofNew.clean()).isTrue();
    }

    private void onlyTheseAreThere(String... names) {
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
