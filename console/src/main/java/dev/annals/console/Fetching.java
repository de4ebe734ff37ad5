package dev.annals.console;

import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.api.fetch.PageSink;
import dev.annals.console.text.Progress;
import dev.annals.console.text.TerminalText;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.time.Instant;

/** One run of a fetcher under the eyes of a person: progress while it runs, every trouble a line, an end when asked for. */
final class Fetching implements FetchListener {
    private final Io io;
    private final Progress progress;
    private final Instant began;
    private long pages;
    private long received;
    private long appended;

    private Fetching(Io io) {
        this.io = io;
        this.progress = io.progress(Duration.ZERO);
        this.began = io.clock().instant();
    }

    /** A Vert.x of the size that one person's command needs. */
    static Vertx vertx() {
        return Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Fetches until the fetcher ends or the person wants it to.
     *
     * @throws IllegalArgumentException if the options or the key cannot be used
     */
    static Fetcher.Result run(Io io, Vertx vertx, FetchOptions options, PageSink sink) {
        Fetching watch = new Fetching(io);
        try (Fetcher fetcher =
                Fetcher.start(vertx, options.toBuilder().listener(watch).build(), sink)) {
            io.stop().awaitOr(fetcher.done().toCompletionStage());
            return fetcher.closeAsync()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } finally {
            watch.progress.done();
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof PageCommitted page) {
            pages++;
            received += page.received();
            appended += page.receipt().appended();
            progress.update("fetching: " + Numbers.of(received, "log") + ", " + Numbers.grouped(appended) + " new, "
                    + Numbers.of(pages, "page") + ", " + perSecond() + " logs/s");
        } else if (event instanceof Failed failed && failed.retryIn() != null) {
            // A failure that ends the fetch is the command's own last word.
            say(failed, failed.message() + "; trying again in " + Durations.words(failed.retryIn()));
        } else if (event instanceof Restarted restarted) {
            say(
                    restarted,
                    "the stored cursor cannot be used, reason=" + restarted.reason()
                            + "; reading again from the start of the provider's history, nothing is stored twice");
        } else if (event instanceof GapFound found) {
            say(
                    found,
                    "gap: history may be missing between " + found.gap().after() + " and "
                            + found.gap().before());
        } else if (event instanceof Waiting waiting) {
            progress.update("waiting " + Durations.words(waiting.time()) + " for the next poll; "
                    + Numbers.of(appended, "new log") + " so far");
        }
    }

    private String perSecond() {
        long millis = Math.max(1, Duration.between(began, io.clock().instant()).toMillis());
        return Numbers.grouped(received * 1_000 / millis);
    }

    private void say(Event event, String words) {
        progress.done();
        io.say(Secrets.hidden("annals: " + event.stream().name() + ": " + TerminalText.escape(words)));
    }
}
