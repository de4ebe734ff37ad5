package dev.annals.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One request log as it is kept: its exact bytes and the three facts that the journal needs to place it.
 *
 * @param id the provider's request id ({@code req_…}); for a request that was never given one, {@code sha256:} and the digest of the bytes
 * @param context the account acted on ({@code acct_…}); empty if it is not known. Identity is (context, id).
 * @param created when the request was made, null if the bytes hold no readable RFC 3339 time
 * @param payload the exact bytes: one JSON object on one line, format as in {@code docs/formats.md}
 */
public record RawRequestLog(
        String id, String context, @Nullable Instant created, Payload payload) {}
