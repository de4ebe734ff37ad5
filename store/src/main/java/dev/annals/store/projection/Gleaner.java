package dev.annals.store.projection;

import dev.annals.api.ActionType;
import dev.annals.api.ActivityLog;
import dev.annals.api.Actor;
import dev.annals.api.Details;
import dev.annals.api.Lifecycle;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.journal.Entry;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes from each record what it says about keys, users and invitations. Whether an event changes something is said by its type, what it
 * says by its details; a type that is not known here shows the facts of its details and changes nothing.
 */
final class Gleaner {
    private static final Set<String> GROUPS =
            Set.of("api_key", "user_invite", "user_roles", "scim", "user_profile", "authentication", "user_access");
    private static final Set<ActionType> KEY_CHANGES =
            Set.of(ActionType.API_KEY_CREATED, ActionType.API_KEY_UPDATED, ActionType.API_KEY_DELETED);
    private static final Set<ActionType> INVITATION_CHANGES =
            Set.of(ActionType.USER_INVITE_CREATED, ActionType.USER_INVITE_ACCEPTED, ActionType.USER_INVITE_DELETED);
    private static final Set<ActionType> ROLE_CHANGES =
            Set.of(ActionType.USER_ROLES_UPDATED, ActionType.USER_ROLES_DELETED);
    /** Of the group {@code authentication}: attempts and wishes. */
    private static final Set<ActionType> NO_CHANGE_OF_MEANS = Set.of(
            ActionType.USER_AUTH_CHALLENGE_FAILED,
            ActionType.USER_PASSWORD_RESET_FAILED,
            ActionType.USER_PASSWORD_RESET_REQUESTED,
            ActionType.USER_TWO_STEP_AUTHENTICATION_RESET_REQUESTED);

    private final Totals totals;
    private final Delta delta;

    Gleaner(Totals totals, Delta delta) {
        this.totals = totals;
        this.delta = delta;
    }

    void take(Entry entry) {
        if (entry.kind() == RecordKind.GAP) {
            takeGap(entry);
        } else if (entry.kind() == RecordKind.ACTIVITY_LOG) {
            totals.logs++;
            try {
                take(entry, ActivityJson.readLog(entry.payload()));
            } catch (MalformedJsonException e) {
                totals.unreadable++; // The journal keeps whatever came.
            }
        }
    }

    private void takeGap(Entry entry) {
        try {
            if (LifecycleJson.read(entry.kind(), entry.payload()) instanceof Lifecycle.Gap gap) {
                totals.add(gap);
            }
        } catch (MalformedJsonException e) {
            totals.unreadable++;
        }
    }

    private void take(Entry entry, ActivityLog log) {
        ActionType type = log.type();
        if (type == null || !type.isKnown()) {
            totals.unknownTypes++;
        }
        if (log.details() instanceof Details.Unknown unknown && GROUPS.contains(unknown.type())) {
            totals.unreadable++;
        }
        if (log.created() == null) {
            totals.undated++;
            return;
        }
        totals.addCreated(log.created());
        new Event(log, type, Moment.of(log.created(), entry.position())).tell();
    }

    private static @Nullable String actor(Actor actor) {
        String words = actor instanceof Actor.User user
                ? user.email()
                : actor instanceof Actor.ApiKey key ? key.id() : actor.type();
        return filled(words);
    }

