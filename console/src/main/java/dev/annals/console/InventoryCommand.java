package dev.annals.console;

import dev.annals.console.text.Moment;
import dev.annals.store.JournalReader;
import dev.annals.store.projection.Completeness;
import dev.annals.store.projection.Inventory;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the account consisted of at an instant. */
@Command(
        name = "inventory",
        mixinStandardHelpOptions = true,
        description =
                "Shows every API key, user or invitation as it was at any instant, from the activity logs in the journal.",
        footer = {
            "",
            "Counts every log that happened at that instant or before, also one that came late. What no log says but follows",
            "from others, because the journal begins somewhere, has a ? in the table and is named in 'inferred' of the JSON.",
            "Below the table stands up to when the journal is complete, and whether a gap lies before the instant.",
            "The JSON is one object with one line for each entity, and says more than fits into the table.",
            "",
            "Examples:",
            "  annals inventory --journal audit keys",
            "  annals inventory --journal audit --at 2026-10-01 users",
            "  annals inventory --journal audit --at 7d --json keys | jq '.keys[] | select(.state == \"active\") | .id'",
            "  annals inventory --journal audit --context acct_123 invitations"
        })
final class InventoryCommand implements Callable<Integer> {
    /** Of what the account consists. */
    enum What {
        /** API keys. */
        KEYS,
        /** People. */
        USERS,
        /** Invitations. */
        INVITATIONS
    }

    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Parameters(paramLabel = "keys|users|invitations", description = "What to show.")
    private What what = What.KEYS;

    @Option(
            names = "--at",
            paramLabel = "I",
            description = "As it was then: an instant, a date (its beginning, UTC) or an age such as 7d, 12h or 30m."
                    + " Default: now.")
    private @Nullable Moment at;

    @Option(names = "--context", paramLabel = "C", split = ",", description = "Only what belongs to these accounts.")
    private List<String> contexts = List.of();

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    InventoryCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Instant now = io.clock().instant();
        Instant instant = at == null ? now : at.at(now);
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            InventoryPrinter printer = json ? new InventoryJson(io.out(), what) : new InventoryTable(io.out(), what);
            printer.end(print(reader.inventory().at(instant), printer));
        }
        return ExitCode.DONE;
    }

    private Completeness print(Inventory.Standing standing, InventoryPrinter printer) {
        return switch (what) {
            case KEYS ->
                standing.keys(each -> {
                    if (wants(each.context())) {
                        printer.print(each);
                    }
                });
            case USERS ->
                standing.users(each -> {
                    if (wants(each.context())) {
                        printer.print(each);
                    }
                });
            case INVITATIONS ->
                standing.invitations(each -> {
                    if (wants(each.context())) {
                        printer.print(each);
                    }
                });
        };
    }

    private boolean wants(String context) {
        return contexts.isEmpty() || contexts.contains(context);
    }
}
