package dev.annals.store.projection;

import dev.annals.api.ActionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the states of all invitations to one address from its past. */
final class InvitationFold {
    private final EntityKey key;
    private final List<InvitationState> ended = new ArrayList<>();
    private @Nullable Open open;

    /** An invitation that did not end yet. */
    private static final class Open {
        private final Instant knownSince;
        private @Nullable Told first;
        private @Nullable Told last;
        private int sent;
        private List<String> roles = List.of();

        Open(Instant knownSince) {
            this.knownSince = knownSince;
        }
    }

    private InvitationFold(EntityKey key) {
        this.key = key;
    }

    /** The invitations in the order in which they are known. */
    static List<InvitationState> fold(Past past) {
        InvitationFold fold = new InvitationFold(past.key());
        Seen seen = past.lastSeen();
        for (Told each : past.told()) {
            if (seen != null && seen.at().compareTo(each.at()) < 0) {
                fold.show(seen);
                seen = null;
            }
            fold.tell(each);
        }
        if (seen != null) {
            fold.show(seen);
        }
        return fold.states();
    }

    private void tell(Told change) {
        Open invitation = openSince(change.at());
        if (change.facts() instanceof Facts.Invited said && !said.roles().isEmpty()) {
            invitation.roles = said.roles();
        }
        if (change.action().equals(ActionType.USER_INVITE_CREATED.value())) {
            invitation.first = invitation.first == null ? change : invitation.first;
            invitation.last = change;
            invitation.sent++;
        } else {
            boolean accepted = change.action().equals(ActionType.USER_INVITE_ACCEPTED.value());
            ended.add(state(
                    invitation,
                    accepted ? InvitationState.State.ACCEPTED : InvitationState.State.DELETED,
                    change.deed()));
            open = null;
        }
    }

    /** What shows an invitation and sends or ends none can be of the one before, which had ended. */
    private void show(Seen sight) {
        if (sight.facts() instanceof Facts.Invited shown && (open != null || ended.isEmpty())) {
            openSince(sight.at()).roles = shown.roles();
        }
    }

    private Open openSince(Moment at) {
        Open invitation = open == null ? new Open(at.instant()) : open;
        open = invitation;
        return invitation;
    }

    private List<InvitationState> states() {
        if (open != null) {
            ended.add(state(open, InvitationState.State.PENDING, null));
        }
        return ended;
    }

    private InvitationState state(Open invitation, InvitationState.State state, @Nullable Deed end) {
        Told first = invitation.first;
        Told last = invitation.last;
        return new InvitationState(
                key.context(),
                key.id(),
                state,
                invitation.roles,
                first == null ? null : first.at().instant(),
                first == null ? null : first.by(),
                invitation.sent,
                last == null ? null : last.at().instant(),
                end,
                invitation.knownSince,
                end == null && first == null ? List.of("state") : List.of());
    }
}
