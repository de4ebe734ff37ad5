package dev.annals.store.replay;

import dev.annals.store.journal.JournalCorruptedException;
import dev.annals.store.journal.JournalFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file of one named follower: the position of the next record to deliver as decimal ASCII digits and a line feed. It is replaced as
 * a whole (new file, sync, rename, sync of the directory), so it holds one position or another and never a part of one.
 */
final class PositionFile implements FollowerPosition {
    private static final System.Logger LOG = System.getLogger(PositionFile.class.getName());

    /** No leading dot or dash: the new file beside it begins with a dot, and a name is typed at a shell. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private static final Pattern CONTENT = Pattern.compile("(\\d{1,18})\n");

    private final Path directory;
    private final Path file;
    private final Path next;

    PositionFile(Path directory, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("follower name=" + name
                    + "; use 1 to 64 of a-z, 0-9, dot, underscore and dash, beginning with a letter or digit");
        }
        this.directory = directory;
        this.file = directory.resolve(name);
        this.next = directory.resolve("." + name + ".new");
    }

    /** All kept positions by name; a follower that begins or goes on meanwhile may be there or not. */
    static Map<String, Long> all(Path directory) {
        return all(directory, PositionFile::load);
    }

    private static Map<String, Long> all(Path directory, Function<PositionFile, OptionalLong> loading) {
        Map<String, Long> positions = new TreeMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> NAME.matcher(name).matches())
                        .forEach(name -> loading.apply(new PositionFile(directory, name))
                                .ifPresent(position -> positions.put(name, position)));
            } catch (IOException e) {
                throw new JournalFailedException("cannot list the followers, directory=" + directory, e);
            }
        }
        return positions;
    }

    /**
     * Puts every follower that stands beyond an end at it: it was given all there is, and must get what comes there now. One whose file
     * cannot be read is left to be refused by its name.
     */
    static void holdBack(Path directory, long end) {
        all(directory, PositionFile::loadIfReadable).forEach((name, position) -> {
            if (position > end) {
                PositionFile file = new PositionFile(directory, name);
                LOG.log(
                        System.Logger.Level.WARNING,
                        "a follower stood beyond the end of the journal, which lost its last records or was replaced by an older copy,"
                                + " position=" + position + ", end=" + end + ", file=" + file
                                + "; it goes on from the end, and records that come again it gets again");
                file.save(end);
            }
        });
    }

    private OptionalLong loadIfReadable() {
        try {
            return load();
        } catch (JournalCorruptedException refusedWhenItIsFollowed) {
            return OptionalLong.empty();
        }
    }

    /** The kept position, empty for a name never used. */
    OptionalLong load() {
        try {
            if (!Files.exists(file)) {
                return OptionalLong.empty();
            }
            var content = CONTENT.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            if (!content.matches()) {
                throw new JournalCorruptedException(
                        "the position of a follower cannot be read, file=" + file
                                + "; write the position to go on from into it, or delete it to begin anew",
                        -1,
                        -1);
            }
            return OptionalLong.of(Long.parseLong(content.group(1)));
        } catch (IOException e) {
            throw new JournalFailedException("cannot read the position of a follower, file=" + file, e);
        }
    }

    @Override
    public void save(long position) {
        try {
            Files.createDirectories(directory);
            write(position + "\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncDirectory();
        } catch (IOException e) {
            throw new JournalFailedException(
                    "cannot keep the position of a follower, file=" + file + ", position=" + position, e);
        }
    }

    private void write(String text) throws IOException {
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }

    private void syncDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
