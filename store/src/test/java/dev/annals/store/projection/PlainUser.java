package dev.annals.store.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One person of a {@link PlainInventory}, while the events are told one after the other. */
final class PlainUser {
    private UserState.State state = UserState.State.SEEN;
    private boolean stateInferred = true;
    private boolean rolesInferred;
    private boolean meansInferred;
    private List<String> roles = List.of();
    private final TreeSet<String> groups = new TreeSet<>();
    private final TreeSet<String> methods = new TreeSet<>();
    private @Nullable String rolesFrom;
    private @Nullable String source;
    private @Nullable Instant since;
    private @Nullable Deed removal;
    private @Nullable String former;
    private @Nullable String present;
    private @Nullable Boolean twoStep;
    private @Nullable Deed change;
    private @Nullable Deed meansChange;

    void comesFrom(PlainInventory.Event move, String before, @Nullable UserState then) {
        change = move.deed();
        former = before;
        state = UserState.State.MEMBER;
        stateInferred = true;
        removal = null;
        present = null;
        if (then != null && then.state() != UserState.State.REMOVED) {
            since = then.memberSince() == null ? since : then.memberSince();
            groups.addAll(then.groups());
            if (then.rolesFrom() != null) {
                roles = then.roles();
                rolesFrom = then.rolesFrom();
                source = then.rolesSource();
                rolesInferred = true;
            }
        }
    }

    void isToldBy(PlainInventory.Event event) {
        Happening what = event.what();
        if (what.body() instanceof Happening.Means means) {
            meansChange = event.deed();
            means(what.type(), means.challenge());
            return;
        }
        change = event.deed();
        if (what.body() instanceof Happening.Roles said) {
            say(said.after(), what.type(), "scim");
            if (what.type().equals("user_roles_deleted")) {
                state = UserState.State.REMOVED;
                stateInferred = false;
                removal = event.deed();
                present = null;
                since = null;
            } else {
                member(said.before().isEmpty() ? what.created() : null);
            }
        } else if (what.body() instanceof Happening.Invite invite) {
            member(what.created());
            say(invite.roles(), what.type(), null);
        } else if (what.body() instanceof Happening.Group group) {
            if (what.type().equals("scim_group_member_added")) {
                groups.add(group.name());
            } else {
                groups.remove(group.name());
            }
        } else if (what.body() instanceof Happening.Moved moved) {
            state = UserState.State.MOVED;
            stateInferred = false;
            removal = null;
            present = moved.after().toLowerCase(Locale.ROOT);
        }
    }

    private void means(String type, @Nullable String challenge) {
        if (type.endsWith("method_added") || type.endsWith("method_updated")) {
            twoStep = true;
            meansInferred = false;
            if (challenge != null) {
                methods.add(challenge);
            }
        } else if (type.endsWith("method_removed")) {
            if (challenge != null) {
                methods.remove(challenge);
            }
            twoStep = !methods.isEmpty();
            meansInferred = true;
        } else if (type.endsWith("method_reset") || type.endsWith("backup_code_used")) {
            twoStep = false;
            meansInferred = type.endsWith("method_reset");
            methods.clear();
        }
    }

    private void member(@Nullable Instant from) {
        since = state == UserState.State.MEMBER && since != null ? since : from;
        state = UserState.State.MEMBER;
        stateInferred = false;
        removal = null;
        present = null;
    }

    private void say(List<String> said, String by, @Nullable String from) {
        roles = said;
        rolesFrom = by;
        source = from;
        rolesInferred = false;
    }

    void isShownBy(PlainInventory.Event event) {
        List<String> shown = ((Happening.Access) event.what().body()).roles();
        if (shown.isEmpty()) {
            return;
        }
        if (rolesFrom == null || !roles.equals(shown)) {
            say(shown, "sign_in", null);
        }
        if (state != UserState.State.MEMBER) {
            state = UserState.State.MEMBER;
            stateInferred = true;
            removal = null;
            present = null;
        }
    }

    UserState state(PlainInventory.Id id, Instant known, @Nullable Instant lastShown, @Nullable Instant lastUse) {
        List<String> inferred = new ArrayList<>();
        if (stateInferred) {
            inferred.add("state");
        }
        if (rolesInferred) {
            inferred.add("roles");
        }
        if (meansInferred) {
            inferred.add("two_step");
        }
        return new UserState(
                id.context(),
                id.name(),
                state,
                roles,
                rolesFrom,
                source,
                List.copyOf(groups),
                since,
                known,
                removal,
                former,
                present,
                twoStep,
                List.copyOf(methods),
                change,
                meansChange,
                lastShown,
                lastUse,
                inferred);
    }
}
