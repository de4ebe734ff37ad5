package dev.annals.benchmarks.history;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers a search by looking at every log: slow, and what all contenders are held to. */
final class BruteForce {
    private BruteForce() {}

    static Tally find(List<Fact> facts, Search search) {
        if (search instanceof Search.CountByType) {
            return groups(facts);
        }
        Tally tally = Tally.NONE;
        for (Fact fact : found(facts, search).toList()) {
            tally = tally.and(fact.length());
        }
        return tally;
    }

    private static Stream<Fact> found(List<Fact> facts, Search search) {
        if (search instanceof Search.ById byId) {
            return facts.stream()
                    .filter(fact ->
                            fact.id().equals(byId.id()) && fact.context().equals(byId.context()));
        }
        if (search instanceof Search.ByActor byActor) {
            return facts.stream().filter(fact -> fact.actor().equals(byActor.actor()));
        }
        if (search instanceof Search.OfTypeFrom of) {
            return facts.stream()
                    .filter(fact -> fact.type().equals(of.type()) && fact.createdMillis() >= of.fromMillis())
                    .limit(of.limit());
        }
        if (search instanceof Search.Between between) {
            return facts.stream()
                    .filter(fact -> fact.createdMillis() >= between.fromMillis()
                            && fact.createdMillis() < between.untilMillis());
        }
        if (search instanceof Search.Newest newest) {
            return facts.stream().skip(Math.max(0, facts.size() - newest.limit()));
        }
        throw new IllegalArgumentException("unknown search=" + search);
    }

    private static Tally groups(List<Fact> facts) {
        TreeMap<String, Long> counts =
                facts.stream().collect(Collectors.groupingBy(Fact::type, TreeMap::new, Collectors.counting()));
        Tally tally = Tally.NONE;
        for (var entry : counts.entrySet()) {
            tally = tally.andGroup(entry.getKey(), entry.getValue());
        }
        return tally;
    }
}