    private static @Nullable String filled(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** One log that has a time. */
    private final class Event {
        private final ActivityLog log;
        private final @Nullable ActionType type;
        private final Moment at;

        Event(ActivityLog log, @Nullable ActionType type, Moment at) {
            this.log = log;
            this.type = type;
            this.at = at;
        }

        void tell() {
            use();
            Details details = log.details();
            if (details instanceof Details.ApiKey key) {
                tell(key);
            } else if (details instanceof Details.UserInvite invite) {
                tell(invite);
            } else if (details instanceof Details.UserRoles roles) {
                tell(roles);
            } else if (details instanceof Details.Scim scim) {
                tell(scim);
            } else if (details instanceof Details.UserProfile profile) {
                tell(profile);
            } else if (details instanceof Details.Authentication authentication) {
                tell(authentication);
            } else if (details instanceof Details.UserAccess access) {
                tell(access);
            }
        }

        private void use() {
            String user = userEmail();
            String key = log.actor() instanceof Actor.ApiKey actor ? filled(actor.id()) : null;
            if (user != null) {
                delta.use(EntityKey.user(log.context(), user), at);
            } else if (key != null) {
                delta.use(EntityKey.key(log.context(), key), at);
            }
        }

        private @Nullable String userEmail() {
            return log.actor() instanceof Actor.User user ? filled(user.email()) : null;
        }

        private void tell(Details.ApiKey key) {
            String id = filled(key.id());
            if (id == null) {
                return;
            }
            Details.ManagedBy managedBy = key.managedBy();
            Facts.OfKey facts = new Facts.OfKey(
                    log.livemode(),
                    filled(key.keyType()),
                    filled(key.name()),
                    filled(key.note()),
                    key.ipAllowlist(),
                    key.created(),
                    key.expiresAt(),
                    filled(key.newKey()),
                    managedBy == null ? null : filled(managedBy.type()),
                    managedBy == null ? null : filled(managedBy.applicationId()));
            tellOrShow(EntityKey.key(log.context(), id), KEY_CHANGES, facts);
            if (facts.newKey() != null && type != null && KEY_CHANGES.contains(type)) {
                tell(EntityKey.key(log.context(), facts.newKey()), new Facts.Successor(id));
            }
        }

        private void tell(Details.UserInvite invite) {
            String email = filled(invite.invitedUserEmail());
            if (email == null) {
                return;
            }
            tellOrShow(
                    EntityKey.invitation(log.context(), email), INVITATION_CHANGES, new Facts.Invited(invite.roles()));
            if (ActionType.USER_INVITE_ACCEPTED.equals(type)) {
                tell(EntityKey.user(log.context(), email), new Facts.Joined(invite.roles()));
            }
        }

        private void tell(Details.UserRoles roles) {
            String email = filled(roles.userEmail());
            // What a type that nobody knows means by old and new roles, nobody knows.
            if (email != null && type != null && ROLE_CHANGES.contains(type)) {
                boolean first = roles.oldRoles().isEmpty();
                Facts facts = new Facts.Roles(roles.newRoles(), filled(roles.source()), first);
                tell(EntityKey.user(log.context(), email), facts);
            }
        }

        private void tell(Details.Scim scim) {
            String email = filled(scim.userEmail());
            String group = filled(scim.groupName());
            boolean added = ActionType.SCIM_GROUP_MEMBER_ADDED.equals(type);
            if (email != null && group != null && (added || ActionType.SCIM_GROUP_MEMBER_REMOVED.equals(type))) {
                tell(EntityKey.user(log.context(), email), new Facts.Group(group, added));
            }
        }

        private void tell(Details.UserProfile profile) {
            String before = filled(profile.oldEmail());
            String after = filled(profile.newEmail());
            if (!ActionType.USER_EMAIL_CHANGED.equals(type) || before == null || after == null) {
                return;
            }
            EntityKey old = EntityKey.user(log.context(), before);
            EntityKey now = EntityKey.user(log.context(), after);
            if (!old.equals(now)) {
                tell(old, new Facts.MovedTo(now.id()));
                tell(now, new Facts.MovedFrom(old.id()));
            }
        }

        private void tell(Details.Authentication authentication) {
            String target = filled(authentication.targetEmail());
            String email = target == null ? userEmail() : target;
            if (email != null && type != null && type.isKnown() && !NO_CHANGE_OF_MEANS.contains(type)) {
                tell(EntityKey.user(log.context(), email), new Facts.Means(filled(authentication.challengeType())));
            }
        }

        private void tell(Details.UserAccess access) {
            String email = userEmail();
            if (email != null && ActionType.USER_ACCESS_STARTED.equals(type)) {
                show(EntityKey.user(log.context(), email), new Facts.Roles(access.roles(), null, false));
            }
        }

        private void tellOrShow(EntityKey key, Set<ActionType> changes, Facts facts) {
            if (type != null && changes.contains(type)) {
                tell(key, facts);
            } else {
                show(key, facts);
            }
        }

        private void tell(EntityKey key, Facts facts) {
            String action = type == null ? "" : type.value();
            delta.tell(
                    key,
                    new Told(at, new Told.Words(action, actor(log.actor()), facts)),
                    log.payload().length());
        }

        private void show(EntityKey key, Facts facts) {
            delta.show(key, new Seen(at, facts), log.payload().length());
        }
    }
}
