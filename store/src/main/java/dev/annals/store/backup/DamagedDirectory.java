package dev.annals.store.backup;

import dev.annals.store.JournalDirectory;
import dev.annals.store.journal.DamagedLog;
import dev.annals.store.journal.Engine;
import dev.annals.store.journal.HighWaterMark;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.prune.Pruned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a damaged journal: of which nothing but the segment files must be there.
 *
 * @param root the directory
 * @param engine what wrote the segments, by the names of their files
 * @param endKnown whether its mark says how far it was acknowledged
 * @param pruned what was removed from its front; nothing if that cannot be read
 */
record DamagedDirectory(Path root, Engine engine, boolean endKnown, Pruned pruned) {
    private static final String NOT_NEEDED = "nothing to do: the new journal has one of its own";
    private static final Pattern DESCRIPTION = Pattern.compile("\\{\"format\":\\d{1,9},.*}\\s*");
    private static final Pattern REFERENCE_FILE = Pattern.compile("\\d{20}\\.excerpts.*");

    /**
     * Looks at the directory.
     *
     * @param findings told what is missing or damaged in it beside the segments
     * @throws dev.annals.store.journal.JournalTooNewException if a newer release wrote it
     * @throws dev.annals.store.journal.JournalTooOldException if an older release wrote it
     */
    static DamagedDirectory of(Path root, Findings findings) {
        Path segments = root.resolve(Places.SEGMENTS);
        try {
            if (!isDirectory(segments)) {
                throw new IllegalArgumentException("nothing of a journal is here: " + Places.SEGMENTS
                        + "/ is missing, directory=" + root + "; name the directory of a journal");
            }
            JournalDirectory described = description(root, findings);
            boolean endKnown = HighWaterMark.acknowledged(root.resolve(HighWaterMark.FILE_NAME))
                    .isPresent();
            if (!endKnown) {
                findings.add(
                        -1,
                        -1,
                        "how far the journal was acknowledged is unknown: " + HighWaterMark.FILE_NAME
                                + " is missing or damaged; whether something is missing at the end cannot be told",
                        "compare the newest records with what others know");
            }
            return new DamagedDirectory(root, engine(segments), endKnown, pruned(root, described, findings));
        } catch (IOException e) {
            throw new JournalFailedException("the damaged journal cannot be read, directory=" + root + ": " + e, e);
        }
    }

    /** Fails where it may not be known, so that what is only hidden does not look missing. */
    private static boolean isDirectory(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).isDirectory();
        } catch (NoSuchFileException missing) {
            return false;
        }
    }

    /** Without the description nobody knows whether what is there is this journal's. */
    private static Pruned pruned(Path root, @Nullable JournalDirectory described, Findings findings) {
        String why = "it is not known whose it is";
        if (described != null) {
            try {
                return described.pruned();
            } catch (JournalCorruptedException | JournalFailedException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        if (Files.exists(root.resolve(Pruned.DIRECTORY))) {
            findings.add(
                    -1,
                    0,
                    "where the journal begins is unknown, records that were pruned count as missing: "
                            + Pruned.DIRECTORY + "/ cannot be used: " + why,
                    "put the directory back from a backup and salvage again if it matters");
        }
        return Pruned.NOTHING;
    }

    /** Refuses other formats; a description that is none says nothing. */
    private static @Nullable JournalDirectory description(Path root, Findings findings) throws IOException {
        Path file = root.resolve(Places.DESCRIPTION);
        if (!Files.isRegularFile(file)) {
            findings.add(-1, -1, Places.DESCRIPTION + " is missing", NOT_NEEDED);
        } else if (!DESCRIPTION
                .matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                .matches()) {
            findings.add(-1, -1, Places.DESCRIPTION + " is damaged", NOT_NEEDED);
        } else {
            return JournalDirectory.openForReading(root);
        }
        return null;
    }

    private static Engine engine(Path segments) throws IOException {
        try (Stream<Path> files = Files.list(segments)) {
            return files.anyMatch(file -> REFERENCE_FILE
                            .matcher(file.getFileName().toString())
                            .matches())
                    ? Engine.FILE
                    : Engine.CHRONICLE;
        }
    }

    /** Opens what is left of the log. */
    DamagedLog open() {
        return engine.openDamaged(root.resolve(Places.SEGMENTS), root.resolve(HighWaterMark.FILE_NAME), pruned.start());
    }
}
