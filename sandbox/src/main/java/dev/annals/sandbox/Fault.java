package dev.annals.sandbox;

import java.util.Arrays;
import java.util.Locale;

/**
 * Something that goes wrong on purpose, for the next requests it can apply to.
 *
 * <p>At most one fault meets a request: the first one injected that applies, where faults that change a page come after
 * all others and wait for a page with at least one log ({@link Kind#CONFLICTING_ID}: with room for two), so that none is
 * spent on nothing. No fault makes a well-behaved reader lose a log: what was withheld is still there when it asks again.
 *
 * @param kind what goes wrong
 * @param times how often, 1 or more; {@link Integer#MAX_VALUE} = always
 * @param after how many requests it could have applied to are let through first, 0 or more
 * @param probability chance, 0 to 1, that a request it could apply to is met; drawn from the sandbox's seed
 * @param number a parameter whose meaning the kind documents
 * @param text a parameter whose meaning the kind documents
 */
public record Fault(Kind kind, int times, int after, double probability, long number, String text) {

    /** Where a kind takes hold. */
    enum Phase {
        INSTEAD,
        HISTORY,
        PAGE,
        WIRE
    }

    /** What can go wrong. The name over HTTP and on a command line is the constant in lower case. */
    public enum Kind {
        /**
         * 429. {@code number}: seconds in {@code Retry-After}, 0 = no header. {@code text}: value of
         * {@code Stripe-Rate-Limited-Reason}, empty = no header.
         */
        RATE_LIMITED(Phase.INSTEAD, 0, "endpoint-rate"),
        /** 5xx. {@code number}: status. {@code text}: kind of body, {@code html}, {@code empty} or {@code json}. */
        SERVER_ERROR(Phase.INSTEAD, 500, "html"),
        /** A failure with {@code Stripe-Should-Retry: text}. {@code number}: status. */
        SHOULD_RETRY(Phase.INSTEAD, 500, "true"),
        /** 400. {@code text}: error code, for example {@code invalid_filters} or {@code invalid_fields}. */
        BAD_REQUEST(Phase.INSTEAD, 400, "invalid_fields"),
        /** 401 as for an unknown key. */
        UNAUTHORIZED(Phase.INSTEAD, 401, ""),
        /** 403 as for a missing permission. */
        FORBIDDEN(Phase.INSTEAD, 403, ""),
        /** 404 {@code not_found}, for a list too. */
        NOT_FOUND(Phase.INSTEAD, 404, ""),
        /** The request is taken and never answered. */
        TIMEOUT(Phase.INSTEAD, 0, ""),
        /** The connection is closed before the first byte of an answer. */
        CUT_CONNECTION(Phase.INSTEAD, 0, ""),
        /** 200 without a body. */
        EMPTY_BODY(Phase.INSTEAD, 200, ""),
        /** 200 with a page for people, {@code text/html}. */
        HTML_BODY(Phase.INSTEAD, 200, ""),
        /** 302. {@code text}: the location. */
        REDIRECT(Phase.INSTEAD, 302, "http://127.0.0.1:9/v2/iam/activity_logs"),

        /** A log becomes visible whose {@code created} lies {@code number} seconds back: before logs already shown. */
        LATE_EVENT(Phase.HISTORY, 3_600, ""),
        /** A log becomes visible whose {@code created} lies {@code number} seconds ahead. */
        FUTURE_EVENT(Phase.HISTORY, 64_800, ""),
        /** A log becomes visible with an action type, actor type, details and fields that nobody knows. */
        UNKNOWN_WORDS(Phase.HISTORY, 0, ""),

        /** A page without logs in mid-stream; its next URL leads to the logs that were withheld. */
        EMPTY_PAGE(Phase.PAGE, 0, ""),
        /** The next URL leads to the same page once more. */
        DUPLICATE_PAGE(Phase.PAGE, 0, ""),
        /** The first log of the page is in it twice, the second time with other bytes. Needs room for two. */
        CONFLICTING_ID(Phase.PAGE, 0, ""),
        /** The logs of the page in reverse order: {@code created} descends. */
        REORDERED(Phase.PAGE, 0, ""),
        /** The next URL is absolute. {@code text}: what stands before the path. */
        FOREIGN_URL(Phase.PAGE, 0, "https://foreign.example"),
        /** The next URL is {@code ""}. */
        EMPTY_URL(Phase.PAGE, 0, ""),
        /** The next URL is null although more may follow. */
        NULL_URL(Phase.PAGE, 0, ""),

