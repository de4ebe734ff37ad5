package dev.annals.console;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.ActivityFilter;
import dev.annals.api.LogsFrom;
import dev.annals.api.fetch.FetchListener;
import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.console.text.Durations;
import dev.annals.console.text.JsonText;
import dev.annals.store.CheckpointOptions;
import dev.annals.store.Journal;
import dev.annals.store.Status;
import dev.annals.store.journal.Durability;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Fetches into a journal. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = "Fetches the security history of an account into a journal, from where it stopped last.",
        footer = {
            "",
            "The API key comes from STRIPE_API_KEY or from a file, which is read again before each request, so that a key can",
            "be changed without a restart. Without --once it polls until Ctrl-C or a termination signal and ends cleanly.",
            "Exit codes: 3 the journal cannot be used, 4 the provider refused (400, 401, 403, 404), 5 the provider cannot be",
            "reached or fails. A stream that ends while others go on is told at once on standard error; the exit code at the end",
            "is that of the stream that ended worst.",
            "",
            "Examples:",
            "  STRIPE_API_KEY=rk_live_… annals fetch --journal audit --once",
            "  annals fetch --journal audit --api-key-file /run/secrets/stripe --poll-interval 10m",
            "  annals fetch --journal audit --checkpoint-key /safe/audit.key",
            "  annals fetch --journal audit --once --action-group api_key,user_roles --context acct_1 --context acct_2",
            "  STRIPE_API_KEY=sk_test_sandbox annals fetch --journal try --api-base http://127.0.0.1:4010 --once"
        })
final class FetchCommand implements Callable<Integer> {
    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private WritableJournalOption journal = new WritableJournalOption();

    @Option(
            names = "--api-key-file",
            paramLabel = "FILE",
            description = "A file that holds the API key; default: the environment variable STRIPE_API_KEY.")
    private @Nullable Path keyFile;

    @Option(
            names = "--api-base",
            paramLabel = "URL",
            description = "Scheme, host and port; plain HTTP only to this machine. Default: https://api.stripe.com.")
    private @Nullable URI apiBase;

