package dev.annals.store.backup;

import dev.annals.store.index.DurableFile;
import dev.annals.store.journal.JournalFailedException;
import dev.annals.store.journal.JournalLockedException;
import dev.annals.store.journal.WriterLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A journal's directory in the making: filled under another name beside its place, and there with one rename when it is whole and synced.
 * What an interrupted run left under that name is removed by the next.
 */
final class NewDirectory implements AutoCloseable {
    private static final String SUFFIX = ".unfinished";
    private static final Set<String> OURS = Set.of(
            "journal.json",
            "high-water",
            "segments",
            "derived",
            "followers",
            "checkpoints",
            "checkpoint.pub",
            "pruned",
            WriterLock.FILE_NAME);

    private final Path place;
    private final Path unfinished;
    private final WriterLock lock;
    private boolean done;

    private NewDirectory(Path place, Path unfinished, WriterLock lock) {
        this.place = place;
        this.unfinished = unfinished;
        this.lock = lock;
    }

    /**
     * Begins one.
     *
     * @param place where it will be: free or an empty directory
     * @param program who makes it, for whoever tries at the same time
     * @throws JournalLockedException if another process is making one for the same place
     */
    static NewDirectory begin(Path place, String program, InstantSource clock) throws IOException {
        Path absolute = place.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("no journal can be there, target=" + place + "; name a new directory");
        }
        Places.requireFree(absolute);
        Path unfinished = absolute.resolveSibling(name + SUFFIX);
        requireOurs(unfinished);
        DurableFile.createDirectory(unfinished);
        WriterLock lock = WriterLock.acquire(unfinished, program, clock);
        try {
            clear(unfinished);
            return new NewDirectory(absolute, unfinished, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static void requireOurs(Path unfinished) throws IOException {
        if (!Files.isDirectory(unfinished)) {
            return;
        }
        try (var files = Files.list(unfinished)) {
            files.filter(file -> !OURS.contains(baseName(file))).findFirst().ifPresent(stranger -> {
                throw new IllegalArgumentException("the name under which the journal is made is taken, path="
                        + unfinished + ", found=" + stranger.getFileName() + "; move it away");
            });
        }
    }

    private static String baseName(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".tmp") ? name.substring(0, name.length() - ".tmp".length()) : name;
    }

    /** Where to write meanwhile. */
    Path path() {
        return unfinished;
    }

    /** Puts it into its place, durably. Everything in it is synced by those who wrote it; here the names are. */
    void finish() throws IOException {
        sync(unfinished);
        Places.requireFree(place);
        Files.move(unfinished, place, StandardCopyOption.ATOMIC_MOVE);
        done = true;
        Path parent = place.getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Removes all but the lock, which is held. */
    private static void clear(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.endsWith(WriterLock.FILE_NAME)) {
                    Files.delete(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!visited.equals(directory)) {
                    Files.delete(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Gives the lock back, and removes what was not finished. */
    @Override
    public void close() {
        try (lock) {
            if (!done) {
                clear(unfinished);
                Files.deleteIfExists(unfinished.resolve(WriterLock.FILE_NAME));
                Files.deleteIfExists(unfinished);
            }
        } catch (IOException e) {
            throw new JournalFailedException("cannot remove what was not finished, directory=" + unfinished, e);
        }
    }
}
