package dev.annals.api.fetch;

import dev.annals.api.ActivityFilter;
import dev.annals.api.LogStream;
import dev.annals.api.client.ApiKey;
import dev.annals.api.client.ClientOptions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Period;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What to fetch and how: an immutable value. {@code forKey} is the preset for the key's own account; {@link #toBuilder()} varies
 * it. The key is only ever held behind its supplier: no method of this type shows it.
 */
public final class FetchOptions {
    final Supplier<String> key;
    final URI origin;
    final String apiVersion;
    final List<String> contexts;
    final ActivityFilter filter;
    final int pageLimit;
    final Duration pollInterval;
    final boolean once;
    final int onceAttempts;
    final int readBudget;
    final Period retention;
    final Duration cursorLife;
    final Duration visibilityLag;
    final Duration backoffBase;
    final Duration backoffCap;
    final InstantSource clock;
    final RandomGenerator random;
    final FetchListener listener;
    final boolean recordRequests;

    private FetchOptions(Builder from) {
        key = from.key;
        origin = from.origin;
        apiVersion = from.apiVersion;
        contexts = List.copyOf(new LinkedHashSet<>(from.contexts));
        filter = from.filter;
        pageLimit = from.pageLimit;
        pollInterval = from.pollInterval;
        once = from.once;
        onceAttempts = from.onceAttempts;
        readBudget = from.readBudget;
        retention = from.retention;
        cursorLife = from.cursorLife;
        visibilityLag = from.visibilityLag;
        backoffBase = from.backoffBase;
        backoffCap = from.backoffCap;
        clock = from.clock;
        random = from.random;
        listener = from.listener;
        recordRequests = from.recordRequests;
    }

    /**
     * The preset for one fixed key: everything that its own account shows, every five minutes.
     *
     * @param key the API key
     * @return the options
     */
    public static FetchOptions forKey(String key) {
        return forKey(() -> key);
    }

    /**
     * The preset for a key that may change. The supplier is asked before every request, on a worker thread, so it may read a file; a
     * new key of the same mode (live, test, organization) is used at once, a key of another mode is refused.
     *
     * @param key gives the API key
     * @return the options
     */
    public static FetchOptions forKey(Supplier<String> key) {
        return new Builder(key).build();
    }

    /**
     * The same options, to be varied.
     *
     * @return a builder that holds these settings
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    List<LogStream> streams(String mode) {
        if (contexts.isEmpty()) {
            return List.of(new LogStream(mode, null, filter));
        }
        return contexts.stream()
                .map(context -> new LogStream(mode, context, filter))
                .toList();
    }

    /** What is asked, and nothing of the key. */
    @Override
    public String toString() {
        return "FetchOptions[origin=" + origin + ", api_version=" + apiVersion + ", contexts=" + contexts
                + ", page_limit=" + pageLimit + ", poll_interval=" + pollInterval + ", once=" + once + "]";
    }

    /** Settings on their way to {@link FetchOptions}; used by one thread. Each method returns this builder. */
    public static final class Builder {
        private final Supplier<String> key;
        private URI origin = URI.create("https://api.stripe.com");
        private String apiVersion = ClientOptions.API_VERSION;
        private List<String> contexts = List.of();
        private ActivityFilter filter = ActivityFilter.all();
        private int pageLimit = 100;
        private Duration pollInterval = Duration.ofMinutes(5);
        private boolean once;
        private int onceAttempts = 8;
        private int readBudget = 10_000;
        private Period retention = Period.ofMonths(6);
        private Duration cursorLife = Duration.ofDays(10);
        private Duration visibilityLag = Duration.ofMinutes(10);
        private Duration backoffBase = Duration.ofSeconds(1);
        private Duration backoffCap = Duration.ofMinutes(5);
        private InstantSource clock = InstantSource.system();
        private RandomGenerator random = RandomGenerator.getDefault();
        private FetchListener listener = event -> {};
        private boolean recordRequests = true;

        private Builder(Supplier<String> key) {
            this.key = key;
        }

        private Builder(FetchOptions from) {
            key = from.key;
            origin = from.origin;
            apiVersion = from.apiVersion;
            contexts = from.contexts;
            filter = from.filter;
            pageLimit = from.pageLimit;
            pollInterval = from.pollInterval;
            once = from.once;
            onceAttempts = from.onceAttempts;
            readBudget = from.readBudget;
            retention = from.retention;
            cursorLife = from.cursorLife;
            visibilityLag = from.visibilityLag;
            backoffBase = from.backoffBase;
            backoffCap = from.backoffCap;
            clock = from.clock;
            random = from.random;
            listener = from.listener;
            recordRequests = from.recordRequests;
        }

        /**
         * Scheme, host and port to ask.
         *
         * @param value default {@code https://api.stripe.com}; plain HTTP only to loopback
         * @return this
         */
        public Builder origin(URI value) {
            origin = value;
            return this;
        }

        /**
         * The {@code Stripe-Version} to ask with. A stored cursor of another version is not used: the stream is read again from
         * the start, because an older version may have left out types that a newer one shows.
         *
         * @param value default {@code 2026-11-18.preview}
         * @return this
         */
        public Builder apiVersion(String value) {
            apiVersion = value;
            return this;
        }

        /**
         * The {@code Stripe-Context} values to read, each a stream of its own; they share key and read budget.
         *
         * @param values default none: the key's own account, without the header
         * @return this
         */
        public Builder contexts(Collection<String> values) {
            contexts = List.copyOf(values);
            return this;
        }

        /**
         * What to ask for in each context. Another filter is another stream, read from the start.
         *
         * @param value default everything
         * @return this
         */
        public Builder filter(ActivityFilter value) {
            filter = value;
            return this;
        }

