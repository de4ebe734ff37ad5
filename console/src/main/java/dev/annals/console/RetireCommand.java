package dev.annals.console;

import dev.annals.console.text.TerminalText;
import dev.annals.store.Journal;
import dev.annals.store.journal.Durability;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes a stream out of what is to be complete. */
@Command(
        name = "retire",
        mixinStandardHelpOptions = true,
        description =
                "Says that a stream is not to be read any more, so that it no longer holds back \"complete up to\".",
        footer = {
            "",
            "For a stream that was asked for by mistake (a --context that there is not) or whose account is gone. A record says",
            "so; what the stream brought stays. Reading it again takes it back. Nobody may write the journal meanwhile; a host",
            "that does calls Journal.retire.",
            "",
            "Examples:",
            "  annals status --journal audit                  # shows the names of the streams",
            "  annals retire --journal audit 'test context=acct_typo'"
        })
final class RetireCommand implements Callable<Integer> {
    private final Io io;

    @Mixin
    private WritableJournalOption journal = new WritableJournalOption();

    @Parameters(paramLabel = "STREAM", description = "The stream's name, as 'annals status' shows it.")
    private String stream = "";

    RetireCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try (Journal writer =
                Journals.open(io, journal.existing(), io.clock(), Durability.POWER, journal.networkFileSystem())) {
            writer.retire(stream);
            io.say("retired, stream=" + TerminalText.escape(stream) + "; complete up to "
                    + StatusCommand.completeUpTo(writer.status()));
            return ExitCode.DONE;
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, "nothing was retired: " + e.getMessage(), e);
        }
    }
}
