package dev.annals.store.backup;

import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalTooNewException;
import dev.annals.store.tree.Frontier;
import dev.annals.store.tree.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The file {@code backup.json} in a backup's directory: up to where the backup is finished. Excerpts that lie behind that come from a
 * run that was interrupted, and do not count. One JSON object on one line, in the file without
 * the break, replaced as a whole:
 *
 * <pre>
 * {"format":1,"at":"2026-11-20T12:00:00Z","excerpts":120,"records":9000,"root":"…base64…",
 *  "edge":"…base64… …base64…","source":"/var/lib/audit"}
 * </pre>
 *
 * @param at when it was finished, by the local clock
 * @param excerpts how many excerpts it holds
 * @param records the position after their last record
 * @param root the Merkle tree root that the last of these excerpts carries; {@link Hash#NONE}, and left out of the file, if it carries
 *     none
 * @param edge the hashes of the complete subtrees over the records, the largest first, in the file with spaces between them: from these
 *     the next run goes on without reading everything
 * @param source where it was copied from, for people only
 */
record BackupNote(Instant at, long excerpts, long records, Hash root, List<Hash> edge, String source) {
    static final String FILE = "backup.json";

    private static final int FORMAT = 1;
    private static final Pattern CONTENT = Pattern.compile(
            "\\{\"format\":(\\d{1,9}),\"at\":\"([^\"]*)\",\"excerpts\":(\\d{1,18}),\"records\":(\\d{1,18})"
                    + "(?:,\"root\":\"([^\"]*)\")?,\"edge\":\"([^\"]*)\",\"source\":\"(.*)\"}\n");
    private static final Pattern FORMAT_FIELD = Pattern.compile("\"format\"\\s*:\\s*(\\d{1,9})\\b");

    /** Reads the note of a backup; empty if none was ever finished there. */
    static Optional<BackupNote> read(Path directory) {
        Path file = directory.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            String text = Files.readString(file);
            requireFormat(text, file);
            Matcher content = CONTENT.matcher(text);
            if (!content.matches()) {
                throw unreadable(file, "it is not as it was written");
            }
            return Optional.of(new BackupNote(
                    Instant.parse(content.group(2)),
                    Long.parseLong(content.group(3)),
                    Long.parseLong(content.group(4)),
                    content.group(5) == null ? Hash.NONE : Hash.ofBase64(content.group(5)),
                    hashes(content.group(6)),
                    content.group(7)));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw unreadable(file, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new JournalFailedException("cannot read what a backup holds, file=" + file + ": " + e, e);
        }
    }

    private static List<Hash> hashes(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(" ")).map(Hash::ofBase64).toList();
    }

    /** The edge of the tree over the records, ready to grow. */
    Frontier frontier() {
        try {
            return Frontier.of(records, edge);
        } catch (IllegalArgumentException e) {
            throw new JournalCorruptedException(
                    "the note of a backup does not fit together: " + e.getMessage() + "; back up into a new directory",
                    excerpts,
                    records);
        }
    }

    private static void requireFormat(String text, Path file) {
        Matcher format = FORMAT_FIELD.matcher(text);
        if (format.find() && Integer.parseInt(format.group(1)) > FORMAT) {
            throw new JournalTooNewException("the backup was written by a newer release, format=" + format.group(1)
                    + ", known=" + FORMAT + ", file=" + file + "; use that release");
        }
    }

    private static JournalCorruptedException unreadable(Path file, String why) {
        return new JournalCorruptedException(
                "the note of a backup cannot be read, file=" + file + ": " + why
                        + "; back up again, or use salvage on the directory",
                -1,
                -1);
    }

    /** Writes the note, durably: from then on the backup is finished up to there. */
    void write(Path directory) {
        String text = "{\"format\":" + FORMAT + ",\"at\":\"" + at + "\",\"excerpts\":" + excerpts + ",\"records\":"
                + records + (root.equals(Hash.NONE) ? "" : ",\"root\":\"" + root.base64() + "\"") + ",\"edge\":\""
                + edge.stream().map(Hash::base64).collect(Collectors.joining(" ")) + "\",\"source\":\""
                + escaped(source) + "\"}\n";
        try {
            DurableFile.replace(directory.resolve(FILE), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot write what the backup holds, file=" + directory.resolve(FILE) + ": " + e, e);
        }
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                escaped.append('\\').append((char) c);
            } else if (c < ' ' || Character.isSurrogate((char) c)) {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
