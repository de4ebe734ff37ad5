package dev.annals.store.projection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person in one account, as at an instant. Whoever works in several accounts has a state in each. What no event said is null or
 * empty, and what was concluded from events that do not say it is named in {@code inferred}.
 *
 * @param context the account, empty if the logs name none
 * @param email the address in lower case, because addresses are compared so
 * @param state what the person was to the account
 * @param roles the roles that were last said or shown
 * @param rolesFrom the action that said so, for example {@code user_roles_updated}, {@code user_invite_accepted}; {@code sign_in} if the
 *     person's last sign-in showed them; null if nothing did
 * @param rolesSource who assigned them, in the provider's word: {@code dashboard}, {@code scim}, {@code sso}
 * @param groups groups of the identity provider (SCIM) that the person was added to and not removed from, by name; the end of a group
 *     itself is not looked at
 * @param memberSince when the person accepted an invitation or was given the first roles; null if that is not in the journal
 * @param knownSince the first event that shows the person
 * @param removal the event that took the roles away, null unless the person is removed
 * @param formerEmail the address before it was changed
 * @param presentEmail the address that this one was changed to
 * @param twoStep whether two-step authentication is on: true after a method was added, false after the last known one was removed, all
 *     were reset, or a backup code was used; null if no event tells
 * @param twoStepMethods methods added and not removed, as {@code challenge_type} names them
 * @param lastChange the last event that changed roles, groups, membership or the address, null if none is in the journal
 * @param lastMeansChange the last event that changed the means of signing in (password, passkeys, two-step, …)
 * @param lastSignIn when the person signed in last, exactly to the day; see {@link Inventory}
 * @param lastActive when the person did anything last, exactly to the day
 * @param inferred names of what was inferred, as in JSON: {@code state}, {@code roles}, {@code two_step}
 */
public record UserState(
        String context,
        String email,
        State state,
        List<String> roles,
        @Nullable String rolesFrom,
        @Nullable String rolesSource,
        List<String> groups,
        @Nullable Instant memberSince,
        Instant knownSince,
        @Nullable Deed removal,
        @Nullable String formerEmail,
        @Nullable String presentEmail,
        @Nullable Boolean twoStep,
        List<String> twoStepMethods,
        @Nullable Deed lastChange,
        @Nullable Deed lastMeansChange,
        @Nullable Instant lastSignIn,
        @Nullable Instant lastActive,
        List<String> inferred) {
    public UserState {
        roles = List.copyOf(roles);
        groups = List.copyOf(groups);
        twoStepMethods = List.copyOf(twoStepMethods);
        inferred = List.copyOf(inferred);
    }

    /** What a person can be. */
    public enum State {
        /** Has roles, or accepted an invitation. Inferred if only a sign-in, an earlier address or something done shows it. */
        MEMBER,
        /** The roles were taken away. */
        REMOVED,
        /** The address was changed; the person goes on under {@link UserState#presentEmail}. */
        MOVED,
        /** Appears in events that do not tell: acted, or the means of signing in were changed. */
        SEEN
    }
}
