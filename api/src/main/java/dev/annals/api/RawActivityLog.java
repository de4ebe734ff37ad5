package dev.annals.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One activity log as it came in a page: its exact bytes, the three facts that the journal needs to place it, and those by which it will
 * be found again.
 *
 * @param id the provider's id ({@code accact_…}); for an object without one, {@code sha256:} and the digest of its bytes
 * @param context the account acted on ({@code acct_…}); empty if the object names none. Identity is (context, id).
 * @param created when the action happened, null if the object carries no readable RFC 3339 time
 * @param payload the exact bytes
 * @param fields what {@code ActivityJson.readFields} reads from the payload, for whoever has read it already; null: they are still to be
 *     read
 */
public record RawActivityLog(
        String id,
        String context,
        @Nullable Instant created,
        Payload payload,
        @Nullable LogFields fields) {
    /**
     * A log whose fields are still to be read.
     *
     * @param id as above
     * @param context as above
     * @param created as above
     * @param payload as above
     */
    public RawActivityLog(String id, String context, @Nullable Instant created, Payload payload) {
        this(id, context, created, payload, null);
    }

    /**
     * A log whose fields were read with it.
     *
     * @param fields the fields
     * @param payload the exact bytes that they were read from
     */
    public RawActivityLog(LogFields fields, Payload payload) {
        this(fields.id(), fields.context(), fields.created(), payload, fields);
    }
}
