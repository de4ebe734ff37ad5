package dev.annals.store.prune;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;

/**
 * How long records must be kept. One setting for both questions that the rules ask: how long at all, and how much of it at hand.
 *
 * <p>Ages count back from the newest date of the provider's server that the journal knows, or from the local clock if that is earlier: so
 * a clock that runs ahead, on either side, removes nothing too early. Months are calendar months in UTC.
 *
 * <p>Whatever the setting, records younger than {@link #PROVIDER_KEEPS} are never removed.
 *
 * @param keepAtLeast nothing younger is removed unless it is in a verified backup
 * @param immediatelyAvailable nothing younger is removed even then; not longer than {@code keepAtLeast}
 */
public record Retention(Period keepAtLeast, Period immediatelyAvailable) {
    /** PCI DSS 10.5.1: audit logs for at least 12 months, the most recent 3 of them immediately available. */
    public static final Retention PCI_DSS = new Retention(Period.ofMonths(12), Period.ofMonths(3));

    /**
     * What is younger than this stays, always: six months that the provider keeps, and a month of margin. After a refused cursor
     * the provider shows all that again, and a record that is known no longer, because it was removed, would be stored a second time.
     */
    public static final Period PROVIDER_KEEPS = Period.ofMonths(7);

    private static final String PCI_DSS_NAME = "pci-dss";

    /** Requires periods of zero or more, the second not longer than the first. */
    public Retention {
        if (keepAtLeast.isNegative() || immediatelyAvailable.isNegative()) {
            throw new IllegalArgumentException("a retention is negative, keep_at_least=" + keepAtLeast
                    + ", immediately_available=" + immediatelyAvailable + "; use for example P12M and P3M");
        }
        if (before(Instant.EPOCH, immediatelyAvailable).isBefore(before(Instant.EPOCH, keepAtLeast))) {
            throw new IllegalArgumentException("more would have to be at hand than has to be kept, keep_at_least="
                    + keepAtLeast + ", immediately_available=" + immediatelyAvailable + "; swap them");
        }
    }

    /**
     * Reads a retention from its text.
     *
     * @param text {@code pci-dss}; or two ISO 8601 periods, for example {@code P24M/P3M}; or one, for both
     * @return the retention
     * @throws IllegalArgumentException if it is none of these
     */
    public static Retention parse(String text) {
        if (text.equals(PCI_DSS_NAME)) {
            return PCI_DSS;
        }
        int slash = text.indexOf('/');
        try {
            return slash < 0
                    ? new Retention(Period.parse(text), Period.parse(text))
                    : new Retention(Period.parse(text.substring(0, slash)), Period.parse(text.substring(slash + 1)));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "not a retention, value=" + text + "; use pci-dss, or ISO periods such as P24M/P3M", e);
        }
    }

    /**
     * The youngest that may be removed: nothing at or after this instant.
     *
     * @param now what ages count back from
     * @param archived whether what is removed is in a verified backup
     * @return the instant
     */
    public Instant latest(Instant now, boolean archived) {
        Instant kept = before(now, archived ? immediatelyAvailable : keepAtLeast);
        Instant floor = floor(now);
        return kept.isBefore(floor) ? kept : floor;
    }

    /**
     * The youngest that may ever be removed, whatever the setting: what is younger the provider may show again.
     *
     * @param now what ages count back from
     * @return the instant
     */
    static Instant floor(Instant now) {
        return before(now, PROVIDER_KEEPS);
    }

    private static Instant before(Instant now, Period period) {
        return now.atOffset(ZoneOffset.UTC).minus(period).toInstant();
    }

    @Override
    public String toString() {
        return equals(PCI_DSS) ? PCI_DSS_NAME : keepAtLeast + "/" + immediatelyAvailable;
    }
}
