package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.console.text.TerminalText;
import dev.annals.store.JournalReader;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.proof.Checkpoint;
import dev.annals.store.proof.ConsistencyProof;
import dev.annals.store.proof.SignedCheckpoint;
import dev.annals.store.proof.UnprovenException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether an older checkpoint is the beginning of a newer one. */
@Command(
        name = "consistency",
        mixinStandardHelpOptions = true,
        description =
                "Proves that an older checkpoint is the beginning of a newer one: nothing before it was altered since.",
        footer = {
            "",
            "Exit code 0: consistent. Exit code 1: not, with the reason; two checkpoints of the same size with different roots are",
            "an equivocation. With --public-key the signatures of both are checked too. --out keeps the proof, which --check",
            "checks again without the journal.",
            "",
            "Examples:",
            "  annals consistency january.checkpoint february.checkpoint --journal audit --public-key audit.pub",
            "  annals consistency january.checkpoint --journal audit            against the last checkpoint of the journal",
            "  annals consistency --check january-february.consistency-proof --public-key audit.pub"
        })
final class ConsistencyCommand implements Callable<Integer> {
    private static final long MAX_BYTES = 4 << 20;

    private final Io io;

    @Parameters(
            arity = "0..2",
            paramLabel = "CHECKPOINT",
            description =
                    "File of the older checkpoint, then of the newer; the journal's last one if that is left out.")
    private List<Path> files = List.of();

    @Option(names = "--journal", paramLabel = "DIR", description = "The journal that both are of.")
    private @Nullable Path journal;

    @Option(names = "--check", paramLabel = "FILE", description = "Check this proof instead of making one.")
    private @Nullable Path proof;

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description = "The log's public key, as text or the name of a file with one key on each line.")
    private @Nullable String key;

    @Option(names = "--out", paramLabel = "FILE", description = "Keep the proof in this file.")
    private @Nullable Path out;

    @Option(names = "--json", description = "One JSON object for programs.")
    private boolean json;

    ConsistencyCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        PublicKeys keys = key == null ? null : PublicKeys.of(key);
        Map<String, Object> answer = new LinkedHashMap<>();
        try {
            ConsistencyProof shown =
                    proof == null ? made(keys) : ConsistencyProof.parse(SmallFile.read(proof, MAX_BYTES));
            verify(shown, keys);
            if (out != null) {
                SmallFile.write(out, shown.bytes());
            }
            answer.put("consistent", true);
            answer.put("origin", shown.older().checkpoint().origin());
            answer.put("older_size", shown.older().checkpoint().size());
            answer.put("newer_size", shown.newer().checkpoint().size());
            answer.put("signatures_checked", keys != null);
        } catch (MalformedNoteException | UnverifiedNoteException | UnprovenException e) {
            answer.put("consistent", false);
            answer.put("reason", String.valueOf(e.getMessage()));
        }
        report(answer);
        return answer.containsKey("reason") ? ExitCode.FINDINGS : ExitCode.DONE;
    }

    private ConsistencyProof made(@Nullable PublicKeys keys) {
        if (journal == null || files.isEmpty()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "name the older checkpoint and the journal with --journal, or a proof with --check");
        }
        try (JournalReader reader = Journals.openReadOnly(JournalOption.requireExisting(journal), io.clock())) {
            SignedCheckpoint older = SignedCheckpoint.parse(SmallFile.read(files.get(0), MAX_BYTES));
            SignedCheckpoint newer = files.size() > 1
                    ? SignedCheckpoint.parse(SmallFile.read(files.get(1), MAX_BYTES))
                    : reader.lastCheckpoint()
                            .orElseThrow(() -> new CommandFailed(
                                    ExitCode.JOURNAL, "the journal has no checkpoint; name the newer one too"));
            if (keys != null) {
                keys.signerOf(older);
                keys.signerOf(newer);
            }
            return reader.consistency(older, newer);
        }
    }

    private static void verify(ConsistencyProof shown, @Nullable PublicKeys keys) {
        Checkpoint older = shown.older().checkpoint();
        Checkpoint newer = shown.newer().checkpoint();
        ConsistencyProof.require(older, newer, shown.hashes());
        if (keys != null) {
            keys.signerOf(shown.older());
            keys.signerOf(shown.newer());
        }
    }

    private void report(Map<String, Object> answer) {
        if (json) {
            io.out().line(JsonText.of(answer));
        } else if (answer.containsKey("reason")) {
            io.out()
                    .line("NOT consistent: "
                            + TerminalText.escape(answer.get("reason").toString()));
        } else {
            io.out()
                    .line("consistent: the first " + answer.get("older_size") + " of " + answer.get("newer_size")
                            + " records of " + TerminalText.escape(String.valueOf(answer.get("origin")))
                            + " are as they were");
            if (key == null) {
                io.say("The signatures were not checked; do so with --public-key.");
            }
        }
    }
}
