package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Moment;
import dev.annals.console.text.TerminalText;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.JournalReader;
import dev.annals.store.prune.PruneRequest;
import dev.annals.store.prune.Pruning;
import dev.annals.store.prune.Retention;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes the oldest records, by whole segments. */
@Command(
        name = "prune",
        mixinStandardHelpOptions = true,
        description = "Removes the oldest records, by whole segments, as far as the retention allows.",
        footer = {
            "",
            "A segment goes when every record in it is old enough; one ends with the calendar month. The hashes of what goes are",
            "kept: what remains still proves, and so does every older checkpoint. What the provider may show again, the last",
            "seven months, is never removed. Ages count back from the newest date of the provider's server.",
            "",
            "--archived names a backup of this journal. What it holds, compared record by record, may go before the retention's",
            "first period is over, but not before its second. Refused while a named follower has not read what would go.",
            "Nobody may write the journal meanwhile; a host that does calls Journal.prune.",
            "",
            "Examples:",
            "  annals prune --journal audit --dry-run",
            "  annals prune --journal audit --retention pci-dss",
            "  annals prune --journal audit --retention P24M/P6M --before 2024-01-01",
            "  annals prune --journal audit --archived /backup/audit --before 2026-03-01"
        })
final class PruneCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(
            names = "--before",
            paramLabel = "WHEN",
            description =
                    "Remove only what is older: a date, an instant or an age. Default: as much as the retention allows.")
    private @Nullable Moment before;

    @Option(
            names = "--retention",
            paramLabel = "RULE",
            defaultValue = "pci-dss",
            description = "What must stay: pci-dss (12 months at least, 3 months even if archived), or two ISO periods,"
                    + " P24M/P6M. Default: ${DEFAULT-VALUE}.")
    private Retention retention = Retention.PCI_DSS;

    @Option(names = "--archived", paramLabel = "DIR", description = "A backup of this journal that holds what goes.")
    private @Nullable Path archive;

    @Option(names = "--ignore-followers", description = "Remove also what a named follower has not read yet.")
    private boolean ignoreFollowers;

    @Option(
            names = "--dry-run",
            description = "Say what would go, and change nothing. Works while another process writes.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    PruneCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try {
            Pruning pruning = pruned();
            if (json) {
                io.out().line(JsonText.of(asMap(pruning)));
            } else {
                show(pruning);
            }
            return ExitCode.DONE;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CommandFailed(ExitCode.USAGE, "nothing was pruned: " + e.getMessage(), e);
        }
    }

    private Pruning pruned() {
        JournalOptions options = JournalOptions.defaults().withClock(io.clock()).withRetention(retention);
        PruneRequest request = before == null
                ? PruneRequest.asRetentionAllows()
                : PruneRequest.olderThan(before.at(io.clock().instant()));
        request = archive == null ? request : request.archivedIn(archive);
        request = ignoreFollowers ? request.ignoringFollowers() : request;
        if (dryRun) {
            try (JournalReader reader = Journal.openReadOnly(journal.existing(), options)) {
                return reader.prunable(request);
            }
        }
        try (Journal writer = Journals.open(io, journal.existing(), options)) {
            return writer.prune(request);
        }
    }

    private Map<String, @Nullable Object> asMap(Pruning pruning) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("dry_run", dryRun);
        map.put("before", pruning.before());
        map.put("segments", pruning.segments());
        map.put("excerpts", pruning.excerpts());
        map.put("records", pruning.records());
        map.put("bytes", pruning.bytes());
        map.put("oldest", pruning.oldest());
        map.put("newest", pruning.newest());
        map.put("first_position", pruning.firstPosition());
        map.put("held", pruning.held());
        map.put("followers_behind", pruning.followers());
        return map;
    }

    private void show(Pruning pruning) {
        Output out = io.out();
        if (pruning.isEmpty()) {
            out.line("nothing to remove: no segment has only records older than " + pruning.before());
        } else {
            out.line((dryRun ? "would remove " : "removed ") + Numbers.of(pruning.records(), "record") + " in "
                    + Numbers.of(pruning.segments(), "segment") + ", " + Numbers.bytes(pruning.bytes())
                    + " of payloads, of " + pruning.oldest() + " to " + pruning.newest());
            out.line("the journal " + (dryRun ? "would begin" : "begins") + " at position " + pruning.firstPosition());
        }
        out.line("the next segment stays: " + TerminalText.escape(pruning.held()));
        if (!pruning.followers().isEmpty()) {
            out.line("not read yet by " + TerminalText.escape(String.join(", ", pruning.followers())));
        }
    }
}
