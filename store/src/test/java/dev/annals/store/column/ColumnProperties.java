package dev.annals.store.column;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.RequestJson;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.NewRecord;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.Replay;
import dev.annals.store.replay.RequestQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happened to the columns, a query with them finds what a look at every record finds, in the same order; and their files are those
 * that would be made from the journal alone.
 */
class ColumnProperties {
    private static final long JOURNAL = 7;
    private static final Instant T0 = Instant.parse("2026-11-01T22:00:00Z");
    private static final String LONG = "long_".repeat(120);
    private static final List<String> EMAILS =
            List.of("ada@example.com", "Ada@Example.com", "bo@example.com", "", LONG + "@example.com");
    private static final List<String> TYPES = List.of("api_key_viewed", "api_key_created", "", "X@Y", "x@y", LONG);
    private static final List<String> OBJECTS =
            List.of("mk_1A", "mk_2B", "po_3C", "cleo@example.com", "Cleo@example.com", LONG + "_9Z");
    private static final List<RecordKind> KINDS =
            List.of(RecordKind.ACTIVITY_LOG, RecordKind.ACTIVITY_LOG, RecordKind.REQUEST_LOG, RecordKind.GAP);

    /** One random life of a journal and its columns. */
    private static final class Life {
        private final SplittableRandom random;
        private final Shape shape;
        private final Path directory;
        private final MemoryJournal journal = new MemoryJournal();
        private Columns columns;

        Life(long seed) throws IOException {
            random = new SplittableRandom(seed);
            int blockBits = 1 + random.nextInt(4);
            shape = new Shape(blockBits, random.nextInt(blockBits + 1));
            directory = Files.createTempDirectory("annals-columns");
            columns = open();
        }

        ColumnFiles files(Path in) {
            return new ColumnFiles(in, JOURNAL, shape);
        }

        Columns open() {
            return Columns.open(files(directory), journal.reader(journal.size()), position -> {});
        }

        void act() throws IOException {
            switch (random.nextInt(10)) {
                case 0 -> reopen(true);
                case 1 -> reopen(false);
                case 2 -> {
                    columns.close();
                    spoil();
                    columns = open();
                }
                case 3 -> prune();
                default -> append();
            }
        }

        private void append() {
            List<Columns.Appended> appended = new ArrayList<>();
            for (int pages = random.nextInt(6); pages >= 0; pages--) {
                int count = 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 6);
                Excerpt excerpt = journal.append(
                        IntStream.range(0, count).mapToObj(i -> record()).toList());
                appended.add(new Columns.Appended(excerpt, LogParts.of(excerpt)));
            }
            columns.append(appended);
        }

        private void reopen(boolean sealed) {
            if (sealed) {
                columns.seal();
            }
            columns.close();
            columns = open();
        }

        private void spoil() throws IOException {
            try (Stream<Path> all = Files.list(directory)) {
                for (Path file : all.sorted().toList()) {
                    byte[] bytes = Files.readAllBytes(file);
                    switch (random.nextInt(6)) {
                        case 0 -> Files.delete(file);
                        case 1 -> {
                            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                            Files.write(file, bytes);
                        }
                        case 2 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                        default -> {}
                    }
                }
            }
        }

        private void prune() {
            if (journal.size() > 3) {
                long start = journal.prune(random.nextInt(journal.size() - 2));
                columns.pruned(start, journal.reader(journal.size()));
            }
        }

        private NewRecord record() {
            RecordKind kind = pick(KINDS);
            Instant created = random.nextInt(8) == 0
                    ? null
                    : T0.plusMillis(random.nextInt(20) * 3_600_000L).plusNanos(random.nextInt(3));
            Payload payload = random.nextInt(12) == 0
                    ? Payload.ofUtf8("[]")
                    : kind == RecordKind.REQUEST_LOG
                            ? RequestJson.write(RandomRequests.log(random))
                            : Payload.ofUtf8(json());
            return new NewRecord(kind, created, payload);
        }

        private String json() {
            List<String> members = new ArrayList<>();
            maybe(members, "\"id\":\"accact_" + random.nextInt(5) + "\"");
            maybe(members, "\"type\":\"" + pick(TYPES) + "\"");
            maybe(members, "\"context\":\"acct_" + random.nextInt(3) + "\"");
            maybe(members, "\"livemode\":" + random.nextBoolean());
            maybe(members, "\"request\":{\"id\":\"req_" + random.nextInt(20) + "\"}");
            maybe(
                    members,
                    random.nextBoolean()
                            ? "\"actor\":{\"user\":{\"email\":\"" + pick(EMAILS) + "\"}}"
                            : "\"actor\":{\"user\":{\"email\":\"" + pick(EMAILS) + "\"},\"api_key\":{\"id\":\"mk_"
                                    + random.nextInt(2) + "\"}}");
            maybe(
                    members,
                    "\"details\":{\"type\":\"" + pick(TYPES) + "\",\"a\":{\"id\":\"" + pick(OBJECTS) + "\",\"b_id\":\""
                            + pick(OBJECTS) + "\"}}");
            return "{" + String.join(",", members) + "}";
        }

        private void maybe(List<String> members, String member) {
            if (random.nextInt(5) > 0) {
                members.add(member);
            }
        }

        private <T> T pick(List<T> from) {
            return from.get(random.nextInt(from.size()));
        }

