package dev.annals.benchmarks.history;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Which searches of each kind are made: each of another log, actor or time, so that none lives from the cache of the one before. */
final class Searches {
    private Searches() {}

    /** At most so many searches; those that need a log to look for are given one by its number. */
    static List<Search> of(Question question, int atMost, IntFunction<Fact> facts) {
        return switch (question) {
            case NEWEST -> List.of(new Search.Newest(100));
            case COUNT_BY_TYPE -> List.of(new Search.Counts(Grouping.TYPE));
            case COUNT_BY_TYPE_AND_DAY -> List.of(new Search.Counts(Grouping.TYPE_AND_DAY));
            case COUNT_BY_ACTOR_AND_TYPE -> List.of(new Search.Counts(Grouping.ACTOR_AND_TYPE));
            default -> {
                List<Search> searches = new ArrayList<>();
                for (int i = 0; i < atMost; i++) {
                    searches.add(search(question, i, facts));
                }
                yield List.copyOf(searches);
            }
        };
    }

    private static Search search(Question question, int number, IntFunction<Fact> facts) {
        return switch (question) {
            case BY_ID ->
                new Search.ById(
                        facts.apply(number).context(), facts.apply(number).id());
            case OBJECT -> new Search.ByObject(facts.apply(number).object());
            case REQUEST -> new Search.ByRequest(facts.apply(number).requestId());
            case RARE_ACTOR -> new Search.ByActor(Cast.rare(number));
            case ONE_ACTOR -> new Search.ByActor(Cast.busy(20 + number));
            case TYPE_AFTER ->
                new Search.OfTypeFrom(
                        number % 2 == 0 ? "user_roles_updated" : "api_key_created",
                        facts.apply(number).createdMillis(),
                        100);
            case ONE_MINUTE -> {
                long spell = History.START_MILLIS
                        + number % History.SPELLS * (History.YEAR_MILLIS / History.SPELLS)
                        + number * 1_000L;
                yield new Search.Between(spell, spell + 60_000);
            }
            case NEWEST, COUNT_BY_TYPE, COUNT_BY_TYPE_AND_DAY, COUNT_BY_ACTOR_AND_TYPE ->
                throw new IllegalArgumentException("one search only, question=" + question);
        };
    }
}
