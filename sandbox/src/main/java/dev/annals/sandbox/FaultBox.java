package dev.annals.sandbox;

import dev.annals.sandbox.Fault.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The faults still to happen, in the order they were injected. Safe for any thread. */
final class FaultBox {
    private final RandomGenerator random;
    private final List<Waiting> waiting = new ArrayList<>();

    FaultBox(RandomGenerator random) {
        this.random = random;
    }

    synchronized void add(Fault fault) {
        waiting.add(new Waiting(fault));
    }

    synchronized void clear() {
        waiting.clear();
    }

    /** What is left of each fault. */
    synchronized List<Fault> waiting() {
        return waiting.stream()
                .map(fault -> fault.fault.times(fault.left).after(fault.letThrough))
                .toList();
    }

    /** The fault for a request before it is looked at; history faults only meet lists. */
    synchronized @Nullable Fault forRequest(boolean list) {
        return take(fault -> switch (fault.kind().phase()) {
            case INSTEAD, WIRE -> true;
            case HISTORY -> list;
            case PAGE -> false;
        });
    }

    /** The fault for a page that is about to be sent. */
    synchronized @Nullable Fault forPage(int count, int limit) {
        return take(fault -> fault.kind().phase() == Phase.PAGE
                && count > 0
                && (fault.kind() != Fault.Kind.CONFLICTING_ID || limit > 1));
    }

    private @Nullable Fault take(Predicate<Fault> applies) {
        for (Waiting next : List.copyOf(waiting)) {
            if (applies.test(next.fault) && next.strikes(random)) {
                waiting.removeIf(fault -> fault.left == 0);
                return next.fault;
            }
        }
        return null;
    }

    private static final class Waiting {
        private final Fault fault;
        private int letThrough;
        private int left;

        Waiting(Fault fault) {
            this.fault = fault;
            this.letThrough = fault.after();
            this.left = fault.times();
        }

        boolean strikes(RandomGenerator random) {
            if (letThrough > 0) {
                letThrough--;
                return false;
            }
            if (fault.probability() < 1 && random.nextDouble() >= fault.probability()) {
                return false;
            }
            left -= left == Integer.MAX_VALUE ? 0 : 1;
            return true;
        }
    }
}
