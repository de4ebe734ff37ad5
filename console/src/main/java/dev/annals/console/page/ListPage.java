package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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
record ListPage(Filter filter, int limit, boolean descending, long begin) {
    private static final Set<String> PAGING = Set.of("before", "from", "order", "limit");
    private static final int PAGE = 50;
    private static final int LONGEST_PAGE = 200;
    /** So many positions are searched between two looks at the clock: about a second's work. */
    private static final long STRETCH = 40_000;

    private static final Duration PATIENCE = Duration.ofSeconds(1);

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
        reading.json(ctx, what, asked, () -> page.read(reading.journal(), reading.options().clock));
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
        return new ListPage(filter, limit, descending, descending ? before : from);
    }

    private Map<String, @Nullable Object> read(JournalReader journal, InstantSource clock) {
        long end = journal.endPosition();
        List<Entry> found = new ArrayList<>();
        Long goOn = filter.searches() ? search(journal, clock, end, found) : null;
        if (!filter.searches()) {
            add(journal, descending ? 0 : begin, descending ? begin : Long.MAX_VALUE, found);
        }
        if (found.size() > limit) {
            found.remove(limit);
            long last = found.get(found.size() - 1).position();
            goOn = descending ? last : last + 1;
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("entries", found.stream().map(Shown::row).toList());
        answer.put("next", goOn == null ? null : Map.of(descending ? "before" : "from", goOn));
        answer.put("end", end);
        return answer;
    }

    /** Reads until there is enough, or time is up: then whoever asked sees what there is, and where to go on; null at the end. */
    private @Nullable Long search(JournalReader journal, InstantSource clock, long end, List<Entry> found) {
        Instant patient = clock.instant().plus(PATIENCE);
        long first = journal.firstPosition();
        long low = descending ? first : Math.max(first, begin);
        long high = descending ? Math.min(end, begin) : end;
        while (low < high && found.size() <= limit) {
            if (descending) {
                long from = Math.max(low, high - STRETCH);
                add(journal, from, high, found);
                high = from;
            } else {
                long to = Math.min(high, low + STRETCH);
                add(journal, low, to, found);
                low = to;
            }
            if (!clock.instant().isBefore(patient)) {
                break;
            }
        }
        return low < high ? (Long) (descending ? high : low) : null;
    }

    private void add(JournalReader journal, long from, long to, List<Entry> found) {
        if (from >= to) {
            return;
        }
        Query ordered = descending ? filter.query().descending() : filter.query();
        Query bounded = ordered.fromPosition(from).toPosition(to).limit(limit + 1L - found.size());
        try (Stream<Entry> entries = journal.query(bounded)) {
            entries.forEach(found::add);
        }
    }
}
