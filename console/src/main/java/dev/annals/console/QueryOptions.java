package dev.annals.console;

import dev.annals.api.RecordKind;
import dev.annals.console.text.Moment;
import dev.annals.store.replay.Query;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to find. */
final class QueryOptions {
    /** Which comes first. */
    enum Order {
        /** The first appended. */
        ASC,
        /** The last appended. */
        DESC
    }

    @Option(
            names = "--action",
            paramLabel = "A",
            split = ",",
            description = "Only these actions, in the provider's words, for example api_key_created.")
    private List<String> actions = List.of();

    @Option(
            names = "--action-group",
            paramLabel = "G",
            split = ",",
            description = "Only actions of these groups, for example user_roles.")
    private List<String> groups = List.of();

    @Option(
            names = "--actor",
            paramLabel = "WHO",
            split = ",",
            description = "Only what these people (e-mail address) or API keys (id) did.")
    private List<String> actors = List.of();

    @Option(names = "--context", paramLabel = "C", split = ",", description = "Only what was done to these accounts.")
    private List<String> contexts = List.of();

    @Option(
            names = "--object",
            paramLabel = "ID",
            split = ",",
            description = "Only what was done to these objects or people: an id or e-mail address in the details or the"
                    + " related object.")
    private List<String> objects = List.of();

    @Option(names = "--id", paramLabel = "ID", split = ",", description = "Only the logs with these ids (accact_…).")
    private List<String> ids = List.of();

    @Option(
            names = "--kind",
            paramLabel = "K",
            split = ",",
            description = "Records of these kinds instead of activity logs, for example gap, page_committed or"
                    + " fetch_failed; 'all' for every kind.")
    private List<String> kinds = List.of();

    @Option(
            names = "--since",
            paramLabel = "I",
            description =
                    "Only what happened then or later: an instant, a date (its beginning, UTC) or an age such as 7d,"
                            + " 12h or 30m.")
    private @Nullable Moment since;

    @Option(names = "--until", paramLabel = "I", description = "Only what happened before; written like --since.")
    private @Nullable Moment until;

    @Option(names = "--from-position", paramLabel = "N", description = "Only records from this position on.")
    private @Nullable Long fromPosition;

    @Option(
            names = "--order",
            paramLabel = "asc|desc",
            defaultValue = "asc",
            description = "By position: the first appended first (asc, the default) or last (desc).")
    private Order order = Order.ASC;

    @Option(names = "--limit", paramLabel = "N", description = "At most so many records.")
    private @Nullable Long limit;

    /**
     * The query.
     *
     * @param now what ages count from
     * @throws IllegalArgumentException if it could never match; the message says why
     */
    Query query(Instant now) {
        Query query = ofKinds();
        query = narrowed(query, actions, Query::action);
        query = narrowed(query, groups, Query::actionGroup);
        query = narrowed(query, actors, Query::actor);
        query = narrowed(query, contexts, Query::context);
        query = narrowed(query, objects, Query::object);
        query = narrowed(query, ids, Query::id);
        if (since != null) {
            query = query.since(since.at(now));
        }
        if (until != null) {
            query = query.until(until.at(now));
        }
        if (fromPosition != null) {
            query = query.fromPosition(fromPosition);
        }
        if (limit != null) {
            query = query.limit(limit);
        }
        return order == Order.ASC ? query.ascending() : query.descending();
    }

    private Query ofKinds() {
        if (kinds.isEmpty()) {
            return Query.all();
        }
        if (kinds.contains("all")) {
            return Query.records();
        }
        RecordKind[] wanted = kinds.stream().map(QueryOptions::kind).toArray(RecordKind[]::new);
        return Query.all().kinds(wanted[0], Arrays.copyOfRange(wanted, 1, wanted.length));
    }

    private static RecordKind kind(String word) {
        return Arrays.stream(RecordKind.values())
                .filter(kind -> kind.value().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of record has this name, kind=" + word
                        + "; use all or one of "
                        + Arrays.stream(RecordKind.values())
                                .map(RecordKind::value)
                                .toList()));
    }

    private static Query narrowed(Query query, List<String> values, BiFunction<Query, String[], Query> narrow) {
        return values.isEmpty() ? query : narrow.apply(query, values.toArray(String[]::new));
    }
}