        /** The body ends at half its length; so does what {@code Content-Length} says. */
        TRUNCATED_JSON(Phase.WIRE, 0, ""),
        /** The connection is closed at half of what {@code Content-Length} promised. */
        CUT_BODY(Phase.WIRE, 0, ""),
        /** White space between the tokens blows the body up. {@code number}: bytes added. */
        HUGE_PAGE(Phase.WIRE, 32L << 20, ""),
        /** The body is compressed although nobody asked. {@code number}: bytes of white space added before. */
        GZIP(Phase.WIRE, 0, ""),
        /** The answer waits. {@code number}: real milliseconds. */
        SLOW(Phase.WIRE, 1_000, ""),
        /** The right body under another {@code Content-Type}. {@code text}: which. */
        CONTENT_TYPE(Phase.WIRE, 0, "text/plain");

        private final Phase phase;
        private final long usualNumber;
        private final String usualText;
        private final long least;
        private final long most;

        Kind(Phase phase, long usualNumber, String usualText) {
            this.phase = phase;
            this.usualNumber = usualNumber;
            this.usualText = usualText;
            boolean status = usualNumber == 500;
            this.least = status ? 500 : 0;
            this.most = status ? 599 : Integer.MAX_VALUE;
        }

        Phase phase() {
            return phase;
        }

        /**
         * The name over HTTP and on a command line.
         *
         * @return lower case with underscores
         */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks the ranges.
     *
     * @param kind what goes wrong
     * @param times 1 or more
     * @param after 0 or more
     * @param probability 0 to 1
     * @param number 0 to {@link Integer#MAX_VALUE}; a status 500 to 599 for {@link Kind#SERVER_ERROR} and
     *     {@link Kind#SHOULD_RETRY}
     * @param text any without control characters: it may stand in a header
     * @throws IllegalArgumentException when a value is out of range
     */
    public Fault {
        if (times < 1 || after < 0 || !(probability >= 0 && probability <= 1) || number < 0) {
            throw new IllegalArgumentException("a fault needs times of 1 or more, after and number of 0 or more and a"
                    + " probability of 0 to 1: times=" + times + ", after=" + after + ", probability=" + probability
                    + ", number=" + number);
        }
        if (number > kind.most || number < kind.least) {
            throw new IllegalArgumentException("number is out of range for this fault: kind=" + kind.word()
                    + ", number=" + number + ", least=" + kind.least + ", most=" + kind.most);
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("text holds control characters: kind=" + kind.word());
        }
    }

    /**
     * A fault that meets the next request it applies to, with the usual parameters of its kind.
     *
     * @param kind what goes wrong
     * @return the fault
     */
    public static Fault of(Kind kind) {
        return new Fault(kind, 1, 0, 1, kind.usualNumber, kind.usualText);
    }

    /**
     * A fault by name.
     *
     * @param name for example {@code rate_limited}; hyphens count as underscores
     * @return the fault, with the usual parameters of its kind
     * @throws IllegalArgumentException when there is no such fault; the message lists all names
     */
    public static Fault named(String name) {
        String wanted = name.replace('-', '_');
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.word().equals(wanted))
                .findFirst()
                .map(Fault::of)
                .orElseThrow(() -> new IllegalArgumentException("no fault has this name: name=" + name + ", known="
                        + Arrays.stream(Kind.values()).map(Kind::word).toList()));
    }

    /**
     * The same for several requests.
     *
     * @param times 1 or more
     * @return a new fault
     */
    public Fault times(int times) {
        return new Fault(kind, times, after, probability, number, text);
    }

    /**
     * The same for every request, until faults are cleared.
     *
     * @return a new fault
     */
    public Fault always() {
        return times(Integer.MAX_VALUE);
    }

    /**
     * The same, later.
     *
     * @param after how many requests it could apply to are let through first
     * @return a new fault
     */
    public Fault after(int after) {
        return new Fault(kind, times, after, probability, number, text);
    }

    /**
     * The same by chance, drawn from the sandbox's seed.
     *
     * @param probability 0 to 1
     * @return a new fault
     */
    public Fault probability(double probability) {
        return new Fault(kind, times, after, probability, number, text);
    }

    /**
     * The same with another numeric parameter.
     *
     * @param number see the kind
     * @return a new fault
     */
    public Fault number(long number) {
        return new Fault(kind, times, after, probability, number, text);
    }

    /**
     * The same with another text parameter.
     *
     * @param text see the kind
     * @return a new fault
     */
    public Fault text(String text) {
        return new Fault(kind, times, after, probability, number, text);
    }
}
