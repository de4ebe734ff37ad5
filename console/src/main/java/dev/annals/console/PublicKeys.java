package dev.annals.console;

import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** The public keys that somebody trusts: the text of one, or a file with one on each line, as a journal's {@code checkpoint.pub} is. */
final class PublicKeys {
    private static final long MAX_BYTES = 1 << 16;

    private final List<VerifierKey> keys;

    private PublicKeys(List<VerifierKey> keys) {
        this.keys = keys;
    }

    /**
     * Reads what was given as an option.
     *
     * @throws CommandFailed if it is neither a key nor a file of keys
     */
    static PublicKeys of(String textOrFile) {
        try {
            return new PublicKeys(
                    lines(textOrFile).stream().map(VerifierKey::parse).toList());
        } catch (MalformedNoteException e) {
            throw new CommandFailed(ExitCode.USAGE, "cannot use the public key: " + e.getMessage() + "", e);
        } catch (IOException e) {
            throw CommandFailed.ofFile(ExitCode.USAGE, "cannot read the public key", textOrFile, e);
        }
    }

    private static List<String> lines(String textOrFile) throws IOException {
        Path file;
        try {
            file = Path.of(textOrFile);
        } catch (InvalidPathException e) {
            return List.of(textOrFile);
        }
        if (!Files.isRegularFile(file)) {
            return List.of(textOrFile);
        }
        if (Files.size(file) > MAX_BYTES) {
            throw new CommandFailed(ExitCode.USAGE, "too long for a file of public keys, file=" + file);
        }
        List<String> lines = Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) {
            throw new CommandFailed(ExitCode.USAGE, "no public key is in the file, file=" + file);
        }
        return lines;
    }

    List<VerifierKey> all() {
        return keys;
    }

    /**
     * The key that signed a checkpoint.
     *
     * @throws UnverifiedNoteException if none of them did
     */
    VerifierKey signerOf(SignedCheckpoint checkpoint) {
        UnverifiedNoteException last = null;
        for (VerifierKey key : keys) {
            try {
                checkpoint.verify(key);
                return key;
            } catch (UnverifiedNoteException e) {
                last = e;
            }
        }
        throw last == null ? new UnverifiedNoteException("no key was given") : last;
    }
}
