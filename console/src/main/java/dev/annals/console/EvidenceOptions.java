package dev.annals.console;

import dev.annals.store.AuditEvidence;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.KeptCheckpoint;
import dev.annals.store.proof.SignedCheckpoint;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What an auditor brings along: checkpoints that were kept elsewhere, and the public keys that may have signed them. */
final class EvidenceOptions {
    private static final int MAX_BYTES = 1 << 20;

    @Option(
            names = "--checkpoint",
            paramLabel = "FILE",
            description =
                    "A checkpoint that was kept elsewhere. May be given several times: more say more exactly where.")
    private List<Path> checkpoints = List.of();

    @Option(
            names = "--public-key",
            paramLabel = "KEY",
            description =
                    "The log's public key, from elsewhere: its text, or a file with one on each line. May be given several times.")
    private List<String> keys = List.of();

    /**
     * Reads all that was named.
     *
     * @throws CommandFailed if something is not what it should be
     */
    AuditEvidence read() {
        return new AuditEvidence(
                checkpoints.stream().map(EvidenceOptions::checkpoint).toList(),
                keys.stream().flatMap(EvidenceOptions::keys).toList());
    }

    private static KeptCheckpoint checkpoint(Path file) {
        try {
            return new KeptCheckpoint("in " + file, SignedCheckpoint.parse(SmallFile.read(file, MAX_BYTES)), true);
        } catch (MalformedNoteException e) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "not a signed checkpoint, file=" + file + ": " + e.getMessage()
                            + "; give the file that 'annals checkpoint' printed, unchanged",
                    e);
        }
    }

    /** Keys are public: they may stand on the command line. */
    private static Stream<VerifierKey> keys(String keyOrFile) {
        // A key may hold slashes, so that it could be a path; if there is a file of that name, it is one.
        boolean file = Files.isRegularFile(Path.of(keyOrFile));
        List<String> lines = file
                ? new String(SmallFile.read(Path.of(keyOrFile), MAX_BYTES), StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList()
                : List.of(keyOrFile);
        try {
            return lines.stream().map(VerifierKey::parse).toList().stream();
        } catch (MalformedNoteException e) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "not a public key" + (file ? ", file=" + keyOrFile : " and no file") + ": " + e.getMessage(),
                    e);
        }
    }
}
