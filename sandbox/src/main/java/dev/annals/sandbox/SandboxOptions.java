package dev.annals.sandbox;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;

/**
 * How a {@link Sandbox} behaves. A value: immutable, safe to share; vary one with {@link #toBuilder()}.
 *
 * <p>The provider has not published everything a client can run into. Where a setting stands for something unpublished,
 * its description says <em>unverified</em>: the default is the likelier behaviour, and the other one is a call away, so
 * that a client can be tested against both.
 */
public final class SandboxOptions {
    /** The key that is accepted unless other keys are named. It opens nothing anywhere else. */
    public static final String DEFAULT_KEY = "sk_test_sandbox";

    /** The account that exists unless others are named. */
    public static final String DEFAULT_ACCOUNT = "acct_1AnnalsSandbox00";

    /** Where the virtual clock stands unless it is told otherwise. */
    public static final Instant DEFAULT_START = Instant.parse("2026-11-20T12:00:00Z");

    final Settings settings;

    private SandboxOptions(Settings settings) {
        this.settings = new Settings(settings);
    }

    /**
     * The default behaviour, with no logs, on any free port, on a clock that stands still at {@link #DEFAULT_START}.
     *
     * @return the options
     */
    public static SandboxOptions defaults() {
        return builder().build();
    }

    /**
     * Begins with the default behaviour.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder(new Settings());
    }

    /**
     * Begins with these options.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(settings);
    }

    /** Says everything but the keys. */
    @Override
    public String toString() {
        return "SandboxOptions[port=" + settings.port + ", seed=" + settings.seed + ", logs=" + settings.logs
                + ", accounts=" + settings.accounts + ", organization=" + settings.organization + ", keys="
                + settings.keys.size() + "]";
    }

    /** Collects settings; not safe for several threads. */
    public static final class Builder {
        private final Settings draft;

        private Builder(Settings from) {
            this.draft = new Settings(from);
        }

        /**
         * Runs on a Vert.x that exists. It is not closed with the sandbox.
         *
         * @param vertx the instance; by default the sandbox makes and closes its own
         * @return this
         */
        public Builder vertx(Vertx vertx) {
            draft.vertx = vertx;
            return this;
        }

        /**
         * The port on the loopback address.
         *
         * @param port 0 (default) = any free one
         * @return this
         */
        public Builder port(int port) {
            draft.port = port;
            return this;
        }

        /**
         * What the history is made from. Equal seeds, sizes, accounts and clocks give equal bytes.
         *
         * @param seed any number; default 1
         * @return this
         */
        public Builder seed(long seed) {
            draft.seed = seed;
            return this;
        }

        /**
         * How long the history is. It is spread over the retained window; the last log has just become visible when the
         * sandbox starts, so all of them can be listed at once. The first lies a day inside the window, so that a
         * running clock does not take logs away under a test.
         *
         * <p>Logs are made when they are read: the start takes no time and the memory does not grow. A filter that
         * rarely matches makes one request read far, though: about a second for a million logs.
         *
         * @param logs 0 (default) to 10,000,000
         * @return this
         */
        public Builder logs(long logs) {
            draft.logs = logs;
            return this;
        }

        /**
         * The source of time. {@code InstantSource.system()} makes a sandbox that lives in real time.
         *
         * @param clock read at every request; the sandbox can be moved ahead of it, see {@link SandboxClock}
         * @return this
         */
        public Builder clock(InstantSource clock) {
            draft.clock = clock;
            return this;
        }

        /**
         * A clock that stands still until it is moved.
         *
         * @param start where it stands; default {@link #DEFAULT_START}
         * @return this
         */
        public Builder clock(Instant start) {
            return clock(InstantSource.fixed(start));
        }

        /**
         * Accepts a secret or restricted key. The first key named replaces {@link #DEFAULT_KEY}.
         *
         * @param key its mode is live when it contains {@code _live_}, else test
         * @return this
         */
        public Builder key(String key) {
            draft.keys.put(key, Settings.KeyKind.ACCOUNT);
            return this;
        }

        /**
         * Accepts an organization key. Requests with it need {@code Stripe-Context}.
         *
         * @param key usually starts with {@code sk_org}
         * @return this
         */
        public Builder organizationKey(String key) {
            draft.keys.put(key, Settings.KeyKind.ORGANIZATION);
            return this;
        }

        /**
         * Knows a key that lacks the permission to read activity logs: every request with it is a 403.
         *
         * @param key usually starts with {@code rk_}
         * @return this
         */
        public Builder keyWithoutPermission(String key) {
            draft.keys.put(key, Settings.KeyKind.POWERLESS);
            return this;
        }

        /**
         * The accounts that exist. Requests without {@code Stripe-Context} act on the first.
         *
         * @param accounts {@code acct_…}, 1 to 60 different ones; default {@link #DEFAULT_ACCOUNT}
         * @return this
         */
        public Builder accounts(String... accounts) {
            draft.accounts = List.of(accounts);
            return this;
        }

        /**
         * The organization that the accounts belong to. Which {@code Stripe-Context} selects the organization itself is
         * unverified; {@code org_…} is the obvious guess.
         *
         * @param organization its context value; default none
         * @return this
         */
        public Builder organization(String organization) {
            draft.organization = organization;
            return this;
        }

        /**
         * The mode of the history and of logs added without one. A key sees the logs of its own mode only (unverified).
         *
         * @param livemode default false
         * @return this
         */
        public Builder livemode(boolean livemode) {
            draft.livemode = livemode;
            return this;
        }

