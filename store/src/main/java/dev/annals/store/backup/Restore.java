package dev.annals.store.backup;

import dev.annals.store.Journal;
import dev.annals.store.JournalDirectory;
import dev.annals.store.JournalReader;
import dev.annals.store.Verification;
import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.prune.Pruned;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Makes a journal from a backup: the same journal as it was when the backup was finished, with the same sequence numbers, positions and
 * roots. The backup is verified as a whole before, and stays as it is.
 *
 * <p>A fetcher goes on from the cursor that the backup holds, so it asks again for all that came after it; a cursor that has become too
 * old is refused by the provider, and reading begins again from the start of what it keeps.
 */
public final class Restore {
    private final Backup.Logs logs;
    private final InstantSource clock;

    /**
     * What was restored, or why nothing was.
     *
     * @param backedUpAt when the backup was finished, by the clock of its machine
     * @param excerpts excerpts of the backup
     * @param records records of the backup
     * @param root the Merkle tree root over them; {@link Hash#NONE} if the journal has none
     * @param findings what is wrong with the backup; unless it was to be restored in spite of them, nothing was if there are any
     * @param restored whether the journal is there now
     */
    public record Result(
            Instant backedUpAt,
            long excerpts,
            long records,
            Hash root,
            List<Verification.Finding> findings,
            boolean restored) {
        public Result {
            findings = List.copyOf(findings);
        }
    }

    Restore(Backup.Logs logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Restores a backup. When this returns, the journal is on stable storage; it appears in its place with one rename.
     *
     * @param backup the backup's directory; read only
     * @param target the journal's directory: new or empty
     * @param inSpiteOfFindings whether to restore a backup in which verification found something, if all its excerpts can be read
     * @param clock for the lock that keeps a second restore away
     * @param progress told now and then how many records were read: first while verifying, then while copying
     * @return what was restored, or what was found
     * @throws IllegalArgumentException if the backup was never finished, or the target is not free; nothing was changed
     * @throws JournalCorruptedException if an excerpt of the backup cannot be read, or it does not end as it says
     * @throws dev.annals.store.journal.JournalOutOfSpaceException if the target has no room; what was copied is removed
     * @throws dev.annals.store.journal.JournalLockedException if the same is being restored by another
     * @throws dev.annals.store.journal.JournalException if the backup is of another release, or a file cannot be read or written
     */
    public static Result run(
            Path backup, Path target, boolean inSpiteOfFindings, InstantSource clock, LongConsumer progress) {
        return new Restore(Backup.Logs.DURABLE, clock).restore(backup, target, inSpiteOfFindings, progress);
    }

    Result restore(Path backup, Path target, boolean inSpiteOfFindings, LongConsumer progress) {
        BackupNote note = BackupNote.read(backup)
                .orElseThrow(() -> new IllegalArgumentException("no finished backup is here: " + BackupNote.FILE
                        + " is missing, directory=" + backup
                        + "; run the backup again to finish it, or 'backup' the directory if it is a journal"));
        Places.requireApart(backup, target);
        JournalDirectory from = JournalDirectory.openForReading(backup);
        try {
            Places.requireFree(target);
            List<Verification.Finding> findings = findings(backup, note, progress);
            boolean restores = findings.isEmpty() || inSpiteOfFindings;
            if (restores) {
                copy(from, note, target, progress);
            }
            return new Result(note.at(), note.excerpts(), note.records(), note.root(), findings, restores);
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the backup cannot be restored, backup=" + backup + ", target=" + target + ": " + e, e);
        }
    }

    /** What is wrong with the finished part. What lies behind it comes from an interrupted run, and is not restored. */
    private static List<Verification.Finding> findings(Path backup, BackupNote note, LongConsumer progress) {
        try (JournalReader reader = Journal.openReadOnly(backup)) {
            return reader.verify(progress).findings().stream()
                    .filter(finding -> finding.excerpt() < note.excerpts())
                    .toList();
        }
    }

    private void copy(JournalDirectory from, BackupNote note, Path target, LongConsumer progress) throws IOException {
        try (NewDirectory directory = NewDirectory.begin(target, "annals restore", clock)) {
            Path fresh = directory.path();
            JournalDirectory into = new JournalDirectory(fresh, from.engine(), from.journal());
            HighWaterMark.create(into.highWater());
            Pruned pruned = Pruned.copy(from.root(), fresh, from.journal());
            SideFiles beside = SideFiles.of(from.root());
            try (ReadableLog log = from.openLog();
                    ExcerptReader reader = log.reader();
                    ExcerptLog to = logs.open(into)) {
                if (note.excerpts() > pruned.start().sequence()) {
                    new ExcerptCopy(to, pruned.frontier(), progress).upTo(reader, note.excerpts());
                }
                requireEnd(to, note, pruned);
            }
            beside.copyTo(fresh, note.records());
            DurableFile.createDirectory(fresh.resolve("derived"));
            DurableFile.replace(fresh.resolve(Places.DESCRIPTION), Files.readAllBytes(from.description()));
            directory.finish();
        }
    }

    private static void requireEnd(ExcerptLog restored, BackupNote note, Pruned pruned) {
        Hash root = rootAtEnd(restored, pruned);
        if (restored.nextPosition() == note.records() && root.equals(note.root())) {
            return;
        }
        throw new JournalCorruptedException(
                "the backup does not end as it says, records=" + note.records() + ", found="
                        + restored.nextPosition() + ", root=" + note.root() + ", found=" + root
                        + "; restore another backup, or use salvage on this one",
                note.excerpts(),
                note.records());
    }

    private static Hash rootAtEnd(ExcerptLog restored, Pruned pruned) {
        long last = restored.nextSequence() - 1;
        if (last < pruned.start().sequence()) {
            return pruned.isNothing() ? Hash.NONE : pruned.root();
        }
        try (ExcerptReader reader = restored.reader()) {
            Excerpt excerpt = reader.read(last);
            return excerpt == null ? Hash.NONE : excerpt.root();
        }
    }
}
