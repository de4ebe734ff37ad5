package dev.annals.sandbox.history;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;

/**
 * Spreads a history over a time window the way people work: dense in office hours, thin at night and at weekends.
 *
 * <p>{@link #millisAt} is monotone, which is what keeps a generated history in ascending order.
 */
final class WorkingTime {
    private static final long HOUR_MILLIS = 3_600_000L;
    private static final double NIGHT = 0.04;

    private final long fromMillis;
    private final long untilMillis;
    private final double[] weightBefore;

    WorkingTime(Instant from, Instant until) {
        this.fromMillis = from.toEpochMilli();
        this.untilMillis = until.toEpochMilli();
        if (fromMillis >= untilMillis) {
            throw new IllegalArgumentException("a history needs time to happen in: from=" + from + ", until=" + until);
        }
        int hours = Math.toIntExact((untilMillis - fromMillis + HOUR_MILLIS - 1) / HOUR_MILLIS);
        this.weightBefore = new double[hours + 1];
        for (int hour = 0; hour < hours; hour++) {
            double portion = (double) slotLength(hour) / HOUR_MILLIS;
            weightBefore[hour + 1] = weightBefore[hour] + portion * weight(fromMillis + hour * HOUR_MILLIS);
        }
    }

    /** The moment, in milliseconds of the epoch, by which {@code fraction} (0 to 1) of all activity has happened. */
    long millisAt(double fraction) {
        double wanted = fraction * weightBefore[weightBefore.length - 1];
        int found = Arrays.binarySearch(weightBefore, wanted);
        int slot = Math.min(found >= 0 ? found : -found - 2, weightBefore.length - 2);
        double part = (wanted - weightBefore[slot]) / (weightBefore[slot + 1] - weightBefore[slot]);
        long millis = fromMillis + slot * HOUR_MILLIS + (long) (part * slotLength(slot));
        return Math.min(millis, untilMillis - 1);
    }

    private long slotLength(int hour) {
        return Math.min(HOUR_MILLIS, untilMillis - fromMillis - hour * HOUR_MILLIS);
    }

    private static double weight(long millis) {
        ZonedDateTime at = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
        boolean weekend = at.getDayOfWeek() == DayOfWeek.SATURDAY || at.getDayOfWeek() == DayOfWeek.SUNDAY;
        int hour = at.getHour();
        boolean office = hour >= 8 && hour < 18;
        boolean evening = hour >= 18 && hour < 22;
        double weekday = office ? (hour == 12 ? 0.6 : 1.0) : evening ? 0.2 : NIGHT;
        return weekend ? weekday * 0.1 : weekday;
    }
}
