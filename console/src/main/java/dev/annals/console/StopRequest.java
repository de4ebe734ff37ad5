package dev.annals.console;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The wish that a command which runs until it is stopped come to a clean end. May be made and heard on any thread. */
final class StopRequest {
    private final CompletableFuture<Void> requested = new CompletableFuture<>();
    private final Runnable listen;

    /** A wish that only {@link #make} makes. */
    StopRequest() {
        this(() -> {});
    }

    /**
     * A wish that something outside may make.
     *
     * @param listen begins to wait for it; called by commands that honour the wish, so that all others end at once as usual
     */
    StopRequest(Runnable listen) {
        this.listen = listen;
    }

    void make() {
        requested.complete(null);
    }

    boolean isMade() {
        return requested.isDone();
    }

    /** Declares that this command honours the wish. */
    void listen() {
        listen.run();
    }

    /** Completes when the wish is made. */
    CompletionStage<Void> made() {
        return requested.minimalCompletionStage();
    }

    /** Waits for the wish, or until something ends by itself; throws what that failed with. */
    void awaitOr(CompletionStage<?> end) {
        CompletableFuture.anyOf(requested, end.toCompletableFuture()).join();
    }
}
