package dev.annals.benchmarks;

import dev.annals.benchmarks.contender.Contender;
import dev.annals.benchmarks.contender.Rival;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.contender.Sync;
import dev.annals.benchmarks.history.History;
import java.nio.file.Path;

/** A contender in a fresh directory, with the checks that keep a fast one from being a wrong one. */
final class Held implements AutoCloseable {
    private final Path directory;
    private final Contender contender;
    private boolean open = true;

    Held(Rival rival, Sync sync) {
        directory = Scratch.fresh();
        contender = rival.open(directory, sync);
    }

    Contender contender() {
        return contender;
    }

    Path directory() {
        return directory;
    }

    /** Appends every page; the sum of what was new. */
    int append(History history) {
        return contender.appendAll(history.pages());
    }

    void mustHold(History history) {
        require("logs held", history.all().rows(), contender.logs());
    }

    static void require(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(what + " differ, expected=" + expected + ", found=" + found);
        }
    }

    /** Closes the contender and leaves its files. */
    void closeContender() {
        if (open) {
            open = false;
            contender.close();
        }
    }

    @Override
    public void close() {
        closeContender();
        Scratch.delete(directory);
    }
}
