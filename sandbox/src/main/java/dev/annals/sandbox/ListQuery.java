package dev.annals.sandbox;

import dev.annals.sandbox.history.Catalogue;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a list request asks for. Null and {@code limit} 0 mean that the parameter was absent, which under a page token is
 * something else than an empty filter.
 */
record ListQuery(
        @Nullable Long types,
        @Nullable Integer groups,
        @Nullable Integer logsFrom,
        int limit,
        @Nullable String page) {
    static final int SELF = 1;
    static final int MEMBERS = 2;

    /** Bits no type and no group has, so that a filter of nothing but unknown values is not an empty filter. */
    private static final long NO_TYPE = 1L << 63;

    private static final long NO_GROUP = 1L << 28;

    static ListQuery parse(String raw, Settings settings) {
        QueryText query = new QueryText(raw, settings);
        query.allowOnly(
                List.of("limit", "page", "actions", "action_groups", "logs_from"),
                List.of("actions", "action_groups", "logs_from"));
        Long types = mask(query, "actions", Catalogue::typeCode, settings.unknownValuesRefused ? 0 : NO_TYPE);
        Long groups = mask(query, "action_groups", Catalogue::groupCode, settings.unknownValuesRefused ? 0 : NO_GROUP);
        Long from = mask(query, "logs_from", List.of("@self", "@organization_members")::indexOf, 0);
        return new ListQuery(
                types,
                groups == null ? null : groups.intValue(),
                from == null ? null : from.intValue(),
                limit(query, settings),
                query.value("page"));
    }

    /** {@code unknown}: the bit for a value that is not known; 0 = such a value is refused. */
    private static @Nullable Long mask(QueryText query, String name, ToIntFunction<String> code, long unknown) {
        List<String> values = query.list(name);
        if (values == null) {
            return null;
        }
        long mask = 0;
        for (String value : values) {
            int bit = code.applyAsInt(value);
            if (bit < 0 && unknown == 0) {
                throw query.badFilter(name, "Unknown value in " + name + ": " + value);
            }
            mask |= bit < 0 ? unknown : 1L << bit;
        }
        return mask;
    }

    private static int limit(QueryText query, Settings settings) {
        String text = query.value("limit");
        if (text == null) {
            return 0;
        }
        String range = "limit must be a whole number from 1 to " + settings.maximumLimit + ", not " + text;
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= settings.maximumLimit) {
                return limit;
            }
            throw query.bad(range);
        } catch (NumberFormatException e) {
            throw query.bad(range);
        }
    }
}
