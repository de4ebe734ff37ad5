package dev.annals.sandbox;

import dev.annals.sandbox.Sandbox.SeenRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest requests; older ones are forgotten so that a long run does not fill the memory. Safe for any thread. */
final class SeenRequests {
    static final int KEPT = 20_000;

    private final Deque<SeenRequest> requests = new ArrayDeque<>();
    private long count;

    synchronized long nextNumber() {
        return ++count;
    }

    synchronized void add(SeenRequest request) {
        requests.addLast(request);
        if (requests.size() > KEPT) {
            requests.removeFirst();
        }
    }

    synchronized List<SeenRequest> all() {
        return List.copyOf(requests);
    }

    synchronized void clear() {
        requests.clear();
    }
}
