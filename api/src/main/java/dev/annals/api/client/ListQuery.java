package dev.annals.api.client;

import dev.annals.api.ActivityFilter;

/**
 * The first page of a list.
 *
 * @param filter what is asked for
 * @param limit logs a page at most, 1 to 100; the provider states no range, 100 is what its other lists allow
 */
public record ListQuery(ActivityFilter filter, int limit) {
    public ListQuery {
        if (limit < 1 || limit > 100) {
            throw new IllegalArgumentException("limit=" + limit + " is out of range; use 1 to 100");
        }
    }
}
