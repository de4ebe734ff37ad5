package dev.annals.benchmarks.contender;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Fresh directories, and their end. They lie in the directory that the system property {@code annals.benchmarks.dir} names: on a disk, or syncs mean nothing. */
public final class Scratch {
    private static final String PREFIX = "annals-bench-";

    private Scratch() {}

    /**
     * Makes an empty directory.
     *
     * @return the directory
     */
    public static Path fresh() {
        try {
            return Files.createTempDirectory(home(), PREFIX);
        } catch (IOException e) {
            throw new UncheckedIOException("no scratch directory, annals.benchmarks.dir=" + home(), e);
        }
    }

    /**
     * A path that is the same for all processes of a run; nothing is made there.
     *
     * @param name what for
     * @return the path
     */
    public static Path shared(String name) {
        return home().resolve(PREFIX + name);
    }

    private static Path home() {
        Path home = Path.of(System.getProperty("annals.benchmarks.dir", System.getProperty("java.io.tmpdir")));
        try {
            return Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException("no scratch directory, annals.benchmarks.dir=" + home, e);
        }
    }

    /** Deletes all that the processes of a run shared, and what they left behind. */
    public static void clear() {
        try (Stream<Path> left = Files.list(home())) {
            left.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .forEach(Scratch::delete);
        } catch (IOException e) {
            throw new UncheckedIOException("scratch cannot be cleared, directory=" + home(), e);
        }
    }

    /**
     * What a directory takes on its disk: blocks allocated, as {@code du} counts them, since some files have holes.
     *
     * @param directory the directory
     * @return bytes
     */
    public static long allocated(Path directory) {
        try {
            Process du = new ProcessBuilder("du", "-sk", directory.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String line = new String(du.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Long.parseLong(line.substring(0, line.indexOf('\t'))) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("du cannot be run, directory=" + directory, e);
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
