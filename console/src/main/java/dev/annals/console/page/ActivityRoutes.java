package dev.annals.console.page;

import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lists of activity logs, and what they add up to. */
final class ActivityRoutes implements Routes {
    private static final Comparator<GroupCount> MOST_FIRST =
            Comparator.comparingLong(GroupCount::count).reversed();

    private final Reading reading;

    ActivityRoutes(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void addTo(Router router) {
        router.get("/api/activity").handler(ctx -> ListPage.answer(ctx, reading, Logs.ACTIVITY, "activity"));
        router.get("/api/summary").handler(this::summary);
        router.get("/api/counts").handler(this::counts);
    }

    private void summary(RoutingContext ctx) {
        Instant now = reading.options().clock.instant();
        Filter filter = Filter.of(ctx.queryParams(), Set.of(), now);
        reading.json(ctx, "summary", filter.asked(), () -> summary(filter, now));
    }

    private Map<String, @Nullable Object> summary(Filter filter, Instant now) {
        Summary summary = new Summary(reading.journal(), filter, Grouping.TYPE, Grouping.ACTOR);
        Map<String, @Nullable Object> answer = summary.answer(now);
        answer.put("types", Summary.top(summary.of(Grouping.TYPE)));
        answer.put("actors", Summary.top(summary.of(Grouping.ACTOR)));
        return answer;
    }

    private void counts(RoutingContext ctx) {
        MultiMap parameters = ctx.queryParams();
        Filter filter = Filter.of(
                parameters, Set.of("by", "top"), reading.options().clock.instant());
        String by = parameters.contains("by") ? parameters.get("by") : "";
        Grouping grouping = Arrays.stream(Grouping.values())
                .filter(each -> each.label().equals(by))
                .findFirst()
                .orElseThrow(() -> Filter.bad("nothing can be counted by that, by=" + by));
        long top = Filter.number(parameters, "top", 100, 1, 1_000);
        Map<String, List<String>> asked = new LinkedHashMap<>(filter.asked());
        asked.put("by", List.of(by));
        reading.json(
                ctx,
                "counts",
                asked,
                () -> Map.of(
                        "counts",
                        reading.journal().counts(Summary.counted(filter), grouping).stream()
                                .sorted(MOST_FIRST)
                                .limit(top)
                                .map(each -> List.of(each.values().get(0), each.count()))
                                .toList()));
    }
}
