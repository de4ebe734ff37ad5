package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list: {@code before} goes down, {@code from} up. It ends with the position where the next begins: it stays the same however
 * much is appended meanwhile, and costs the same however far down it is.
 */
record ListPage(Query query, int limit, boolean descending, boolean empty) {
    private static final Set<String> PAGING = Set.of("before", "from", "order", "limit");
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 200;

    /** Answers with the page that was asked for. */
    static void answer(RoutingContext ctx, Reading reading, Logs logs, String what) {
        MultiMap parameters = ctx.queryParams();
        Filter filter = logs.filter(parameters, PAGING, reading.options().clock.instant());
        ListPage page = of(parameters, filter);
        Map<String, List<String>> asked = new LinkedHashMap<>(filter.asked());
        PAGING.stream()
                .sorted()
                .filter(parameters::contains)
                .forEach(name -> asked.put(name, List.of(parameters.get(name))));
        reading.json(ctx, what, asked, () -> page.read(reading.journal()));
    }

    private static ListPage of(MultiMap parameters, Filter filter) {
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
            return new ListPage(filter.query(), limit, descending, true);
        }
        Query bounded = descending
                ? filter.query().descending().toPosition(before)
                : filter.query().fromPosition(from);
        return new ListPage(bounded.limit(limit + 1L), limit, descending, false);
    }

    private Map<String, @Nullable Object> read(JournalReader journal) {
        long end = journal.endPosition();
        List<Entry> found = new ArrayList<>();
        if (!empty) {
            try (Stream<Entry> entries = journal.query(query)) {
                entries.forEach(found::add);
            }
        }
        Map<String, @Nullable Object> next = new LinkedHashMap<>();
        if (found.size() > limit) {
            found.remove(limit);
            long last = found.get(found.size() - 1).position();
            next.put(descending ? "before" : "from", descending ? last : last + 1);
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("entries", found.stream().map(Shown::row).toList());
        answer.put("next", next.isEmpty() ? null : next);
        answer.put("end", end);
        return answer;
    }
}
