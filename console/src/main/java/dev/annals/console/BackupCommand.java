package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Progress;
import dev.annals.console.text.TerminalText;
import dev.annals.store.backup.Backup;
import dev.annals.store.tree.Hash;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies a journal while it is written. */
@Command(
        name = "backup",
        mixinStandardHelpOptions = true,
        description =
                "Copies a journal into another directory, also while another process fetches; run again, it adds what came since.",
        footer = {
            "",
            "The backup is a journal that can be verified and queried. Positions, roots and checkpoints are those of the",
            "original. An interrupted backup counts as it was finished last; run it again to go on. The private key",
            "(checkpoint.key) is never copied: keep a copy of it in a safe place of its own.",
            "",
            "Examples:",
            "  annals backup --journal audit --to /mnt/backup/audit",
            "  annals verify --journal /mnt/backup/audit",
            "  annals restore --from /mnt/backup/audit --to audit-again"
        })
final class BackupCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "The backup's directory: new, empty, or with an earlier backup of the same journal.")
    private Path target = Path.of("");

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    BackupCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Backup.Result result = run();
        if (json) {
            io.out().line(JsonText.of(asMap(result)));
        } else {
            show(result);
        }
        return ExitCode.DONE;
    }

    private Backup.Result run() {
        Progress progress = io.progress(Duration.ofSeconds(2));
        try {
            return Backup.run(
                    journal.existing(),
                    target,
                    io.clock(),
                    records -> progress.update("backing up: " + Numbers.grouped(records) + " records"));
        } catch (IllegalArgumentException refused) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(refused.getMessage()), refused);
        } finally {
            progress.done();
        }
    }

    private void show(Backup.Result result) {
        io.out()
                .line("backed up: " + Numbers.of(result.records(), "record") + " in "
                        + Numbers.of(result.excerpts(), "excerpt") + ", of these "
                        + Numbers.grouped(result.copiedRecords()) + " new, directory="
                        + TerminalText.escape(target.toString()));
        if (result.keyLeftOut()) {
            io.say("not in the backup: checkpoint.key, the private key; keep a copy of it in a safe place of its own");
        }
    }

    private Map<String, @Nullable Object> asMap(Backup.Result result) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("directory", target.toString());
        map.put("excerpts", result.excerpts());
        map.put("records", result.records());
        map.put("copied_records", result.copiedRecords());
        map.put("root", result.root().equals(Hash.NONE) ? null : result.root());
        map.put("key_left_out", result.keyLeftOut());
        return map;
    }
}
