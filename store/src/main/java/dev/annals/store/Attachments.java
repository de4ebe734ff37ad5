package dev.annals.store;

import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.note.NoteSignature;
import dev.annals.store.note.SignedNote;
import dev.annals.store.note.TimeStampReply;
import dev.annals.store.note.UnverifiedNoteException;
import dev.annals.store.note.VerifierKey;
import dev.annals.store.proof.SignedCheckpoint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What others said about a checkpoint, kept with its file: signatures of witnesses in the note itself, the reply of a time stamp
 * authority beside it. Needs no right to write the journal, so it can be done while another process does; only the files of checkpoints
 * are touched.
 *
 * <p>A time stamp is over the bytes of the file. So it comes last: when one is there, no more signatures are added.
 */
final class Attachments {
    private static final Pattern CHECKPOINT = Pattern.compile("[0-9]{20}");
    private static final String STAMP = ".tsr";

    private final JournalDirectory directory;

    private Attachments(JournalDirectory directory) {
        this.directory = directory;
    }

    static Path attach(JournalDirectory directory, byte[] attachment) {
        Attachments attachments = new Attachments(directory);
        // A reply is DER, and DER begins with a byte that no note begins with.
        boolean stamp = attachment.length > 0 && attachment[0] == 0x30 && !isNote(attachment);
        return attachments.alone(() -> stamp
                ? attachments.attach(TimeStampReply.parse(attachment), attachment)
                : attachments.attach(SignedCheckpoint.parse(attachment)));
    }

    private static boolean isNote(byte[] attachment) {
        try {
            SignedNote.parse(attachment);
            return true;
        } catch (MalformedNoteException e) {
            return false;
        }
    }

    private Path alone(Supplier<Path> work) {
        if (!Files.isDirectory(directory.checkpoints())) {
            throw new IllegalArgumentException(
                    "the journal has no checkpoints, directory=" + directory.root() + "; sign one first");
        }
        Path file = directory.checkpoints().resolve("attach.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid()) {
                throw new IOException("the lock was not given");
            }
            return work.get();
        } catch (IOException e) {
            throw new JournalFailedException("cannot lock the checkpoints, file=" + file + ": " + e, e);
        }
    }

    private Path attach(SignedCheckpoint cosigned) {
        Path file = directory
                .checkpoints()
                .resolve(String.format("%020d", cosigned.checkpoint().size()));
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("no checkpoint of the journal has that size, size="
                    + cosigned.checkpoint().size() + ", directory=" + directory.checkpoints());
        }
        SignedNote kept = SignedCheckpoint.parse(read(file)).note();
        if (!kept.text().equals(cosigned.note().text())) {
            throw new IllegalArgumentException(
                    "the cosigned checkpoint is not the journal's: the texts differ, journal: "
                            + SignedCheckpoint.parse(read(file)).checkpoint() + "; cosigned: " + cosigned.checkpoint());
        }
        SignedNote merged = kept;
        for (NoteSignature each : cosigned.note().signatures()) {
            merged = merged.with(each);
        }
        if (!merged.equals(kept)) {
            if (Files.exists(stampOf(file))) {
                throw new IllegalArgumentException(
                        "the checkpoint has a time stamp, which is over all its signatures, so "
                                + "none can be added, file=" + file + "; attach signatures before the time stamp");
            }
            requireStillVerified(kept, merged);
            write(file, merged.bytes());
        }
        return file;
    }

    /** A wrong signature in the log's own name would spoil the note for everybody. */
    private void requireStillVerified(SignedNote kept, SignedNote merged) {
        for (VerifierKey key : publicKeys()) {
            if (isVerifiedBy(key, kept) && !isVerifiedBy(key, merged)) {
                throw new IllegalArgumentException("a signature in the journal's own name is wrong, key=" + key.name()
                        + "+" + key.keyId() + "; take it out");
            }
        }
    }

    private List<VerifierKey> publicKeys() {
        if (!Files.exists(directory.checkpointPub())) {
            return List.of();
        }
        return new String(read(directory.checkpointPub()), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(VerifierKey::parse)
                .toList();
    }

    private static boolean isVerifiedBy(VerifierKey key, SignedNote note) {
        try {
            key.verify(note);
            return true;
        } catch (UnverifiedNoteException e) {
            return false;
        }
    }

    private Path attach(TimeStampReply reply, byte[] bytes) {
        Path file = stampOf(stamped(reply));
        if (Files.exists(file) && !Arrays.equals(read(file), bytes)) {
            throw new IllegalArgumentException(
                    "the checkpoint has another time stamp, file=" + file + "; move it away to replace it");
        }
        write(file, bytes);
        return file;
    }

    private Path stamped(TimeStampReply reply) {
        try (Stream<Path> files = Files.list(directory.checkpoints())) {
            return files.filter(file ->
                            CHECKPOINT.matcher(file.getFileName().toString()).matches())
                    .sorted(Comparator.reverseOrder())
                    .filter(file -> reply.isOver(read(file)))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("the time stamp is over no checkpoint of the journal, "
                                    + reply + ", directory=" + directory.checkpoints()
                                    + "; stamp the file of a checkpoint as it is, with SHA-256"));
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot list the checkpoints, directory=" + directory.checkpoints() + ": " + e, e);
        }
    }

    private static Path stampOf(Path file) {
        return file.resolveSibling(file.getFileName() + STAMP);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new JournalFailedException("cannot read a checkpoint, file=" + file + ": " + e, e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            DurableFile.replace(file, bytes);
        } catch (IOException e) {
            throw new JournalFailedException("cannot write the file of a checkpoint, file=" + file + ": " + e, e);
        }
    }
}
