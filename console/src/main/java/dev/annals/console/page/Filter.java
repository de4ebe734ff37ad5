package dev.annals.console.page;

import dev.annals.api.RecordKind;
import dev.annals.console.text.Moment;
import dev.annals.store.replay.Query;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, in the words of the URL, and the query that it means.
 *
 * @param asked each parameter with its values, in a fixed order
 * @param query without order and limit
 * @param exact whether columns alone decide who meets it: else records are read
 * @param searches whether all that the other filters leave must be read, perhaps to find nothing: then so much is read at a time
 */
record Filter(Map<String, List<String>> asked, Query query, boolean exact, boolean searches) {
    /** Parameters that name values of an activity log, each several times if need be. */
    private static final Map<String, BiFunction<Query, String[], Query>> VALUES = values();

    private static final String KIND = "kind";
    private static final String LIVEMODE = "livemode";
    static final String SINCE = "since";
    static final String UNTIL = "until";
    private static final Set<String> READ = Set.of("object", "id", "request_id");
    private static final int MOST_VALUES = 100;
    private static final int LONGEST_VALUE = 1_000;

    private static Map<String, BiFunction<Query, String[], Query>> values() {
        Map<String, BiFunction<Query, String[], Query>> values = new LinkedHashMap<>();
        values.put("type", Query::action);
        values.put("group", Query::actionGroup);
        values.put("actor", Query::actor);
        values.put("object", Query::object);
        values.put("context", Query::context);
        values.put("id", Query::id);
        values.put("request_id", Query::requestId);
        return values;
    }

    /**
     * Reads parameters. Those without a value mean nothing, as a form sends them.
     *
     * @param parameters of the URL
     * @param others names that mean something else to whoever asks
     * @param now what ages count from
     * @throws Refusal.Refused if something is not understood
     */
    static Filter of(MultiMap parameters, Set<String> others, Instant now) {
        Map<String, List<String>> asked = new LinkedHashMap<>();
        Set<String> known = new TreeSet<>(VALUES.keySet());
        known.addAll(Set.of(KIND, LIVEMODE, SINCE, UNTIL));
        known.addAll(others);
        requireKnown(parameters, known);
        Query query = ofKinds(taken(parameters, KIND, asked));
        try {
            for (Map.Entry<String, BiFunction<Query, String[], Query>> each : VALUES.entrySet()) {
                List<String> values = taken(parameters, each.getKey(), asked);
                if (!values.isEmpty()) {
                    query = each.getValue().apply(query, values.toArray(String[]::new));
                }
            }
            for (String mode : taken(parameters, LIVEMODE, asked)) {
                query = query.livemode(truth(mode));
            }
            Instant since = bound(parameters, SINCE, asked, now);
            query = since == null ? query : query.since(since);
            Instant until = bound(parameters, UNTIL, asked, now);
            query = until == null ? query : query.until(until);
        } catch (IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
        return new Filter(asked, query, asked.keySet().stream().noneMatch(READ::contains), false);
    }

    /** Refuses names that mean nothing: who mistypes a filter must not be shown what it leaves out. */
    static void requireKnown(MultiMap parameters, Set<String> known) {
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw bad("no such parameter, name=" + name + "; use " + String.join(", ", new TreeSet<>(known)));
            }
        }
    }

    /** The values of a parameter, which count as asked for if there are any. */
    static List<String> taken(MultiMap parameters, String name, Map<String, List<String>> asked) {
        List<String> values = parameters.getAll(name).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .distinct()
                .toList();
        if (values.size() > MOST_VALUES || values.stream().anyMatch(value -> value.length() > LONGEST_VALUE)) {
            throw bad("too many or too long values of " + name + "; give at most " + MOST_VALUES + " of "
                    + LONGEST_VALUE + " characters");
        }
        if (!values.isEmpty()) {
            asked.put(name, values);
        }
        return values;
    }

    /** One end of the period, null if it is open. */
    static @Nullable Instant bound(MultiMap parameters, String name, Map<String, List<String>> asked, Instant now) {
        List<String> values = taken(parameters, name, asked);
        if (values.size() > 1) {
            throw new IllegalArgumentException("a bound of time can be given once only, " + name + "=" + values);
        }
        return values.isEmpty() ? null : Moment.parse(values.get(0)).at(now);
    }

    private static boolean truth(String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw new IllegalArgumentException("livemode=" + word + " is neither true nor false");
        }
        return word.equals("true");
    }

    private static Query ofKinds(List<String> words) {
        if (words.isEmpty()) {
            return Query.all();
        }
        if (words.contains("all")) {
            return Query.records();
        }
        RecordKind[] kinds = words.stream().map(Filter::kind).toArray(RecordKind[]::new);
        return Query.all().kinds(kinds[0], Arrays.copyOfRange(kinds, 1, kinds.length));
    }

    private static RecordKind kind(String word) {
        return Arrays.stream(RecordKind.values())
                .filter(kind -> kind.value().equals(word))
                .findFirst()
                .orElseThrow(() -> bad("no kind of record has this name, kind=" + word));
    }

    static Refusal.Refused bad(String message) {
        return Refusal.of(400, "bad_request", message).thrown();
    }

    /** A whole number from the URL, or what stands for none. */
    static long number(MultiMap parameters, String name, long otherwise, long least, long most) {
        String text = parameters.get(name);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw bad("not a whole number, " + name + "=" + text);
        }
        long number = Long.parseLong(text);
        if (number < least || number > most) {
            throw bad(name + "=" + number + " is out of range; use " + least + " to " + most);
        }
        return number;
    }
}
