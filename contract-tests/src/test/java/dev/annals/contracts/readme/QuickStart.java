package dev.annals.contracts.readme;

import dev.annals.api.ActionType;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.store.Journal;
import dev.annals.store.replay.Query;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** The README's first Java. What stands between the marks is compared with it. */
final class QuickStart {
    private QuickStart() {}

    static void run(Vertx vertx, FetchOptions options, Path directory, PrintStream out) {
        // README begins: quick-start
        try (Journal journal = Journal.open(directory);
                Fetcher fetcher = Fetcher.start(vertx, options, journal)) {
            fetcher.done().await();
            journal.query(Query.all()
                            .action(ActionType.API_KEY_CREATED)
                            .descending()
                            .limit(10))
                    .map(entry -> ActivityJson.readLog(entry.payload()))
                    .forEach(log -> out.println(log.created() + " " + log.actor() + " " + log.details()));
            out.println("complete up to " + journal.status().watermark());
        }
        // README ends: quick-start
    }

    static FetchOptions options(String apiKey) {
        // README begins: options
        FetchOptions options =
                FetchOptions.forKey(apiKey).toBuilder().once(true).build();
        // README ends: options
        return options;
    }

    static Fetcher embed(Vertx vertx, Journal journal, Supplier<String> apiKey, URI origin) {
        // README begins: embed
        FetchOptions options = FetchOptions.forKey(apiKey).toBuilder() // asked before every request: keys rotate freely
                .origin(origin) // https://api.stripe.com unless set
                .contexts(List.of("acct_1AnnalsSandbox00")) // one stream, with a cursor of its own, for each
                .pollInterval(Duration.ofMinutes(5))
                .build();
        Fetcher fetcher = Fetcher.start(vertx, options, journal);
        journal.follow("alerts", entry -> {
            if (entry.kind() == RecordKind.GAP) {
                System.getLogger("audit").log(System.Logger.Level.ERROR, entry.payload());
            }
        });
        // README ends: embed
        return fetcher;
    }
}
