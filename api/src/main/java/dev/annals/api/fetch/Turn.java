package dev.annals.api.fetch;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RawRequestLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision while it is being made; lives for one call of {@link FetchStep#on}. */
final class Turn {
    final Instant now;
    final ReadBudget.Pace pace;
    final String name;
    final List<Batch> commits = new ArrayList<>();
    final List<FetchListener.Event> events = new ArrayList<>();
    FetchState state;
    FetchState.@Nullable Ask ask;

    @Nullable
    Duration delay;

    FetchListener.@Nullable Ended end;

    Turn(FetchState state, Instant now, ReadBudget.Pace pace) {
        this.state = state;
        this.now = now;
        this.pace = pace;
        this.name = state.stream().name();
    }

    /** The server's time, as far as it is known. */
    Instant at() {
        return state.serverTime(now);
    }

    void note(Lifecycle fact) {
        note(List.of(fact), List.of());
    }

    void note(List<Lifecycle> facts, List<RawRequestLog> requests) {
        if (!facts.isEmpty() || !requests.isEmpty()) {
            commits.add(new Batch(state.stream(), facts, List.of(), null, requests));
        }
    }

    /**
     * Has a page written.
     *
     * @param nothing whether it shows nothing new
     * @param end its logs, if no page follows it; otherwise none
     */
    void record(Batch batch, StreamState after, Instant at, boolean nothing, List<Payload> end) {
        commits.add(batch);
        state = state.withPending(state.pending().recorded(nothing, end))
                .withKnown(new StreamState(
                        after.cursor(), after.watermark(), after.lastCreated(), after.lastId(), at, after.reads()));
    }

    void durable(Batch batch, Receipt receipt) {
        for (Lifecycle fact : batch.notes()) {
            if (fact instanceof Lifecycle.Gap gap) {
                events.add(new FetchListener.GapFound(batch.stream(), gap));
            }
        }
        Batch.PageMark mark = batch.mark();
        if (mark != null) {
            events.add(new FetchListener.PageCommitted(
                    batch.stream(), mark, batch.logs().size(), receipt));
        }
    }

    void end(Fetcher.Outcome outcome, String reason, String message) {
        Batch unrecorded = state.pending().unrecorded();
        if (unrecorded != null) {
            commits.add(unrecorded);
        }
        note(new Lifecycle.Stopped(name, at(), reason));
        delay = null;
        ask = null;
        end = new FetchListener.Ended(state.stream(), outcome, reason, message);
        state = state.withPending(state.pending().ended()).withAsked(null).withPhase(FetchState.Phase.ENDED);
    }

    FetchStep.Decision decision() {
        return new FetchStep.Decision(state, List.copyOf(commits), ask, delay, List.copyOf(events), end);
    }
}
