package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists, and what they add up to. A page of a list ends with the position where the next begins: it stays the same however much is appended
 * meanwhile, and costs the same however far down it is.
 */
final class ActivityRoutes implements Routes {
    static final Set<String> PAGING = Set.of("before", "from", "order", "limit");
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 200;
    private static final Comparator<GroupCount> MOST_FIRST =
            Comparator.comparingLong(GroupCount::count).reversed();

    private final Reading reading;

    ActivityRoutes(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void addTo(Router router) {
        router.get("/api/activity").handler(this::list);
        router.get("/api/summary").handler(this::summary);
        router.get("/api/counts").handler(this::counts);
    }

    /** The query of one page: {@code before} goes down, {@code from} up. */
    record Page(Query query, int limit, boolean descending, boolean empty) {
        static Page of(MultiMap parameters, Filter filter) {
            String order = parameters.contains("order") ? parameters.get("order") : "desc";
            if (!order.equals("asc") && !order.equals("desc")) {
                throw Filter.bad("order=" + order + " is neither asc nor desc");
            }
            boolean descending = order.equals("desc");
            if (parameters.contains(descending ? "from" : "before")) {
                throw Filter.bad("with order=" + order + " say where to go on by " + (descending ? "before" : "from"));
            }
            int limit = (int) Filter.number(parameters, "limit", PAGE, 1, LONGEST_PAGE);
            long before = Filter.number(parameters, "before", Long.MAX_VALUE, 0, Long.MAX_VALUE);
            long from = Filter.number(parameters, "from", 0, 0, Long.MAX_VALUE);
            if (before == 0) {
                return new Page(filter.query(), limit, descending, true);
            }
            Query bounded = descending
                    ? filter.query().descending().toPosition(before)
                    : filter.query().fromPosition(from);
            return new Page(bounded.limit(limit + 1L), limit, descending, false);
        }
    }

    private void list(RoutingContext ctx) {
        MultiMap parameters = ctx.queryParams();
        Filter filter = Filter.of(parameters, PAGING, reading.options().clock.instant());
        Page page = Page.of(parameters, filter);
        Map<String, List<String>> asked = new LinkedHashMap<>(filter.asked());
        PAGING.stream()
                .sorted()
                .filter(parameters::contains)
                .forEach(name -> asked.put(name, List.of(parameters.get(name))));
        reading.json(ctx, "activity", asked, () -> list(reading.journal(), page));
    }

    private static Map<String, @Nullable Object> list(JournalReader journal, Page page) {
        long end = journal.endPosition();
        List<Entry> found = new ArrayList<>();
        if (!page.empty()) {
            try (Stream<Entry> entries = journal.query(page.query())) {
                entries.forEach(found::add);
            }
        }
        Map<String, @Nullable Object> next = new LinkedHashMap<>();
        if (found.size() > page.limit()) {
            found.remove(page.limit());
            long last = found.get(found.size() - 1).position();
            next.put(page.descending() ? "before" : "from", page.descending() ? last : last + 1);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("entries", found.stream().map(Shown::row).toList());
        answer.put("next", next.isEmpty() ? null : next);
        answer.put("end", end);
        return answer;
    }

    private void summary(RoutingContext ctx) {
        Instant now = reading.options().clock.instant();
        Filter filter = Filter.of(ctx.queryParams(), Set.of(), now);
        reading.json(ctx, "summary", filter.asked(), () -> Summary.of(reading.journal(), filter, now));
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
