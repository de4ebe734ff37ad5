package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
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

/** Finds records. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Finds activity logs: who did what, when, to which key, user or role.",
        footer = {
            "",
            "Options narrow each other; several values of one option (repeated, or with commas) are alternatives.",
            "The table escapes control characters; csv also puts an apostrophe before what a spreadsheet would run as a",
            "formula; ndjson is the stored bytes.",
            "",
            "Examples:",
            "  annals query --journal audit --action api_key_created,api_key_viewed --since 7d",
            "  annals query --journal audit --actor mia@example.com --order desc --limit 20",
            "  annals query --journal audit --object key_123 --format ndjson | jq .actor",
            "  annals query --journal audit --action-group user_roles --since 2026-07-01 --until 2026-10-01 --format csv",
            "  annals query --journal audit --count --since 30d",
            "  annals query --journal audit --kind gap"
        })
final class QueryCommand implements Callable<Integer> {
    private final Io io;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Mixin
    private QueryOptions what = new QueryOptions();

    @Option(names = "--count", description = "Only how many there are.")
    private boolean count;

    @Option(names = "--json", description = "With --count: one JSON object.")
    private boolean json;

    @Option(
            names = "--format",
            paramLabel = "table|ndjson|csv",
            defaultValue = "table",
            description = "Default: ${DEFAULT-VALUE}.")
    private EntryPrinter.Format format = EntryPrinter.Format.TABLE;

    QueryCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Query query = query();
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            if (count) {
                long found = reader.count(query);
                io.out().line(json ? JsonText.of(Map.of("count", found)) : Long.toString(found));
            } else {
                try (Stream<Entry> entries = reader.query(query)) {
                    print(entries);
                }
            }
        }
        return ExitCode.DONE;
    }

    private void print(Stream<Entry> entries) {
        try (EntryPrinter printer = EntryPrinter.of(format, io.out())) {
            entries.forEachOrdered(printer::print);
        }
    }

    private Query query() {
        if (json && !count) {
            throw usage("--json goes with --count; use --format ndjson for the logs themselves");
        }
        try {
            return what.query(io.clock().instant());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
