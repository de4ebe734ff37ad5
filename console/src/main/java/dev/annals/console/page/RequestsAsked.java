package dev.annals.console.page;

import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.console.text.RequestCells;
import dev.annals.console.text.RequestFilter;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.RequestQuery;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of request logs, in the words of the URL, and the query that it means.
 *
 * @param asked each parameter with its values, in a fixed order
 * @param query the filters without the period, without order and limit
 * @param since the period's beginning, null if it has none
 * @param until the period's end, null if it has none
 */
record RequestsAsked(
        Map<String, List<String>> asked,
        RequestQuery query,
        @Nullable Instant since,
        @Nullable Instant until) {
    /**
     * The names of filters whose value a log must not say. Without it the requests behind a group of errors that have no code could not be
     * listed: a filter finds only what is said.
     */
    static final String WITHOUT = "without";

    /** No column and no index leads to those who meet these. */
    private static final Set<RequestFilter> SEARCHED = Set.of(RequestFilter.TEXT, RequestFilter.PATH);

    private static final Map<RequestFilter, Function<RequestLog, @Nullable String>> SAID = Map.of(
            RequestFilter.ERROR_TYPE, log -> error(log, RequestError::type),
            RequestFilter.ERROR_CODE, log -> error(log, RequestError::code),
            RequestFilter.API_VERSION, RequestLog::apiVersion,
            RequestFilter.USER_AGENT, RequestLog::userAgent,
            RequestFilter.KEY, RequestLog::apiKeyId);

    /**
     * Reads parameters. Those without a value mean nothing, as a form sends them.
     *
     * @param parameters of the URL
     * @param others names that mean something else to whoever asks
     * @param now what ages count from
     * @throws Refusal.Refused if something is not understood
     */
    static RequestsAsked of(MultiMap parameters, Set<String> others, Instant now) {
        Set<String> known = new TreeSet<>(others);
        Arrays.stream(RequestFilter.values()).map(RequestFilter::label).forEach(known::add);
        known.addAll(Set.of(Filter.SINCE, Filter.UNTIL));
        Filter.requireKnown(parameters, known);
        Map<String, List<String>> asked = new LinkedHashMap<>();
        try {
            RequestQuery query = RequestQuery.all();
            for (RequestFilter filter : RequestFilter.values()) {
                query = filter.narrow(query, Filter.taken(parameters, filter.label(), asked));
            }
            return new RequestsAsked(
                    asked,
                    query,
                    Filter.bound(parameters, Filter.SINCE, asked, now),
                    Filter.bound(parameters, Filter.UNTIL, asked, now));
        } catch (IllegalArgumentException e) {
            throw Filter.bad(String.valueOf(e.getMessage()));
        }
    }

    /** The same of a list, which may also ask for what is not said. */
    static Filter listed(MultiMap parameters, Set<String> others, Instant now) {
        Set<String> more = new TreeSet<>(others);
        more.add(WITHOUT);
        RequestsAsked wanted = of(parameters, more, now);
        Query query = wanted.inPeriod().toQuery();
        List<String> names = Filter.taken(parameters, WITHOUT, wanted.asked());
        for (String name : names) {
            query = query.where(without(name));
        }
        List<RequestFilter> used = Arrays.stream(RequestFilter.values())
                .filter(filter -> wanted.asked().containsKey(filter.label()))
                .toList();
        boolean searches = !names.isEmpty() || used.stream().anyMatch(SEARCHED::contains);
        return new Filter(wanted.asked(), query, !searches && used.stream().allMatch(RequestFilter::isExact), searches);
    }

    /** The query with its period. */
    RequestQuery inPeriod() {
        RequestQuery from = since == null ? query : query.since(since);
        return until == null ? from : from.until(until);
    }

    private static java.util.function.Predicate<Entry> without(String name) {
        Function<RequestLog, @Nullable String> said = SAID.entrySet().stream()
                .filter(each -> each.getKey().label().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> Filter.bad("nothing can be looked for by not being said, without=" + name + "; use "
                        + SAID.keySet().stream()
                                .map(RequestFilter::label)
                                .sorted()
                                .toList()));
        return entry -> {
            RequestLog log = RequestCells.factsOf(entry);
            String value = log == null ? null : said.apply(log);
            return log != null && (value == null || value.isEmpty());
        };
    }

    private static @Nullable String error(RequestLog log, Function<RequestError, @Nullable String> what) {
        return log.error() == null ? null : what.apply(log.error());
    }
}
