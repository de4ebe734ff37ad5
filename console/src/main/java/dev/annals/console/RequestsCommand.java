package dev.annals.console;

import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.console.text.JsonText;
import dev.annals.console.text.Table;
import dev.annals.store.JournalReader;
import dev.annals.store.replay.RequestQuery;
import dev.annals.store.requests.StoredRequest;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Finds request logs; above the commands that look at them otherwise. */
@Command(
        name = "requests",
        mixinStandardHelpOptions = true,
        description = "Finds API requests and what came back, with the filters of the provider's dashboard.",
        footer = {
            "",
            "Options narrow each other; several values of one option (repeated, or with commas) are alternatives. --json prints",
            "the stored logs byte for byte, one on each line.",
            "",
            "Examples:",
            "  annals requests --journal audit --status failed --since 24h",
            "  annals requests --journal audit --endpoint /v1/customers/:id --method POST --api-version 2026-09-30.clover",
            "  annals requests --journal audit --resource cus_1A --order desc --limit 20 --json | jq .error",
            "  annals requests show --journal audit req_1A             one request with all that belongs to it",
            "  annals requests errors --journal audit --since 7d       errors in common, with their trend",
            "  annals requests versions --journal audit                API versions in use, and who uses old ones",
            "  stripe logs tail --format JSON | annals requests import --journal audit -"
        })
final class RequestsCommand implements Callable<Integer> {
    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--journal",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The directory that holds the journal.")
    private @Nullable Path journal;

    @Mixin
    private RequestOptions what = new RequestOptions();

    @Option(
            names = "--order",
            paramLabel = "asc|desc",
            defaultValue = "asc",
            description = "By position: the first appended first (asc, the default) or last (desc).")
    private QueryOptions.Order order = QueryOptions.Order.ASC;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
    private @Nullable Long limit;

    @Option(names = "--count", description = "Only how many there are.")
    private boolean count;

    @Option(names = "--json", description = "The stored logs, one JSON object on each line.")
    private boolean json;

    RequestsCommand(Io io) {
        this.io = io;
    }

    static CommandLine commandLine(Io io) {
        return new CommandLine(new RequestsCommand(io))
                .addSubcommand(new RequestsShowCommand(io))
                .addSubcommand(new RequestsErrorsCommand(io))
                .addSubcommand(new RequestsVersionsCommand(io))
                .addSubcommand(new RequestsImportCommand(io));
    }

    @Override
    public Integer call() {
        RequestQuery query = query();
        try (JournalReader reader = Journals.openReadOnly(existing(spec()), io.clock())) {
            if (count) {
                long found = reader.requests().count(query);
                io.out().line(json ? JsonText.of(Map.of("count", found)) : Long.toString(found));
            } else {
                try (Stream<StoredRequest> found = reader.requests().query(query)) {
                    print(found);
                }
            }
        }
        return ExitCode.DONE;
    }

    private RequestQuery query() {
        try {
            RequestQuery query = what.query(io.clock().instant());
            query = limit == null ? query : query.limit(limit);
            return order == QueryOptions.Order.ASC ? query : query.descending();
        } catch (IllegalArgumentException e) {
            throw usage(spec(), String.valueOf(e.getMessage()));
        }
    }

    private void print(Stream<StoredRequest> found) {
        if (json) {
            found.forEachOrdered(each -> io.out().line(each.payload()));
            return;
        }
        try (Table table = new Table(
                io.out()::line, "Position", "Created", "Status", "Method", "Path", "Error", "Version", "Request")) {
            found.forEachOrdered(each -> row(table, each));
        }
    }

    private static void row(Table table, StoredRequest each) {
        RequestLog log = each.log();
        table.row(
                Long.toString(each.position()),
                log.created().toString(),
                status(log),
                log.method(),
                log.path(),
                error(log.error()),
                log.apiVersion(),
                log.requestId());
    }

    static String status(RequestLog log) {
        return log.status() == 0 ? "none" : Integer.toString(log.status());
    }

    static String error(@Nullable RequestError error) {
        if (error == null) {
            return "";
        }
        return error.code() == null ? Objects.toString(error.type(), "unknown") : error.code();
    }

    private CommandSpec spec() {
        return Objects.requireNonNull(spec);
    }

    /** The journal of this command or of the one under it. */
    Path directory(CommandSpec asking) {
        if (journal == null) {
            throw usage(asking, "Missing required option: '--journal=DIR'");
        }
        return journal;
    }

    Path existing(CommandSpec asking) {
        return JournalOption.requireExisting(directory(asking));
    }

    static ParameterException usage(CommandSpec asking, String message) {
        return new ParameterException(asking.commandLine(), message);
    }
}