        Query query() {
            if (random.nextInt(3) == 0) {
                RequestQuery requests = RandomRequests.query(random);
                requests = random.nextInt(4) == 0 ? requests.limit(1 + random.nextInt(5)) : requests;
                return requests.toQuery();
            }
            Query query = random.nextBoolean() ? Query.all() : Query.records();
            query = random.nextInt(8) == 0 ? Query.records().kinds(RecordKind.GAP) : query;
            boolean fields = !query.toString().contains("[gap]");
            for (int narrowings = random.nextInt(4); narrowings > 0; narrowings--) {
                query = narrowed(query, fields);
            }
            query = random.nextBoolean() ? query.descending() : query;
            return random.nextInt(4) == 0 ? query.limit(1 + random.nextInt(5)) : query;
        }

        private Query narrowed(Query query, boolean fields) {
            Instant time = T0.plusSeconds(random.nextInt(20) * 3_600L).plusNanos(random.nextInt(3));
            return switch (random.nextInt(fields ? 11 : 3)) {
                case 0 -> query.fromPosition(random.nextInt(80));
                case 1 -> untimed(query) ? timed(query, time) : query;
                case 2 -> query.toPosition(10_000);
                case 3 -> query.action(valued(TYPES), valued(TYPES));
                case 4 -> query.actionGroup(valued(TYPES));
                case 5 -> query.actor(valued(EMAILS), "mk_" + random.nextInt(3));
                case 6 -> query.context("acct_" + random.nextInt(4));
                case 7 -> query.object(valued(OBJECTS));
                case 8 -> query.requestId("req_" + random.nextInt(20), "req_" + random.nextInt(20));
                case 9 -> query.livemode(random.nextBoolean());
                default -> query.where(entry -> entry.position() % 3 != 0);
            };
        }

        private static boolean untimed(Query query) {
            return query.toString().contains("since=null, until=null");
        }

        private Query timed(Query query, Instant time) {
            return switch (random.nextInt(3)) {
                case 0 -> query.since(time);
                case 1 -> query.until(time);
                default -> query.since(time).until(time.plusNanos(1 + random.nextInt(2)));
            };
        }

        private String valued(List<String> from) {
            String value = pick(from);
            return value.isEmpty() ? "none" : value;
        }

        void requireSame(ColumnView view) {
            for (int i = 0; i < 6; i++) {
                Query query = query();
                int end = journal.size();
                Replay with = replay(view, end);
                Replay without = replay(ColumnView.EMPTY, end);
                assertThat(positions(with, query)).as("%s", query).isEqualTo(positions(without, query));
                assertThat(with.count(query))
                        .as("count %s", query)
                        .isEqualTo(positions(without, query).size());
                List<Grouping> by = Stream.generate(() -> pick(List.of(Grouping.values())))
                        .limit(random.nextInt(4))
                        .toList();
                assertThat(with.counts(query, by)).as("%s by %s", query, by).isEqualTo(grouped(without, query, by));
            }
        }

        private Replay replay(ColumnView view, int end) {
            return Replay.ofReader(() -> journal.reader(end), Replay.Locator.NONE, () -> view, Duration.ofMillis(1));
        }

        private static List<Long> positions(Replay replay, Query query) {
            try (Stream<Entry> found = replay.query(query)) {
                return found.map(Entry::position).toList();
            }
        }

        private static List<GroupCount> grouped(Replay replay, Query query, List<Grouping> by) {
            Map<List<String>, Long> counts = new TreeMap<>(Comparator.comparing(List::toString));
            try (Stream<Entry> found = replay.query(query)) {
                found.forEach(each -> counts.merge(
                        by.stream()
                                .map(grouping -> grouping.of(each.kind(), each.created(), LogParts.of(each)))
                                .toList(),
                        1L,
                        Long::sum));
            }
            return counts.entrySet().stream()
                    .map(each -> new GroupCount(each.getKey(), each.getValue()))
                    .sorted((one, other) -> {
                        for (int i = 0; i < by.size(); i++) {
                            int order =
                                    one.values().get(i).compareTo(other.values().get(i));
                            if (order != 0) {
                                return order;
                            }
                        }
                        return 0;
                    })
                    .toList();
        }

        /** Deleted, and made again from the journal, the columns have the same bytes. */
        void requireRebuilt() throws IOException {
            columns.seal();
            columns.close();
            Path again = Files.createTempDirectory("annals-columns");
            Columns rebuilt = Columns.open(files(again), journal.reader(journal.size()), position -> {});
            rebuilt.seal();
            rebuilt.close();
            assertThat(contents(directory)).isEqualTo(contents(again));
            requireSame(Columns.openReadOnly(files(directory), journal.reader(journal.size())));
            delete(again);
            delete(directory);
        }

        private static Map<String, String> contents(Path directory) throws IOException {
            Map<String, String> contents = new TreeMap<>();
            try (Stream<Path> all = Files.list(directory)) {
                all.forEach(file -> {
                    try {
                        contents.put(file.getFileName().toString(), Arrays.toString(Files.readAllBytes(file)));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
            return contents;
        }

        private static void delete(Path directory) throws IOException {
            try (Stream<Path> all = Files.list(directory)) {
                for (Path file : all.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    @Property(tries = 120)
    void columnsAnswerAsALookAtEveryRecordDoes(@ForAll long seed) throws IOException {
        Life life = new Life(seed);
        for (int i = 0; i < 12; i++) {
            life.act();
            life.requireSame(life.columns.view());
            if (life.random.nextInt(4) == 0) {
                life.requireSame(
                        Columns.openReadOnly(life.files(life.directory), life.journal.reader(life.journal.size())));
            }
        }
        life.requireRebuilt();
    }
}
