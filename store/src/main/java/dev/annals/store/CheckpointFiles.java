package dev.annals.store;

import dev.annals.api.Lifecycle;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.store.index.DurableFile;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalPrunedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.note.MalformedNoteException;
import dev.annals.store.proof.SignedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The checkpoints of a journal, which are in two places: as records in the journal, and each as a file of its own in
 * {@code checkpoints/}, named by its size in twenty digits, to be copied elsewhere. The record is written first. To a file more
 * signatures may have been added since.
 */
final class CheckpointFiles {
    private static final Pattern NAME = Pattern.compile("[0-9]{20}");

    private final JournalDirectory directory;
    private final ReadableLog log;

    CheckpointFiles(JournalDirectory directory, ReadableLog log) {
        this.directory = directory;
        this.log = log;
    }

    Path file(long size) {
        return directory.checkpoints().resolve(name(size));
    }

    /** The name of the file of a checkpoint over so many records. */
    static String name(long size) {
        return String.format("%020d", size);
    }

    /**
     * The last checkpoint, as it was signed. If its record was pruned it is looked for among the files, of which an
     * older one has to do if its own is not there; empty if there is none.
     */
    Optional<SignedCheckpoint> last(Tally.LastCheckpoint last) {
        return recorded(last).or(() -> newestFile(last.size()));
    }

    /** The checkpoint in a record of the journal, as it was signed; empty if the record was pruned. */
    Optional<SignedCheckpoint> recorded(Tally.LastCheckpoint last) {
        try (ExcerptReader reader = log.reader()) {
            Excerpt excerpt = reader.read(last.excerpt());
            if (excerpt == null) {
                throw damaged("the record of the last checkpoint cannot be read", last);
            }
            Entry entry = excerpt.entries().get((int) (last.position() - excerpt.firstPosition()));
            if (LifecycleJson.read(entry.kind(), entry.payload()) instanceof Lifecycle.CheckpointSigned signed) {
                return Optional.of(SignedCheckpoint.parse(signed.note()));
            }
            throw damaged("no checkpoint is where the last one was", last);
        } catch (JournalPrunedException recordIsGone) {
            return Optional.empty();
        } catch (MalformedNoteException e) {
            throw damaged("the record of the last checkpoint holds none: " + e.getMessage(), last);
        }
    }

    private static JournalCorruptedException damaged(String what, Tally.LastCheckpoint last) {
        return new JournalCorruptedException(what, last.excerpt(), last.position());
    }

    /** The checkpoint as it is in its file, with all signatures that were added, if the file says the same as the record. */
    SignedCheckpoint withAttached(SignedCheckpoint recorded) {
        return read(file(recorded.checkpoint().size()))
                .filter(filed -> filed.note().text().equals(recorded.note().text()))
                .orElse(recorded);
    }

    /** The file with the largest size; empty if there is none. */
    Optional<SignedCheckpoint> newestFile() {
        return newestFile(Long.MAX_VALUE);
    }

    private Optional<SignedCheckpoint> newestFile(long mostRecords) {
        String last = String.valueOf(file(mostRecords).getFileName());
        if (!Files.isDirectory(directory.checkpoints())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory.checkpoints())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches() && name.compareTo(last) <= 0)
                    .max(Comparator.naturalOrder())
                    .flatMap(name -> read(directory.checkpoints().resolve(name)));
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot list the checkpoints, directory=" + directory.checkpoints() + ": " + e, e);
        }
    }

    /** The checkpoint in a file; empty if there is no file. */
    Optional<SignedCheckpoint> read(Path file) {
        try {
            return Optional.of(SignedCheckpoint.parse(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedNoteException e) {
            throw new JournalCorruptedException(
                    "a file among the checkpoints holds none, file=" + file + ": " + e.getMessage()
                            + "; put it back from a copy, or move it away",
                    -1,
                    -1);
        } catch (IOException e) {
            throw new JournalFailedException("cannot read a checkpoint, file=" + file + ": " + e, e);
        }
    }

    /** Writes the file of a checkpoint; durable when this method returns. */
    void write(SignedCheckpoint signed) {
        Path file = file(signed.checkpoint().size());
        try {
            DurableFile.createDirectory(directory.checkpoints());
            DurableFile.replace(file, signed.note().bytes());
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the checkpoint is in the journal but its file cannot be written, file=" + file + ": " + e, e);
        }
    }
}
