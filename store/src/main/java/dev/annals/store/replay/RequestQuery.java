package dev.annals.store.replay;

import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.api.codec.RequestJson;
import dev.annals.store.column.Field;
import dev.annals.store.journal.Entry;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which request logs to find, with the filters that the provider's dashboard has. Immutable: every method returns a new query.
 *
 * <p>Filters narrow each other (AND); the values of one filter are alternatives (OR), also when they come from several calls of it.
 * Values are compared exactly, but those with an {@code @} without regard to case. A log that does not say a value meets no filter on it.
 * All but {@link #path}, {@link #text}, and those on ids ({@link #requestId}, {@link #idempotencyKey}, {@link #resource}) are
 * answered from columns alone; ids find candidates there, and a text is looked for in what the other filters leave.
 *
 * <p>An empty value is refused with {@link IllegalArgumentException} by the method that is given it.
 */
public final class RequestQuery {
    private static final Pattern STATUS = Pattern.compile("[1-9]\\d\\d|[1-9]xx|no_answer|succeeded|failed");
    private static final RequestQuery ALL =
            new RequestQuery(Query.records().kinds(RecordKind.REQUEST_LOG), Set.of(), Set.of());

    private final Query query;
    private final Set<String> paths;
    private final Set<String> texts;

    private RequestQuery(Query query, Set<String> paths, Set<String> texts) {
        this.query = query;
        this.paths = paths;
        this.texts = texts;
    }

    /**
     * All request logs.
     *
     * @return the query, ascending, without limit
     */
    public static RequestQuery all() {
        return ALL;
    }

    /**
     * The same for {@link dev.annals.store.JournalReader#query}, {@link dev.annals.store.JournalReader#count} and {@link
     * dev.annals.store.JournalReader#counts}.
     *
     * @return the query
     */
    public Query toQuery() {
        Query found = query;
        if (!paths.isEmpty()) {
            // Endpoints that were asked for narrow too, so that these must not be alternatives to them.
            found = found.fields().containsKey(Field.ENDPOINT)
                    ? found
                    : found.with(
                            Field.ENDPOINT,
                            Field::fold,
                            paths.stream().map(RequestQuery::endpoint).toList());
            found = found.where(facts(log -> paths.contains(log.path())));
        }
        return texts.isEmpty() ? found : found.where(facts(this::mentions));
    }

    /**
     * Only these requests.
     *
     * @param ids alternatives, for example {@code req_1A}
     * @return the new query
     */
    public RequestQuery requestId(String... ids) {
        return with(Field.REQUEST, ids);
    }

    /**
     * Only requests with these HTTP methods.
     *
     * @param methods alternatives, in any case
     * @return the new query
     */
    public RequestQuery method(String... methods) {
        return with(Field.METHOD, method -> method.toUpperCase(Locale.ROOT), methods);
    }

    /**
     * Only requests to these endpoints, whatever the ids in their paths.
     *
     * @param endpoints alternatives, for example {@code /v1/customers/:id}; the ids of a path are folded
     * @return the new query
     */
    public RequestQuery endpoint(String... endpoints) {
        return with(Field.ENDPOINT, RequestQuery::endpoint, endpoints);
    }

    /**
     * Only requests to exactly these paths. Reads the logs that the other filters leave of their endpoints.
     *
     * @param exact alternatives, for example {@code /v1/customers/cus_1A}
     * @return the new query
     */
    public RequestQuery path(String... exact) {
        return new RequestQuery(query, added("path", paths, exact), texts);
    }

    /**
     * Only requests that ended like this.
     *
     * @param words alternatives: a status ({@code 402}), a class of them ({@code 4xx}), {@code succeeded} (below 400), {@code failed} (400
     *     and above, or no answer) or {@code no_answer}
     * @return the new query
     */
    public RequestQuery status(String... words) {
        for (String word : words) {
            if (!STATUS.matcher(word.toLowerCase(Locale.ROOT)).matches()) {
                throw new IllegalArgumentException(
                        "no status, status=" + word + "; use for example 402, 4xx, succeeded, failed or no_answer");
            }
        }
        return with(Field.STATUS, word -> word.toLowerCase(Locale.ROOT), words);
    }

    /**
     * Only requests from these sources.
     *
     * @param sources alternatives
     * @return the new query
     */
    public RequestQuery source(RequestSource... sources) {
        return with(
                Field.SOURCE, Arrays.stream(sources).map(RequestSource::value).toArray(String[]::new));
    }

    /**
     * Only requests in these API versions.
     *
     * @param versions alternatives, for example {@code 2026-09-30.clover}
     * @return the new query
     */
    public RequestQuery apiVersion(String... versions) {
        return with(Field.API_VERSION, versions);
    }

    /**
     * Only requests with errors of these types.
     *
     * @param types alternatives, for example {@code card_error}
     * @return the new query
     */
    public RequestQuery errorType(String... types) {
        return with(Field.ERROR_TYPE, types);
    }

    /**
     * Only requests with errors of these codes.
     *
     * @param codes alternatives, for example {@code card_declined}
     * @return the new query
     */
    public RequestQuery errorCode(String... codes) {
        return with(Field.ERROR_CODE, codes);
    }

    /**
     * Only requests from these addresses.
     *
     * @param addresses alternatives, as they were recorded
     * @return the new query
     */
    public RequestQuery ipAddress(String... addresses) {
        return with(Field.IP_ADDRESS, addresses);
    }

    /**
     * Only requests of these callers.
     *
     * @param agents alternatives, each a whole {@code User-Agent}
     * @return the new query
     */
    public RequestQuery userAgent(String... agents) {
        return with(Field.USER_AGENT, agents);
    }

    /**
     * Only requests with these keys.
     *
     * @param keyIds alternatives: ids of keys, never keys
     * @return the new query
     */
    public RequestQuery apiKey(String... keyIds) {
        return with(Field.API_KEY, keyIds);
    }

    /**
     * Only requests for these accounts.
     *
     * @param accounts alternatives, for example {@code acct_1}
     * @return the new query
     */
    public RequestQuery context(String... accounts) {
        return with(Field.ACCOUNT, accounts);
    }

    /**
     * Only requests with these idempotency keys.
     *
     * @param keys alternatives
     * @return the new query
     */
    public RequestQuery idempotencyKey(String... keys) {
        return with(Field.IDEMPOTENCY_KEY, keys);
    }

    /**
     * Only requests about these resources: with the id in the path or in the answer.
     *
     * @param ids alternatives, for example {@code cus_1A}
     * @return the new query
     */
    public RequestQuery resource(String... ids) {
        return with(Field.RESOURCE, ids);
    }

    /**
     * Only requests in live mode, or only in test mode; a later call replaces an earlier one.
     *
     * @param live true for live mode
     * @return the new query
     */
    public RequestQuery livemode(boolean live) {
        return with(query.with(Field.REQUEST_LIVEMODE, Set.of(Boolean.toString(live))));
    }

    /**
     * Only requests with one of these texts in the path or in the message of the error, whatever the case. Reads the logs that the other
     * filters leave.
     *
     * @param parts alternatives
     * @return the new query
     */
    public RequestQuery text(String... parts) {
        return new RequestQuery(query, paths, added("text", texts, parts));
    }

    /**
     * Only requests made at or after an instant.
     *
     * @param instant the bound, inclusive
     * @return the new query
     */
    public RequestQuery since(Instant instant) {
        return with(query.since(instant));
    }

    /**
     * Only requests made before an instant.
     *
     * @param instant the bound, exclusive
     * @return the new query
     */
    public RequestQuery until(Instant instant) {
        return with(query.until(instant));
    }

    /**
     * Only from a position on.
     *
     * @param position the first position, inclusive, 0 or more
     * @return the new query
     */
    public RequestQuery fromPosition(long position) {
        return with(query.fromPosition(position));
    }

    /**
     * Only up to a position.
     *
     * @param position the position after the last, exclusive
     * @return the new query
     */
    public RequestQuery toPosition(long position) {
        return with(query.toPosition(position));
    }

    /**
     * The last appended first.
     *
     * @return the new query
     */
    public RequestQuery descending() {
        return with(query.descending());
    }

    /**
     * At most so many.
     *
     * @param logs 1 or more
     * @return the new query
     */
    public RequestQuery limit(long logs) {
        return with(query.limit(logs));
    }

    @Override
    public String toString() {
        return "Request" + query + (paths.isEmpty() ? "" : " path=" + paths)
                + (texts.isEmpty() ? "" : " text=" + texts);
    }

    private RequestQuery with(Query newQuery) {
        return new RequestQuery(newQuery, paths, texts);
    }

    private RequestQuery with(Field field, String... values) {
        return with(field, Field::fold, values);
    }

    private RequestQuery with(Field field, UnaryOperator<String> form, String... values) {
        return with(query.with(field, value -> Field.fold(form.apply(value)), List.of(values)));
    }

    private static Set<String> added(String filter, Set<String> before, String... values) {
        Set<String> all = new LinkedHashSet<>(before);
        all.addAll(Arrays.asList(values));
        if (values.length == 0 || all.contains("")) {
            throw new IllegalArgumentException("empty filter " + filter + "=" + Arrays.toString(values)
                    + "; give a value or leave the filter out");
        }
        return Collections.unmodifiableSet(all);
    }

    private static String endpoint(String path) {
        return RequestLog.of(Instant.EPOCH, "", path, 0).build().endpoint();
    }

    private boolean mentions(RequestLog log) {
        String path = log.path().toLowerCase(Locale.ROOT);
        String message = log.error() == null ? null : log.error().message();
        String lower = message == null ? "" : message.toLowerCase(Locale.ROOT);
        return texts.stream()
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> path.contains(text) || lower.contains(text));
    }

    /** A predicate over what a log says; a payload that cannot be read says nothing. */
    private static Predicate<Entry> facts(Predicate<RequestLog> predicate) {
        return entry -> {
            RequestLog log = read(entry);
            return log != null && predicate.test(log);
        };
    }

    private static @Nullable RequestLog read(Entry entry) {
        try {
            return RequestJson.readFacts(entry.payload());
        } catch (MalformedJsonException unreadable) {
            return null;
        }
    }
}
