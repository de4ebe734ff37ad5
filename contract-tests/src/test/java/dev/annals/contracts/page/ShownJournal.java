package dev.annals.contracts.page;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.console.page.AuditPage;
import dev.annals.console.page.PageOptions;
import dev.annals.console.page.View;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Half a year of a made-up account, fetched over HTTP, and the page over it; always the same. */
final class ShownJournal implements AutoCloseable {
    final Journal journal;
    final AuditPage page;
    final List<View> views = new CopyOnWriteArrayList<>();
    private final Vertx vertx = Vertx.vertx();
    private final Instant[] now = {Instant.EPOCH};

    private ShownJournal(Path directory, int logs, UnaryOperator<PageOptions.Builder> more) throws Exception {
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder().logs(logs).build())) {
            now[0] = sandbox.clock().instant();
            journal = Journal.open(
                    directory.resolve("audit"),
                    JournalOptions.processDurability().withClock(() -> now[0]));
            if (logs > 0) {
                FetchOptions options = FetchOptions.forKey(SandboxOptions.DEFAULT_KEY).toBuilder()
                        .origin(sandbox.uri())
                        .clock(() -> now[0])
                        .once(true)
                        .build();
                try (Fetcher fetcher = Fetcher.start(vertx, options, journal)) {
                    fetcher.done().await(2, TimeUnit.MINUTES);
                }
                now[0] = now[0].plus(Duration.ofMinutes(2));
                journal.checkpoint();
            }
        }
        now[0] = now[0].plus(Duration.ofMinutes(1));
        PageOptions options = more.apply(PageOptions.local(views::add)
                        .clock(() -> now[0])
                        .title("audit")
                        .journalKeys(directory.resolve("audit/checkpoint.pub")))
                .build();
        page = AuditPage.start(vertx, journal, options).await(30, TimeUnit.SECONDS);
    }

    static ShownJournal of(Path directory, int logs) throws Exception {
        return new ShownJournal(directory, logs, options -> options);
    }

    static ShownJournal of(Path directory, int logs, UnaryOperator<PageOptions.Builder> more) throws Exception {
        return new ShownJournal(directory, logs, more);
    }

    URI uri() {
        return page.uri();
    }

    /** Lets time pass in which nothing is fetched. */
    void pass(Duration time) {
        now[0] = now[0].plus(time);
    }

    /** One more log; the texts go into JSON as they are. */
    void append(String id, String type, String email, String keyName) {
        Payload payload =
                Payload.ofUtf8("{\"id\":\"" + id + "\",\"context\":\"acct_live\",\"created\":\"2026-11-20T11:58:00Z\","
                        + "\"livemode\":true,\"type\":\"" + type + "\",\"request\":{\"id\":\"req_" + id + "\"},"
                        + "\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"" + email + "\"}},"
                        + "\"details\":{\"type\":\"api_key\",\"api_key\":{\"id\":\"rk_" + id + "\",\"name\":\""
                        + keyName + "\"}}}");
        journal.append(List.of(new RawActivityLog(ActivityJson.readFields(payload), payload)));
    }

    @Override
    public void close() throws Exception {
        page.close().await(30, TimeUnit.SECONDS);
        journal.close();
        vertx.close().await(30, TimeUnit.SECONDS);
    }
}
