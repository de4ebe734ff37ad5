package dev.annals.store;

import dev.annals.api.RecordKind;
import dev.annals.store.index.DurableFile;
import dev.annals.store.index.Identity;
import dev.annals.store.index.Tally;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.EngineOptions;
import dev.annals.store.journal.ExcerptLog;
import dev.annals.store.journal.ExcerptReader;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalTooNewException;
import dev.annals.store.journal.JournalTooOldException;
import dev.annals.store.journal.ReadableLog;
import dev.annals.store.journal.WriterLock;
import dev.annals.store.prune.Pruned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory of a journal, for the rooms that copy journals as wholes; whoever uses one needs {@link Journal} only:
 *
 * <pre>
 * journal.json   format version, time of creation, engine: one JSON object
 * annals.lock    held by the writer
 * high-water     how far it was acknowledged; there before journal.json is
 * segments/      the engine's files: the journal itself
 * derived/       ids, state, tree/, columns/, projections/: built again if they are missing
 * followers/     one file for each named follower: the position to deliver next
 * checkpoints/   one file for each checkpoint, named by its size: a signed note
 * checkpoint.key the private key that signs them, for the owner only; made at the first checkpoint
 * checkpoint.pub the public keys that verify them, one a line, the last one last
 * pruned/        base, leaves: what is kept of records that were removed; nothing can build it again
 * </pre>
 *
 * @param root the directory
 * @param engine what wrote the segments
 * @param journal a number that tells this journal's derived files from another's
 */
public record JournalDirectory(Path root, Engine engine, long journal) {
    private static final int FORMAT = 2;
    private static final String DESCRIPTION = "journal.json";
    private static final Pattern FORMAT_FIELD = Pattern.compile("\"format\"\\s*:\\s*(\\d{1,9})\\b");
    private static final Pattern ENGINE_FIELD = Pattern.compile("\"engine\"\\s*:\\s*\"([a-z_]+)\"");

    /** Makes sure that there is a directory and that it is a journal's or empty; writes nothing into a stranger's. */
    static void prepare(Path root) {
        try {
            if (Files.exists(root) && !Files.isDirectory(root)) {
                throw noJournal("not a directory", root);
            }
            DurableFile.createDirectory(root);
            if (!Files.exists(root.resolve(DESCRIPTION))) {
                refuseStrangers(root);
            }
        } catch (IOException e) {
            throw failed("cannot create the journal's directory", root, e);
        }
    }

