package dev.annals.console;

import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.api.fetch.PageSink;
import dev.annals.console.text.Durations;
import dev.annals.console.text.JsonText;
import dev.annals.console.text.Progress;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One run of a fetcher under the eyes of a person: progress while it runs, every trouble a line, an end when asked for. */
final class Fetching implements FetchListener {
    private final Io io;
    private final boolean eachPage;
    private final Progress progress;
    private final Instant began;
    private long pages;
    private long received;
    private long appended;
    private volatile Output.@Nullable Failed deaf;

    private Fetching(Io io, boolean eachPage) {
        this.io = io;
        this.eachPage = eachPage;
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
     * @param eachPage whether to print a line for each page, for programs
     * @throws IllegalArgumentException if the options or the key cannot be used
     */
    static Fetcher.Result run(Io io, Vertx vertx, FetchOptions options, PageSink sink, boolean eachPage) {
        Fetching watch = new Fetching(io, eachPage);
        try (Fetcher fetcher =
                Fetcher.start(vertx, options.toBuilder().listener(watch).build(), sink)) {
            io.stop().awaitOr(fetcher.done().toCompletionStage());
            Fetcher.Result result = fetcher.closeAsync()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            watch.tellBudget(fetcher.health());
            Output.Failed failed = watch.deaf;
            if (failed != null) {
                throw failed;
            }
            return result;
        } finally {
            watch.progress.done();
        }
    }

    /** A fetcher that polls keeps its budget; one that is started again and again with {@code --once} can only be told. */
    private void tellBudget(Fetcher.Health health) {
        if (health.readsUsed() > health.readBudget()) {
            progress.done();
            io.say("annals: the read budget is exceeded, reads in 30 days=" + health.readsUsed() + ", budget="
                    + health.readBudget() + "; fetch less often, or raise --read-budget if the provider grants more");
        }
    }

    @Override
    public void on(Event event) {
        if (event instanceof PageCommitted page) {
            pages++;
            received += page.received();
            appended += page.receipt().appended();
            if (eachPage) {
                print(page);
            }
            progress.update("fetching: " + Numbers.of(received, "log") + ", " + Numbers.grouped(appended) + " new, "
                    + Numbers.of(pages, "page") + ", " + perSecond() + " logs/s");
        } else if (event instanceof Failed failed && failed.retryIn() != null) {
            // One that is not tried again has ended its stream, which is told by itself.
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
                            + found.gap().before() + ": " + found.gap().reason());
        } else if (event instanceof Ended ended && !asWished(ended.outcome())) {
            // Now, and not when the command ends: the other streams may go on for months.
            progress.done();
            io.say(lastWords(ended));
        } else if (event instanceof Waiting waiting) {
            progress.update("waiting " + Durations.words(waiting.time()) + " for the next poll; "
                    + Numbers.of(appended, "new log") + " so far");
        }
    }

    /** Whether a stream ended because it was done or was told to. */
    static boolean asWished(Fetcher.Outcome outcome) {
        return outcome == Fetcher.Outcome.CAUGHT_UP || outcome == Fetcher.Outcome.CLOSED;
    }

    /** The line for a stream that ended otherwise: which, why, and what to do. */
    static String lastWords(Ended ended) {
        return "annals: error: " + ended.stream().name() + " is read no further: " + Failures.plain(ended.message())
                + "; " + mend(ended);
    }

    private static String mend(Ended ended) {
        return switch (ended.outcome()) {
            case CAUGHT_UP, CLOSED -> "nothing is to be done";
            case UNREACHABLE -> "start the fetch again later, it goes on where it stopped";
            case REFUSED -> refusalsMend(ended.reason()) + " and start the fetch again, nothing is stored twice";
            case SINK_FAILED -> "mend that and start the fetch again, it goes on where it stopped";
            case DEFECT -> "this is a defect, please report it; start the fetch again, it goes on where it stopped";
        };
    }

    /** What is wrong with a key the failure says itself. */
    private static String refusalsMend(String reason) {
        return reason.equals("unauthorized") || reason.equals("forbidden")
                ? "mend that"
                : "correct what the provider names (--context, --action, --action-group, --logs-from, --api-version)";
    }

    /** A reader that has gone ends the fetch, and the failure is the command's; here it would only be logged. */
    private void print(PageCommitted page) {
        try {
            io.out().line(JsonText.of(asMap(page)));
            io.out().flush();
        } catch (Output.Failed e) {
            deaf = e;
            io.stop().make();
        }
    }

    private static Map<String, Object> asMap(PageCommitted page) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("stream", page.stream().name());
        map.put("received", page.received());
        map.put("appended", page.receipt().appended());
        map.put("duplicates", page.receipt().duplicates());
        map.put("conflicts", page.receipt().conflicts());
        map.put("next_position", page.receipt().nextPosition());
        return map;
    }

    private String perSecond() {
        long millis = Math.max(1, Duration.between(began, io.clock().instant()).toMillis());
        return Numbers.grouped(received * 1_000 / millis);
    }

    private void say(Event event, String words) {
        progress.done();
        io.say("annals: " + event.stream().name() + ": " + Secrets.shown(words));
    }
}
