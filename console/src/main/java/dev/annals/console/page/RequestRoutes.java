package dev.annals.console.page;

import dev.annals.console.text.RequestFilter;
import dev.annals.store.JournalReader;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.RequestQuery;
import dev.annals.store.requests.ErrorGroup;
import dev.annals.store.requests.RequestLogs;
import dev.annals.store.requests.StoredRequest;
import dev.annals.store.requests.VersionUse;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Request logs: lists and what they add up to, one with all that belongs to it, errors in common, versions in use. */
final class RequestRoutes implements Routes {
    private static final int RELATED = 10;
    private static final int ERRORS = 50;
    private static final int MOST_ERRORS = 500;
    private static final int MOST_CALLERS = 50;
    private static final int MOST_KNOWN = 100;
    private static final int FIRST_FAILURE = 400;
    private static final Comparator<GroupCount> MOST_FIRST =
            Comparator.comparingLong(GroupCount::count).reversed();

    private final Reading reading;

    RequestRoutes(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void addTo(Router router) {
        router.get("/api/requests").handler(ctx -> ListPage.answer(ctx, reading, Logs.REQUESTS, "requests"));
        router.get("/api/requests/summary").handler(this::summary);
        router.get("/api/requests/known").handler(this::known);
        router.get("/api/requests/errors").handler(this::errors);
        router.get("/api/requests/versions").handler(this::versions);
        router.getWithRegex("/api/requests/(?<position>[0-9]{1,18})").handler(this::one);
    }

    private Instant now() {
        return reading.options().clock.instant();
    }

    private void summary(RoutingContext ctx) {
        Instant now = now();
        Filter filter = Logs.REQUESTS.filter(ctx.queryParams(), Set.of(), now);
        reading.json(ctx, "requests/summary", filter.asked(), () -> {
            Summary summary = new Summary(reading.journal(), filter, Grouping.STATUS);
            Map<String, @Nullable Object> answer = summary.answer(now);
            Map<String, Long> statuses = summary.of(Grouping.STATUS);
            answer.put(
                    "failed",
                    statuses.entrySet().stream()
                            .filter(each -> isFailure(each.getKey()))
                            .mapToLong(Map.Entry::getValue)
                            .sum());
            answer.put("statuses", Summary.top(statuses));
            return answer;
        });
    }

    private static boolean isFailure(String status) {
        return !status.isEmpty() && (!Character.isDigit(status.charAt(0)) || Integer.parseInt(status) >= FIRST_FAILURE);
    }

    /** What there is to filter by, for whoever fills in the form. */
    private void known(RoutingContext ctx) {
        Filter.requireKnown(ctx.queryParams(), Set.of());
        reading.json(ctx, "requests/known", Map.of(), () -> {
            RequestLogs requests = reading.journal().requests();
            Map<String, Object> known = new LinkedHashMap<>();
            known.put(RequestFilter.STATUS.label(), top(requests, Grouping.STATUS));
            known.put(RequestFilter.ENDPOINT.label(), top(requests, Grouping.ENDPOINT));
            known.put(RequestFilter.API_VERSION.label(), top(requests, Grouping.API_VERSION));
            known.put(RequestFilter.ERROR_TYPE.label(), top(requests, Grouping.ERROR_TYPE));
            known.put(RequestFilter.ERROR_CODE.label(), top(requests, Grouping.ERROR_CODE));
            known.put(RequestFilter.KEY.label(), top(requests, Grouping.API_KEY));
            known.put(RequestFilter.CONTEXT.label(), top(requests, Grouping.ACCOUNT));
            return known;
        });
    }

    private static List<List<Object>> top(RequestLogs requests, Grouping by) {
        return requests.counts(RequestQuery.all(), by).stream()
                .filter(each -> !each.values().get(0).isEmpty())
                .sorted(MOST_FIRST)
                .limit(MOST_KNOWN)
                .map(each -> List.<Object>of(each.values().get(0), each.count()))
                .toList();
    }

    private void one(RoutingContext ctx) {
        Filter.requireKnown(ctx.queryParams(), Set.of());
        String position = ctx.pathParam("position");
        reading.json(ctx, "request", Map.of("position", List.of(position)), () -> {
            JournalReader journal = reading.journal();
            RequestLogs requests = journal.requests();
            Entry entry = RecordRoutes.entry(journal, Long.parseLong(position));
            StoredRequest request = requests.at(entry.position())
                    .orElseThrow(() -> Refusal.of(
                                    404,
                                    "no_request",
                                    "the record there is no request log that can be read, position=" + position
                                            + ", kind=" + entry.kind().value() + "; look at /record?position="
                                            + position)
                            .thrown());
            return ShownRequest.whole(request, requests.related(request, RELATED));
        });
    }

    private void errors(RoutingContext ctx) {
        MultiMap parameters = ctx.queryParams();
        Instant now = now();
        RequestsAsked wanted = RequestsAsked.of(parameters, Set.of("limit"), now);
        Period period = Period.of(wanted, now);
        long most = Filter.number(parameters, "limit", ERRORS, 1, MOST_ERRORS);
        reading.json(ctx, "requests/errors", wanted.asked(), () -> {
            long end = reading.journal().endPosition();
            List<ErrorGroup> groups =
                    reading.journal().requests().errors(wanted.query(), period.since(), period.until());
            Map<String, @Nullable Object> answer = period.answer(now, end);
            Map<String, Long> all = new LinkedHashMap<>();
            groups.forEach(group -> group.trend().forEach(span -> all.merge(span.name(), span.count(), Long::sum)));
            answer.put("total", groups.stream().mapToLong(ErrorGroup::count).sum());
            answer.put("groups", groups.size());
            answer.put("by", all.keySet().stream().anyMatch(span -> span.contains("T")) ? "hour" : "day");
            answer.put("spans", all.keySet());
            answer.put("trend", all.values());
            answer.put(
                    "errors",
                    groups.stream().limit(most).map(RequestRoutes::shown).toList());
            return answer;
        });
    }

    private static Map<String, Object> shown(ErrorGroup group) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("type", group.type());
        shown.put("code", group.code());
        shown.put("endpoint", group.endpoint());
        shown.put("count", group.count());
        shown.put("change", group.change());
        shown.put("trend", group.trend().stream().map(ErrorGroup.Span::count).toList());
        return shown;
    }

