package dev.annals.api;

import java.util.Collection;
import java.util.List;

/**
 * Which logs a list asks for. Lists are sorted and free of duplicates, so that two filters that ask for the same are equal: a
 * page token is bound to its filter.
 *
 * @param actionGroups keep only these groups; empty = all
 * @param actions keep only these action types; empty = all
 * @param logsFrom whose logs, in an organization context; empty = the provider's default ({@code @self})
 */
public record ActivityFilter(List<ActionGroup> actionGroups, List<ActionType> actions, List<LogsFrom> logsFrom) {
    private static final ActivityFilter ALL = new ActivityFilter(List.of(), List.of(), List.of());

    public ActivityFilter {
        actionGroups = actionGroups.stream().distinct().sorted().toList();
        actions = actions.stream().distinct().sorted().toList();
        logsFrom = logsFrom.stream().distinct().sorted().toList();
    }

    /**
     * The filter that keeps everything.
     *
     * @return the empty filter
     */
    public static ActivityFilter all() {
        return ALL;
    }

    /**
     * This filter with other groups.
     *
     * @param groups the groups to keep; empty = all
     * @return the new filter
     */
    public ActivityFilter withActionGroups(Collection<ActionGroup> groups) {
        return new ActivityFilter(List.copyOf(groups), actions, logsFrom);
    }

    /**
     * This filter with other action types.
     *
     * @param types the types to keep; empty = all
     * @return the new filter
     */
    public ActivityFilter withActions(Collection<ActionType> types) {
        return new ActivityFilter(actionGroups, List.copyOf(types), logsFrom);
    }

    /**
     * This filter with another origin of logs.
     *
     * @param origins whose logs; empty = the provider's default
     * @return the new filter
     */
    public ActivityFilter withLogsFrom(Collection<LogsFrom> origins) {
        return new ActivityFilter(actionGroups, actions, List.copyOf(origins));
    }
}
