package dev.annals.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Fresh directories, and their end. They lie in the directory that the system property {@code annals.benchmarks.dir} names: on a disk, or syncs mean nothing. */
public final class Scratch {
    private Scratch() {}

    /**
     * Makes an empty directory.
     *
     * @return the directory
     */
    public static Path fresh() {
        Path home = Path.of(System.getProperty("annals.benchmarks.dir", System.getProperty("java.io.tmpdir")));
        try {
            return Files.createTempDirectory(Files.createDirectories(home), "annals-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException("no scratch directory, annals.benchmarks.dir=" + home, e);
        }
    }

    /**
     * Deletes a directory and what it holds.
     *
     * @param directory the directory
     */
    public static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("scratch directory cannot be deleted, directory=" + directory, e);
        }
    }
}
