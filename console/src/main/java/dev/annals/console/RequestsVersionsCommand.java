package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Table;
import dev.annals.store.JournalReader;
import dev.annals.store.requests.VersionUse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** API versions in use. */
@Command(
        name = "versions",
        mixinStandardHelpOptions = true,
        description = "Shows every API version used within the last week, when, and by whom.",
        footer = {
            "",
            "Latest is the newest version that was used. Which one is the account's default only the account knows: --default",
            "says it. Below each version stand its callers, by user agent and id of the key, the most frequent first.",
            "",
            "Examples:",
            "  annals requests versions --journal audit",
            "  annals requests versions --journal audit --default 2026-09-30.clover",
            "  annals requests versions --journal audit --since 30d --json | jq '.versions[] | select(.latest | not)'"
        })
final class RequestsVersionsCommand implements Callable<Integer> {
    private static final Duration WEEK = Duration.ofDays(7);

    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable RequestsCommand requests;

    @Mixin
    private RequestOptions what = new RequestOptions();

    @Option(names = "--default", paramLabel = "V", description = "The account's default version.")
    private @Nullable String accountDefault;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    RequestsVersionsCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        CommandSpec asking = Objects.requireNonNull(spec);
        Instant now = io.clock().instant();
        Instant until = what.until(now);
        Instant since = what.since(now, until.minus(WEEK));
        try (JournalReader reader =
                Journals.openReadOnly(Objects.requireNonNull(requests).existing(asking), io.clock())) {
            print(
                    reader.requests().versions(what.filters(), until, Duration.between(since, until), accountDefault),
                    since,
                    until);
        } catch (IllegalArgumentException e) {
            throw RequestsCommand.usage(asking, String.valueOf(e.getMessage()));
        }
        return ExitCode.DONE;
    }

    private void print(List<VersionUse> versions, Instant since, Instant until) {
        if (json) {
            io.out()
                    .line(JsonText.of(Map.of(
                            "versions",
                            versions.stream()
                                    .map(RequestsVersionsCommand::asMap)
                                    .toList())));
            return;
        }
        try (Table table = new Table(io.out()::line, "Version", "", "Requests", "Last use", "Caller", "Key")) {
            for (VersionUse each : versions) {
                table.row(
                        each.version().isEmpty() ? "(not said)" : each.version(),
                        labels(each),
                        Numbers.grouped(each.count()),
                        each.lastUse().toString(),
                        "",
                        "");
                for (VersionUse.Caller caller : each.callers()) {
                    table.row("", "", Numbers.grouped(caller.count()), "", caller.userAgent(), caller.apiKeyId());
                }
            }
        }
        long requests = versions.stream().mapToLong(VersionUse::count).sum();
        io.out().line("");
        io.out().line(Numbers.of(requests, "request") + " from " + since + " to " + until);
    }

    private static String labels(VersionUse use) {
        return use.isDefault() && use.isLatest()
                ? "Default, Latest"
                : use.isDefault() ? "Default" : use.isLatest() ? "Latest" : "";
    }

    private static Map<String, Object> asMap(VersionUse use) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("version", use.version());
        map.put("count", use.count());
        map.put("last_use", use.lastUse());
        map.put("default", use.isDefault());
        map.put("latest", use.isLatest());
        map.put(
                "callers",
                use.callers().stream()
                        .map(caller -> {
                            Map<String, Object> said = new LinkedHashMap<>();
                            said.put("user_agent", caller.userAgent());
                            said.put("api_key_id", caller.apiKeyId());
                            said.put("count", caller.count());
                            return said;
                        })
                        .toList());
        return map;
    }
}
