package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Progress;
import dev.annals.console.text.TerminalText;
import dev.annals.store.backup.Restore;
import dev.annals.store.tree.Hash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes a journal from a backup. */
@Command(
        name = "restore",
        mixinStandardHelpOptions = true,
        description =
                "Verifies a backup as a whole and makes a journal from it, with the same positions, roots and checkpoints.",
        footer = {
            "",
            "The journal appears under its name with one rename, when it is whole and synced. A backup in which anything is",
            "found is not restored: exit code 1, the findings are printed. 'annals salvage' saves what can be read of it.",
            "",
            "Examples:",
            "  annals restore --from /mnt/backup/audit --to audit",
            "  annals restore --from /mnt/backup/audit --to audit --json | jq .records"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Io io;

    @Option(names = "--from", required = true, paramLabel = "DIR", description = "The backup's directory.")
    private Path backup = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "The journal's directory: it must not exist, or be empty.")
    private Path target = Path.of("");

    @Option(
            names = "--force",
            description = "Restore in spite of findings, as long as every excerpt of the backup can be read.")
    private boolean force;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    RestoreCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Restore.Result result = run();
        if (json) {
            io.out().line(JsonText.of(asMap(result)));
        } else {
            show(result);
        }
        return result.restored() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private Restore.Result run() {
        Progress progress = io.progress(Duration.ofSeconds(2));
        try {
            return Restore.run(
                    backup,
                    target,
                    force,
                    io.clock(),
                    records -> progress.update("verifying and restoring: " + Numbers.grouped(records) + " records"));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
        } finally {
            progress.done();
        }
    }

    private void show(Restore.Result result) {
        VerifyCommand.show(io, result.findings());
        String from = TerminalText.escape(backup.toString());
        String to = TerminalText.escape(target.toString());
        if (!result.restored()) {
            io.out()
                    .line("not restored: the backup has "
                            + Numbers.of(result.findings().size(), "finding")
                            + "; restore an older one, or 'annals salvage --from " + from + " --to " + to + "'");
            return;
        }
        io.out()
                .line("restored: " + Numbers.of(result.records(), "record") + " in "
                        + Numbers.of(result.excerpts(), "excerpt") + ", as backed up at " + result.backedUpAt()
                        + ", directory=" + to);
        io.out().line("root: " + (result.root().equals(Hash.NONE) ? "none" : result.root()));
        io.say(
                "next: if the journal signed checkpoints, put its private key back as " + to
                        + "/checkpoint.key, readable by its owner only; then fetch: what came after the backup is fetched again");
    }

    private Map<String, @Nullable Object> asMap(Restore.Result result) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("restored", result.restored());
        map.put("directory", target.toString());
        map.put("backed_up_at", result.backedUpAt());
        map.put("excerpts", result.excerpts());
        map.put("records", result.records());
        map.put("root", result.root().equals(Hash.NONE) ? null : result.root());
        map.put("findings", VerifyCommand.asMaps(result.findings()));
        return map;
    }
}