    private static void refuseStrangers(Path root) throws IOException {
        if (Files.exists(root.resolve("segments"))) {
            throw new JournalCorruptedException(
                    "segments/ is there but " + DESCRIPTION + " is missing, directory=" + root
                            + "; put the file back from a copy of the journal",
                    -1,
                    -1);
        }
        try (Stream<Path> files = Files.list(root)) {
            String stranger = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(WriterLock.FILE_NAME)
                            && !name.equals(HighWaterMark.FILE_NAME)
                            && !name.startsWith(DESCRIPTION))
                    .sorted()
                    .findFirst()
                    .orElse("");
            if (!stranger.isEmpty()) {
                throw noJournal("the directory is not empty and holds no journal, found=" + stranger, root);
            }
        }
    }

    /**
     * Reads the description, or writes one together with all that a new journal has; the caller holds the lock.
     *
     * @param root the directory
     * @param engineOfNew the engine of a new journal
     * @param now when a new journal is created
     * @return the directory and what it says of itself
     * @throws JournalTooOldException if an older release wrote it
     * @throws JournalTooNewException if a newer release wrote it
     * @throws JournalFailedException if it cannot be read or written
     */
    public static JournalDirectory openForWriting(Path root, Engine engineOfNew, Instant now) {
        try {
            if (!Files.exists(root.resolve(DESCRIPTION))) {
                // Before the description: so whoever finds a description and no mark knows that the mark was lost.
                HighWaterMark.create(root.resolve(HighWaterMark.FILE_NAME));
                String text = "{\"format\":" + FORMAT + ",\"created\":\"" + now + "\",\"engine\":\""
                        + engineOfNew.name().toLowerCase(Locale.ROOT) + "\"}\n";
                DurableFile.replace(root.resolve(DESCRIPTION), text.getBytes(StandardCharsets.UTF_8));
            }
            JournalDirectory directory = openForReading(root);
            for (String each : new String[] {"segments", "derived", "derived/tree", "followers"}) {
                DurableFile.createDirectory(root.resolve(each));
            }
            return directory;
        } catch (IOException e) {
            throw failed("cannot write the journal's description", root, e);
        }
    }

    /**
     * Reads the description of a journal; writes nothing.
     *
     * @param root the directory
     * @return the directory and what it says of itself
     * @throws JournalTooOldException if an older release wrote it, or if it holds no journal
     * @throws JournalTooNewException if a newer release wrote it
     * @throws JournalFailedException if it cannot be read
     */
    public static JournalDirectory openForReading(Path root) {
        Path description = root.resolve(DESCRIPTION);
        try {
            String text = Files.readString(description);
            checkFormat(text, root);
            long journal = new Identity(RecordKind.CHECKPOINT_SIGNED, "", text.strip()).hash();
            return new JournalDirectory(root, engine(text, root), journal);
        } catch (NoSuchFileException e) {
            throw noJournal("no journal is here: " + DESCRIPTION + " is missing", root);
        } catch (IOException e) {
            // Also where the directory may not be looked into: that is not told as a journal that is missing.
            throw failed("cannot read the journal's description", root, e);
        }
    }

    private static void checkFormat(String text, Path root) {
        Matcher format = FORMAT_FIELD.matcher(text);
        if (!format.find()) {
            throw noJournal(DESCRIPTION + " names no format", root);
        }
        int found = Integer.parseInt(format.group(1));
        if (found > FORMAT) {
            throw new JournalTooNewException("the journal was written by a newer release, format=" + found + ", known="
                    + FORMAT + ", directory=" + root + "; use that release");
        }
        if (found < FORMAT) {
            throw new JournalTooOldException("the journal was written by an older release, format=" + found + ", known="
                    + FORMAT + ", directory=" + root + "; use that release");
        }
    }

    private static Engine engine(String text, Path root) {
        Matcher field = ENGINE_FIELD.matcher(text);
        String name = field.find() ? field.group(1) : "";
        return Arrays.stream(Engine.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new JournalTooNewException("the journal was written by an engine that this release "
                        + "does not have, engine=" + name + ", directory=" + root + "; use a newer release"));
    }

    /**
     * The file that describes the journal: equal in all copies of it.
     *
     * @return its path
     */
    public Path description() {
        return root.resolve(DESCRIPTION);
    }

    /**
     * Opens the log to write it; the caller holds the lock.
     *
     * @param options how to write
     * @return the open log
     * @throws dev.annals.store.journal.JournalException as {@link Engine#open}
     */
    public ExcerptLog open(EngineOptions options) {
        try (Undo undo = new Undo()) {
            HighWaterMark mark = undo.ifLater(HighWaterMark.open(highWater()));
            ExcerptLog log = engine.open(segments(), mark, options, pruned().start());
            undo.nothing();
            return log;
        }
    }

    /**
     * What was removed from the front, as it is kept now.
     *
     * @return what was removed; nothing if nothing ever was
     * @throws dev.annals.store.journal.JournalException as {@link Pruned#load}
     */
    public Pruned pruned() {
        return Pruned.load(root, journal);
    }

    /**
     * Opens the log to read only, where it begins.
     *
     * @return the open log
     * @throws dev.annals.store.journal.JournalException as {@link Engine#openReadOnly}
     */
    public ReadableLog openLog() {
        return engine.openReadOnly(segments(), highWater(), () -> pruned().start());
    }

    /** The newest tally that can be trusted: the writer's snapshot, or what is kept of the records that were removed. */
    Tally tally(ExcerptReader reader) {
        return Tally.load(state(), journal, reader, pruned().tallied(journal));
    }

    /**
     * The engine's own directory.
     *
     * @return its path
     */
    public Path segments() {
        return root.resolve("segments");
    }

    /**
     * The file that says how far the journal was acknowledged.
     *
     * @return its path
     */
    public Path highWater() {
        return root.resolve(HighWaterMark.FILE_NAME);
    }

    Path ids() {
        return root.resolve("derived").resolve("ids");
    }

    Path state() {
        return root.resolve("derived").resolve("state");
    }

    Path inventory() {
        return root.resolve("derived").resolve("projections").resolve("inventory");
    }

    Path tree() {
        return root.resolve("derived").resolve("tree");
    }

    /** The directory of the columns. */
    Path columns() {
        return root.resolve("derived").resolve("columns");
    }

    /**
     * Where named followers keep their positions.
     *
     * @return its path
     */
    public Path followers() {
        return root.resolve("followers");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path checkpointKey() {
        return root.resolve("checkpoint.key");
    }

    Path checkpointPub() {
        return root.resolve("checkpoint.pub");
    }

    /** The sum of the lengths of all files; one that vanishes meanwhile counts nothing. */
    long bytes() {
        Lengths lengths = new Lengths();
        try {
            Files.walkFileTree(root, lengths);
        } catch (IOException e) {
            throw failed("cannot list the journal's directory", root, e);
        }
        return lengths.sum;
    }

    private static final class Lengths extends SimpleFileVisitor<Path> {
        private long sum;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        /** A file that its writer, perhaps another process, is just replacing is no reason to fail. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }
    }

    private static JournalTooOldException noJournal(String what, Path root) {
        return new JournalTooOldException(
                what + ", directory=" + root + "; name the directory of a journal or a new one");
    }

    private static JournalFailedException failed(String what, Path root, Exception cause) {
        return new JournalFailedException(what + ", directory=" + root + ": " + cause, cause);
    }
}
