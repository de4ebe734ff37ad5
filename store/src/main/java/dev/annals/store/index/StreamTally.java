package dev.annals.store.index;

import dev.annals.api.Cursor;
import dev.annals.api.Lifecycle;
import dev.annals.api.fetch.StreamState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The fold over one stream's records. */
final class StreamTally {
    private Tally.StreamFacts facts;

    StreamTally(String name) {
        this(new Tally.StreamFacts(name, 0, StreamState.NEW, null, true));
    }

    StreamTally(Tally.StreamFacts facts) {
        this.facts = facts;
    }

    Tally.StreamFacts facts() {
        return facts;
    }

    void add(Lifecycle fact, Tally.Newest newest) {
        if (fact instanceof Lifecycle.PageCommitted page) {
            facts = new Tally.StreamFacts(
                    facts.name(), facts.activityLogs() + page.appended(), after(page, newest), null, true);
        } else if (fact instanceof Lifecycle.FetchFailed failed) {
            facts = with(failed.failure() + ": " + failed.message(), true);
        } else if (fact instanceof Lifecycle.LateArrival || fact instanceof Lifecycle.ConflictingDuplicate) {
            return; // A sentence about an event; the page record after it is the sign of life.
        } else {
            facts = with(facts.lastFailure(), !(fact instanceof Lifecycle.Stopped));
        }
    }

    private Tally.StreamFacts with(@Nullable String failure, boolean running) {
        return new Tally.StreamFacts(facts.name(), facts.activityLogs(), facts.state(), failure, running);
    }

    private StreamState after(Lifecycle.PageCommitted page, Tally.Newest newest) {
        StreamState before = facts.state();
        // A page record says what holds from here on: one without a cursor leaves none.
        Cursor cursor = page.nextPageUrl() == null || page.cursorObtainedAt() == null
                ? null
                : new Cursor(page.nextPageUrl(), page.cursorObtainedAt(), page.apiVersion());
        Instant created = newest.entry() == null ? null : newest.entry().created();
        boolean newer = created != null && (before.lastCreated() == null || !created.isBefore(before.lastCreated()));
        return new StreamState(
                cursor,
                page.watermark(),
                newer ? created : before.lastCreated(),
                newer ? newest.id() : before.lastId(),
                page.at());
    }
}
