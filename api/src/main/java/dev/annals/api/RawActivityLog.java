package dev.annals.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One activity log as it came in a page: its exact bytes and the three facts that the journal needs to place it.
 *
 * @param id the provider's id ({@code accact_…}); for an object without one, {@code sha256:} and the digest of its bytes
 * @param context the account acted on ({@code acct_…}); empty if the object names none. Identity is (context, id).
 * @param created when the action happened, null if the object carries no readable RFC 3339 time
 * @param payload the exact bytes
 */
public record RawActivityLog(
        String id, String context, @Nullable Instant created, Payload payload) {}
