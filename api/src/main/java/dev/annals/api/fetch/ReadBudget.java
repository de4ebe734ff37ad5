package dev.annals.api.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests over a rolling 30 days, in hours, and says how fast the rest may be spent. Shared by all streams of a fetcher;
 * safe for use by several threads.
 *
 * <p>The pace is the fastest even spacing that never exceeds the limit, even if every read still in the window stays there to
 * its last minute: reads that are about to leave the window are counted on, those before are not.
 */
final class ReadBudget {
    static final Duration WINDOW = Duration.ofDays(30);

    private static final int HOURS = (int) WINDOW.toHours();
    private static final long HOUR_SECONDS = 3600;

    private final int limit;
    private final long[] reads = new long[HOURS];
    private long newestHour = Long.MIN_VALUE;
    private long used;

    ReadBudget(int limit) {
        this.limit = limit;
    }

    /** The shortest waits that keep the budget, worked out when they are asked for. */
    interface Pace {
        /** No budget to keep. */
        Pace FREE = new Pace() {
            @Override
            public Duration poll() {
                return Duration.ZERO;
            }

            @Override
            public Duration page() {
                return Duration.ZERO;
            }
        };

        /** Before the next poll of one stream. */
        Duration poll();

        /** Before the next page of a backlog. */
        Duration page();
    }

    /** Counts what was read before this process, each day as if all of it had been read in its last hour. */
    synchronized void count(ReadsByDay former, Instant now) {
        roll(now);
        former.days().forEach((day, count) -> {
            long lastHour = day.plusDays(1).toEpochDay() * 24 - 1;
            long hour = Math.min(lastHour, newestHour);
            if (hour > newestHour - HOURS) {
                reads[Math.floorMod(hour, HOURS)] += count;
                used += count;
            }
        });
    }

    synchronized void count(Instant now) {
        roll(now);
        reads[Math.floorMod(newestHour, HOURS)]++;
        used++;
    }

    synchronized long used(Instant now) {
        roll(now);
        return used;
    }

    Pace pace(Instant now, int streams) {
        return new Pace() {
            @Override
            public Duration poll() {
                return even(now, streams);
            }

            /** The tenth that paging must leave keeps the polls alive while a spent budget comes back. */
            @Override
            public Duration page() {
                return used(now) * 10 < limit * 9L ? Duration.ZERO : even(now, streams);
            }
        };
    }

    /** When polls at this interval would exceed the budget; null if never. */
    synchronized @Nullable Instant breach(Instant now, int streams, Duration pollInterval) {
        if (even(now, streams).compareTo(pollInterval) <= 0) {
            return null;
        }
        return now.plus(pollInterval.multipliedBy(Math.max(0, limit - used)).dividedBy(Math.max(1, streams)));
    }

    private synchronized Duration even(Instant now, int streams) {
        roll(now);
        double slowest = WINDOW.toSeconds() / (double) limit;
        long left = limit - used;
        for (int back = HOURS - 1; back >= 0; back--) {
            long hour = newestHour - back;
            long here = reads[Math.floorMod(hour, HOURS)];
            if (here == 0) {
                continue;
            }
            double leaves = (hour + 1) * HOUR_SECONDS + WINDOW.toSeconds() - now.getEpochSecond();
            if (left <= 0) {
                return Duration.ofSeconds((long) Math.max(1, leaves));
            }
            slowest = Math.max(slowest, leaves / left);
            left += here;
        }
        return Duration.ofMillis((long) (slowest * 1000 * Math.max(1, streams)));
    }

    /** A clock that goes back takes the reads along: they keep their age, so none is forgotten early and none is kept for years. */
    private void roll(Instant now) {
        long hour = Math.floorDiv(now.getEpochSecond(), HOUR_SECONDS);
        if (hour < newestHour) {
            long[] aged = reads.clone();
            for (int back = 0; back < HOURS; back++) {
                reads[Math.floorMod(hour - back, HOURS)] = aged[Math.floorMod(newestHour - back, HOURS)];
            }
            newestHour = hour;
        }
        if (newestHour == Long.MIN_VALUE || hour - newestHour >= HOURS) {
            Arrays.fill(reads, 0);
            used = 0;
            newestHour = hour;
        }
        while (newestHour < hour) {
            newestHour++;
            int slot = Math.floorMod(newestHour, HOURS);
            used -= reads[slot];
            reads[slot] = 0;
        }
    }
}
