package dev.annals.store.journal;

import dev.annals.api.RecordKind;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The calendar month, in UTC, that an excerpt belongs to: so that segments end by month too, and a small journal also has whole segments
 * that are old enough to be removed.
 *
 * <p>It is taken from what the excerpt says, never from a clock, and a segment's month is that of its first excerpt: so the same
 * excerpts, appended again by a backup or in another engine, begin the same segments, whenever and how often the log was opened. A
 * page record's time is the server's and is trusted; without one the newest {@code created} counts, which in an import may be anything.
 *
 * <p>When a segment ends: one that began with a page, at a page of a later month; one that did not, at a page of any other month
 * or at anything of a later one. So neither imports of old logs between the pages nor a date in the far future end one segment
 * after the other: after the next page the pages alone decide.
 *
 * @param month months since the year 0; {@link Long#MIN_VALUE} if no record has a time
 * @param ofPage whether a page record says so
 */
record SegmentMonth(long month, boolean ofPage) {
    /** Of what has no time. */
    static final SegmentMonth UNKNOWN = new SegmentMonth(Long.MIN_VALUE, false);

    /** The month of records that are to be appended together. */
    static SegmentMonth of(List<NewRecord> records) {
        Newest newest = new Newest();
        for (NewRecord each : records) {
            newest.take(each.kind(), each.created());
        }
        return newest.month();
    }

    /** The month of an excerpt that is stored; of one that cannot be read none, because opening for write judges only the end. */
    static SegmentMonth ofStored(byte[] excerpt, long sequence) {
        Newest newest = new Newest();
        try {
            for (Entry each : ExcerptCodec.decode(excerpt, sequence, -1).entries()) {
                newest.take(each.kind(), each.created());
            }
            return newest.month();
        } catch (JournalException e) {
            return UNKNOWN;
        }
    }

    /** The newest time of a page record or, without one, of any record: a calendar is asked once for all of them. */
    private static final class Newest {
        private @Nullable Instant time;
        private boolean ofPage;

        void take(RecordKind kind, @Nullable Instant created) {
            boolean page = kind == RecordKind.PAGE_COMMITTED;
            if (created == null || (ofPage && !page)) {
                return;
            }
            if (time == null || page != ofPage || created.isAfter(time)) {
                time = created;
                ofPage = page;
            }
        }

        SegmentMonth month() {
            return time == null ? UNKNOWN : new SegmentMonth(monthOf(time), ofPage);
        }
    }

    private static long monthOf(Instant created) {
        // Not a local date of the instant: an instant reaches further than a date.
        long day = Math.floorDiv(created.getEpochSecond(), 86_400L);
        long farthest = LocalDate.MAX.toEpochDay();
        LocalDate date = LocalDate.ofEpochDay(Math.max(-farthest, Math.min(farthest, day)));
        return date.getYear() * 12L + date.getMonthValue() - 1;
    }

    /** Whether a segment that began in this month ends before an excerpt of the next one. */
    boolean endsBefore(SegmentMonth next) {
        if (next.month == Long.MIN_VALUE || (ofPage && !next.ofPage)) {
            return false;
        }
        return next.month > month || (next.ofPage && !ofPage && next.month != month);
    }
}
