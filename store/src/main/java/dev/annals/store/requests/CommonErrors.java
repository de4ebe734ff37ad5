package dev.annals.store.requests;

import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes groups of errors with their trend out of counts. */
final class CommonErrors {
    private static final Duration IN_HOURS = Duration.ofDays(2);
    private static final int FIRST_FAILURE = 400;
    private static final Comparator<ErrorGroup> LARGEST_FIRST = Comparator.comparingLong(ErrorGroup::count)
            .reversed()
            .thenComparing(ErrorGroup::type)
            .thenComparing(ErrorGroup::code)
            .thenComparing(ErrorGroup::endpoint);

    private final Instant since;
    private final Instant until;
    private final Grouping unit;

    CommonErrors(Instant since, Instant until) {
        if (!since.isBefore(until)) {
            throw new IllegalArgumentException("the period is empty, since=" + since + ", until=" + until);
        }
        this.since = since;
        this.until = until;
        this.unit = Duration.between(since, until).compareTo(IN_HOURS) <= 0 ? Grouping.HOUR : Grouping.DAY;
    }

    static String type(RequestLog log) {
        RequestError error = log.error();
        return error == null || error.type() == null ? "" : error.type();
    }

    static String code(RequestLog log) {
        RequestError error = log.error();
        return error == null || error.code() == null ? "" : error.code();
    }

    /** Groups counts by type, code, endpoint, status and the unit that the function is given. */
    List<ErrorGroup> of(Function<Grouping, List<GroupCount>> counts) {
        Map<List<String>, Map<String, Long>> groups = new LinkedHashMap<>();
        for (GroupCount each : counts.apply(unit)) {
            if (isFailure(each.values().get(3))) {
                groups.computeIfAbsent(each.values().subList(0, 3), key -> new HashMap<>())
                        .merge(each.values().get(4), each.count(), Long::sum);
            }
        }
        List<String> spans = spans();
        return groups.entrySet().stream()
                .map(each -> group(each.getKey(), each.getValue(), spans))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    private static boolean isFailure(String status) {
        return !status.isEmpty() && (!Character.isDigit(status.charAt(0)) || Integer.parseInt(status) >= FIRST_FAILURE);
    }

    private static ErrorGroup group(List<String> key, Map<String, Long> counts, List<String> spans) {
        List<ErrorGroup.Span> trend = spans.stream()
                .map(span -> new ErrorGroup.Span(span, counts.getOrDefault(span, 0L)))
                .toList();
        long count = counts.values().stream().mapToLong(Long::longValue).sum();
        return new ErrorGroup(key.get(0), key.get(1), key.get(2), count, trend);
    }

    /** The names of all hours or days of the period, as the counts have them. */
    private List<String> spans() {
        ChronoUnit step = unit == Grouping.HOUR ? ChronoUnit.HOURS : ChronoUnit.DAYS;
        int length = unit == Grouping.HOUR ? "2026-11-18T09".length() : "2026-11-18".length();
        List<String> spans = new ArrayList<>();
        for (Instant at = since.truncatedTo(step); at.isBefore(until); at = at.plus(1, step)) {
            spans.add(at.toString().substring(0, length));
        }
        return spans;
    }
}
