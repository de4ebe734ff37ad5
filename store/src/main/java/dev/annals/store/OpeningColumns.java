package dev.annals.store;

import dev.annals.store.column.Columns;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Columns that are opened on a thread of their own: if they have to be made again from the journal, that goes on beside what the caller
 * makes again. To be closed by the caller, who waits in the end.
 */
final class OpeningColumns implements AutoCloseable {
    private final CompletableFuture<Columns> work;
    private boolean taken;

    private OpeningColumns(CompletableFuture<Columns> work) {
        this.work = work;
    }

    static OpeningColumns start(Supplier<Columns> opening) {
        return new OpeningColumns(CompletableFuture.supplyAsync(opening, task -> {
            Thread thread = new Thread(task, "annals-columns-opening");
            thread.setDaemon(true);
            thread.start();
        }));
    }

    /** Waits for the columns, which are the caller's then. What opening them threw is thrown here. */
    Columns result() {
        try {
            Columns columns = work.join();
            taken = true;
            return columns;
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Closes columns that nobody took, because the caller failed meanwhile and says why. */
    @Override
    public void close() {
        if (!taken) {
            work.handle((columns, failure) -> {
                        if (columns != null) {
                            columns.close();
                        }
                        return columns;
                    })
                    .join();
        }
    }
}
