package dev.annals.sandbox;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a query as the provider's second API generation writes them: plain values, and lists with an index
 * in brackets ({@code actions[0]=…}), brackets literal or percent-encoded. What cannot be read is refused.
 */
final class QueryText {
    private static final Pattern INDEXED = Pattern.compile("([a-z_]+)\\[(\\d{1,4})]");

    private final Settings settings;
    private final Map<String, String> plain = new LinkedHashMap<>();
    private final Map<String, SortedMap<Integer, String>> lists = new LinkedHashMap<>();

    QueryText(String raw, Settings settings) {
        this.settings = settings;
        for (String pair : raw.isEmpty() ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!pair.isEmpty() && add(name, value) != null) {
                throw bad("The parameter " + name + " was given twice.");
            }
        }
    }

    /** The value, or null when the parameter is absent. */
    @Nullable
    String value(String name) {
        return plain.get(name);
    }

    /** The values in index order, or null when the parameter is absent; {@code name=} is an empty list. */
    @Nullable
    List<String> list(String name) {
        SortedMap<Integer, String> values = lists.get(name);
        String bare = plain.get(name);
        if (bare == null) {
            return values == null ? null : List.copyOf(values.values());
        }
        if (!bare.isEmpty() || values != null || settings.emptyFilterRefused) {
            throw badFilter(name, "Lists are written with an index in brackets: " + name + "[0]=…");
        }
        return List.of();
    }

    /** Refuses whatever is not one of these. */
    void allowOnly(List<String> values, List<String> listNames) {
        List<String> strangers = new ArrayList<>(plain.keySet());
        strangers.addAll(lists.keySet());
        strangers.removeIf(name -> plain.containsKey(name) && values.contains(name));
        strangers.removeIf(listNames::contains);
        for (String stranger : strangers) {
            String filter = stranger.endsWith("[]") ? stranger.substring(0, stranger.length() - 2) : "";
            if (listNames.contains(filter)) {
                throw badFilter(filter, "Lists are written with an index in brackets: " + filter + "[0]=…");
            }
            if (settings.unknownParametersRefused) {
                throw bad("Received unknown parameter: " + stranger);
            }
        }
    }

    RefusedException badFilter(String name, String message) {
        return new RefusedException(Answer.invalidFilters(settings.code(Refusal.BAD_FILTER), message, List.of(name)));
    }

    RefusedException bad(String message) {
        return new RefusedException(Answer.error(400, settings.code(Refusal.BAD_FIELD), message));
    }

    private @Nullable String add(String name, String value) {
        Matcher indexed = INDEXED.matcher(name);
        return indexed.matches()
                ? lists.computeIfAbsent(indexed.group(1), list -> new TreeMap<>())
                        .put(Integer.valueOf(indexed.group(2)), value)
                : plain.put(name, value);
    }

    private String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw bad("The query is not valid percent-encoded text.");
        }
    }
}
