package dev.annals.console.page;

import dev.annals.console.text.JsonText;
import dev.annals.store.JournalReader;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The journal as routes use it: off the event loops, and each view recorded before anything is read. */
final class Reading {
    private static final int READERS = 4;
    private static final int LONG_READERS = 2;

    private final JournalReader journal;
    private final PageOptions options;
    private final Visitors visitors;
    private final WorkerExecutor readers;
    private final WorkerExecutor longReaders;

    Reading(Vertx vertx, JournalReader journal, PageOptions options, Visitors visitors) {
        this.journal = journal;
        this.options = options;
        this.visitors = visitors;
        this.readers = vertx.createSharedWorkerExecutor("annals-page", READERS, 1, TimeUnit.MINUTES);
        this.longReaders = vertx.createSharedWorkerExecutor("annals-page-export", LONG_READERS, 1, TimeUnit.DAYS);
    }

    JournalReader journal() {
        return journal;
    }

    PageOptions options() {
        return options;
    }

    /** How many exports can run at once. */
    static int longReaders() {
        return LONG_READERS;
    }

    /** Answers with JSON, once the view is recorded and read. */
    void json(RoutingContext ctx, String what, Map<String, List<String>> filter, Callable<?> read) {
        View view = view(ctx, what, filter);
        readers.executeBlocking(
                        () -> {
                            record(view);
                            return JsonText.of(read.call());
                        },
                        false)
                .onSuccess(json -> ctx.response()
                        .putHeader("Content-Type", "application/json")
                        .end(json))
                .onFailure(failure -> Refusal.of(failure).answer(ctx));
    }

    /** Reads something that is no JSON answer; the view is recorded first. */
    <T> Future<T> read(RoutingContext ctx, String what, Map<String, List<String>> filter, Callable<T> read) {
        View view = view(ctx, what, filter);
        return readers.executeBlocking(
                () -> {
                    record(view);
                    return read.call();
                },
                false);
    }

    /** Reads more of a view that is recorded already. */
    <T> Future<T> more(Callable<T> read) {
        return readers.executeBlocking(read, false);
    }

    /** The same for what may take long. */
    <T> Future<T> atLength(Callable<T> read) {
        return longReaders.executeBlocking(read, false);
    }

    View view(RoutingContext ctx, String what, Map<String, List<String>> filter) {
        return view(visitors.who(ctx).orElse("nobody"), ctx, what, filter);
    }

    /** The same for somebody whose request does not say who it is. */
    View view(String who, RoutingContext ctx, String what, Map<String, List<String>> filter) {
        return new View(options.clock.instant(), who, Visitors.addressOf(ctx), what, filter);
    }

    /**
     * Records a view. Blocks.
     *
     * @throws Refusal.Refused if it cannot be recorded
     */
    void record(View view) {
        try {
            options.viewLog.record(view);
        } catch (IOException e) {
            System.getLogger(Reading.class.getName())
                    .log(System.Logger.Level.ERROR, "a view cannot be recorded, so nothing is shown", e);
            throw Refusal.of(
                            503, "not_recorded", "this view cannot be recorded, so it is not shown; see the page's log")
                    .thrown();
        }
    }

    Future<Void> close() {
        return Future.all(readers.close(), longReaders.close()).mapEmpty();
    }
}
