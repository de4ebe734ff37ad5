package dev.annals.store.requests;

import java.time.Instant;
import java.util.List;

/**
 * One API version that was used.
 *
 * @param version the version, empty for requests that do not say theirs
 * @param count how many requests were made in it
 * @param lastUse when one was made last: within an hour exact, since the last appended of that hour is shown
 * @param isDefault whether it is the account's default
 * @param isLatest whether no newer one was used
 * @param callers who used it, the most frequent first
 */
public record VersionUse(
        String version, long count, Instant lastUse, boolean isDefault, boolean isLatest, List<Caller> callers) {
    /**
     * Who sent requests.
     *
     * @param userAgent the {@code User-Agent}, empty if it is not known
     * @param apiKeyId the id of the key, empty if it is not known
     * @param count how many
     */
    public record Caller(String userAgent, String apiKeyId, long count) {}

    public VersionUse {
        callers = List.copyOf(callers);
    }
}
