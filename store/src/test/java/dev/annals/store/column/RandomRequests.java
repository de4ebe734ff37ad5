package dev.annals.store.column;

import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.store.replay.RequestQuery;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Request logs and queries for them, drawn from few values so that they meet; and what each filter means, said once more. */
final class RandomRequests {
    private static final Instant T0 = Instant.parse("2026-11-01T22:00:00Z");
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");
    private static final List<String> PATHS = List.of(
            "/v1/customers", "/v1/customers/cus_1A", "/v1/customers/cus_2B", "/v1/charges/ch_1A/refunds", "/v2/iam/x");
    private static final List<Integer> STATUSES = List.of(0, 200, 201, 302, 400, 402, 429, 500);
    private static final List<String> WORDS = List.of("a", "B@x", "b@X", "c-3");
    private static final List<String> IDS = List.of("cus_1A", "cus_2B", "ch_1A", "ch_9Z");
    private static final List<String> MESSAGES =
            List.of("No such customer: cus_1A", "Your card was DECLINED.", "Zürich");

    private final SplittableRandom random;

    /** A query and what it asks for. */
    record Asked(RequestQuery query, Predicate<RequestLog> meaning) {}

    private RandomRequests(SplittableRandom random) {
        this.random = random;
    }

    static RequestLog log(SplittableRandom random) {
        return new RandomRequests(random).log();
    }

    static RequestQuery query(SplittableRandom random) {
        return new RandomRequests(random).asked().query();
    }

    static Asked asked(SplittableRandom random) {
        return new RandomRequests(random).asked();
    }

    private RequestLog log() {
        return RequestLog.of(time(), pick(METHODS), pick(PATHS), pick(STATUSES))
                .requestId(maybe(List.of("req_1", "req_2", "req_3")))
                .context(random.nextInt(4) == 0 ? "" : pick(List.of("acct_1", "acct_2")))
                .livemode(random.nextInt(3) == 0 ? null : random.nextBoolean())
                .apiVersion(maybe(WORDS))
                .source(random.nextInt(3) == 0 ? null : new RequestSource(pick(WORDS)))
                .ipAddress(maybe(WORDS))
                .userAgent(maybe(WORDS))
                .idempotencyKey(maybe(WORDS))
                .apiKeyId(maybe(WORDS))
                .error(
                        random.nextBoolean()
                                ? null
                                : new RequestError(maybe(WORDS), maybe(WORDS), maybe(WORDS), maybe(MESSAGES), null))
                .resources(random.nextBoolean() ? List.of() : List.of(pick(IDS)))
                .build();
    }

    private Asked asked() {
        Asked asked = new Asked(RequestQuery.all(), log -> true);
        // Each at most once: a filter that is asked twice has more alternatives.
        Set<Integer> filters = new TreeSet<>();
        for (int narrowings = random.nextInt(4); narrowings > 0; narrowings--) {
            filters.add(random.nextInt(17));
        }
        for (int filter : filters) {
            asked = narrowed(asked, filter);
        }
        return random.nextBoolean() ? asked : new Asked(asked.query().descending(), asked.meaning());
    }

    private Asked narrowed(Asked from, int filter) {
        return switch (filter) {
            case 0 -> texts(from, List.of("req_1", "req_2", "req_9"), RequestQuery::requestId, RequestLog::requestId);
            case 1 -> texts(from, METHODS, (q, v) -> q.method(lower(v)), RequestLog::method);
            case 2 -> texts(from, PATHS, RequestQuery::path, RequestLog::path);
            case 3 -> endpoint(from);
            case 4 -> status(from);
            case 5 -> texts(from, WORDS, RandomRequests::source, log -> value(log.source()));
            case 6 -> texts(from, WORDS, RequestQuery::apiVersion, RequestLog::apiVersion);
            case 7 ->
                texts(from, WORDS, RequestQuery::errorType, log -> error(log).type());
            case 8 ->
                texts(from, WORDS, RequestQuery::errorCode, log -> error(log).code());
            case 9 -> texts(from, WORDS, RequestQuery::ipAddress, RequestLog::ipAddress);
            case 10 -> texts(from, WORDS, RequestQuery::userAgent, RequestLog::userAgent);
            case 11 -> texts(from, WORDS, RequestQuery::apiKey, RequestLog::apiKeyId);
            case 12 -> texts(from, List.of("acct_1", "acct_3"), RequestQuery::context, RequestLog::context);
            case 13 -> texts(from, WORDS, RequestQuery::idempotencyKey, RequestLog::idempotencyKey);
            case 14 -> resource(from);
            case 15 -> livemode(from);
            default -> mention(from);
        };
    }

