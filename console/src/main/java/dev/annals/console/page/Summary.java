package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Where every record must be looked at, no more are: the youngest. */
    private static final long MOST_SEARCHED = 50_000;

    private final JournalReader journal;
    private final Filter filter;
    private final boolean partly;
    private final Map<Grouping, Map<String, Long>> counts = new EnumMap<>(Grouping.class);

    /** Counts by day, and by whatever else is wanted. */
    Summary(JournalReader journal, Filter asked, Grouping... others) {
        this.journal = journal;
        long from = journal.endPosition() - MOST_SEARCHED;
        this.partly = asked.searches() && from > journal.firstPosition();
        this.filter = partly
                ? new Filter(asked.asked(), asked.query().fromPosition(from), asked.exact(), asked.searches())
                : asked;
        List<Grouping> all =
                Stream.concat(Stream.of(Grouping.DAY), Arrays.stream(others)).toList();
        all.forEach(by -> counts.put(by, new TreeMap<>()));
        if (filter.exact()) {
            all.forEach(by -> add(of(by), journal.counts(filter.query(), by), 0));
        } else {
            List<GroupCount> read = journal.counts(counted(filter), all.toArray(Grouping[]::new));
            for (int i = 0; i < all.size(); i++) {
                add(of(all.get(i)), read, i);
            }
        }
    }

    /** The counts of one grouping. */
    Map<String, Long> of(Grouping by) {
        return Objects.requireNonNull(counts.get(by), by::label);
    }

    /** How many there are, since when, and when. */
    Map<String, @Nullable Object> answer(Instant now) {
        Map<String, Long> days = of(Grouping.DAY);
        long total = days.values().stream().mapToLong(Long::longValue).sum();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("now", now);
        answer.put("total", total);
        answer.put("capped", partly || (!filter.exact() && total >= MOST_READ));
        answer.put("first", first(journal, filter.query().ascending()));
        answer.put("last", first(journal, filter.query().descending()));
        answer.put("histogram", histogram(journal, filter, days));
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
