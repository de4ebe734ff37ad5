package dev.annals.store.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the log of a directory begins, which moves forward when its oldest segments are removed: told by this process's writer, or asked
 * again when another process's writer seems to have done so. May be used from any thread.
 */
final class Beginning {
    private final Supplier<LogStart> source;
    private volatile LogStart known;

    /** @param source asked now, and again when a file is missing */
    Beginning(Supplier<LogStart> source) {
        this.source = source;
        this.known = source.get();
    }

    LogStart known() {
        return known;
    }

    /** Asks again; returns whether it has moved. */
    boolean moved() {
        return moveTo(source.get());
    }

    synchronized boolean moveTo(LogStart start) {
        boolean forward = start.sequence() > known.sequence();
        if (forward) {
            known = start;
        }
        return forward;
    }

    void require(long sequence) {
        if (sequence < known.sequence()) {
            throw new JournalPrunedException(
                    "the excerpt was removed on purpose, excerpt=" + sequence
                            + "; begin at the first position that is there",
                    known.position());
        }
    }

    void requirePosition(long position) {
        if (position < known.position()) {
            throw new JournalPrunedException(
                    "the record was removed on purpose, position=" + position
                            + "; begin at the first position that is there",
                    known.position());
        }
    }

    static JournalCorruptedException missing(NoSuchFileException file, long sequence, long position) {
        return Envelope.damaged(
                "a segment is missing, file=" + Path.of(file.getFile()).getFileName(), sequence, position);
    }

    /**
     * Deletes segment files, the oldest first, so that what a crash leaves is a row; and makes that durable.
     *
     * @param first the first file that stays: unless it is there, none is deleted
     * @param files those to delete if they are there, the oldest first
     */
    static void delete(Path first, List<Path> files, DiskSync disk) throws IOException {
        List<Path> left = files.stream().filter(Files::exists).toList();
        if (left.isEmpty() || !Files.exists(first)) {
            return;
        }
        for (Path each : left) {
            Files.deleteIfExists(each);
        }
        Path directory = first.toAbsolutePath().getParent();
        if (directory != null) {
            disk.forceDirectory(directory);
        }
    }
}
