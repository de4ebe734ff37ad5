package dev.annals.console;

import dev.annals.api.fetch.FetchOptions;
import dev.annals.api.fetch.Fetcher;
import dev.annals.sandbox.Sandbox;
import dev.annals.sandbox.SandboxOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Durability;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** All of it at work, without an account. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Shows all of it at work, without an account: a local API with a made-up year, fetched into a journal.",
        footer = {
            "",
            "The same seed and number of logs give the same history. The journal is kept; its place is printed.",
            "",
            "Examples:",
            "  annals demo",
            "  annals demo --journal demo-audit --logs 100000 --seed 7"
        })
final class DemoCommand implements Callable<Integer> {
    private static final Period YEAR = Period.ofYears(1);
    private static final long MOST_LOGS = 10_000_000;

    private final Io io;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            description = "A new or empty directory for the journal. Default: a new one among the temporary files.")
    private @Nullable Path directory;

    @Option(names = "--logs", paramLabel = "N", defaultValue = "5000", description = "Default: ${DEFAULT-VALUE}.")
    private long logs;

    @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    DemoCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() throws IOException {
        if (logs < 1 || logs > MOST_LOGS) {
            throw new CommandFailed(ExitCode.USAGE, "--logs=" + logs + " is out of range; use 1 to " + MOST_LOGS);
        }
        Path journal = place();
        Vertx vertx = Fetching.vertx();
        try (Sandbox sandbox = Sandbox.start(SandboxOptions.builder()
                .vertx(vertx)
                .logs(logs)
                .seed(seed)
                .retention(Duration.ofDays(366))
                .build())) {
            return show(vertx, sandbox, journal);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private int show(Vertx vertx, Sandbox sandbox, Path journal) {
        say("1. A local Activity Logs API at " + sandbox.uri() + " holds " + Numbers.grouped(sandbox.size())
                + " logs of a made-up year (seed " + seed + "). Its clock stands at "
                + sandbox.clock().instant() + ".");
        Instant began = io.clock().instant();
        Fetcher.Result first = fetch(vertx, sandbox, journal);
        say("2. Fetched over HTTP into the journal " + journal + ":");
        say("   "
                + FetchCommand.summary(first, Duration.between(began, io.clock().instant())));
        began = io.clock().instant();
        Fetcher.Result second = fetch(vertx, sandbox, journal);
        say("3. Stopped, opened and fetched again, from the stored cursor:");
        say("   "
                + FetchCommand.summary(
                        second, Duration.between(began, io.clock().instant())));
        boolean held = first.totals().appended() == sandbox.size()
                && second.outcome() == Fetcher.Outcome.CAUGHT_UP
                && second.totals().received() == 0;
        say(held ? "   Nothing new, nothing twice." : "   That should have been nothing new and nothing twice.");
        try (JournalReader reader = Journals.openReadOnly(journal, sandbox.clock())) {
            held &= new DemoReport(io, reader).print(sandbox);
        }
        goOn(journal);
        return held ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private Fetcher.Result fetch(Vertx vertx, Sandbox sandbox, Path directory) {
        FetchOptions options = FetchOptions.forKey(SandboxOptions.DEFAULT_KEY).toBuilder()
                .origin(sandbox.uri())
                .clock(sandbox.clock())
                .retention(YEAR)
                .once(true)
                .build();
        // Wherever it is tried: nothing of value is kept.
        try (Journal journal = Journals.open(io, directory, sandbox.clock(), Durability.POWER, true)) {
            return Fetching.run(io, vertx, options, journal, false);
        }
    }

    /** A made-up history must never end up in a real journal. */
    private Path place() throws IOException {
        if (directory == null) {
            return Files.createTempDirectory("annals-demo-");
        }
        if (Files.exists(directory) && !empty(directory)) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "the demo wants a new or empty directory, --journal=" + directory
                            + "; its made-up history must not mix with a real one");
        }
        return directory;
    }

    private static boolean empty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private void goOn(Path journal) {
        String option = " --journal " + quoted(journal);
        say("");
        say("Go on with:");
        say("  ./annals status" + option);
        say("  ./annals query" + option + " --action api_key_viewed --order desc --limit 10");
        say("  ./annals query" + option + " --action-group user_roles --format csv");
        say("  ./annals query" + option + " --limit 1 --format ndjson");
        say("  ./annals verify" + option);
        say("  ./annals export" + option + " --out audit.ndjson");
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private void say(String line) {
        io.out().line(line);
        io.out().flush();
    }
}
