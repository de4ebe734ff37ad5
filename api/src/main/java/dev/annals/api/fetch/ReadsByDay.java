package dev.annals.api.fetch;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Requests to the provider, by UTC day of the local clock, of the last days on which there were any. It grants so many a month, however
 * often the program that makes them is started.
 *
 * @param days requests by day, in order; at most {@link #MOST_DAYS}, the newest
 */
public record ReadsByDay(SortedMap<LocalDate, Long> days) {
    /** A rolling month of thirty days touches so many calendar days, and one that a wrong clock made. */
    public static final int MOST_DAYS = 32;

    /** No requests. */
    public static final ReadsByDay NONE = new ReadsByDay(Collections.emptySortedMap());

    public ReadsByDay {
        SortedMap<LocalDate, Long> newest = new TreeMap<>(days);
        while (newest.size() > MOST_DAYS) {
            newest.remove(newest.firstKey());
        }
        days = Collections.unmodifiableSortedMap(newest);
    }

    /**
     * These and more.
     *
     * @param at when they were made
     * @param reads how many
     * @return the sum
     */
    public ReadsByDay plus(Instant at, long reads) {
        SortedMap<LocalDate, Long> sum = new TreeMap<>(days);
        sum.merge(day(at), reads, Long::sum);
        return new ReadsByDay(sum);
    }

    /**
     * How many there were in the thirty days before a moment; the day on which these begin counts whole.
     *
     * @param now the moment
     * @return the number
     */
    public long inThirtyDays(Instant now) {
        return days.subMap(day(now.minus(ReadBudget.WINDOW)), day(now).plusDays(1)).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }
}
