package dev.annals.console.page;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What errors and versions are looked at within: the last week unless another period was asked for.
 *
 * @param since its beginning, inclusive
 * @param until its end, exclusive
 */
record Period(Instant since, Instant until) {
    private static final Duration WEEK = Duration.ofDays(7);
    /** A trend has a number for each day of it. */
    private static final Duration LONGEST = Duration.ofDays(400);

    static Period of(RequestsAsked asked, Instant now) {
        Instant until = asked.until() == null ? now : asked.until();
        Instant since = asked.since() == null ? until.minus(WEEK) : asked.since();
        if (!since.isBefore(until)) {
            throw Filter.bad(
                    "the period is empty, since=" + since + ", until=" + until + "; let it begin before it ends");
        }
        if (Duration.between(since, until).compareTo(LONGEST) > 0) {
            throw Filter.bad("the period is longer than days=" + LONGEST.toDays() + ", since=" + since + ", until="
                    + until + "; choose a shorter one");
        }
        return new Period(since, until);
    }

    Duration length() {
        return Duration.between(since, until);
    }

    /** The beginning of an answer about it, which looked up to a position. */
    Map<String, @Nullable Object> answer(Instant now, long end) {
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("now", now);
        answer.put("end", end);
        answer.put("since", since);
        answer.put("until", until);
        return answer;
    }
}
