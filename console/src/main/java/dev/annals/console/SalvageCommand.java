package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Progress;
import dev.annals.console.text.TerminalText;
import dev.annals.store.backup.Salvage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Saves what can be read of a damaged journal. */
@Command(
        name = "salvage",
        mixinStandardHelpOptions = true,
        description =
                "Copies everything that can be read of a damaged journal into a new one and records what is missing.",
        footer = {
            "",
            "The damaged journal is never written; keep it, with its checkpoints and their key: they are evidence. The new one",
            "counts positions anew, has gap records for what is missing, and forgets every cursor: the next fetch begins where",
            "the provider's history begins, and brings back what it still has. Nobody may be writing the damaged journal.",
            "",
            "Exit code 0: nothing is lost. Exit code 1: something is, each stretch printed; the new journal is there.",
            "",
            "Examples:",
            "  annals salvage --from audit --to audit-saved",
            "  annals fetch --journal audit-saved --once",
            "  annals salvage --from audit --to audit-saved --json | jq .lost_records"
        })
final class SalvageCommand implements Callable<Integer> {
    private final Io io;

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The damaged journal's directory.")
    private Path damaged = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "The new journal's directory: it must not exist, or be empty.")
    private Path target = Path.of("");

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    SalvageCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Salvage.Result result = run();
        if (json) {
            io.out().line(JsonText.of(asMap(result)));
        } else {
            show(result);
        }
        return result.nothingLost() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private Salvage.Result run() {
        Progress progress = io.progress(Duration.ofSeconds(2));
        try {
            return Salvage.run(
                    damaged,
                    target,
                    io.clock(),
                    records -> progress.update("salvaging: " + Numbers.grouped(records) + " records"));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
        } finally {
            progress.done();
        }
    }

    private void show(Salvage.Result result) {
        VerifyCommand.show(io, result.findings());
        io.out()
                .line("salvaged: " + Numbers.of(result.records(), "record") + " in "
                        + Numbers.of(result.excerpts(), "excerpt") + ", directory="
                        + TerminalText.escape(target.toString()));
        io.out()
                .line(
                        result.nothingLost()
                                ? "nothing is lost"
                                : "lost: " + Numbers.of(result.lostRecords(), "record") + ", "
                                        + Numbers.of(result.lostExcerpts(), "excerpt")
                                        + (result.endKnown() ? "" : "; more may be missing at the end"));
        io.say(
                "next: fetch into the new journal; it reads the provider's history from its beginning and drops what is known");
    }

    private Map<String, @Nullable Object> asMap(Salvage.Result result) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("directory", target.toString());
        map.put("nothing_lost", result.nothingLost());
        map.put("excerpts", result.excerpts());
        map.put("records", result.records());
        map.put("lost_excerpts", result.lostExcerpts());
        map.put("lost_records", result.lostRecords());
        map.put("end_known", result.endKnown());
        map.put("duplicates", result.duplicates());
        map.put("findings", VerifyCommand.asMaps(result.findings()));
        return map;
    }
}
