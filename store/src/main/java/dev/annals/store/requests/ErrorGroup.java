package dev.annals.store.requests;

import java.util.List;

/**
 * Requests that failed in the same way at the same place.
 *
 * @param type the type of the error, empty if none is known
 * @param code the code of the error, empty if there is none
 * @param endpoint the path with its ids folded
 * @param count how many there are
 * @param trend how many in each hour or day of the period, the earliest first, those without any included
 */
public record ErrorGroup(String type, String code, String endpoint, long count, List<Span> trend) {
    /**
     * One hour or day.
     *
     * @param name for example {@code 2026-11-18} or {@code 2026-11-18T09}, in UTC
     * @param count how many there are
     */
    public record Span(String name, long count) {}

    public ErrorGroup {
        trend = List.copyOf(trend);
    }

    /**
     * How the later half of the period compares with the earlier one; of an odd number of spans the middle one counts for neither.
     *
     * @return how many more there are, negative if there are fewer
     */
    public long change() {
        int half = trend.size() / 2;
        return sum(trend.subList(trend.size() - half, trend.size())) - sum(trend.subList(0, half));
    }

    private static long sum(List<Span> spans) {
        return spans.stream().mapToLong(Span::count).sum();
    }
}
