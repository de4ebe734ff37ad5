package dev.annals.store.replay;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.RecordKind;
import dev.annals.store.column.Field;
import dev.annals.store.column.Wanted;
import dev.annals.store.journal.Entry;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What to find in a journal. Immutable: every method returns a new query.
 *
 * <p>Filters narrow each other (AND); the values of one filter are alternatives (OR), also when they come from several calls of it.
 * Filters on what an activity log says ({@link #action}, {@link #actionGroup}, {@link #actor}, {@link #context}, {@link #object},
 * {@link #id}, {@link #requestId}, {@link #livemode}) are met only by activity logs that say it: never by records of other kinds, by
 * logs that leave the value out, or by a log whose payload is no JSON object. Values are compared exactly, but e-mail addresses (values
 * with an {@code @}) without regard to case, because the provider shows an address as its owner once typed it.
 *
 * <p>Results come in the order of positions, which is the order of appending and not that of {@code created}.
 *
 * <p>A query that could never match, or a value that is empty or negative, is refused with {@link IllegalArgumentException} by the method
 * that would make it.
 */
public final class Query {
    private static final Query ALL = new Query(
            EnumSet.of(RecordKind.ACTIVITY_LOG), new EnumMap<>(Field.class), Span.WHOLE, null, false, Long.MAX_VALUE);
    private static final Query RECORDS = new Query(
            EnumSet.allOf(RecordKind.class), new EnumMap<>(Field.class), Span.WHOLE, null, false, Long.MAX_VALUE);

    private final Set<RecordKind> kinds;
    /** Never changed once it is here. An enum map is copied as a whole; its view that cannot be changed would not be. */
    private final EnumMap<Field, Set<String>> fields;

    private final Span span;
    private final @Nullable Predicate<Entry> where;
    private final boolean descending;
    private final long limit;

    private Query(
            Set<RecordKind> kinds,
            EnumMap<Field, Set<String>> fields,
            Span span,
            @Nullable Predicate<Entry> where,
            boolean descending,
            long limit) {
        for (Field each : fields.keySet()) {
            if (!kinds.contains(each.kind())) {
                String looked = each.kind() == RecordKind.ACTIVITY_LOG ? "activity logs" : "request logs";
                throw new IllegalArgumentException("filters " + labels(fields) + " look into " + looked + ", but kinds="
                        + names(kinds) + " has none; add " + each.kind().value()
                        + " to the kinds or leave the filters out");
            }
        }
        this.kinds = kinds;
        this.fields = fields;
        this.span = span;
        this.where = where;
        this.descending = descending;
        this.limit = limit;
    }

    /**
     * All activity logs.
     *
     * @return the query, ascending, without limit
     */
    public static Query all() {
        return ALL;
    }

    /**
     * All records of every kind.
     *
     * @return the query, ascending, without limit
     */
    public static Query records() {
        return RECORDS;
    }

    /**
     * Only these kinds, instead of those asked for so far.
     *
     * @param first a kind
     * @param more further kinds
     * @return the new query
     */
    public Query kinds(RecordKind first, RecordKind... more) {
        return new Query(EnumSet.of(first, more), fields, span, where, descending, limit);
    }

    /**
     * Only these actions.
     *
     * @param types alternatives, at least one
     * @return the new query
     */
    public Query action(ActionType... types) {
        return with(
                Field.ACTION,
                Field::fold,
                Arrays.stream(types).map(ActionType::value).toList());
    }

    /**
     * Only these actions.
     *
     * @param types alternatives in the provider's words, for example {@code api_key_created}; at least one
     * @return the new query
     */
    public Query action(String... types) {
        return with(Field.ACTION, Field::fold, List.of(types));
    }

    /**
     * Only actions of these groups, as {@code details.type} says it.
     *
     * @param groups alternatives, at least one
     * @return the new query
     */
    public Query actionGroup(ActionGroup... groups) {
        return with(
                Field.ACTION_GROUP,
                Field::fold,
                Arrays.stream(groups).map(ActionGroup::value).toList());
    }

    /**
     * Only actions of these groups, as {@code details.type} says it.
     *
     * @param groups alternatives in the provider's words, for example {@code api_key}; at least one
     * @return the new query
     */
    public Query actionGroup(String... groups) {
        return with(Field.ACTION_GROUP, Field::fold, List.of(groups));
    }

    /**
     * Only what these people or keys did. Together with {@link #actorEmail} and {@link #actorKey} this is one filter: an actor is either
     * a person or a key, so their values are alternatives.
     *
     * @param emailsOrKeyIds alternatives, each a user's e-mail address or the id of an API key; at least one
     * @return the new query
     */
    public Query actor(String... emailsOrKeyIds) {
        return with(Field.ACTOR, Field::email, List.of(emailsOrKeyIds))
                .with(Field.ACTOR, Field::key, List.of(emailsOrKeyIds));
    }

    /**
     * Only what these people did; one filter with {@link #actor}.
     *
     * @param emails alternatives, at least one
     * @return the new query
     */
    public Query actorEmail(String... emails) {
        return with(Field.ACTOR, Field::email, List.of(emails));
    }

    /**
     * Only what programs did with these API keys; one filter with {@link #actor}.
     *
     * @param keyIds alternatives: ids of keys, never keys; at least one
     * @return the new query
     */
    public Query actorKey(String... keyIds) {
        return with(Field.ACTOR, Field::key, List.of(keyIds));
    }

    /**
     * Only what happened to these accounts.
     *
     * @param contexts alternatives, for example {@code acct_1}; at least one
     * @return the new query
     */
    public Query context(String... contexts) {
        return with(Field.CONTEXT, Field::fold, List.of(contexts));
    }

    /**
     * Only what was done to these objects or people: an id or e-mail address anywhere in the details, or the id of the related object, as
     * {@link dev.annals.api.LogFields#objectIds()} tells.
     *
     * @param idsOrEmails alternatives, at least one
     * @return the new query
     */
    public Query object(String... idsOrEmails) {
        return with(Field.OBJECT, Field::fold, List.of(idsOrEmails));
    }

    /**
     * Only the logs with these ids. One id may name several logs, one in each context.
     *
     * @param ids alternatives: the provider's ids ({@code accact_…}); at least one
     * @return the new query
     */
    public Query id(String... ids) {
        return with(Field.ID, Field::fold, List.of(ids));
    }

    /**
     * Only what these API requests did.
     *
     * @param requestIds alternatives ({@code req_…}), at least one
     * @return the new query
     */
    public Query requestId(String... requestIds) {
        return with(Field.REQUEST_ID, Field::fold, List.of(requestIds));
    }

    /**
     * Only live mode, or only test mode; a later call replaces an earlier one.
     *
     * @param live true for live mode
     * @return the new query
     */
    public Query livemode(boolean live) {
        return with(Field.LIVEMODE, Set.of(Boolean.toString(live)));
    }

    /**
     * Only what happened at or after an instant: {@code created} of the record. Records without a readable time are left out.
     *
     * @param instant the bound, inclusive
     * @return the new query
     */
    public Query since(Instant instant) {
        return with(new Span(span.from(), span.to(), instant, span.until()));
    }

    /**
     * Only what happened before an instant: {@code created} of the record. Records without a readable time are left out.
     *
     * @param instant the bound, exclusive
     * @return the new query
     */
    public Query until(Instant instant) {
        return with(new Span(span.from(), span.to(), span.since(), instant));
    }

    /**
     * Only from a position on; it may lie beyond the end of the journal.
     *
     * @param position the first position, inclusive, 0 or more
     * @return the new query
     */
    public Query fromPosition(long position) {
        return with(new Span(position, span.to(), span.since(), span.until()));
    }

    /**
     * Only up to a position.
     *
     * @param position the position after the last, exclusive; above {@link #fromPosition}
     * @return the new query
     */
    public Query toPosition(long position) {
        return with(new Span(span.from(), position, span.since(), span.until()));
    }

    /**
     * Only records that a predicate accepts. It is asked last, once for each record that meets all other filters, on the thread that reads
     * the stream; what it throws surfaces from the stream.
     *
     * @param predicate free of side effects
     * @return the new query
     */
    public Query where(Predicate<Entry> predicate) {
        Predicate<Entry> both = where == null ? predicate : where.and(predicate);
        return new Query(kinds, fields, span, both, descending, limit);
    }

    /**
     * The first appended first: the order of a new query.
     *
     * @return the new query
     */
    public Query ascending() {
        return new Query(kinds, fields, span, where, false, limit);
    }

    /**
     * The last appended first: exactly the reverse of {@link #ascending}.
     *
     * @return the new query
     */
    public Query descending() {
        return new Query(kinds, fields, span, where, true, limit);
    }

    /**
     * At most so many records, the first in the query's order; reading ends with the last of them.
     *
     * @param records 1 or more
     * @return the new query
     */
    public Query limit(long records) {
        if (records < 1) {
            throw new IllegalArgumentException("limit=" + records + " finds nothing; give 1 or more");
        }
        return new Query(kinds, fields, span, where, descending, records);
    }

    @Override
    public String toString() {
        return "Query[kinds=" + names(kinds) + ", " + fields + ", " + span + (where == null ? "" : ", where=…")
                + (descending ? ", descending" : ", ascending")
                + (limit == Long.MAX_VALUE ? "" : ", limit=" + limit) + "]";
    }

    Set<RecordKind> kinds() {
        return kinds;
    }

    /** The folded values asked of each field; fields not asked are not there. To be read only. */
    Map<Field, Set<String>> fields() {
        return fields;
    }

    Span span() {
        return span;
    }

    /** What of this query columns can answer, within the positions that a reader shows. */
    Wanted wanted(long firstPosition, long endPosition) {
        return new Wanted(
                kinds,
                fields,
                Math.max(span.from(), firstPosition),
                Math.min(span.to(), endPosition),
                span.since(),
                span.until());
    }

    /** Whether columns alone decide who meets all of this query. */
    boolean isExact() {
        return where == null && fields.keySet().stream().allMatch(Field::isExact);
    }

    @Nullable
    Predicate<Entry> predicate() {
        return where;
    }

    boolean isDescending() {
        return descending;
    }

    long limit() {
        return limit;
    }

    private Query with(Span newSpan) {
        return new Query(kinds, fields, newSpan, where, descending, limit);
    }

    Query with(Field field, UnaryOperator<String> form, List<String> added) {
        if (added.isEmpty() || added.contains("")) {
            throw new IllegalArgumentException(
                    "empty filter " + field.label() + "=" + added + "; give a value or leave the filter out");
        }
        Set<String> before = fields.get(field);
        if (before == null && added.size() == 1) {
            return with(field, Set.of(form.apply(added.get(0))));
        }
        Set<String> merged = before == null ? new LinkedHashSet<>() : new LinkedHashSet<>(before);
        added.forEach(value -> merged.add(form.apply(value)));
        return with(field, Collections.unmodifiableSet(merged));
    }

    Query with(Field field, Set<String> values) {
        EnumMap<Field, Set<String>> merged = new EnumMap<>(fields);
        merged.put(field, values);
        return new Query(kinds, merged, span, where, descending, limit);
    }

    private static String names(Set<RecordKind> kinds) {
        return kinds.stream().map(RecordKind::value).collect(Collectors.joining(",", "[", "]"));
    }

    private static String labels(Map<Field, Set<String>> fields) {
        return fields.keySet().stream().map(Field::label).toList().toString();
    }
}
