package dev.annals.api;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One activity log, as values. A view of {@link #payload()}, which alone is the record: parts that are missing, null, of another type
 * than documented or not known here are absent or {@code Unknown} in the view, never an error, and can be read in the payload.
 *
 * @param id the provider's id ({@code accact_…}); for an object without one, {@code sha256:} and the digest of its bytes
 * @param created when the action happened, null if the log carries no readable RFC 3339 time
 * @param type what was done, null if the log does not say
 * @param livemode whether it happened in live mode, null if the log does not say
 * @param context the account acted on ({@code acct_…}); empty if the log names none
 * @param actor who did it
 * @param details what exactly was done
 * @param requestId the id of the API request behind the action (since 2026-09-30.preview), null if the log names none
 * @param relatedObject the object that the action was about (since 2026-09-30.preview), null if the log names none
 * @param payload the exact bytes
 */
public record ActivityLog(
        String id,
        @Nullable Instant created,
        @Nullable ActionType type,
        @Nullable Boolean livemode,
        String context,
        Actor actor,
        Details details,
        @Nullable String requestId,
        @Nullable RelatedObject relatedObject,
        Payload payload) {

    /**
     * The group of the action, as the details say it.
     *
     * @return the group, empty if the details name none
     */
    public Optional<ActionGroup> group() {
        return details.type().isEmpty() ? Optional.empty() : Optional.of(new ActionGroup(details.type()));
    }
}
