package dev.annals.console.page;

import dev.annals.console.text.JsonText;
import dev.annals.store.journal.Entry;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * New records as they become readable, as server-sent events. Each event's id is the position where the next begins, so that a browser that
 * lost its connection goes on there. A visitor who reads slowly gets fewer, larger events; of a flood the youngest are sent and the rest is
 * counted.
 */
final class LiveRoutes implements Routes {
    private static final int MOST_VISITORS = 100;
    private static final int MOST_AT_ONCE = 100;
    private static final long SIGN_OF_LIFE_MILLIS = TimeUnit.SECONDS.toMillis(15);

    private final Vertx vertx;
    private final Reading reading;
    private final Visitors visitors;
    private final LiveFeed feed;

    LiveRoutes(Vertx vertx, Reading reading, Visitors visitors, LiveFeed feed) {
        this.vertx = vertx;
        this.reading = reading;
        this.visitors = visitors;
        this.feed = feed;
    }

    @Override
    public void addTo(Router router) {
        for (Logs logs : Logs.values()) {
            router.get("/api/" + logs.named("live")).handler(ctx -> live(ctx, logs));
        }
    }

    private void live(RoutingContext ctx, Logs logs) {
        MultiMap parameters = ctx.queryParams();
        Filter filter =
                logs.filter(parameters, Set.of("from"), reading.options().clock.instant());
        String last = ctx.request().getHeader("Last-Event-ID");
        long from = last != null && last.matches("[0-9]{1,18}")
                ? Long.parseLong(last)
                : Filter.number(parameters, "from", -1, 0, Long.MAX_VALUE);
        if (feed.size() >= MOST_VISITORS) {
            Refusal.of(503, "busy", "too many live views are open").answer(ctx);
            return;
        }
        reading.read(ctx, logs.named("live"), filter.asked(), () -> {
                    long end = reading.journal().endPosition();
                    return from < 0
                            ? end
                            : Math.max(Math.min(from, end), reading.journal().firstPosition());
                })
                .onSuccess(begin -> new Visit(ctx, filter, begin).begin())
                .onFailure(failure -> Refusal.of(failure).answer(ctx));
    }

    /** One connection. All of it but {@link #grown} and {@link #ended} happens on its event loop. */
    private final class Visit implements LiveFeed.Listener {
        private final RoutingContext ctx;
        private final HttpServerResponse response;
        private final Filter filter;
        private final Context context = vertx.getOrCreateContext();
        private long next;
        private long timer;
        private boolean reads;
        private boolean moreToRead;

        Visit(RoutingContext ctx, Filter filter, long begin) {
            this.ctx = ctx;
            this.response = ctx.response();
            this.filter = filter;
            this.next = begin;
        }

        void begin() {
            response.putHeader("Content-Type", "text/event-stream")
                    .putHeader("Content-Encoding", "identity")
                    .setChunked(true);
            response.closeHandler(closed -> leave());
            response.exceptionHandler(gone -> leave());
            response.drainHandler(drained -> read());
            response.write("retry: 2000\nid: " + next + "\nevent: hello\ndata: {}\n\n");
            timer = vertx.setPeriodic(SIGN_OF_LIFE_MILLIS, tick -> signOfLife());
            reading.more(() -> {
                feed.add(this);
                return null;
            });
        }

        private void signOfLife() {
            if (visitors.who(ctx).isEmpty()) {
                response.end();
            } else if (!response.writeQueueFull()) {
                response.write(": still here\n\n");
            }
        }

        private void leave() {
            vertx.cancelTimer(timer);
            reading.more(() -> {
                feed.remove(this);
                return null;
            });
        }

        @Override
        public void grown() {
            context.runOnContext(now -> read());
        }

        @Override
        public void ended() {
            context.runOnContext(now -> {
                if (!response.ended() && !response.closed()) {
                    response.end();
                }
            });
        }

        private void read() {
            moreToRead = true;
            if (reads || response.ended() || response.closed() || response.writeQueueFull()) {
                return;
            }
            reads = true;
            moreToRead = false;
            long from = next;
            reading.more(() -> news(from)).onComplete(news -> {
                reads = false;
                if (news.failed()) {
                    ended();
                } else {
                    send(news.result());
                }
            });
        }

        private void send(News news) {
            if (news.end() > next && !response.ended() && !response.closed()) {
                next = news.end();
                if (news.json() != null) {
                    response.write("id: " + next + "\nevent: records\ndata: " + news.json() + "\n\n");
                }
            }
            if (moreToRead) {
                read();
            }
        }

        private News news(long from) {
            long end = reading.journal().endPosition();
            if (end <= from) {
                return new News(from, null);
            }
            List<Entry> found = new ArrayList<>();
            try (Stream<Entry> entries = reading.journal()
                    .query(filter.query()
                            .fromPosition(from)
                            .toPosition(end)
                            .descending()
                            .limit(MOST_AT_ONCE + 1L))) {
                entries.forEach(found::add);
            }
            if (found.isEmpty()) {
                return new News(end, null);
            }
            boolean left = found.size() > MOST_AT_ONCE;
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("end", end);
            data.put("more", left);
            data.put(
                    "entries",
                    found.stream().limit(MOST_AT_ONCE).map(Shown::row).toList());
            return new News(end, JsonText.of(data));
        }
    }

    /** What is new up to a position; null if none of it is wanted. */
    private record News(long end, @Nullable String json) {}
}
