package dev.annals.store.replay;

import java.util.concurrent.CompletionStage;

/** A running follower. */
public interface Subscription extends AutoCloseable {
    /**
     * The position of the next record to deliver: everything below was delivered and its handler returned.
     *
     * @return the position
     */
    long nextPosition();

    /**
     * Ends when the subscription does: normally after {@link #close}, exceptionally with what the handler or the journal threw.
     *
     * @return the end
     */
    CompletionStage<Void> ended();

    /** Stops after the record being handled and waits for its handler, unless called from it; quiet if stopped already. */
    @Override
    void close();
}
