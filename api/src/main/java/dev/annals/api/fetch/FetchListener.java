package dev.annals.api.fetch;

import dev.annals.api.Lifecycle;
import dev.annals.api.LogStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told what a fetcher does, for progress displays and alarms. Called on the fetcher's Vert.x thread, in order for each stream:
 * it must return quickly and never block. What it throws is logged and otherwise ignored; fetching goes on.
 */
@FunctionalInterface
public interface FetchListener {
    /**
     * Something happened.
     *
     * @param event what
     */
    void on(Event event);

    /** What can happen to a stream. */
    sealed interface Event {
        /**
         * Which stream.
         *
         * @return the stream
         */
        LogStream stream();
    }

    /**
     * A page is durable.
     *
     * @param stream which stream
     * @param mark what the page record says
     * @param received logs in the page
     * @param receipt what became of them
     */
    record PageCommitted(LogStream stream, Batch.PageMark mark, int received, Receipt receipt) implements Event {}

    /**
     * A poll failed; it will be tried again, or {@link Ended} follows. {@code unauthorized}, {@code forbidden} and
     * {@code read_budget} want a person.
     *
     * @param stream which stream
     * @param failure what failed, one of the words of {@link Lifecycle.FetchFailed}
     * @param message in plain words, without secrets
     * @param consecutive failures in a row, this one included
     * @param retryIn when it will be tried again, null if it will not
     */
    record Failed(
            LogStream stream,
            String failure,
            String message,
            int consecutive,
            @Nullable Duration retryIn) implements Event {}

    /**
     * The stored cursor cannot be used; reading begins again at the start of the retained history.
     *
     * @param stream which stream
     * @param reason {@code refused}, {@code expired} or {@code version_changed}
     */
    record Restarted(LogStream stream, String reason) implements Event {}

    /**
     * History may be missing for ever; the gap record is durable, with the page that showed it.
     *
     * @param stream which stream
     * @param gap the gap
     */
    record GapFound(LogStream stream, Lifecycle.Gap gap) implements Event {}

    /**
     * The stream has nothing to read now.
     *
     * @param stream which stream
     * @param time until the next poll
     */
    record Waiting(LogStream stream, Duration time) implements Event {}

    /**
     * The stream ended; nothing follows for it.
     *
     * @param stream which stream
     * @param outcome how
     * @param reason {@code caught_up}, {@code closed}, or the failure in one word
     * @param message the failure in plain words, otherwise the reason again
     */
    record Ended(LogStream stream, Fetcher.Outcome outcome, String reason, String message) implements Event {}
}