        /**
         * How long after it happened a log becomes visible. The guide says ten minutes; that this is exact is
         * unverified. Later arrivals: {@link Sandbox#append(String, Instant)} and {@link Fault.Kind#LATE_EVENT}.
         *
         * @param lag zero or more; default 10 minutes
         * @return this
         */
        public Builder lag(Duration lag) {
            draft.lag = lag;
            return this;
        }

        /**
         * How long after it happened a log can still be seen. The guide says six months; the number of days is
         * unverified.
         *
         * @param retention longer than the lag; default 183 days
         * @return this
         */
        public Builder retention(Duration retention) {
            draft.retention = retention;
            return this;
        }

        /**
         * How long a page token works, inclusive.
         *
         * @param tokenLife default 10 days
         * @return this
         */
        public Builder tokenLife(Duration tokenLife) {
            draft.tokenLife = tokenLife;
            return this;
        }

        /**
         * When an empty poll gives a fresh token: while the token in use is younger than this, the answer names it
         * again. Unverified.
         *
         * @param tokenRenewal zero = a fresh one every time; longer than {@link #tokenLife} = never; default 1 day
         * @return this
         */
        public Builder tokenRenewal(Duration tokenRenewal) {
            draft.tokenRenewal = tokenRenewal;
            return this;
        }

        /**
         * What an expired token leads to. Unverified: the guide says that pagination then restarts from the beginning,
         * which can be read both ways.
         *
         * @param expiredTokenRestarts false (default): 400; true: the first page, as if no token had been sent
         * @return this
         */
        public Builder expiredTokenRestarts(boolean expiredTokenRestarts) {
            draft.expiredTokenRestarts = expiredTokenRestarts;
            return this;
        }

        /**
         * What {@code next_page_url} is when nothing follows. The guide says it is always a URL; the published schema
         * says null. The official SDKs' automatic paging only ends with null.
         *
         * @param nullAtEnd false (default): always a URL; true: null when no more is visible now
         * @return this
         */
        public Builder nullAtEnd(boolean nullAtEnd) {
            draft.nullAtEnd = nullAtEnd;
            return this;
        }

        /**
         * The page size when a request names none. Unverified.
         *
         * @param defaultLimit 1 to {@code maximumLimit}; default 10
         * @return this
         */
        public Builder defaultLimit(int defaultLimit) {
            draft.defaultLimit = defaultLimit;
            return this;
        }

        /**
         * The largest page size; a {@code limit} outside 1 to this is a 400. Unverified.
         *
         * @param maximumLimit default 100
         * @return this
         */
        public Builder maximumLimit(int maximumLimit) {
            draft.maximumLimit = maximumLimit;
            return this;
        }

        /**
         * Whether a request with a page token may name another {@code limit} than the request that began the list.
         * Unverified.
         *
         * @param limitMayChange default true
         * @return this
         */
        public Builder limitMayChange(boolean limitMayChange) {
            draft.limitMayChange = limitMayChange;
            return this;
        }

        /**
         * How {@code actions} and {@code action_groups} combine when both are given. Unverified; different filters
         * narrow each other in the provider's other lists.
         *
         * @param eitherFilterMatches false (default): both have to pass; true: one is enough
         * @return this
         */
        public Builder eitherFilterMatches(boolean eitherFilterMatches) {
            draft.eitherFilterMatches = eitherFilterMatches;
            return this;
        }

        /**
         * What {@code actions=} means, the way the official Java SDK writes an empty list. Unverified.
         *
         * @param emptyFilterRefused false (default): no filter; true: 400
         * @return this
         */
        public Builder emptyFilterRefused(boolean emptyFilterRefused) {
            draft.emptyFilterRefused = emptyFilterRefused;
            return this;
        }

        /**
         * Whether a query parameter that the list does not have is a 400. Unverified.
         *
         * @param unknownParametersRefused default true; false: it is ignored
         * @return this
         */
        public Builder unknownParametersRefused(boolean unknownParametersRefused) {
            draft.unknownParametersRefused = unknownParametersRefused;
            return this;
        }

        /**
         * What a filter value means that the sandbox does not know; the names of 25 types are not published. That it is
         * refused follows from the declared error and is unverified.
         *
         * @param unknownValuesRefused true (default): 400; false: it is accepted and matches no log
         * @return this
         */
        public Builder unknownValuesRefused(boolean unknownValuesRefused) {
            draft.unknownValuesRefused = unknownValuesRefused;
            return this;
        }

        /**
         * How many requests a second, by the sandbox's clock, are answered before 429 with
         * {@code Stripe-Rate-Limited-Reason: endpoint-rate}. The provider publishes 25 for an endpoint. Off by default:
         * on a clock that stands still, the second would never end.
         *
         * @param requestsPerSecond 0 (default) = no limit
         * @return this
         */
        public Builder requestsPerSecond(int requestsPerSecond) {
            draft.requestsPerSecond = requestsPerSecond;
            return this;
        }

        /**
         * The earliest API version accepted. Every later {@code YYYY-MM-DD.preview} works and changes nothing: whether
         * the version changes stored tokens or the rows returned is unverified.
         *
         * @param minimumVersion default 2026-04-22, when the list appeared
         * @return this
         */
        public Builder minimumVersion(LocalDate minimumVersion) {
            draft.minimumVersion = minimumVersion;
            return this;
        }

        /**
         * Changes the {@code code} of an error answer.
         *
         * @param refusal the reason
         * @param code the code it is given
         * @return this
         */
        public Builder code(Refusal refusal, String code) {
            draft.codes.put(refusal, code);
            return this;
        }

        /**
         * Makes the value.
         *
         * @return the options
         * @throws IllegalArgumentException when settings contradict each other or are out of range
         */
        public SandboxOptions build() {
            draft.check();
            return new SandboxOptions(draft);
        }
    }
}
