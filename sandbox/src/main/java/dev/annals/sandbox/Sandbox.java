package dev.annals.sandbox;

import dev.annals.sandbox.history.SeededHistory;
import dev.annals.sandbox.ledger.Ledger;
import dev.annals.sandbox.ledger.LogFilter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A running Activity Logs API on the loopback address, with a history, a clock and faults that a test decides.
 *
 * <p>Safe for any thread. What is done here is seen by the next request. Methods never block but for
 * {@link #start} and {@link #close}, which must not be called on an event loop.
 */
public final class Sandbox implements AutoCloseable {

    /**
     * A request as it arrived, and what became of it. Header values are not kept: one of them is the key.
     *
     * @param number 1, 2, 3 … in order of arrival
     * @param at the sandbox's time
     * @param method for example {@code GET}
     * @param path without the query
     * @param query as sent, without the question mark; empty when there was none
     * @param headerNames as sent
     * @param apiVersion value of {@code Stripe-Version}; empty when absent
     * @param context value of {@code Stripe-Context}; empty when absent
     * @param status the status answered; 0 when the request was left without an answer on purpose
     * @param requestId the {@code Request-Id} answered
     * @param fault the name of the fault that met the request before it was looked at; empty when none did
     */
    public record SeenRequest(
            long number,
            Instant at,
            String method,
            String path,
            String query,
            List<String> headerNames,
            String apiVersion,
            String context,
            int status,
            String requestId,
            String fault) {}

    /** Keeps the first log clear of the edge of the retained window. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private final Settings settings;
    private final SandboxClock clock;
    private final Ledger ledger;
    private final FaultBox faults;
    private final SeenRequests seen = new SeenRequests();
    private final Vertx vertx;
    private final FrontDoor door;
    private final AtomicBoolean closed = new AtomicBoolean();
    private int port;

    private Sandbox(SandboxOptions options) {
        this.settings = options.settings;
        this.clock = new SandboxClock(settings.clock);
        this.ledger = ledger(settings, clock.instant());
        SplittableRandom random = new SplittableRandom(settings.seed);
        this.faults = new FaultBox(random.split());
        this.vertx = settings.vertx != null
                ? settings.vertx
                : Vertx.vertx(new VertxOptions()
                        .setEventLoopPoolSize(1)
                        .setWorkerPoolSize(1)
                        .setInternalBlockingPoolSize(1));
        ActivityLogsApi api = new ActivityLogsApi(settings, clock, ledger, faults, seen, random);
        this.door = new FrontDoor(vertx, api, new AdminDesk(this), this);
    }

    /**
     * Starts a sandbox and waits until it accepts connections.
     *
     * @param options how it behaves
     * @return the running sandbox; close it
     * @throws IllegalStateException when the port is taken
     */
    public static Sandbox start(SandboxOptions options) {
        Sandbox sandbox = new Sandbox(options);
        try {
            sandbox.port = await(sandbox.door.open(sandbox.settings.port));
            return sandbox;
        } catch (CompletionException e) {
            sandbox.closeVertx();
            throw new IllegalStateException(
                    "the sandbox cannot listen; choose another port: port=" + sandbox.settings.port, e.getCause());
        }
    }

    /**
     * The port in use.
     *
     * @return 1 to 65535
     */
    public int port() {
        return port;
    }

    /**
     * Where to point a client.
     *
     * @return {@code http://127.0.0.1:PORT}
     */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /**
     * The sandbox's clock.
     *
     * @return the one clock everything here lives by
     */
    public SandboxClock clock() {
        return clock;
    }

    /**
     * Adds a log that becomes visible when its lag has passed, or at once when that is past already.
     *
     * @param json a JSON object. With an {@code id} it is kept byte for byte, except that white space between tokens
     *     goes; a repeated id is allowed. Without an {@code id} it is a sketch: whatever it leaves out is filled in
     *     ({@code {}} is enough), {@code created} with the current time
     * @return the log as it will be served
     * @throws IllegalArgumentException when it is no JSON object or names a context this sandbox does not have
     */
    public String append(String json) {
        return append(json, null);
    }

    /**
     * Adds a log that becomes visible at a chosen time: late, or ahead of its lag.
     *
     * @param json see {@link #append(String)}
     * @param visibleAt when it becomes visible, the current time at the earliest; null = {@code created} plus the lag
     * @return the log as it will be served
     * @throws IllegalArgumentException see {@link #append(String)}
     */
    public String append(String json, @Nullable Instant visibleAt) {
        return ledger.append(json, visibleAt, clock.instant());
    }

    /** All or none of them. */
    List<String> append(List<String> logs, @Nullable Instant visibleAt) {
        return ledger.append(logs, visibleAt, clock.instant());
    }

    /**
     * Lets something go wrong from the next request on.
     *
     * @param fault what, how often, from when
     */
    public void inject(Fault fault) {
        faults.add(fault);
    }

    /** Calls off all faults that have not happened yet. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * The faults that have not happened yet.
     *
     * @return each with the times that are left
     */
    public List<Fault> faults() {
        return faults.waiting();
    }

    /**
     * The requests to the API so far, those under {@code /_sandbox/} not counted.
     *
     * @return the latest 20,000, oldest first
     */
    public List<SeenRequest> requests() {
        return seen.all();
    }

    /** Forgets the requests so far; numbers go on. */
    public void clearRequests() {
        seen.clear();
    }

    /**
     * What a complete reader holds now: the logs of the first account in the sandbox's mode that are visible and
     * retained, in the order of the list.
     *
     * @return JSON objects, byte for byte as served
     */
    public List<String> visibleLogs() {
        return visibleLogs(settings.accounts.get(0));
    }

    /**
     * The same for other contexts, merged.
     *
     * @param contexts accounts or the organization
     * @return JSON objects, byte for byte as served
     * @throws IllegalArgumentException when the sandbox has no such context
     */
    public List<String> visibleLogs(String... contexts) {
        long mask = 0;
        for (String context : contexts) {
            int index = settings.contexts().indexOf(context);
            if (index < 0) {
                throw new IllegalArgumentException(
                        "no such context: context=" + context + ", known=" + settings.contexts());
            }
            mask |= 1L << index;
        }
        return ledger.visible(new LogFilter(0, 0, false, mask, settings.livemode), clock.instant());
    }

    /**
     * Every log of every context: visible, not yet visible and vanished, in the order of becoming visible. A big
     * history fills the memory; {@link #logs} does not.
     *
     * @return JSON objects, byte for byte as served
     */
    public List<String> allLogs() {
        return logs(0, Integer.MAX_VALUE);
    }

    /**
     * Some of {@link #allLogs()}.
     *
     * @param from index of the first
     * @param count most to return
     * @return fewer than {@code count} only at the end
     */
    public List<String> logs(long from, int count) {
        List<String> logs = new ArrayList<>();
        long end = Math.min(ledger.size(), from + count);
        for (long place = from; place < end; place++) {
            logs.add(ledger.json(place));
        }
        return logs;
    }

    /**
     * How many logs there are in all.
     *
     * @return the size of {@link #allLogs()}
     */
    public long size() {
        return ledger.size();
    }

    /** Stops listening and closes connections, also those left waiting by a fault. A second call does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            await(door.close());
            closeVertx();
        }
    }

    private void closeVertx() {
        if (settings.vertx == null) {
            await(vertx.close());
        }
    }

    static Ledger ledger(Settings settings, Instant now) {
        Instant until = now.minus(settings.lag);
        Duration window = settings.retention.minus(settings.lag);
        Duration margin = window.compareTo(MARGIN.multipliedBy(2)) > 0 ? MARGIN : window.dividedBy(2);
        Instant from = until.minus(window).plus(margin);
        SeededHistory history =
                new SeededHistory(settings.seed, settings.logs, from, until, settings.contexts(), settings.livemode);
        return new Ledger(history, settings.contexts(), settings.livemode, settings.lag, settings.retention);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
