package dev.annals.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sequence of pages with a cursor of its own: a mode, a context and a filter. Two fetchers with equal streams would read the
 * same pages; a changed filter is another stream, so a token never meets a filter it was not made for.
 *
 * @param mode {@code live}, {@code test} or {@code organization}, as the API key says
 * @param context the {@code Stripe-Context} asked for, null for the key's own account
 * @param filter what is asked for
 */
public record LogStream(String mode, @Nullable String context, ActivityFilter filter) {

    /**
     * The stream's name in the journal, in records and in {@code status}: stable across releases, equal exactly for equal streams.
     *
     * @return for example {@code test context=acct_1 action_groups=api_key,user_roles}
     */
    public String name() {
        return Stream.of(
                        mode,
                        context == null ? "" : "context=" + context,
                        part("action_groups", filter.actionGroups().stream().map(ActionGroup::value)),
                        part("actions", filter.actions().stream().map(ActionType::value)),
                        part("logs_from", filter.logsFrom().stream().map(LogsFrom::value)))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /**
     * Finds the stream that has a name.
     *
     * @param name from {@link #name()}
     * @return the stream; empty if the text is no stream's name, or the name of more than one because a part of it holds a space or comma
     */
    public static Optional<LogStream> parse(String name) {
        String[] parts = name.split(" ", -1);
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 0) {
                return Optional.empty();
            }
            values.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        try {
            ActivityFilter filter = new ActivityFilter(
                    values(values, "action_groups").map(ActionGroup::new).toList(),
                    values(values, "actions").map(ActionType::new).toList(),
                    values(values, "logs_from").map(LogsFrom::of).toList());
            LogStream stream = new LogStream(parts[0], values.get("context"), filter);
            return !stream.mode().isEmpty() && stream.name().equals(name) ? Optional.of(stream) : Optional.empty();
        } catch (IllegalArgumentException noFilter) {
            return Optional.empty(); // A value that this release does not know: the name is another release's.
        }
    }

    private static Stream<String> values(Map<String, String> values, String part) {
        String joined = values.get(part);
        return joined == null ? Stream.empty() : Arrays.stream(joined.split(",", -1));
    }

    private static String part(String name, Stream<String> values) {
        String joined = values.collect(Collectors.joining(","));
        return joined.isEmpty() ? "" : name + "=" + joined;
    }

    @Override
    public String toString() {
        return name();
    }
}
