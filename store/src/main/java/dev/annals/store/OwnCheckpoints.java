package dev.annals.store;

import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.KeptCheckpoint;
import dev.annals.store.proof.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints and the public keys that lie in a journal's own directory, as a verification reads them.
 *
 * @param checkpoints those that can be read
 * @param keys the public keys that can be read
 * @param findings what cannot be read
 */
record OwnCheckpoints(List<KeptCheckpoint> checkpoints, List<VerifierKey> keys, List<Verification.Finding> findings) {
    private static final Pattern NAME = Pattern.compile("\\d{20}");
    private static final String ADVICE = "put the file back from a copy, or move it away: the journal does not need it";

    static OwnCheckpoints read(Path directory, Path publicKey) {
        List<KeptCheckpoint> checkpoints = new ArrayList<>();
        List<VerifierKey> keys = new ArrayList<>();
        List<Verification.Finding> findings = new ArrayList<>();
        for (Path file : files(directory)) {
            check(file, findings, () -> checkpoints.add(checkpoint(file)));
        }
        if (Files.exists(publicKey)) {
            check(
                    publicKey,
                    findings,
                    () -> Files.readAllLines(publicKey).stream()
                            .filter(line -> !line.isBlank())
                            .forEach(line -> keys.add(VerifierKey.parse(line.strip()))));
        }
        return new OwnCheckpoints(checkpoints, keys, findings);
    }

    private interface Reading {
        void read() throws IOException;
    }

    private static void check(Path file, List<Verification.Finding> findings, Reading reading) {
        try {
            reading.read();
        } catch (NoSuchFileException e) {
            // Its writer, perhaps another process, is just replacing it.
            return;
        } catch (MalformedNoteException | IOException e) {
            findings.add(new Verification.Finding(-1, -1, -1, file + " cannot be read: " + e.getMessage(), ADVICE));
        }
    }

    private static KeptCheckpoint checkpoint(Path file) throws IOException {
        String name = file.getFileName().toString();
        SignedCheckpoint checkpoint = SignedCheckpoint.parse(Files.readAllBytes(file));
        if (!CheckpointFiles.name(checkpoint.checkpoint().size()).equals(name)) {
            throw new MalformedNoteException("the file holds a checkpoint of another size, size="
                    + checkpoint.checkpoint().size());
        }
        return new KeptCheckpoint("in checkpoints/" + name, checkpoint, false);
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new JournalFailedException("cannot list the checkpoints, directory=" + directory + ": " + e, e);
        }
    }
}
