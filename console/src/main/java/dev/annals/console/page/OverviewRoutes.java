package dev.annals.console.page;

import dev.annals.api.RecordKind;
import dev.annals.console.text.StatusFields;
import dev.annals.store.JournalReader;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a reader must always be able to see, in one answer. What is counted is kept until the journal grows. */
final class OverviewRoutes implements Routes {
    private static final int GAPS = 20;
    private static final Duration RECENT = Duration.ofDays(30);
    /** A journal that grows all the time is not counted all the time. */
    private static final Duration STALE = Duration.ofSeconds(5);

    private final Reading reading;
    private final CheckpointJudge judge;
    private @Nullable Counted counted;

    OverviewRoutes(Reading reading) {
        this.reading = reading;
        this.judge = new CheckpointJudge(reading.options());
    }

    private record Counted(long end, Instant at, Map<String, @Nullable Object> values) {}

    @Override
    public void addTo(Router router) {
        router.get("/api/overview").handler(ctx -> reading.json(ctx, "overview", Map.of(), this::overview));
    }

    /** Counts before anybody asks. */
    void warm() {
        reading.more(this::overview);
    }

    private Map<String, @Nullable Object> overview() {
        JournalReader journal = reading.journal();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("title", reading.options().title);
        answer.put("now", reading.options().clock.instant());
        answer.put("status", StatusFields.of(journal.status()));
        answer.put("checkpoint", judge.judge(journal).orElse(null));
        answer.putAll(counted(journal));
        return answer;
    }

    private synchronized Map<String, @Nullable Object> counted(JournalReader journal) {
        long end = journal.endPosition();
        Instant now = reading.options().clock.instant();
        Counted known = counted;
        if (known == null
                || (known.end() != end && Duration.between(known.at(), now).compareTo(STALE) >= 0)) {
            known = new Counted(end, now, count(journal, now));
            counted = known;
        }
        return known.values();
    }

    private static Map<String, @Nullable Object> count(JournalReader journal, Instant now) {
        Map<String, Long> days = new TreeMap<>();
        Summary.add(days, journal.counts(Query.all(), Grouping.DAY), 0);
        Filter all = Filter.of(MultiMap.caseInsensitiveMultiMap(), Set.of(), now);
        Query recent = Query.all().since(now.minus(RECENT));
        Map<String, Long> types = new TreeMap<>();
        Summary.add(types, journal.counts(recent, Grouping.TYPE), 0);
        Map<String, Long> actors = new TreeMap<>();
        Summary.add(actors, journal.counts(recent, Grouping.ACTOR), 0);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("histogram", Summary.histogram(journal, all, days));
        values.put("recent_days", RECENT.toDays());
        values.put("types", Summary.top(types));
        values.put("actors", Summary.top(actors));
        values.put("gaps", gaps(journal));
        return values;
    }

    private static List<Map<String, @Nullable Object>> gaps(JournalReader journal) {
        try (Stream<Entry> found =
                journal.query(Query.all().kinds(RecordKind.GAP).descending().limit(GAPS))) {
            return found.map(Shown::row).toList();
        }
    }
}
