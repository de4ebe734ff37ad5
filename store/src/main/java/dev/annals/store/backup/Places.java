package dev.annals.store.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where copies lie, and where they must not. */
final class Places {
    static final String SEGMENTS = "segments";
    static final String DESCRIPTION = "journal.json";

    private Places() {}

    /**
     * Requires that neither of two directories is, or lies in, the other one.
     *
     * @param source exists
     * @param target may exist
     */
    static void requireApart(Path source, Path target) {
        Path from = real(source);
        Path to = real(target);
        if (from.startsWith(to) || to.startsWith(from)) {
            throw new IllegalArgumentException("source and target are the same or one lies in the other, source=" + from
                    + ", target=" + to + "; name a directory beside it, better on another disk");
        }
    }

    /** The path without links, as far as it exists. */
    private static Path real(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            if (Files.exists(absolute)) {
                return absolute.toRealPath();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("the path cannot be followed, path=" + path + ": " + e, e);
        }
        Path parent = absolute.getParent();
        return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
    }

    /** Requires that there is nothing in a place where a journal is to be. */
    static void requireFree(Path target) throws IOException {
        if (Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            if (!Files.isDirectory(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                throw new IllegalArgumentException("the target is no directory, target=" + target + "; name a new one");
            }
            try (Stream<Path> files = Files.list(target)) {
                if (files.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            "the target is not empty, target=" + target + "; name a new directory");
                }
            }
        }
    }
}