    @Option(names = "--once", description = "End at the first empty page instead of polling.")
    private boolean once;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description =
                    "With --once: failed attempts in a row, each after a longer wait, before it gives up. Default: 8.")
    private @Nullable Integer attempts;

    @Option(names = "--poll-interval", paramLabel = "D", description = "Wait after an empty page. Default: 5m.")
    private @Nullable Duration pollInterval;

    @Option(
            names = "--read-budget",
            paramLabel = "N",
            description =
                    "Requests in 30 days; polls become rarer before it is spent. Default: 10000, what every account has.")
    private @Nullable Integer readBudget;

    @Option(names = "--page-limit", paramLabel = "N", description = "Logs a page, 1 to 100. Default: 100.")
    private @Nullable Integer pageLimit;

    @Option(names = "--action", paramLabel = "A", split = ",", description = "Fetch only these actions.")
    private List<ActionType> actions = List.of();

    @Option(names = "--action-group", paramLabel = "G", split = ",", description = "Fetch only these groups.")
    private List<ActionGroup> groups = List.of();

    @Option(
            names = "--context",
            paramLabel = "C",
            split = ",",
            description = "Accounts to read (Stripe-Context), each a stream of its own. Default: the key's own.")
    private List<String> contexts = List.of();

    @Option(
            names = "--logs-from",
            paramLabel = "L",
            split = ",",
            description = "In an organization: @self, @organization_members, or both.")
    private List<LogsFrom> logsFrom = List.of();

    @Option(names = "--api-version", paramLabel = "V", description = "Stripe-Version. Default: 2026-11-18.preview.")
    private @Nullable String apiVersion;

    @Option(
            names = "--sync",
            paramLabel = "power|process",
            defaultValue = "power",
            description = "What a stored page survives: a power cut (the default), or only the death of the process.")
    private Durability sync = Durability.POWER;

    @Option(
            names = "--checkpoint-key",
            paramLabel = "FILE",
            description = "The file of the key that signs checkpoints. Default: the journal's own, made at first use.")
    private @Nullable Path checkpointKey;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "Whose log this is, the first line of checkpoints. Default: the name of the key.")
    private @Nullable String origin;

    @Option(
            names = "--no-checkpoints",
            description = "Sign no checkpoints. Default: one at the end if there is news, and one every 24 hours.")
    private boolean noCheckpoints;

    @Option(
            names = "--no-request-logs",
            description = "Do not keep the requests of this command as request logs ('annals requests').")
    private boolean noRequestLogs;

    @Option(names = "--json", description = "Print the summary as one JSON object for programs.")
    private boolean json;

    @Option(
            names = "--json-pages",
            description =
                    "Print one JSON object for each page, as soon as it is stored: what it names survives what --sync says.")
    private boolean jsonPages;

    FetchCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        FetchOptions options = options();
        Instant began = io.clock().instant();
        io.stop().listen();
        Vertx vertx = Fetching.vertx();
        try (Journal open =
                Journals.open(io, journal.directory(), io.clock(), sync, journal.networkFileSystem(), checkpoints())) {
            Fetcher.Result result = fetched(vertx, options, open);
            report(result, open.status(), Duration.between(began, io.clock().instant()));
            return exitCode(result.outcome());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private CheckpointOptions checkpoints() {
        return Journals.signing(
                noCheckpoints ? CheckpointOptions.onRequest() : CheckpointOptions.defaults(), checkpointKey, origin);
    }

    private Fetcher.Result fetched(Vertx vertx, FetchOptions options, Journal open) {
        try {
            return Fetching.run(io, vertx, options, open, jsonPages);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private FetchOptions options() {
        Secrets.apiKey(io, keyFile);
        try {
            FetchOptions.Builder options = FetchOptions.forKey(() -> Secrets.apiKey(io, keyFile)).toBuilder()
                    .once(once)
                    .clock(io.clock())
                    .contexts(contexts)
                    .recordRequests(!noRequestLogs)
                    .filter(new ActivityFilter(groups, actions, logsFrom));
            if (apiBase != null) {
                options.origin(apiBase);
            }
            if (pollInterval != null) {
                options.pollInterval(pollInterval);
            }
            if (readBudget != null) {
                options.readBudget(readBudget);
            }
            if (attempts != null) {
                options.onceAttempts(attempts);
            }
            if (pageLimit != null) {
                options.pageLimit(pageLimit);
            }
            if (apiVersion != null) {
                options.apiVersion(apiVersion);
            }
            return options.build();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void report(Fetcher.Result result, Status status, Duration took) {
        if (json) {
            io.out().line(JsonText.of(asMap(result, status, took)));
        }
        remind(result.streams());
        io.say(summary(result, took) + " Complete up to " + StatusCommand.completeUpTo(status) + ".");
    }

    /** Each was told when it ended; where others went on until they were stopped, that may be long ago. */
    private void remind(List<FetchListener.Ended> streams) {
        if (streams.stream().anyMatch(each -> each.outcome() == Fetcher.Outcome.CLOSED)) {
            streams.stream()
                    .filter(each -> !Fetching.asWished(each.outcome()))
                    .forEach(each -> io.say(Fetching.lastWords(each)));
        }
    }

    static String summary(Fetcher.Result result, Duration took) {
        Fetcher.Totals totals = result.totals();
        return words(result.outcome()) + ": "
                + Numbers.grouped(totals.appended()) + " new of " + Numbers.of(totals.received(), "log") + " in "
                + Numbers.of(totals.pages(), "page") + ", " + Durations.words(took) + "; "
                + Numbers.grouped(totals.duplicates()) + " known already, "
                + Numbers.of(totals.conflicts(), "conflict") + ", "
                + Numbers.grouped(totals.lateArrivals()) + " late, "
                + Numbers.of(totals.gaps(), "gap") + ".";
    }

    private static Map<String, @Nullable Object> asMap(Fetcher.Result result, Status status, Duration took) {
        Fetcher.Totals totals = result.totals();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("outcome", word(result.outcome()));
        map.put("pages", totals.pages());
        map.put("received", totals.received());
        map.put("appended", totals.appended());
        map.put("duplicates", totals.duplicates());
        map.put("conflicts", totals.conflicts());
        map.put("late_arrivals", totals.lateArrivals());
        map.put("gaps", totals.gaps());
        map.put("watermark", status.watermark());
        map.put("watermark_age_seconds", status.watermarkAge());
        map.put("milliseconds", took.toMillis());
        map.put("streams", result.streams().stream().map(FetchCommand::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(FetchListener.Ended stream) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", stream.stream().name());
        map.put("outcome", word(stream.outcome()));
        map.put("reason", stream.reason());
        map.put("message", Secrets.hidden(stream.message()));
        return map;
    }

    private static String word(Fetcher.Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private static String words(Fetcher.Outcome outcome) {
        return switch (outcome) {
            case CAUGHT_UP -> "caught up";
            case CLOSED -> "stopped";
            case UNREACHABLE -> "provider unreachable";
            case REFUSED -> "refused by the provider";
            case SINK_FAILED -> "journal failed";
            case DEFECT -> "defect";
        };
    }

    private static int exitCode(Fetcher.Outcome outcome) {
        return switch (outcome) {
            case CAUGHT_UP, CLOSED -> ExitCode.DONE;
            case UNREACHABLE -> ExitCode.UNREACHABLE;
            case REFUSED -> ExitCode.REFUSED;
            case SINK_FAILED -> ExitCode.JOURNAL;
            case DEFECT -> ExitCode.DEFECT;
        };
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
