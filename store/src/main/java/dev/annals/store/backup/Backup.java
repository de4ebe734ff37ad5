package dev.annals.store.backup;

import dev.annals.store.JournalDirectory;
import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.Excerpt;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.journal.WriterLock;
import dev.annals.store.prune.Pruned;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Copies a journal into another directory while it may be written, by this process or another: an excerpt at a time, each verified as it
 * is read, with the same sequence numbers, positions and roots, so that every proof and checkpoint of the journal holds for the copy.
 * The backup is a journal of its own and can be read, verified and queried as one.
 *
 * <p>A second run continues an earlier backup with what came since. A run that was interrupted, however, is continued in the same way; until
 * then the backup counts as it was finished last, and one that was never finished is no journal yet.
 *
 * <p>A first backup of a journal that was pruned begins where the journal begins, and keeps what the journal keeps of
 * the records that were removed. One that is continued keeps all that it holds, whatever is pruned from the journal.
 *
 * <p>Not in it: {@code checkpoint.key}, the private key, of which a copy must be kept elsewhere; and {@code derived/}, which is built
 * again.
 */
public final class Backup {
    /** Says that a first backup was begun here, and of which journal: the description that it will have when it is finished. */
    private static final String UNFINISHED = "backup.part";

    private final Logs logs;
    private final InstantSource clock;

    /** How the target's log is opened. */
    @FunctionalInterface
    interface Logs {
        /** The logs of every backup: each group of excerpts is durable before the next. */
        Logs DURABLE = directory -> directory.open(EngineOptions.defaults());

        ExcerptLog open(JournalDirectory directory);
    }

    /**
     * What a backup holds.
     *
     * @param excerpts its excerpts
     * @param records the position after its last record
     * @param copiedRecords how many of them this run added
     * @param root the Merkle tree root over all records; {@link Hash#NONE} if the journal has none
     * @param keyLeftOut whether the journal has a private key, which is never copied
     */
    public record Result(long excerpts, long records, long copiedRecords, Hash root, boolean keyLeftOut) {}

    Backup(Logs logs, InstantSource clock) {
        this.logs = logs;
        this.clock = clock;
    }

    /**
     * Makes a backup, or continues one. When this returns, all of it is on stable storage.
     *
     * @param source the journal's directory; read only
     * @param target the backup's directory: new, empty, or with an earlier backup of the same journal
     * @param clock dates the backup
     * @param progress told now and then how many records the backup holds
     * @return what it holds now
     * @throws IllegalArgumentException if the target is the source or lies in it or around it, holds something else, or a backup that
     *     the source does not continue; nothing was changed
     * @throws dev.annals.store.journal.JournalCorruptedException if an excerpt of the source or the end of the backup is damaged
     * @throws dev.annals.store.journal.JournalPrunedException if records were pruned from the source that the backup does not hold yet
     * @throws dev.annals.store.journal.JournalOutOfSpaceException if the target has no room; continue when there is
     * @throws dev.annals.store.journal.JournalLockedException if another backup into the same directory is under way
     * @throws dev.annals.store.journal.JournalException if the source is no journal of this release, or a file cannot be read or written
     */
    public static Result run(Path source, Path target, InstantSource clock, LongConsumer progress) {
        return new Backup(Logs.DURABLE, clock).copy(source, target, progress);
    }

    Result copy(Path source, Path target, LongConsumer progress) {
        JournalDirectory from = JournalDirectory.openForReading(source);
        Places.requireApart(source, target);
        try {
            String identity = Files.readString(from.description());
            requireBackupOf(identity, target);
            DurableFile.createDirectory(target);
            try (WriterLock lock = WriterLock.acquire(target, "annals backup", clock)) {
                return copy(from, identity, target, progress);
            }
        } catch (IOException e) {
            throw new JournalFailedException(
                    "the backup cannot be made, source=" + source + ", target=" + target + ": " + e, e);
        }
    }

