package dev.annals.store.backup;

import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.JournalFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a copy of a journal takes along beside the excerpts: the positions of named followers, the signed checkpoints and their public
 * key. Never the private key, nothing that is built again by itself, and not what is kept of pruned records: that
 * belongs to the log, and is there before it is.
 */
final class SideFiles {
    /** The key that signs checkpoints. Whoever has it can sign for the journal: it stays where it is. */
    static final String PRIVATE_KEY = "checkpoint.key";

    private static final String PUBLIC_KEY = "checkpoint.pub";
    private static final String FOLLOWERS = "followers";
    private static final String CHECKPOINTS = "checkpoints";
    private static final Pattern POSITION = Pattern.compile("(\\d{1,18})\n");
    private static final Pattern CHECKPOINT_SIZE = Pattern.compile("(\\d{20}).*");

    private final Path source;
    private final Map<String, byte[]> followers;

    private SideFiles(Path source, Map<String, byte[]> followers) {
        this.source = source;
        this.followers = followers;
    }

    /**
     * Reads the followers' positions. To be called before it is asked where the source ends: then none of them lies behind that end, also
     * when the source is being written.
     */
    static SideFiles of(Path source) {
        try {
            return new SideFiles(source, followers(source));
        } catch (IOException e) {
            throw failed(source, e);
        }
    }

    /** The followers' files by name. */
    static Map<String, byte[]> followers(Path journal) throws IOException {
        return contents(journal.resolve(FOLLOWERS));
    }

    /**
     * Copies them, durably.
     *
     * @param target the copy's directory
     * @param end how many records the copy holds: checkpoints over more are left out, and a follower that stands behind it is put
     *     there, because it was given all that the copy holds and must not skip what comes there next
     */
    void copyTo(Path target, long end) {
        try {
            copyFollowers(target.resolve(FOLLOWERS), end);
            copy(PUBLIC_KEY, target);
            copyDirectory(CHECKPOINTS, target, end);
        } catch (IOException e) {
            throw failed(target, e);
        }
    }

    private void copyFollowers(Path target, long end) throws IOException {
        DurableFile.createDirectory(target);
        for (String forgotten : contents(target).keySet()) {
            if (!followers.containsKey(forgotten)) {
                Files.delete(target.resolve(forgotten));
            }
        }
        for (Map.Entry<String, byte[]> each : followers.entrySet()) {
            DurableFile.replace(target.resolve(each.getKey()), atMost(end, each.getValue()));
        }
    }

    /** What cannot be understood is copied as it is, and refused by its name when it is followed. */
    private static byte[] atMost(long end, byte[] content) {
        Matcher position = POSITION.matcher(new String(content, StandardCharsets.ISO_8859_1));
        return position.matches() && Long.parseLong(position.group(1)) > end
                ? (end + "\n").getBytes(StandardCharsets.US_ASCII)
                : content;
    }

    private void copy(String name, Path target) throws IOException {
        Path file = source.resolve(name);
        if (Files.isRegularFile(file)) {
            DurableFile.replace(target.resolve(name), Files.readAllBytes(file));
        }
    }

    private void copyDirectory(String name, Path target, long end) throws IOException {
        if (!Files.isDirectory(source.resolve(name))) {
            return;
        }
        DurableFile.createDirectory(target.resolve(name));
        for (Map.Entry<String, byte[]> each : contents(source.resolve(name)).entrySet()) {
            Matcher size = CHECKPOINT_SIZE.matcher(each.getKey());
            boolean beyond = size.matches() && end < Long.MAX_VALUE && beyond(size.group(1), end);
            if (!beyond) {
                DurableFile.replace(target.resolve(name).resolve(each.getKey()), each.getValue());
            }
        }
    }

    private static boolean beyond(String digits, long end) {
        return new java.math.BigInteger(digits).compareTo(java.math.BigInteger.valueOf(end)) > 0;
    }

    /** The files of a directory that are not just being written, by name; none if there is no such directory. */
    private static Map<String, byte[]> contents(Path directory) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        if (!Files.isDirectory(directory)) {
            return contents;
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(directory)) {
            files = listed.filter(Files::isRegularFile).toList();
        }
        for (Path each : files) {
            String name = each.getFileName().toString();
            if (!name.startsWith(".") && !name.endsWith(".tmp")) {
                read(each, name, contents);
            }
        }
        return contents;
    }

    private static void read(Path file, String name, Map<String, byte[]> contents) throws IOException {
        try {
            contents.put(name, Files.readAllBytes(file));
        } catch (NoSuchFileException removedJustNow) {
            return;
        }
    }

    private static JournalFailedException failed(Path directory, IOException cause) {
        return new JournalFailedException(
                "the files beside the segments cannot be copied, directory=" + directory + ": " + cause, cause);
    }
}
