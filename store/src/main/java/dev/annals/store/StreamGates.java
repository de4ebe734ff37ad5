package dev.annals.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * After a batch of a stream was not written, no later batch of it may be, until its owner has asked where to go on: otherwise a cursor
 * would be stored without the page before it. May be used from any thread.
 */
final class StreamGates {
    private final Map<String, Gate> gates = new ConcurrentHashMap<>();

    private static final class Gate {
        /** Counts how often the owner asked where to go on. */
        final AtomicLong asked = new AtomicLong();
        /** Submissions made at or before this count are refused. */
        final AtomicLong shutUpTo = new AtomicLong(-1);
    }

    /** What a submission carries from the moment it was made. */
    record Pass(Gate gate, long asked) {
        boolean isOpen() {
            return asked > gate.shutUpTo.get();
        }

        void shut() {
            gate.shutUpTo.accumulateAndGet(asked, Math::max);
        }
    }

    /** A pass for one submission; an import's batches do not depend on each other, nor do the journal's own notes, which are of no stream. */
    Pass pass(String stream) {
        Gate gate = stream.isEmpty() || stream.equals(Intake.IMPORT) ? new Gate() : gate(stream);
        return new Pass(gate, gate.asked.get());
    }

    /** The owner asks where to go on: what it submits from now on is let through. */
    void resumed(String stream) {
        gate(stream).asked.incrementAndGet();
    }

    private Gate gate(String stream) {
        return gates.computeIfAbsent(stream, name -> new Gate());
    }
}
