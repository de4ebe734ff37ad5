package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Searchable;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.Answers;
import dev.annals.benchmarks.history.History;
import dev.annals.benchmarks.history.Ids;
import dev.annals.benchmarks.history.Page;
import dev.annals.benchmarks.history.Pages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A contender that holds a whole history. It is filled by the first JVM that wants it, closed, and opened again by each that follows:
 * what is read is what was on the disk, and a million logs go into a database once and not for each question.
 */
final class Filled implements AutoCloseable {
    private final Contender contender;

    Filled(Rival rival, int logs, long seed) {
        Path directory = Scratch.shared("filled-" + rival + "-" + logs + "-" + seed);
        Path complete = directory.resolveSibling(directory.getFileName() + ".complete");
        if (!Files.exists(complete)) {
            fill(rival, directory, logs, seed);
            create(complete);
        }
        contender = rival.open(directory, Sync.PROCESS);
    }

    Contender contender() {
        return contender;
    }

    private static void fill(Rival rival, Path directory, int logs, long seed) {
        if (Files.exists(directory)) {
            Scratch.delete(directory);
        }
        createDirectory(directory);
        int fresh = 0;
        try (Contender contender = rival.open(directory, Sync.PROCESS)) {
            for (Iterator<Page> pages = new Pages(logs, seed, Ids.TIME_ORDERED, History.PAGE); pages.hasNext(); ) {
                fresh += contender.append(pages.next().body());
            }
            if (contender instanceof Searchable searchable) {
                searchable.readyToSearch();
            }
        }
        Held.require("logs taken as new", logs, fresh);
    }

    static Answers answers(int logs, long seed) {
        Path file = Scratch.shared("answers-" + logs + "-" + seed);
        if (!Files.exists(file)) {
            Path whole = file.resolveSibling(file.getFileName() + ".part");
            Answers.of(logs, seed).write(whole);
            move(whole, file);
        }
        return Answers.read(file);
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectory(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("directory cannot be made, directory=" + directory, e);
        }
    }

    private static void create(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException("file cannot be made, file=" + file, e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException("file cannot be moved, file=" + from, e);
        }
    }

    @Override
    public void close() {
        contender.close();
    }
}
