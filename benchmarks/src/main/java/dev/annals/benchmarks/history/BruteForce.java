package dev.annals.benchmarks.history;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers a search by looking at every log, one after the other: slow, and what all contenders are held to. */
final class BruteForce {
    /** Null: every log is meant. */
    private final @Nullable Search search;

    private final Map<String, Long> groups = new HashMap<>();
    private final ArrayDeque<Integer> newest = new ArrayDeque<>();
    private Tally tally = Tally.NONE;

    BruteForce(Search search) {
        this.search = search;
    }

    private BruteForce() {
        this.search = null;
    }

    /** Counts every log. */
    static BruteForce ofAll() {
        return new BruteForce();
    }

    static Tally find(List<Fact> facts, Search search) {
        BruteForce brute = new BruteForce(search);
        facts.forEach(brute::see);
        return brute.tally();
    }

    void see(Fact fact) {
        if (search instanceof Search.Counts counts) {
            groups.merge(counts.grouping().group(fact.type(), fact.createdMillis(), fact.actor()), 1L, Long::sum);
        } else if (search instanceof Search.Newest last) {
            newest.add(fact.length());
            if (newest.size() > last.limit()) {
                newest.remove();
            }
        } else if (meets(fact)) {
            tally = tally.and(fact.length());
        }
    }

    private boolean meets(Fact fact) {
        if (search == null) {
            return true;
        }
        if (search instanceof Search.ById byId) {
            return fact.id().equals(byId.id()) && fact.context().equals(byId.context());
        }
        if (search instanceof Search.ByObject byObject) {
            return fact.object().equals(byObject.object());
        }
        if (search instanceof Search.ByRequest byRequest) {
            return fact.requestId().equals(byRequest.requestId());
        }
        if (search instanceof Search.ByActor byActor) {
            return fact.actor().equals(byActor.actor());
        }
        if (search instanceof Search.OfTypeFrom of) {
            return tally.rows() < of.limit()
                    && fact.type().equals(of.type())
                    && fact.createdMillis() >= of.fromMillis();
        }
        if (search instanceof Search.Between between) {
            return fact.createdMillis() >= between.fromMillis() && fact.createdMillis() < between.untilMillis();
        }
        throw new IllegalArgumentException("unknown search=" + search);
    }

    Tally tally() {
        Tally whole = tally;
        for (int length : newest) {
            whole = whole.and(length);
        }
        return whole.andGroups(groups);
    }
}
