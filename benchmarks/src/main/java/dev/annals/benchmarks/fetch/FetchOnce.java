package dev.annals.benchmarks.fetch;

import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.report.Figures;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.journal.Durability;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;

/** Fetches all logs into a fresh journal and ends at the first empty page, as a host would. Arguments: the origin, the durability. */
final class FetchOnce {
    private FetchOnce() {}

    public static void main(String[] args) {
        Path directory = Scratch.fresh();
        long start = System.nanoTime();
        JournalOptions options = JournalOptions.defaults().withDurability(Durability.valueOf(args[1]));
        Vertx vertx = Vertx.vertx();
        Fetcher.Result result;
        try (Journal journal = Journal.open(directory, options);
                Fetcher fetcher = Fetcher.start(vertx, options(args[0]), journal)) {
            result = fetcher.done().await();
        }
        vertx.close().await();
        double seconds = (System.nanoTime() - start) / 1e9;
        Scratch.delete(directory);
        if (result.outcome() != Fetcher.Outcome.CAUGHT_UP) {
            throw new IllegalStateException("fetch ended early, result=" + result);
        }
        Figures figures = new Figures();
        figures.put("logs", (double) result.totals().appended());
        figures.put("seconds", seconds);
        System.out.print(figures.lines());
    }

    private static FetchOptions options(String origin) {
        return FetchOptions.forKey(SandboxOptions.DEFAULT_KEY).toBuilder()
                .origin(URI.create(origin))
                .pageLimit(History.PAGE)
                .once(true)
                .build();
    }
}
