package dev.annals.store.projection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One invitation, as at an instant. To be invited again while an invitation is pending is the same invitation, sent again; to be
 * invited again after it ended is another.
 *
 * @param context the account invited to, empty if the logs name none
 * @param email who is invited, in lower case
 * @param state what became of it
 * @param roles the roles that were last said
 * @param invited when it was sent first; null if that is not in the journal
 * @param invitedBy who sent it first
 * @param sent how often it was sent, as far as the journal knows
 * @param lastSent when it was sent last
 * @param end the event that ended it, null while it is pending
 * @param knownSince the first event that shows it
 * @param inferred names of what was inferred, as in JSON: {@code state} of an invitation that no event sent or ended
 */
public record InvitationState(
        String context,
        String email,
        State state,
        List<String> roles,
        @Nullable Instant invited,
        @Nullable String invitedBy,
        int sent,
        @Nullable Instant lastSent,
        @Nullable Deed end,
        Instant knownSince,
        List<String> inferred) {
    public InvitationState {
        roles = List.copyOf(roles);
        inferred = List.copyOf(inferred);
    }

    /** What an invitation can be. */
    public enum State {
        /** Neither accepted nor deleted. */
        PENDING,
        /** The person accepted it. */
        ACCEPTED,
        /** It was deleted: withdrawn or expired, which the provider does not tell apart. */
        DELETED
    }
}
