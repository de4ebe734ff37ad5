package dev.annals.console;

import dev.annals.store.note.KeyFileException;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.SigningKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Keys for checkpoints. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Makes a key that signs checkpoints, or shows the public half of one.",
        footer = {
            "",
            "Prints the public key: one line, to be kept where whoever may write the journal cannot reach it. Without a key of",
            "your own a journal makes one at its first checkpoint, in its own directory: then whoever may write that directory",
            "can alter the journal and sign it again. A key file is for its owner only and is never replaced.",
            "",
            "Examples:",
            "  annals key --out /safe/audit.key --origin example.com/audit",
            "  annals key --show /safe/audit.key > audit.pub",
            "  annals checkpoint --journal audit --key /safe/audit.key"
        })
final class KeyCommand implements Callable<Integer> {
    private final Io io;

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Option(
            names = "--origin",
            paramLabel = "NAME",
            description =
                    "The new key's name and the log's: no spaces, no plus signs. Default: annals/ and random digits.")
    private @Nullable String origin;

    /** One of the two. */
    static final class Which {
        @Option(names = "--out", paramLabel = "FILE", description = "Make a key in this file, which must not exist.")
        private @Nullable Path out;

        @Option(names = "--show", paramLabel = "FILE", description = "Show the public half of the key in this file.")
        private @Nullable Path show;
    }

    KeyCommand(Io io) {
        this.io = io;
    }

    @Override
    public Integer call() {
        try {
            io.out().line(key().verifier().text());
            return ExitCode.DONE;
        } catch (KeyFileException | MalformedNoteException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private SigningKey key() {
        if (which.out != null) {
            SecureRandom random = new SecureRandom();
            byte[] name = new byte[4];
            random.nextBytes(name);
            String chosen = origin == null ? "annals/" + HexFormat.of().formatHex(name) : origin;
            return SigningKey.create(which.out, chosen, random);
        }
        if (which.show == null) {
            throw new IllegalStateException("neither --out nor --show");
        }
        SigningKey shown = SigningKey.load(which.show);
        return origin == null ? shown : shown.named(origin);
    }
}