    private Result copy(JournalDirectory from, String identity, Path target, LongConsumer progress) throws IOException {
        requireBackupOf(identity, target);
        if (BackupNote.read(target).isEmpty()) {
            DurableFile.replace(target.resolve(UNFINISHED), Files.readAllBytes(from.description()));
        }
        JournalDirectory into = new JournalDirectory(target, from.engine(), from.journal());
        if (!Files.exists(into.segments())) {
            // Only now: an earlier backup may be the only place where what was pruned since still is.
            Pruned.copy(from.root(), target, from.journal());
            HighWaterMark.create(into.highWater());
        }
        Pruned pruned = into.pruned();
        SideFiles beside = SideFiles.of(from.root());
        BackupNote note;
        long before;
        try (ReadableLog log = from.openLog();
                ExcerptReader reader = log.reader();
                ExcerptLog to = logs.open(into)) {
            long end = acknowledged(from, reader);
            before = to.nextPosition();
            Hash root = requireContinues(reader, to, end, pruned);
            Frontier edge = edge(to, BackupNote.read(target), pruned);
            if (to.nextSequence() < end) {
                root = new ExcerptCopy(to, edge, progress).upTo(reader, end);
            }
            note = new BackupNote(
                    clock.instant(),
                    end,
                    to.nextPosition(),
                    root,
                    edge.hashes(),
                    from.root().toAbsolutePath().toString());
        }
        beside.copyTo(target, note.records());
        finish(from, note, target);
        boolean keyLeftOut = Files.exists(from.root().resolve(SideFiles.PRIVATE_KEY));
        return new Result(note.excerpts(), note.records(), note.records() - before, note.root(), keyLeftOut);
    }

    /** The edge of the tree over what the target holds: as it was noted, and what an interrupted run added. */
    private static Frontier edge(ExcerptLog target, Optional<BackupNote> note, Pruned pruned) {
        Frontier edge = note.map(BackupNote::frontier).orElseGet(pruned::frontier);
        long noted = note.map(BackupNote::excerpts).orElse(pruned.start().sequence());
        try (ExcerptReader reader = target.reader()) {
            for (long next = noted; next < target.nextSequence(); next++) {
                ExcerptCopy.grow(edge, ExcerptCopy.read(reader, next, edge.size()));
            }
        }
        return edge;
    }

    /** Where the journal ends that nothing can take away: what is just being written is left for the next run. */
    private static long acknowledged(JournalDirectory from, ExcerptReader reader) {
        return HighWaterMark.acknowledged(from.highWater()).orElseGet(reader::endSequence);
    }

    /** In this order: the note is what makes a backup a finished one. */
    private static void finish(JournalDirectory from, BackupNote note, Path target) throws IOException {
        if (!Files.exists(target.resolve(Places.DESCRIPTION))) {
            DurableFile.replace(target.resolve(Places.DESCRIPTION), Files.readAllBytes(from.description()));
        }
        note.write(target);
        Files.deleteIfExists(target.resolve(UNFINISHED));
    }

    /** Requires that what the target holds is what the source begins with; returns the root at the target's end. */
    private static Hash requireContinues(ExcerptReader source, ExcerptLog target, long end, Pruned pruned) {
        long last = target.nextSequence() - 1;
        if (last < pruned.start().sequence()) {
            return pruned.isNothing() ? Hash.NONE : pruned.root();
        }
        if (last >= end) {
            throw new IllegalArgumentException("the backup holds more than the journal, excerpts=" + (last + 1)
                    + ", in the journal=" + end
                    + "; was the journal replaced by an older copy? Back up into a new directory");
        }
        try (ExcerptReader reader = target.reader()) {
            Excerpt copied = ExcerptCopy.read(reader, last, -1);
            if (!copied.equals(ExcerptCopy.read(source, last, -1))) {
                throw new IllegalArgumentException("the journal does not continue the backup: they differ in excerpt="
                        + last + "; back up into a new directory");
            }
            return copied.root();
        }
    }

    private static void requireBackupOf(String identity, Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new IllegalArgumentException("the target is no directory, target=" + target + "; name a new one");
        }
        Optional<String> held = held(target);
        if (held.isEmpty()) {
            requireEmpty(target);
        } else if (!held.get().equals(identity)) {
            throw new IllegalArgumentException("the target holds a backup of another journal, target=" + target
                    + "; back up into a new directory");
        }
    }

    /** The description of the journal whose backup is here, finished or not; empty if there is none. */
    private static Optional<String> held(Path target) throws IOException {
        Path description = target.resolve(Places.DESCRIPTION);
        if (Files.exists(target.resolve(BackupNote.FILE)) && Files.exists(description)) {
            return Optional.of(Files.readString(description));
        }
        Path begun = target.resolve(UNFINISHED);
        return Files.exists(begun) ? Optional.of(Files.readString(begun)) : Optional.empty();
    }

    private static void requireEmpty(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            List<String> strangers = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(WriterLock.FILE_NAME) && !name.startsWith(UNFINISHED))
                    .sorted()
                    .toList();
            if (!strangers.isEmpty()) {
                throw new IllegalArgumentException("the target holds something that is no backup, target=" + target
                        + ", found=" + strangers.get(0) + "; name a new directory");
            }
        }
    }
}
