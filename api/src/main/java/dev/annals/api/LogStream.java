package dev.annals.api;

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

    private static String part(String name, Stream<String> values) {
        String joined = values.collect(Collectors.joining(","));
        return joined.isEmpty() ? "" : name + "=" + joined;
    }

    @Override
    public String toString() {
        return name();
    }
}