    private Asked texts(
            Asked from,
            List<String> values,
            BiFunction<RequestQuery, String[], RequestQuery> filter,
            Function<RequestLog, @Nullable String> said) {
        String[] wanted = {pick(values), pick(values)};
        return and(from, filter.apply(from.query(), wanted), log -> {
            String text = said.apply(log);
            return text != null
                    && Arrays.stream(wanted)
                            .anyMatch(each -> each.equals(text) || (each.contains("@") && each.equalsIgnoreCase(text)));
        });
    }

    private static Asked and(Asked from, RequestQuery query, Predicate<RequestLog> meaning) {
        return new Asked(query, from.meaning().and(meaning));
    }

    private Asked endpoint(Asked from) {
        String path = pick(PATHS);
        String endpoint = RequestLog.of(T0, "GET", path, 0).build().endpoint();
        return and(from, from.query().endpoint(path), log -> log.endpoint().equals(endpoint));
    }

    private Asked status(Asked from) {
        List<String> words = List.of("402", "4xx", "2xx", "succeeded", "failed", "no_answer");
        String one = pick(words);
        String other = pick(words);
        return and(
                from,
                from.query().status(one, other),
                log -> hasStatus(log.status(), one) || hasStatus(log.status(), other));
    }

    private static boolean hasStatus(int status, String word) {
        return switch (word) {
            case "402" -> status == 402;
            case "4xx" -> status >= 400 && status < 500;
            case "2xx" -> status >= 200 && status < 300;
            case "succeeded" -> status > 0 && status < 400;
            case "failed" -> status == 0 || status >= 400;
            default -> status == 0;
        };
    }

    private Asked resource(Asked from) {
        String id = pick(IDS);
        return and(
                from,
                from.query().resource(id),
                log -> log.resources().contains(id)
                        || List.of(log.path().split("/")).contains(id));
    }

    private Asked livemode(Asked from) {
        boolean live = random.nextBoolean();
        return and(from, from.query().livemode(live), log -> Objects.equals(log.livemode(), live));
    }

    private Asked mention(Asked from) {
        String part = pick(List.of("CUSTOMER", "declined", "zür", "/v2/", "nothing"));
        return and(
                from,
                from.query().text(part),
                log -> (log.path() + "\n" + error(log).message())
                        .toLowerCase(Locale.ROOT)
                        .contains(part.toLowerCase(Locale.ROOT)));
    }

    private static RequestQuery source(RequestQuery query, String... words) {
        return query.source(Arrays.stream(words).map(RequestSource::new).toArray(RequestSource[]::new));
    }

    private static @Nullable String value(@Nullable RequestSource source) {
        return source == null ? null : source.value();
    }

    private static RequestError error(RequestLog log) {
        return log.error() == null ? new RequestError(null, null, null, "", null) : log.error();
    }

    private static String[] lower(String... values) {
        return Arrays.stream(values)
                .map(value -> value.toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    private Instant time() {
        return T0.plusSeconds(random.nextInt(20) * 3_600L);
    }

    private @Nullable String maybe(List<String> from) {
        return random.nextInt(3) == 0 ? null : pick(from);
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
