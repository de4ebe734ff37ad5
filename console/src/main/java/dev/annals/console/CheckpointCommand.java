package dev.annals.console;

import dev.annals.store.CheckpointOptions;
import dev.annals.store.Journal;
import dev.annals.store.JournalReader;
import dev.annals.store.journal.Durability;
import dev.annals.store.proof.SignedCheckpoint;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Signs, or shows what was signed. */
@Command(
        name = "checkpoint",
        mixinStandardHelpOptions = true,
        description = "Signs what the journal holds now, and prints the checkpoint.",
        footer = {
            "",
            "A checkpoint is three lines (origin, number of records, Merkle root) and a signature, a C2SP signed note. Keep a copy",
            "where whoever may write the journal cannot reach it: against that copy no alteration of what it covers can be",
            "hidden. It is also a record in the journal and a file in its checkpoints directory. While another process fetches,",
            "that one signs: use --latest.",
            "A time stamp is over the file of a checkpoint; 'openssl ts -verify -data FILE -in FILE.tsr -CAfile CA' judges it.",
            "",
            "Examples:",
            "  annals checkpoint --journal audit > \"audit-$(date +%%F).checkpoint\"",
            "  annals checkpoint --journal audit --latest",
            "  annals checkpoint --journal audit --key /safe/audit.key",
            "  annals checkpoint --journal audit --attach cosigned.checkpoint"
        })
final class CheckpointCommand implements Callable<Integer> {
    private static final long MAX_BYTES = 1 << 20;

    private final Io io;

    @Mixin
    private WritableJournalOption journal = new WritableJournalOption();

    // Always a file: a key among the arguments could be read by other users of the machine.
    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "The file of the key that signs. Default: the journal's own, made at first use.")
    private @Nullable Path key;

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description = "Whose log this is, the first line of checkpoints. Default: the name of the key.")
    private @Nullable String origin;

    @Option(
            names = "--attach",
            paramLabel = "FILE",
            description =
                    "Sign nothing, keep this with its checkpoint: a cosigned note, or a time stamp reply (RFC 3161).")
    private @Nullable Path attachment;

    @Option(names = "--latest", description = "Sign nothing, print the last checkpoint.")
    private boolean latest;

    CheckpointCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        Path directory = journal.existing();
        if (attachment != null) {
            return attach(directory, attachment);
        }
        io.out().text((latest ? last(directory) : sign(directory)).note().print());
        return ExitCode.DONE;
    }

    private int attach(Path directory, Path file) {
        try {
            Path kept = Journal.attach(directory, SmallFile.read(file, MAX_BYTES));
            io.say("attached, file=" + kept);
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot attach, file=" + file + ": " + e.getMessage(), e);
        }
    }

    private SignedCheckpoint last(Path directory) {
        try (JournalReader reader = Journals.openReadOnly(directory, io.clock())) {
            return reader.lastCheckpoint()
                    .orElseThrow(() -> new CommandFailed(
                            ExitCode.JOURNAL, "no checkpoint was signed yet; leave --latest out to sign one"));
        }
    }

    private SignedCheckpoint sign(Path directory) {
        Journals.openReadOnly(directory, io.clock()).close(); // Signing must not make a journal where none is.
        CheckpointOptions signing = Journals.signing(CheckpointOptions.onRequest(), key, origin);
        try (Journal open =
                Journals.open(io, directory, io.clock(), Durability.POWER, journal.networkFileSystem(), signing)) {
            return open.checkpoint();
        }
    }
}
