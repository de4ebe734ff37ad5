package dev.annals.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A fact about the library's own life, kept in the same journal as what it collects (PCI DSS 10.2.1.3 and 10.2.1.6). Each is one
 * JSON object in the journal; field names there are those of the components in snake case, times are RFC 3339 in UTC, absent values
 * are left out.
 */
public sealed interface Lifecycle {
    /**
     * The kind of record that holds this fact.
     *
     * @return the kind
     */
    RecordKind kind();

    /**
     * The stream that it is about.
     *
     * @return the stream's name; empty if it is about the journal as a whole
     */
    String stream();

    /**
     * When it happened, by the server's clock if it was known, otherwise by the local one.
     *
     * @return the instant
     */
    Instant at();

    /**
     * A page was read and everything new in it is in the same excerpt.
     *
     * @param stream name of the stream
     * @param at the server's date of the answer, or the local time if it sent none
     * @param receivedAt the local time of the answer
     * @param requestId the provider's {@code Request-Id}, null if it sent none
     * @param apiVersion the {@code Stripe-Version} asked with
     * @param asked path and query that were asked
     * @param nextPageUrl the cursor from here on, byte for byte: the page's own, or the earlier one if the page had none
     * @param cursorObtainedAt when that exact URL was first seen, by the server's clock
     * @param received logs in the page
     * @param appended of these, logs that were new
     * @param duplicates of these, logs already known with the same bytes
     * @param conflicts of these, logs already known with other bytes
     * @param watermark the stream is complete up to here; moved only by an empty page; null before the first
     * @param reads requests that were sent for the stream since its last page record, this page's included; those that a process made and
     *     was killed before it recorded them are missing; null in records of former releases, which did not count
     */
    record PageCommitted(
            String stream,
            Instant at,
            Instant receivedAt,
            @Nullable String requestId,
            String apiVersion,
            String asked,
            @Nullable String nextPageUrl,
            @Nullable Instant cursorObtainedAt,
            int received,
            int appended,
            int duplicates,
            int conflicts,
            @Nullable Instant watermark,
            @Nullable Integer reads)
            implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.PAGE_COMMITTED;
        }
    }

    /**
     * A stored cursor was refused by the provider, or not sent because of its age or version, or its answer was not used
     * because the answer's own date showed the cursor to be too old.
     *
     * @param stream name of the stream
     * @param at when
     * @param cursor the cursor's URL, empty if the stream had none
     * @param obtainedAt when it was first seen
     * @param reason {@code refused}, {@code expired}, {@code version_changed}, or {@code salvaged}: part of what was read with it may
     *     be lost
     * @param status the HTTP status, null if it was not sent
     * @param code the provider's error code, null if there was none
     * @param body the provider's answer as evidence, cut at 4,096 characters; null if it was not refused
     * @param requestId the provider's {@code Request-Id}, null if there was none
     */
    record CursorRejected(
            String stream,
            Instant at,
            String cursor,
            Instant obtainedAt,
            String reason,
            @Nullable Integer status,
            @Nullable String code,
            @Nullable String body,
            @Nullable String requestId)
            implements Lifecycle {
        /** The reason in a journal that was salvaged: what was complete up to then is no longer known to be. */
        public static final String SALVAGED = "salvaged";

        @Override
        public RecordKind kind() {
            return RecordKind.CURSOR_REJECTED;
        }
    }

    /**
     * Reading began again at the start of the provider's retained history.
     *
     * @param stream name of the stream
     * @param at when
     * @param reason why: the reason of the rejection before it
     */
    record PaginationRestarted(String stream, Instant at, String reason) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.PAGINATION_RESTARTED;
        }
    }

    /**
     * What the provider showed after a restart begins after what was last known, or does not hold the newest event known: events between
     * the two bounds may be lost for ever.
     *
     * @param stream name of the stream
     * @param at when it was found
     * @param after the last time known to be complete or the newest event known, exclusive
     * @param afterId the id of the newest event known, null if none
     * @param before the first time seen after the gap, exclusive
     * @param beforeId the id of the first event seen after the gap, null if none came
     * @param reason in plain words
     */
    record Gap(
            String stream,
            Instant at,
            Instant after,
            @Nullable String afterId,
            Instant before,
            @Nullable String beforeId,
            String reason)
            implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.GAP;
        }
    }

    /**
     * An event arrived whose time is not after the stream's watermark: the provider showed it later than it promises.
     *
     * @param stream name of the stream
     * @param at when it was received
     * @param id the event's id
     * @param context the event's context
     * @param created the event's own time
     * @param watermark the watermark that it belies
     * @param position the position of the event's record
     */
    record LateArrival(
            String stream, Instant at, String id, String context, Instant created, Instant watermark, long position)
            implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.LATE_ARRIVAL;
        }
    }

    /**
     * A known (context, id) came again with other bytes. The first were kept; these are here as evidence, recorded once for each
     * distinct digest.
     *
     * @param stream name of the stream
     * @param at when it was received
     * @param id the event's id
     * @param context the event's context
     * @param position the position of the record that was kept
     * @param keptSha256 digest of the payload that was kept, lower-case hex
     * @param refusedSha256 digest of the payload that came now, lower-case hex
     * @param refused the payload that came now, as text; null if one page refused so much (over 2 MiB) that only the digest is kept
     */
    record ConflictingDuplicate(
            String stream,
            Instant at,
            String id,
            String context,
            long position,
            String keptSha256,
            String refusedSha256,
            @Nullable String refused)
            implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.CONFLICTING_DUPLICATE;
        }
    }

    /**
     * A fetcher began to read a stream.
     *
     * @param stream name of the stream
     * @param at when
     * @param origin scheme, host and port asked
     * @param apiVersion the {@code Stripe-Version} asked with
     * @param pageLimit the {@code limit} asked for
     */
    record Started(String stream, Instant at, String origin, String apiVersion, int pageLimit) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.STARTED;
        }
    }

    /**
     * A fetcher ended.
     *
     * @param stream name of the stream
     * @param at when
     * @param reason {@code caught_up}, {@code closed}, or the failure
     */
    record Stopped(String stream, Instant at, String reason) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.STOPPED;
        }
    }

    /**
     * A fetcher was paused by its host.
     *
     * @param stream name of the stream
     * @param at when
     */
    record Paused(String stream, Instant at) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.PAUSED;
        }
    }

    /**
     * A paused fetcher went on.
     *
     * @param stream name of the stream
     * @param at when
     */
    record Resumed(String stream, Instant at) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.RESUMED;
        }
    }

    /**
     * A poll failed for a reason not yet recorded since the last success or the start.
     *
     * @param stream name of the stream
     * @param at when
     * @param failure what failed: {@code unauthorized}, {@code forbidden}, {@code rate_limited}, {@code server_error},
     *     {@code unreachable}, {@code malformed}, {@code bad_request}, {@code not_found}, {@code read_budget}, {@code no_progress}
     *     (the provider shows the same page again and again; recorded at each poll that it does)
     * @param status the HTTP status, null if no answer came
     * @param code the provider's error code, null if there was none
     * @param message in plain words; never holds a secret
     * @param requestId the provider's {@code Request-Id}, null if there was none
     */
    record FetchFailed(
            String stream,
            Instant at,
            String failure,
            @Nullable Integer status,
            @Nullable String code,
            String message,
            @Nullable String requestId)
            implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.FETCH_FAILED;
        }
    }

    /**
     * A checkpoint was signed: a statement about the journal's first records that can be checked without it.
     *
     * @param at when, by the local clock
     * @param origin who signs: the first line of the checkpoint
     * @param size how many records it covers: those at the positions below
     * @param root the Merkle tree root over them, base64
     * @param note the checkpoint itself, a C2SP signed note
     */
    record CheckpointSigned(Instant at, String origin, long size, String root, String note) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.CHECKPOINT_SIGNED;
        }

        @Override
        public String stream() {
            return "";
        }
    }

    /**
     * Opening found what an interrupted write had left, and dropped it. None of it was ever acknowledged.
     *
     * @param at when it was found, by the local clock
     * @param nextPosition the position after the last record that was kept
     * @param droppedBytes how many bytes were dropped
     * @param reason what was found, in plain words
     */
    record Recovered(Instant at, long nextPosition, long droppedBytes, String reason) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.RECOVERED;
        }

        @Override
        public String stream() {
            return "";
        }
    }

    /**
     * The oldest records were removed on request. Their hashes are kept, so that what remains can still be proved.
     *
     * @param at when, by the local clock
     * @param before no record that was removed is as young as this
     * @param firstPosition the position of the first record that remains
     * @param root the Merkle tree root over all records below that position, base64
     */
    record Pruned(Instant at, Instant before, long firstPosition, String root) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.PRUNED;
        }

        @Override
        public String stream() {
            return "";
        }
    }

    /**
     * All that could be read of a damaged journal was copied into this one. A {@link Gap} follows for what could not.
     *
     * @param at when, by the local clock
     * @param source the directory of the damaged journal
     * @param records how many records were copied
     * @param lostExcerpts how many excerpts could not be read; -1 if their number is unknown
     * @param lostRecords how many records could not be read; -1 if their number is unknown
     */
    record Salvaged(Instant at, String source, long records, long lostExcerpts, long lostRecords) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.SALVAGED;
        }

        @Override
        public String stream() {
            return "";
        }
    }

    /**
     * Requests were made that no record tells of. Recorded as soon as there is room again.
     *
     * @param at when this was recorded, by the local clock
     * @param since when the first of them was dropped
     * @param dropped how many there were
     * @param reason why the first was dropped: {@code queue_full}, {@code sink_failed}, {@code too_large}, {@code defect}
     */
    record RequestsDropped(Instant at, Instant since, long dropped, String reason) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.REQUESTS_DROPPED;
        }

        @Override
        public String stream() {
            return "";
        }
    }

    /**
     * A stream is not to be read any more: it was asked for by mistake, or its account is gone. Until it is read again, it says nothing
     * about how far all is complete.
     *
     * @param stream name of the stream
     * @param at when, by the local clock
     */
    record StreamRetired(String stream, Instant at) implements Lifecycle {
        @Override
        public RecordKind kind() {
            return RecordKind.STREAM_RETIRED;
        }
    }
}
