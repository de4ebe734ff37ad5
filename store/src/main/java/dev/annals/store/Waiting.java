package dev.annals.store;

import dev.annals.store.journal.JournalException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Waits for what the writer was given, for callers who want its own exceptions. */
final class Waiting {
    private Waiting() {}

    /**
     * Waits for a result.
     *
     * @throws JournalException if it failed with one
     * @throws IllegalArgumentException if it failed with one
     */
    static <T> T on(CompletableFuture<T> stage) {
        try {
            return stage.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof JournalException problem) {
                throw problem;
            }
            throw e.getCause() instanceof IllegalArgumentException invalid ? invalid : e;
        }
    }
}
