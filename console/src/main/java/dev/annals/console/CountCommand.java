package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Table;
import dev.annals.store.JournalReader;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.replay.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Counts records by what they have in common. */
@Command(
        name = "count",
        mixinStandardHelpOptions = true,
        description = "Counts activity logs, by what they have in common.",
        footer = {
            "",
            "Filters are those of 'annals query'. Times are UTC; a log that does not say a value is counted under an empty one.",
            "",
            "Examples:",
            "  annals count --journal audit --by type",
            "  annals count --journal audit --by actor,type --since 30d --top 20",
            "  annals count --journal audit --by month --action api_key_created",
            "  annals count --journal audit --by type,day --since 2026-01-01 --json | jq -c .counts[]",
            "  annals count --journal audit --kind all --by kind"
        })
final class CountCommand implements Callable<Integer> {
    private static final Comparator<GroupCount> MOST_FIRST =
            Comparator.comparingLong(GroupCount::count).reversed();

    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Mixin
    private QueryOptions what = new QueryOptions();

    @Option(
            names = "--by",
            paramLabel = "B",
            split = ",",
            description =
                    "By type, group, actor, context, livemode, kind, hour, day or month; several, with commas, are counted"
                            + " together. Without it: how many there are.")
    private List<String> by = List.of();

    @Option(names = "--top", paramLabel = "N", description = "Only the N largest counts, the largest first.")
    private @Nullable Integer top;

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    CountCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Grouping[] groupings = groupings();
        Query query = query();
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            List<GroupCount> counts = reader.counts(query, groupings);
            print(
                    groupings,
                    largest(counts),
                    counts.stream().mapToLong(GroupCount::count).sum());
        }
        return ExitCode.DONE;
    }

    private Grouping[] groupings() {
        if (top != null && top < 1) {
            throw usage("--top " + top + " shows nothing; give 1 or more");
        }
        Grouping[] groupings = by.stream().map(this::grouping).toArray(Grouping[]::new);
        if (Arrays.stream(groupings).distinct().count() < groupings.length) {
            throw usage("--by names one thing twice, by=" + by);
        }
        return groupings;
    }

    private Grouping grouping(String word) {
        return Arrays.stream(Grouping.values())
                .filter(each -> each.label().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> usage("nothing can be counted by that, by=" + word + "; use one of "
                        + Arrays.stream(Grouping.values()).map(Grouping::label).toList()));
    }

    private Query query() {
        try {
            return what.query(io.clock().instant());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private List<GroupCount> largest(List<GroupCount> counts) {
        return top == null
                ? counts
                : counts.stream().sorted(MOST_FIRST).limit(top).toList();
    }

    private void print(Grouping[] groupings, List<GroupCount> counts, long total) {
        if (json) {
            List<Map<String, Object>> rows = new ArrayList<>();
            for (GroupCount each : counts) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 0; i < groupings.length; i++) {
                    row.put(groupings[i].label(), each.values().get(i));
                }
                row.put("count", each.count());
                rows.add(row);
            }
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("total", total);
            all.put("counts", rows);
            io.out().line(JsonText.of(all));
        } else if (groupings.length == 0) {
            io.out().line(Long.toString(total));
        } else {
            printTable(groupings, counts);
        }
    }

    private void printTable(Grouping[] groupings, List<GroupCount> counts) {
        String[] headings = Stream.concat(Arrays.stream(groupings).map(CountCommand::heading), Stream.of("Count"))
                .toArray(String[]::new);
        try (Table table = new Table(io.out()::line, headings)) {
            for (GroupCount each : counts) {
                table.row(Stream.concat(each.values().stream(), Stream.of(Long.toString(each.count())))
                        .toArray(String[]::new));
            }
        }
    }

    private static String heading(Grouping grouping) {
        return grouping.label().substring(0, 1).toUpperCase(Locale.ROOT)
                + grouping.label().substring(1);
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
