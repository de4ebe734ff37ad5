package dev.annals.store.requests;

import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.api.codec.RequestJson;
import dev.annals.store.column.GroupCount;
import dev.annals.store.column.Grouping;
import dev.annals.store.journal.Entry;
import dev.annals.store.replay.Query;
import dev.annals.store.replay.RequestQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The request logs of a journal. Made by {@code JournalReader.requests()}; usable as long as the journal is open. */
public final class RequestLogs {
    private final Reading journal;

    /** How a journal is read; its methods are those of {@code JournalReader}. */
    public interface Reading {
        /**
         * Finds records.
         *
         * @param query what to find
         * @return the records, to be closed
         */
        Stream<Entry> query(Query query);

        /**
         * Counts records.
         *
         * @param query what to find
         * @param groupings by what
         * @return the groups
         */
        List<GroupCount> counts(Query query, Grouping... groupings);

        /**
         * Counts records.
         *
         * @param query what to find
         * @return how many there are
         */
        long count(Query query);
    }

    private RequestLogs(Reading journal) {
        this.journal = journal;
    }

    /**
     * The request logs of a journal.
     *
     * @param journal how it is read
     * @return the request logs
     */
    public static RequestLogs of(Reading journal) {
        return new RequestLogs(journal);
    }

    /**
     * Finds request logs, lazily and with constant memory.
     *
     * @param query what to find
     * @return the logs in the query's order; holds a reader open until it is read to its end or closed. One that cannot be read is left out
     */
    public Stream<StoredRequest> query(RequestQuery query) {
        return journal.query(query.toQuery()).flatMap(entry -> Stream.ofNullable(stored(entry)));
    }

    /**
     * Counts what {@link #query} would return.
     *
     * @param query what to find
     * @return the number of logs
     */
    public long count(RequestQuery query) {
        return journal.count(query.toQuery());
    }

    /**
     * Counts what {@link #query} would return by what it has in common.
     *
     * @param query what to count
     * @param groupings by what, in this order
     * @return the groups, in the order of their values
     */
    public List<GroupCount> counts(RequestQuery query, Grouping... groupings) {
        return journal.counts(query.toQuery(), groupings);
    }

    /**
     * The requests with an id: one for each account, and so nearly always one. Of an activity log, {@link
     * dev.annals.api.ActivityLog#requestId()} leads to the request that caused it.
     *
     * @param requestId the provider's id, {@code req_…}
     * @return the logs, the first appended first; empty if none is known
     */
    public List<StoredRequest> find(String requestId) {
        return listed(RequestQuery.all().requestId(requestId));
    }

    /**
     * The request at a position.
     *
     * @param position the position
     * @return empty if there is no such record or it is no request log
     */
    public Optional<StoredRequest> at(long position) {
        return listed(RequestQuery.all().fromPosition(position).toPosition(position + 1)).stream()
                .findFirst();
    }

    /**
     * What belongs to a request.
     *
     * @param request the request
     * @param most at most so many of each kind, 1 or more
     * @return the last appended of each
     */
    public RelatedRecords related(StoredRequest request, int most) {
        RequestLog log = request.log();
        RequestQuery last = RequestQuery.all().descending().limit(most + 1L);
        Set<String> resources = new LinkedHashSet<>(log.pathIds());
        resources.addAll(log.resources());
        return new RelatedRecords(
                log.idempotencyKey() == null
                        ? List.of()
                        : others(request, last.idempotencyKey(log.idempotencyKey()), most),
                resources.isEmpty()
                        ? List.of()
                        : others(request, last.resource(resources.toArray(String[]::new)), most),
                log.requestId() == null ? List.of() : caused(log.requestId(), most));
    }

    private List<StoredRequest> others(StoredRequest request, RequestQuery query, int most) {
        return listed(query).stream()
                .filter(each -> each.position() != request.position())
                .limit(most)
                .toList();
    }

    private List<Entry> caused(String requestId, int most) {
        try (Stream<Entry> found =
                journal.query(Query.all().requestId(requestId).descending().limit(most))) {
            return found.toList();
        }
    }

    /**
     * Errors in common: the requests of a period that failed, by type and code of the error and by endpoint. Answered from columns.
     *
     * @param within what to look at besides the period
     * @param since the period's beginning, inclusive
     * @param until the period's end, exclusive; a period of up to two days has a trend in hours, a longer one in days
     * @return the groups, the largest first, and those of one size in the order of type, code and endpoint
     * @throws IllegalArgumentException if the period is empty
     */
    public List<ErrorGroup> errors(RequestQuery within, Instant since, Instant until) {
        return new CommonErrors(since, until)
                .of(by -> counts(
                        within.since(since).until(until),
                        Grouping.ERROR_TYPE,
                        Grouping.ERROR_CODE,
                        Grouping.ENDPOINT,
                        Grouping.STATUS,
                        by));
    }

    /**
     * The requests behind a group of errors.
     *
     * @param group one of {@link #errors}
     * @param within as it was asked for there
     * @param since as it was asked for there
     * @param until as it was asked for there
     * @return the logs, the last appended first; to be closed
     */
    public Stream<StoredRequest> behind(ErrorGroup group, RequestQuery within, Instant since, Instant until) {
        // An endpoint that was asked for must narrow, not be one of two: so this one is looked at in the log.
        return query(within.since(since).until(until).descending())
                .filter(each -> each.log().failed()
                        && each.log().endpoint().equals(group.endpoint())
                        && group.type().equals(CommonErrors.type(each.log()))
                        && group.code().equals(CommonErrors.code(each.log())));
    }

    /**
     * The API versions that were used lately. Answered from columns, but for when each was used last.
     *
     * @param within what to look at, for example one account
     * @param now the end of the period
     * @param period how long it is; the provider's own page shows a week
     * @param accountDefault the account's default version, null if it is not known
     * @return one for each version, the newest first; a version that is no date comes after those that are
     */
    public List<VersionUse> versions(
            RequestQuery within, Instant now, Duration period, @Nullable String accountDefault) {
        RequestQuery lately = within.since(now.minus(period)).until(now);
        Map<String, List<GroupCount>> byVersion = new LinkedHashMap<>();
        for (GroupCount each :
                counts(lately, Grouping.API_VERSION, Grouping.USER_AGENT, Grouping.API_KEY, Grouping.HOUR)) {
            byVersion
                    .computeIfAbsent(each.values().get(0), version -> new ArrayList<>())
                    .add(each);
        }
        return new UsedVersions(accountDefault).of(byVersion, (version, hour) -> lastUse(lately, version, hour));
    }

    private Instant lastUse(RequestQuery lately, String version, Instant hour) {
        RequestQuery inHour =
                lately.since(hour).until(hour.plus(Duration.ofHours(1))).descending();
        RequestQuery asked =
                version.isEmpty() ? inHour : inHour.apiVersion(version).limit(1);
        try (Stream<StoredRequest> found = query(asked)) {
            return found.map(StoredRequest::log)
                    .filter(log -> version.isEmpty() == (log.apiVersion() == null))
                    .map(RequestLog::created)
                    .findFirst()
                    .orElse(hour);
        }
    }

    private List<StoredRequest> listed(RequestQuery query) {
        try (Stream<StoredRequest> found = query(query)) {
            return found.toList();
        }
    }

    private static @Nullable StoredRequest stored(Entry entry) {
        if (entry.kind() != RecordKind.REQUEST_LOG) {
            return null;
        }
        try {
            return new StoredRequest(entry.position(), RequestJson.read(entry.payload()), entry.payload());
        } catch (MalformedJsonException unreadable) {
            return null;
        }
    }
}