        /**
         * Logs a page at most.
         *
         * @param value 1 to 100, default 100
         * @return this
         */
        public Builder pageLimit(int value) {
            pageLimit = value;
            return this;
        }

        /**
         * How long to wait after an empty page, and at least after a refusal that only a person can mend.
         *
         * @param value more than zero, default 5 minutes: 8,640 of the 10,000 reads that are granted in 30 days at least
         * @return this
         */
        public Builder pollInterval(Duration value) {
            pollInterval = value;
            return this;
        }

        /**
         * Whether to end at the first empty page. Each stream then also ends at 400, 401, 403 and 404, and at other failures after
         * {@link #onceAttempts}; the read budget is counted but does not slow it.
         *
         * @param value default false: poll until closed
         * @return this
         */
        public Builder once(boolean value) {
            once = value;
            return this;
        }

        /**
         * Failed attempts in a row after which a stream ends, with {@link #once} only.
         *
         * @param value at least 1, default 8: with the default backoff at most about two minutes of waiting
         * @return this
         */
        public Builder onceAttempts(int value) {
            onceAttempts = value;
            return this;
        }

        /**
         * Requests in any 30 days, all streams together. Counted from the start of this fetcher; what others read with the same
         * account is not known to it. When polls at the poll interval would exceed it the interval is stretched; reading a backlog
         * slows to the same pace when nine tenths are spent.
         *
         * @param value at least 100, default 10,000: what every account is granted
         * @return this
         */
        public Builder readBudget(int value) {
            readBudget = value;
            return this;
        }

        /**
         * How far back the provider shows history; decides whether a gap is proven after a restart.
         *
         * @param value more than nothing, default 6 months
         * @return this
         */
        public Builder retention(Period value) {
            retention = value;
            return this;
        }

        /**
         * How long a cursor is sent after it was first seen.
         *
         * @param value more than the poll interval, default 10 days
         * @return this
         */
        public Builder cursorLife(Duration value) {
            cursorLife = value;
            return this;
        }

        /**
         * How late an action may become visible: the watermark stays this far behind the server's date. A date that is more than
         * ten minutes ahead of the local clock counts once two answers in a row agree on it.
         *
         * @param value not negative, default 10 minutes
         * @return this
         */
        public Builder visibilityLag(Duration value) {
            visibilityLag = value;
            return this;
        }

        /**
         * Bounds of the exponential backoff. The wait after the n-th failure in a row is random between zero and base × 2^(n−1),
         * never more than the cap.
         *
         * @param base more than zero, default 1 second
         * @param cap at least the base, default 5 minutes
         * @return this
         */
        public Builder backoff(Duration base, Duration cap) {
            backoffBase = base;
            backoffCap = cap;
            return this;
        }

        /**
         * The local clock: for waiting times, the read budget and dates that the server did not give; never for completeness.
         *
         * @param value default the system's
         * @return this
         */
        public Builder clock(InstantSource value) {
            clock = value;
            return this;
        }

        /**
         * Chance for the jitter; used on the fetcher's own thread only.
         *
         * @param value default the JDK's
         * @return this
         */
        public Builder random(RandomGenerator value) {
            random = value;
            return this;
        }

        /**
         * Who is told what happens.
         *
         * @param value default nobody
         * @return this
         */
        public Builder listener(FetchListener value) {
            listener = value;
            return this;
        }

        /**
         * Whether the fetcher's own requests are kept as request logs, without payloads. They are written together with what they led to,
         * and no more often: of polls that find nothing about one an hour, of failures in a row for one reason the first.
         *
         * @param value default true
         * @return this
         */
        public Builder recordRequests(boolean value) {
            recordRequests = value;
            return this;
        }

        /**
         * The options.
         *
         * @return an immutable value
         * @throws IllegalArgumentException if a setting is out of range or contradicts another
         */
        public FetchOptions build() {
            origin = checkedByTheClient().origin();
            positive("pollInterval", pollInterval);
            positive("cursorLife", cursorLife);
            positive("backoff base", backoffBase);
            require(pageLimit >= 1 && pageLimit <= 100, "pageLimit=" + pageLimit + " is out of range; use 1 to 100");
            require(onceAttempts >= 1, "onceAttempts=" + onceAttempts + " is out of range; use 1 or more");
            require(readBudget >= 100, "readBudget=" + readBudget + " is out of range; use 100 or more");
            require(!visibilityLag.isNegative(), "visibilityLag=" + visibilityLag + " is negative; use 10 minutes");
            require(
                    backoffCap.compareTo(backoffBase) >= 0,
                    "backoff cap=" + backoffCap + " is less than base=" + backoffBase + "; raise the cap");
            require(
                    !retention.isNegative() && !retention.isZero(),
                    "retention=" + retention + " must be more than nothing; use 6 months");
            require(
                    once || cursorLife.compareTo(pollInterval) > 0,
                    "pollInterval=" + pollInterval + " is not less than cursorLife=" + cursorLife
                            + ", so every poll would begin again; poll more often");
            for (String context : contexts) {
                require(
                        context.matches("[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*"),
                        "context=" + context + " cannot be sent; use an account such as acct_1, or leave it out");
            }
            return new FetchOptions(this);
        }

        private ClientOptions checkedByTheClient() {
            return ClientOptions.forKeys(() -> ApiKey.of(key.get()))
                    .withOrigin(origin)
                    .withApiVersion(apiVersion);
        }

        private static void positive(String name, Duration value) {
            require(!value.isNegative() && !value.isZero(), name + "=" + value + " must be more than zero");
        }

        private static void require(boolean holds, String message) {
            if (!holds) {
                throw new IllegalArgumentException(message);
            }
        }
    }
}
