package dev.annals.console.page;

import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a filter finds, as a download: read while it is sent, no faster than the browser takes it. One that is cut short by damage or by
 * a browser that stopped taking it ends without the proper end, so that it cannot be mistaken for all.
 */
final class ExportRoutes implements Routes {
    private static final int BLOCK_BYTES = 1 << 16;

    private final Reading reading;
    private final AtomicInteger running = new AtomicInteger();

    ExportRoutes(Reading reading) {
        this.reading = reading;
    }

    @Override
    public void addTo(Router router) {
        for (Logs logs : Logs.values()) {
            add(router, logs, ".ndjson", "application/x-ndjson", ExportRoutes::lines);
            add(router, logs, ".csv", "text/csv; charset=utf-8", logs::cells);
        }
    }

    private void add(Router router, Logs logs, String ending, String type, Form form) {
        String what = logs.named("export" + ending);
        Download download = new Download(logs, what, logs.fileName() + ending, type, form);
        router.get("/api/" + what).handler(ctx -> export(ctx, download));
    }

    /** One kind of file. */
    private record Download(Logs logs, String what, String fileName, String type, Form form) {}

    /** Writes records in one form. */
    private interface Form {
        void write(Stream<Entry> entries, OutputStream out);
    }

    private static void lines(Stream<Entry> entries, OutputStream out) {
        entries.forEachOrdered(entry -> {
            try {
                entry.payload().writeTo(out);
                out.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void export(RoutingContext ctx, Download download) {
        MultiMap parameters = ctx.queryParams();
        Filter filter = download.logs()
                .filter(parameters, Set.of("order"), reading.options().clock.instant());
        Query query = "desc".equals(parameters.get("order")) ? filter.query().descending() : filter.query();
        if (running.incrementAndGet() > Reading.longReaders()) {
            running.decrementAndGet();
            ctx.response().putHeader("Retry-After", "30");
            Refusal.of(429, "busy", "as many exports as can run are running; try again when one has ended")
                    .answer(ctx);
            return;
        }
        View view = reading.view(ctx, download.what(), filter.asked());
        HttpServerResponse response = ctx.response();
        reading.atLength(() -> {
                    reading.record(view);
                    send(query, download.form(), begun(response, download));
                    return null;
                })
                .onComplete(done -> running.decrementAndGet())
                .onSuccess(done -> response.end())
                .onFailure(failure -> fail(ctx, failure));
    }

    private static HttpServerResponse begun(HttpServerResponse response, Download download) {
        // Not compressed: then it comes as it is read.
        return RecordRoutes.named(response, download.type(), download.fileName())
                .putHeader("Content-Encoding", "identity")
                .setChunked(true);
    }

    private void send(Query query, Form form, HttpServerResponse response) throws IOException {
        try (Stream<Entry> entries = reading.journal().query(query);
                OutputStream out = new BufferedOutputStream(new ResponseStream(response), BLOCK_BYTES)) {
            form.write(entries, out);
        }
    }

    private static void fail(RoutingContext ctx, @Nullable Throwable failure) {
        if (failure instanceof UncheckedIOException || failure instanceof IOException) {
            // Nobody is there to be told.
            ctx.response().reset();
        } else if (failure != null) {
            Refusal.of(failure).answer(ctx);
        }
    }
}
