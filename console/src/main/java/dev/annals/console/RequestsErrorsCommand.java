package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Table;
import dev.annals.store.JournalReader;
import dev.annals.store.requests.ErrorGroup;
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

/** Errors in common. */
@Command(
        name = "errors",
        mixinStandardHelpOptions = true,
        description = "Groups the requests of a period that failed by error type, error code and endpoint.",
        footer = {
            "",
            "The period is the last week unless --since and --until say another. The trend has one mark for each day, or for",
            "each hour of a period of up to two days: . for none, 1 to 9 for its share of the largest. Change compares the later",
            "half of the period with the earlier one. The requests behind a group: annals requests --status failed with",
            "--error-type, --error-code and --endpoint.",
            "",
            "Examples:",
            "  annals requests errors --journal audit",
            "  annals requests errors --journal audit --since 24h --endpoint /v1/payment_intents",
            "  annals requests errors --journal audit --since 30d --json | jq '.errors[0]'"
        })
final class RequestsErrorsCommand implements Callable<Integer> {
    private static final Duration WEEK = Duration.ofDays(7);
    private static final int LARGEST_MARK = 9;

    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @ParentCommand
    private @Nullable RequestsCommand requests;

    @Mixin
    private RequestOptions what = new RequestOptions();

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    RequestsErrorsCommand(Io io) {
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
            print(reader.requests().errors(what.filters(), since, until), since, until);
        } catch (IllegalArgumentException e) {
            throw RequestsCommand.usage(asking, String.valueOf(e.getMessage()));
        }
        return ExitCode.DONE;
    }

    private void print(List<ErrorGroup> groups, Instant since, Instant until) {
        if (json) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("since", since);
            all.put("until", until);
            all.put("total", groups.stream().mapToLong(ErrorGroup::count).sum());
            all.put("errors", groups.stream().map(RequestsErrorsCommand::asMap).toList());
            io.out().line(JsonText.of(all));
            return;
        }
        try (Table table = new Table(io.out()::line, "Count", "Type", "Code", "Endpoint", "Change", "Trend")) {
            for (ErrorGroup each : groups) {
                table.row(
                        Numbers.grouped(each.count()),
                        each.type(),
                        each.code(),
                        each.endpoint(),
                        (each.change() > 0 ? "+" : "") + each.change(),
                        trend(each));
            }
        }
        long failed = groups.stream().mapToLong(ErrorGroup::count).sum();
        io.out().line("");
        io.out().line(Numbers.of(failed, "failed request") + " from " + since + " to " + until);
    }

    private static String trend(ErrorGroup group) {
        long most =
                group.trend().stream().mapToLong(ErrorGroup.Span::count).max().orElse(0);
        StringBuilder marks = new StringBuilder();
        for (ErrorGroup.Span each : group.trend()) {
            marks.append(each.count() == 0 ? "." : Long.toString((each.count() * LARGEST_MARK + most - 1) / most));
        }
        return marks.toString();
    }

    private static Map<String, Object> asMap(ErrorGroup group) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", group.type());
        map.put("code", group.code());
        map.put("endpoint", group.endpoint());
        map.put("count", group.count());
        map.put("change", group.change());
        Map<String, Object> trend = new LinkedHashMap<>();
        group.trend().forEach(span -> trend.put(span.name(), span.count()));
        map.put("trend", trend);
        return map;
    }
}
