package dev.annals.console;

import dev.annals.store.JournalReader;
import dev.annals.store.NotCoveredException;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.proof.SignedCheckpoint;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The journal as a tiled log. */
@Command(
        name = "tiles",
        mixinStandardHelpOptions = true,
        description = "Writes the journal as a C2SP tiled log: static files that any client of such logs can verify.",
        footer = {
            "",
            "Up to the last checkpoint. Called again with the same directory it adds what is new. The entries hold everything that",
            "the journal holds: serve them to nobody who may not read it. A record of more than 65,535 bytes, which the format",
            "cannot hold, is a file of its own under entry/.",
            "",
            "Examples:",
            "  annals checkpoint --journal audit",
            "  annals tiles --journal audit --out tiles"
        })
final class TilesCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private JournalOption journal = new JournalOption();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where to.")
    private Path out = Path.of("");

    TilesCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try (JournalReader reader = Journals.openReadOnly(journal.existing(), io.clock())) {
            SignedCheckpoint checkpoint = reader.exportTiles(out);
            io.say("wrote the tiles of " + Numbers.of(checkpoint.checkpoint().size(), "record") + ", directory="
                    + out.toAbsolutePath());
            return ExitCode.DONE;
        } catch (NotCoveredException e) {
            throw new CommandFailed(ExitCode.JOURNAL, String.valueOf(e.getMessage()), e);
        } catch (MalformedNoteException e) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "the directory holds a file that is no checkpoint, directory=" + out.toAbsolutePath() + ": "
                            + e.getMessage() + "; choose another directory",
                    e);
        }
    }
}
