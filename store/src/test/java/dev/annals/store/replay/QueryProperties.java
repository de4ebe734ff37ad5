package dev.annals.store.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.column.ColumnView;
import dev.annals.store.index.IdIndex;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.NewRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Random histories and random queries, compared with filtering a list of what was written. */
class QueryProperties {
    private static final Instant T0 = Instant.parse("2026-11-01T00:00:00Z");
    private static final Executor OTHER = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "reads-ahead");
        thread.setDaemon(true);
        return thread;
    });

    /** What a log says, kept beside its JSON so that the model never parses anything. */
    record Said(
            RecordKind kind,
            String id,
            String context,
            String action,
            String group,
            @Nullable String email,
            @Nullable String key,
            @Nullable String object,
            @Nullable String request,
            @Nullable Boolean live,
            @Nullable Integer second) {
        NewRecord written() {
            List<String> members = new ArrayList<>();
            members.add("\"id\":\"" + id + "\",\"context\":\"" + context + "\",\"type\":\"" + action + "\"");
            members.add(
                    email != null
                            ? "\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"" + email + "\"},\"api_key\":null}"
                            : key != null
                                    ? "\"actor\":{\"type\":\"api_key\",\"api_key\":{\"id\":\"" + key + "\"}}"
                                    : "\"actor\":{\"type\":\"stripe_action\"}");
            members.add("\"details\":{\"type\":\"" + group + "\""
                    + (object == null ? "" : ",\"" + group + "\":{\"deep\":[{\"id\":\"" + object + "\"}]}") + "}");
            if (request != null) {
                members.add("\"request\":{\"id\":\"" + request + "\"}");
            }
            if (live != null) {
                members.add("\"livemode\":" + live);
            }
            return new NewRecord(
                    kind,
                    second == null ? null : T0.plusSeconds(second),
                    Payload.ofUtf8("{" + String.join(",", members) + "}"));
        }
    }

    /** One narrowing of a query and the same in the model's words. */
    record Narrowing(String name, UnaryOperator<Query> query, Predicate<Numbered> model) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Numbered(long position, Said said) {}

    @Property(tries = 1_500)
    void aQueryFindsWhatFilteringAListFinds(
            @ForAll("histories") List<List<Said>> history, @ForAll("narrowings") List<Narrowing> narrowings) {
        MemoryLog log = written(history);
        Query query = Query.records();
        List<Numbered> expected = numbered(history);
        for (Narrowing each : narrowings) {
            query = each.query().apply(query);
            expected = expected.stream().filter(each.model()).toList();
        }
        List<Long> positions = expected.stream().map(Numbered::position).toList();
        List<Long> reversed = new ArrayList<>(positions);
        Collections.reverse(reversed);

        assertThat(found(log, query, Replay.Locator.NONE)).isEqualTo(positions);
        assertThat(found(log, query.descending(), Replay.Locator.NONE)).isEqualTo(reversed);
        assertThat(found(log, query, index(history))).isEqualTo(positions);
        assertThat(found(log, query.descending(), index(history))).isEqualTo(reversed);
    }

    @Property(tries = 300)
    void aLimitIsAPrefix(
            @ForAll("histories") List<List<Said>> history,
            @ForAll("narrowings") List<Narrowing> narrowings,
            @ForAll boolean descending,
            @ForAll("limits") long limit) {
        MemoryLog log = written(history);
        Query query = Query.all();
        for (Narrowing each : narrowings) {
            query = each.query().apply(query);
        }
        Query ordered = descending ? query.descending() : query.ascending();
        List<Long> whole = found(log, ordered, Replay.Locator.NONE);
        assertThat(found(log, ordered.limit(limit), Replay.Locator.NONE))
                .isEqualTo(whole.subList(0, (int) Math.min(limit, whole.size())));
    }

    @Property(tries = 300)
    void replayOfAllEqualsReplayInPieces(@ForAll("histories") List<List<Said>> history, @ForAll("limits") long piece) {
        MemoryLog log = written(history);
        List<Long> pieces = new ArrayList<>();
        long end = log.all().size();
        for (long from = 0; from < end; from += piece) {
            pieces.addAll(found(log, Query.records().fromPosition(from).toPosition(from + piece), Replay.Locator.NONE));
        }
        assertThat(pieces).isEqualTo(found(log, Query.records(), Replay.Locator.NONE));
    }

    /** However the answer is read ahead. */
    private static List<Long> found(MemoryLog log, Query query, Replay.Locator locator) {
        List<Long> alone = found(log, query, locator, new ReadAhead(null, 0, 0));
        assertThat(found(log, query, locator, new ReadAhead(Runnable::run, 0, 1_000)))
                .isEqualTo(alone);
        assertThat(found(log, query, locator, new ReadAhead(OTHER, 100, 200))).isEqualTo(alone);
        return alone;
    }

    private static List<Long> found(MemoryLog log, Query query, Replay.Locator locator, ReadAhead readAhead) {
        Replay replay = Replay.ofReader(log::reader, readAhead, locator, () -> ColumnView.EMPTY, Duration.ofMillis(1));
        try (Stream<Entry> entries = replay.query(query)) {
            List<Long> positions = entries.map(Entry::position).toList();
            assertThat(log.openReaders).as("the readers close at exhaustion").hasValue(0);
            assertThat(replay.count(query)).isEqualTo(positions.size());
            assertThat(log.openReaders).hasValue(0);
            return positions;
        }
    }

    /** An index that knows too much: wrong candidates, positions that are not written yet, and no order. */
    private static Replay.Locator index(List<List<Said>> history) {
        List<Numbered> all = numbered(history);
        return id -> Stream.concat(
                        Stream.of(IdIndex.locator(history.size() + 3L, 0), locator(history, 0), locator(history, 0)),
                        all.stream()
                                .filter(each -> each.said().id().equals(id))
                                .map(each -> locator(history, each.position()))
                                .sorted(Collections.reverseOrder()))
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static long locator(List<List<Said>> history, long position) {
        long first = 0;
        for (int sequence = 0; sequence < history.size(); sequence++) {
            int records = history.get(sequence).size();
            if (position < first + records) {
                return IdIndex.locator(sequence, (int) (position - first));
            }
            first += records;
        }
        return IdIndex.locator(history.size(), 0);
    }

    private static MemoryLog written(List<List<Said>> history) {
        MemoryLog log = new MemoryLog();
        history.forEach(page -> log.append(page.stream().map(Said::written).toList()));
        return log;
    }

    private static List<Numbered> numbered(List<List<Said>> history) {
        List<Numbered> all = new ArrayList<>();
        history.forEach(page -> page.forEach(said -> all.add(new Numbered(all.size(), said))));
        return all;
    }

    @Provide
    Arbitrary<Long> limits() {
        return Arbitraries.longs().between(1, 12);
    }

    @Provide
    Arbitrary<List<List<Said>>> histories() {
        return said().list().ofMinSize(1).ofMaxSize(6).list().ofMaxSize(6);
    }

    private static Arbitrary<Said> said() {
        Arbitrary<RecordKind> kinds = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(6, Arbitraries.just(RecordKind.ACTIVITY_LOG)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(RecordKind.values())));
        Arbitrary<String> ids = Arbitraries.of("accact_1", "accact_2", "accact_3");
        Arbitrary<String> contexts = Arbitraries.of("acct_1", "acct_2", "");
        Arbitrary<String> actions = Arbitraries.of("api_key_created", "api_key_viewed", "not_known_yet");
        Arbitrary<String> groups = Arbitraries.of("api_key", "radar");
        Arbitrary<List<@Nullable String>> others = Combinators.combine(
                        Arbitraries.of("ada@example.com", "Bob@Example.com").injectNull(0.5),
                        Arbitraries.of("mk_1A", "mk_2B").injectNull(0.3),
                        Arbitraries.of("mk_1A", "we_7", "Ada@example.com").injectNull(0.3),
                        Arbitraries.of("req_1", "req_2").injectNull(0.5))
                .as((email, key, object, request) -> java.util.Arrays.asList(email, key, object, request));
        return Combinators.combine(
                        kinds,
                        ids,
                        contexts,
                        actions,
                        groups,
                        others,
                        Arbitraries.of(true, false).injectNull(0.2),
                        Arbitraries.integers().between(0, 9).injectNull(0.1))
                .as((kind, id, context, action, group, other, live, second) -> new Said(
                        kind,
                        id,
                        context,
                        action,
                        group,
                        other.get(0),
                        other.get(0) != null ? null : other.get(1),
                        other.get(2),
                        other.get(3),
                        live,
                        second));
    }

    /** One or two narrowings of different kinds, which together cover each filter alone and all pairs. */
    @Provide
    Arbitrary<List<Narrowing>> narrowings() {
        return Arbitraries.oneOf(List.of(
                        one("action", "api_key_created", "not_known_yet", (q, v) -> q.action(v), Said::action),
                        one("group", "radar", "api_key", (q, v) -> q.actionGroup(v), Said::group),
                        one("context", "acct_1", "acct_2", (q, v) -> q.context(v), Said::context),
                        one("id", "accact_1", "accact_9", (q, v) -> q.id(v), Said::id),
                        one("request", "req_1", "req_2", (q, v) -> q.requestId(v), Said::request),
                        one("object", "we_7", "ADA@EXAMPLE.COM", (q, v) -> q.object(v), Said::object),
                        one("email", "bob@example.com", "x@example.com", (q, v) -> q.actorEmail(v), Said::email),
                        one("key", "mk_1A", "mk_2B", (q, v) -> q.actorKey(v), Said::key),
                        Arbitraries.of("mk_2B", "ADA@example.com").map(QueryProperties::actor),
                        Arbitraries.of(true, false).map(QueryProperties::live),
                        Arbitraries.integers().between(0, 9).map(QueryProperties::since),
                        Arbitraries.integers().between(0, 9).map(QueryProperties::until),
                        Arbitraries.longs().between(0, 40).map(QueryProperties::from),
                        Arbitraries.longs().between(1, 40).map(QueryProperties::to),
                        Arbitraries.just(new Narrowing(
                                "where even",
                                q -> q.where(entry -> entry.position() % 2 == 0),
                                each -> each.position() % 2 == 0))))
                .list()
                .ofMaxSize(2)
                .filter(QueryProperties::possible);
    }

    /** Leaves out pairs that a query refuses because nothing can match, and the pair that is one filter by design. */
    private static boolean possible(List<Narrowing> narrowings) {
        List<String> names =
                narrowings.stream().map(each -> each.name().split(" ", 2)[0]).toList();
        if (names.stream().distinct().count() < names.size()) {
            return false;
        }
        if (names.stream().filter(List.of("email", "key", "actor")::contains).count() > 1) {
            return false;
        }
        try {
            Query query = Query.records();
            for (Narrowing each : narrowings) {
                query = each.query().apply(query);
            }
            return true;
        } catch (IllegalArgumentException contradiction) {
            assertThat(contradiction).hasMessageContaining("can match");
            return false;
        }
    }

    private interface Narrower {
        Query narrow(Query query, String... values);
    }

    private interface Says {
        @Nullable
        String of(Said said);
    }

    /** A filter by one value, by the other, or by both as alternatives. */
    private static Arbitrary<Narrowing> one(String name, String first, String second, Narrower query, Says says) {
        return Arbitraries.of(List.of(first), List.of(second), List.of(first, second))
                .map(values -> new Narrowing(
                        name + " " + values, q -> query.narrow(q, values.toArray(String[]::new)), log(said -> {
                            String value = says.of(said);
                            return value != null && values.stream().anyMatch(wanted -> same(wanted, value));
                        })));
    }

    private static boolean same(String wanted, String value) {
        return value.contains("@") ? wanted.equalsIgnoreCase(value) : wanted.equals(value);
    }

    private static Predicate<Numbered> log(Predicate<Said> says) {
        return each -> each.said().kind() == RecordKind.ACTIVITY_LOG && says.test(each.said());
    }

    private static Narrowing actor(String value) {
        return new Narrowing(
                "actor " + value,
                q -> q.actor(value),
                log(said -> value.equals(said.key())
                        || (said.email() != null
                                && said.email().toLowerCase(Locale.ROOT).equals(value.toLowerCase(Locale.ROOT)))));
    }

    private static Narrowing live(boolean live) {
        return new Narrowing(
                "live " + live, q -> q.livemode(live), log(said -> said.live() != null && said.live() == live));
    }

    private static Narrowing since(int second) {
        return new Narrowing("since " + second, q -> q.since(T0.plusSeconds(second)), each -> {
            Integer at = each.said().second();
            return at != null && at >= second;
        });
    }

    private static Narrowing until(int second) {
        return new Narrowing("until " + second, q -> q.until(T0.plusSeconds(second)), each -> {
            Integer at = each.said().second();
            return at != null && at < second;
        });
    }

    private static Narrowing from(long position) {
        return new Narrowing("from " + position, q -> q.fromPosition(position), each -> each.position() >= position);
    }

    private static Narrowing to(long position) {
        return new Narrowing("to " + position, q -> q.toPosition(position), each -> each.position() < position);
    }
}