    private void versions(RoutingContext ctx) {
        MultiMap parameters = ctx.queryParams();
        Instant now = now();
        RequestsAsked wanted = RequestsAsked.of(parameters, Set.of("default"), now);
        Period period = Period.of(wanted, now);
        String accountDefault = Filter.taken(parameters, "default", wanted.asked()).stream()
                .findFirst()
                .orElse(reading.options().defaultVersion);
        reading.json(ctx, "requests/versions", wanted.asked(), () -> {
            long end = reading.journal().endPosition();
            List<VersionUse> versions = reading.journal()
                    .requests()
                    .versions(
                            wanted.query(),
                            period.until(),
                            period.length(),
                            accountDefault.isEmpty() ? null : accountDefault);
            Map<String, @Nullable Object> answer = period.answer(now, end);
            answer.put("total", versions.stream().mapToLong(VersionUse::count).sum());
            answer.put("default", accountDefault);
            answer.put("versions", versions.stream().map(RequestRoutes::shown).toList());
            return answer;
        });
    }

    private static Map<String, Object> shown(VersionUse use) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("version", use.version());
        shown.put("count", use.count());
        shown.put("last_use", use.lastUse());
        shown.put("default", use.isDefault());
        shown.put("latest", use.isLatest());
        shown.put(
                "callers",
                use.callers().stream()
                        .limit(MOST_CALLERS)
                        .map(caller -> {
                            Map<String, Object> told = new LinkedHashMap<>();
                            told.put("user_agent", caller.userAgent());
                            told.put("key", caller.apiKeyId());
                            told.put("count", caller.count());
                            return told;
                        })
                        .toList());
        shown.put("more_callers", Math.max(0, use.callers().size() - MOST_CALLERS));
        return shown;
    }
}
