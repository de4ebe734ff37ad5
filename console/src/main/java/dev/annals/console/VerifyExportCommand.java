package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Progress;
import dev.annals.console.text.TerminalText;
import dev.annals.store.AuditEvidence;
import dev.annals.store.journal.JournalException;
import dev.annals.store.proof.ExportCheck;
import dev.annals.store.proof.TreeAudit;
import dev.annals.store.prune.PrunedLeaves;
import dev.annals.store.tree.Hash;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds an export against checkpoints; needs no journal. */
@Command(
        name = "verify-export",
        mixinStandardHelpOptions = true,
        description =
                "Checks that an export is what was signed: its lines must lead to the root of each checkpoint. Needs no journal.",
        footer = {
            "",
            "Exit code 0: the lines are those that were signed. Exit code 1: findings. Lines beyond the largest checkpoint are",
            "not covered by any signature; how many is printed.",
            "",
            "If the oldest records of the journal were pruned, its export begins with the first that remains. Take the journal's",
            "directory pruned/ together with the export: it holds the hashes of what went. They need not be trusted, because the",
            "checkpoints are over them too.",
            "",
            "Examples:",
            "  annals verify-export audit.ndjson --checkpoint 2026-11.checkpoint --public-key log.pub",
            "  annals verify-export audit.ndjson --pruned audit/pruned --checkpoint 2026-11.checkpoint --public-key log.pub",
            "  gzip -dc audit.ndjson.gz | annals verify-export - --checkpoint 2026-11.checkpoint --public-key log.pub"
        })
final class VerifyExportCommand implements Callable<Integer> {
    private final Io io;

    @Parameters(paramLabel = "FILE", description = "The export, not compressed; - for standard input.")
    private String export = "";

    @Mixin
    private EvidenceOptions evidence = new EvidenceOptions();

    @Option(
            names = "--pruned",
            paramLabel = "DIR",
            description =
                    "The journal's directory pruned/, or a copy of it, of the moment of the export: the hashes of what came before its first line.")
    private @Nullable Path pruned;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    VerifyExportCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        AuditEvidence given = evidence.read();
        if (given.checkpoints().isEmpty() || given.keys().isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "an export says nothing by itself; give --checkpoint FILE and --public-key KEY, both kept elsewhere");
        }
        ExportCheck.Report report = checked(given);
        if (json) {
            io.out().line(JsonText.of(asMap(report)));
        } else {
            show(report, given);
        }
        return report.clean() ? ExitCode.DONE : ExitCode.FINDINGS;
    }

    private ExportCheck.Report checked(AuditEvidence given) {
        Progress progress = io.progress(Duration.ofSeconds(2));
        try (InputStream in = opened()) {
            return ExportCheck.check(
                    in,
                    given.checkpoints(),
                    given.keys(),
                    beginning(),
                    lines -> progress.update("verifying: " + Numbers.grouped(lines) + " lines"));
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.USAGE, "cannot read the export", export, e);
        } finally {
            progress.done();
        }
    }

    private ExportCheck.Beginning beginning() {
        Path directory = pruned;
        return directory == null ? ExportCheck.Beginning.NOTHING : leaves -> read(directory, leaves);
    }

    private static void read(Path directory, Consumer<Hash> leaves) {
        try {
            PrunedLeaves.readCopy(directory, leaves);
        } catch (JournalException e) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "not the hashes of pruned records, directory=" + directory + ": " + e.getMessage(),
                    e);
        }
    }

    private InputStream opened() throws IOException {
        return export.equals("-") ? new FileInputStream(FileDescriptor.in) : Files.newInputStream(Path.of(export));
    }

    private void show(ExportCheck.Report report, AuditEvidence given) {
        for (TreeAudit.Finding finding : report.findings()) {
            io.out()
                    .line(where(finding) + TerminalText.escape(finding.what()) + "; "
                            + TerminalText.escape(finding.advice()));
        }
        TreeAudit.Result tree = report.tree();
        io.out()
                .line((report.clean() ? "clean: " : Numbers.of(report.findings().size(), "finding") + "; ")
                        + Numbers.of(report.lines(), "line") + ", "
                        + Numbers.of(tree.checkpoints(), "checkpoint") + " of "
                        + Numbers.grouped(given.checkpoints().size()) + " compared");
        if (tree.covered() == 0 && tree.checkpoints() > 0 && pruned == null) {
            io.out()
                    .line("if the first line is not the journal's first record, because older ones were pruned, give"
                            + " --pruned DIR as well");
        }
        long beyond = tree.size() - tree.covered();
        io.out()
                .line("covered by a signature: the first " + Numbers.of(tree.covered(), "record")
                        + (beyond == 0 ? "" : "; not covered: " + Numbers.of(beyond, "line") + " after them"));
    }

    private static String where(TreeAudit.Finding finding) {
        return finding.from() < 0 ? "" : "position " + finding.from() + ": ";
    }

    private static Map<String, Object> asMap(ExportCheck.Report report) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("clean", report.clean());
        map.put("lines", report.lines());
        map.put("size", report.tree().size());
        map.put("root", report.tree().root().base64());
        map.put("covered", report.tree().covered());
        map.put("checkpoints", report.tree().checkpoints());
        map.put("signatures", report.tree().signatures());
        map.put(
                "findings",
                report.findings().stream().map(VerifyExportCommand::asMap).toList());
        return map;
    }

    private static Map<String, Object> asMap(TreeAudit.Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("position", finding.from());
        map.put("until", finding.until());
        map.put("what", finding.what());
        map.put("advice", finding.advice());
        return map;
    }
}
