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
        this(new Tally.StreamFacts(name, 0, StreamState.NEW, null, true, false));
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
                    facts.name(), facts.activityLogs() + page.appended(), after(page, newest), null, true, false);
        } else if (fact instanceof Lifecycle.FetchFailed failed) {
            facts = with(failed.failure() + ": " + failed.message(), true, false);
        } else if (fact instanceof Lifecycle.CursorRejected rejected) {
            facts = new Tally.StreamFacts(
                    facts.name(),
                    facts.activityLogs(),
                    without(rejected),
                    facts.lastFailure(),
                    facts.running(),
                    facts.retired());
        } else if (fact instanceof Lifecycle.LateArrival
                || fact instanceof Lifecycle.ConflictingDuplicate
                || fact instanceof Lifecycle.Gap) {
            return; // A sentence about events; the page record after it, if one comes, is the sign of life.
        } else {
            boolean retired = fact instanceof Lifecycle.StreamRetired;
            facts = with(facts.lastFailure(), !retired && !(fact instanceof Lifecycle.Stopped), retired);
        }
    }

    private Tally.StreamFacts with(@Nullable String failure, boolean running, boolean retired) {
        return new Tally.StreamFacts(facts.name(), facts.activityLogs(), facts.state(), failure, running, retired);
    }

    /** A rejected cursor is never used again. Where records were lost, nothing that was complete is known to be so any more. */
    private StreamState without(Lifecycle.CursorRejected rejected) {
        StreamState before = facts.state();
        boolean salvaged = rejected.reason().equals(Lifecycle.CursorRejected.SALVAGED);
        return new StreamState(
                null,
                salvaged ? null : before.watermark(),
                before.lastCreated(),
                before.lastId(),
                before.lastPageAt(),
                before.reads());
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
                page.at(),
                before.reads().plus(page.receivedAt(), page.reads() == null ? 1 : page.reads()));
    }
}
