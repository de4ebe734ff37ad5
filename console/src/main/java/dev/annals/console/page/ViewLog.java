package dev.annals.console.page;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Where it is recorded who looked at what, as auditors ask (PCI DSS 10.2.1.3: all access to audit logs).
 *
 * <p>It is not the journal: whoever opened that to read only must not write into it, and a page that the journal's writer serves would
 * fill it with records about itself. A host that wants both in one place passes a log of its own.
 */
@FunctionalInterface
public interface ViewLog {
    /**
     * Records a view before it is answered. Called on worker threads, from several at once.
     *
     * @param view who asked for what
     * @throws IOException if it could not be recorded; then nothing is shown
     */
    void record(View view) throws IOException;

    /**
     * Records nothing.
     *
     * @return a log that forgets
     */
    static ViewLog none() {
        return view -> {};
    }

    /**
     * Appends one JSON object a line to a file and syncs it, each time opening it anew, so that it can be moved away while the page runs.
     * Several pages may share it.
     *
     * @param file created, for its owner only, with the first line
     * @return the log
     */
    static ViewLog toFile(Path file) {
        return new FileViewLog(file);
    }
}
