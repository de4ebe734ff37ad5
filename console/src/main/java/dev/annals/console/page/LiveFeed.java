package dev.annals.console.page;

import dev.annals.store.JournalReader;
import dev.annals.store.replay.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells all live views that there is more, from one subscription; each reads what it wants itself. There is a subscription only while there
 * is a view.
 */
final class LiveFeed implements AutoCloseable {
    private final JournalReader journal;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private @Nullable Subscription subscription;
    private boolean closed;

    LiveFeed(JournalReader journal) {
        this.journal = journal;
    }

    /** One live view. */
    interface Listener {
        /** There is more to read. Called on the subscription's thread; must not block. */
        void grown();

        /** There will be no more: the journal cannot be followed. */
        void ended();
    }

    int size() {
        return listeners.size();
    }

    /** Begins to tell. Blocks a little. */
    synchronized void add(Listener listener) {
        if (closed) {
            listener.ended();
            return;
        }
        listeners.add(listener);
        if (subscription == null) {
            Subscription begun = journal.follow(journal.endPosition(), entry -> listeners.forEach(Listener::grown));
            subscription = begun;
            begun.ended().whenComplete((done, failure) -> over(begun));
        }
        // What came between the view's first answer and now.
        listener.grown();
    }

    /** Ends to tell. Blocks a little where it was the last. */
    void remove(Listener listener) {
        Subscription idle = null;
        synchronized (this) {
            listeners.remove(listener);
            if (listeners.isEmpty()) {
                idle = subscription;
                subscription = null;
            }
        }
        if (idle != null) {
            idle.close();
        }
    }

    private synchronized void over(Subscription which) {
        if (which == subscription) {
            subscription = null;
            Set<Listener> left = Set.copyOf(listeners);
            listeners.clear();
            left.forEach(Listener::ended);
        }
    }

    @Override
    public void close() {
        Subscription last;
        synchronized (this) {
            closed = true;
            last = subscription;
            subscription = null;
            Set<Listener> left = Set.copyOf(listeners);
            listeners.clear();
            left.forEach(Listener::ended);
        }
        if (last != null) {
            last.close();
        }
    }
}
