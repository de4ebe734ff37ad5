package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a filter's records add up to. */
final class Summary {
    /** So many are read at most where columns do not decide: the youngest. */
    private static final int MOST_READ = 10_000;

    private static final int MOST_DAYS_BY_HOUR = 3;
    private static final int MOST_DAYS = 1_100;
    private static final int MOST_VALUES = 12;
    private static final Comparator<Map.Entry<String, Long>> MOST_FIRST =
            Map.Entry.<String, Long>comparingByValue().reversed();

    private Summary() {}

    static Map<String, @Nullable Object> of(JournalReader journal, Filter filter, Instant now) {
        Map<String, Long> days = new TreeMap<>();
        Map<String, Long> types = new TreeMap<>();
        Map<String, Long> actors = new TreeMap<>();
        if (filter.exact()) {
            add(days, journal.counts(filter.query(), Grouping.DAY), 0);
            add(types, journal.counts(filter.query(), Grouping.TYPE), 0);
            add(actors, journal.counts(filter.query(), Grouping.ACTOR), 0);
        } else {
            List<GroupCount> counts = journal.counts(counted(filter), Grouping.DAY, Grouping.TYPE, Grouping.ACTOR);
            add(days, counts, 0);
            add(types, counts, 1);
            add(actors, counts, 2);
        }
        long total = days.values().stream().mapToLong(Long::longValue).sum();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("now", now);
        answer.put("total", total);
        answer.put("capped", !filter.exact() && total >= MOST_READ);
        answer.put("first", first(journal, filter.query().ascending()));
        answer.put("last", first(journal, filter.query().descending()));
        answer.put("histogram", histogram(journal, filter, days));
        answer.put("types", top(types));
        answer.put("actors", top(actors));
        return answer;
    }

    /** What is counted: all, unless that would read too many records. */
    static Query counted(Filter filter) {
        return filter.exact() ? filter.query() : filter.query().descending().limit(MOST_READ);
    }

    /** Counts over time, by hour, day or month, whichever makes a picture. What has no time is left out. */
    static Map<String, Object> histogram(JournalReader journal, Filter filter, Map<String, Long> counted) {
        TreeMap<String, Long> days = new TreeMap<>(counted);
        days.remove("");
        String by = "day";
        Map<String, Long> bars = days;
        if (!days.isEmpty()) {
            long span = java.time.temporal.ChronoUnit.DAYS.between(
                            java.time.LocalDate.parse(days.firstKey()), java.time.LocalDate.parse(days.lastKey()))
                    + 1;
            if (span <= MOST_DAYS_BY_HOUR && filter.exact()) {
                by = "hour";
                bars = new TreeMap<>();
                add(bars, journal.counts(filter.query(), Grouping.HOUR), 0);
                bars.remove("");
            } else if (span > MOST_DAYS) {
                by = "month";
                bars = days.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                day -> day.getKey().substring(0, day.getKey().length() - 3),
                                TreeMap::new,
                                Collectors.summingLong(Map.Entry::getValue)));
            }
        }
        return Map.of("by", by, "bars", pairs(bars.entrySet().stream()));
    }

    static List<List<Object>> top(Map<String, Long> counts) {
        return pairs(counts.entrySet().stream()
                .filter(each -> !each.getKey().isEmpty())
                .sorted(MOST_FIRST)
                .limit(MOST_VALUES));
    }

    static void add(Map<String, Long> sums, List<GroupCount> counts, int value) {
        counts.forEach(each -> sums.merge(each.values().get(value), each.count(), Long::sum));
    }

    private static List<List<Object>> pairs(Stream<Map.Entry<String, Long>> entries) {
        return entries.map(each -> List.<Object>of(each.getKey(), each.getValue()))
                .toList();
    }

    private static @Nullable Instant first(JournalReader journal, Query query) {
        try (Stream<Entry> entries = journal.query(query.limit(1))) {
            return entries.map(Entry::created).findFirst().orElse(null);
        }
    }
}
