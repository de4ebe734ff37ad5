package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.Progress;
import dev.annals.console.text.TerminalText;
import dev.annals.store.AuditEvidence;
import dev.annals.store.JournalReader;
import dev.annals.store.Verification;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads everything and checks every checksum, sequence and position. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Reads the whole journal and checks every checksum, sequence number, position, tree root and checkpoint.",
        footer = {
            "",
            "Changes nothing. Exit code 0: clean. Exit code 1: findings, each printed with its position. Whoever may write the",
            "journal's directory can rewrite all of it; only a checkpoint and a key that were kept elsewhere show that.",
            "",
            "Examples:",
            "  annals verify --journal audit",
            "  annals verify --journal audit --checkpoint 2026-11.checkpoint --public-key log.pub",
            "  annals verify --journal audit --json | jq .findings"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Mixin
    private EvidenceOptions evidence = new EvidenceOptions();

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    VerifyCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        AuditEvidence given = evidence.read();
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            Verification verification = verified(io, reader, given);
            if (json) {
                io.out().line(JsonText.of(asMap(verification)));
            } else {
                show(io, verification);
                show(verification.proven());
            }
            return verification.clean() ? ExitCode.DONE : ExitCode.FINDINGS;
        }
    }

    /** Verifies, with progress once it takes longer than two seconds. */
    static Verification verified(Io io, JournalReader reader, AuditEvidence given) {
        Progress progress = io.progress(Duration.ofSeconds(2));
        try {
            return reader.verify(
                    given, records -> progress.update("verifying: " + Numbers.grouped(records) + " records"));
        } finally {
            progress.done();
        }
    }

    static void show(Io io, List<Verification.Finding> findings) {
        for (Verification.Finding finding : findings) {
            io.out()
                    .line("position " + known(finding.position()) + ", excerpt " + known(finding.excerpt()) + ": "
                            + TerminalText.escape(finding.what()) + "; " + TerminalText.escape(finding.advice()));
        }
    }

    static void show(Io io, Verification verification) {
        show(io, verification.findings());
        String read = Numbers.of(verification.records(), "record") + " in "
                + Numbers.of(verification.excerpts(), "excerpt") + " read and whole";
        io.out()
                .line(
                        verification.clean()
                                ? "clean: " + read
                                : Numbers.of(verification.findings().size(), "finding") + "; " + read);
    }

    private void show(Verification.Proven proven) {
        io.out().line("root " + proven.root() + " over " + Numbers.of(proven.size(), "record"));
        if (proven.checkpoints() == 0) {
            io.out().line("no checkpoint was compared: whoever may write the directory could have rewritten all of it");
            return;
        }
        io.out()
                .line(Numbers.of(proven.checkpoints(), "checkpoint") + " compared, signatures verified: "
                        + Numbers.grouped(proven.signatures()) + "; covered: the first "
                        + Numbers.of(proven.covered(), "record"));
        if (proven.keys().isEmpty() || proven.ownKey()) {
            io.out()
                    .line(
                            (proven.ownKey() ? "the public key is the journal's own" : "no public key is known")
                                    + ": this shows only that the journal agrees with itself; give --public-key and --checkpoint from elsewhere");
        }
    }

    private static String known(long number) {
        return number < 0 ? "unknown" : Long.toString(number);
    }

    private static Map<String, Object> asMap(Verification verification) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("clean", verification.clean());
        map.put("excerpts", verification.excerpts());
        map.put("records", verification.records());
        Verification.Proven proven = verification.proven();
        map.put("size", proven.size());
        map.put("root", proven.root().base64());
        map.put("covered", proven.covered());
        map.put("checkpoints", proven.checkpoints());
        map.put("signatures", proven.signatures());
        map.put("keys", proven.keys());
        map.put("own_key", proven.ownKey());
        map.put("findings", asMaps(verification.findings()));
        return map;
    }

    static List<Map<String, Object>> asMaps(List<Verification.Finding> findings) {
        return findings.stream().map(VerifyCommand::asMap).toList();
    }

    private static Map<String, Object> asMap(Verification.Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("position", finding.position());
        map.put("until", finding.until());
        map.put("excerpt", finding.excerpt());
        map.put("what", finding.what());
        map.put("advice", finding.advice());
        return map;
    }
}
