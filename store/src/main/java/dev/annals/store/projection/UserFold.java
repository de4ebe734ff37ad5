package dev.annals.store.projection;

import dev.annals.api.ActionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the state of a person from the past, and from that of the address before if the roles are known only there. */
final class UserFold {
    private static final String SIGN_IN = "sign_in";
    /** How many addresses back roles are looked for: who knows how often a hostile history changes them. */
    private static final int FORMER_ADDRESSES = 16;

    private final Pasts pasts;
    private final int formerLeft;
    private final Past past;
    private final TreeSet<String> groups = new TreeSet<>();
    private final Means means = new Means();
    private List<String> roles = List.of();
    private @Nullable String rolesFrom;
    private @Nullable String rolesSource;
    private boolean rolesInferred;
    private UserState.State state = UserState.State.SEEN;
    private boolean stateInferred = true;
    private @Nullable Instant memberSince;
    private @Nullable Told removal;
    private @Nullable Told lastChange;
    private @Nullable String formerEmail;
    private @Nullable String presentEmail;

    /** Finds the past of another entity. */
    @FunctionalInterface
    interface Pasts {
        /** What is known of it up to the bound, null if nothing is. */
        @Nullable
        Past of(EntityKey key, Moment bound);
    }

    private UserFold(Past past, Pasts pasts, int formerLeft) {
        this.past = past;
        this.pasts = pasts;
        this.formerLeft = formerLeft;
    }

    static UserState fold(Past past, Pasts pasts) {
        return fold(past, pasts, FORMER_ADDRESSES);
    }

    private static UserState fold(Past past, Pasts pasts, int formerLeft) {
        UserFold fold = new UserFold(past, pasts, formerLeft);
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
        return fold.state();
    }

    private void tell(Told change) {
        if (change.facts() instanceof Facts.Means) {
            means.tell(change);
            return;
        }
        lastChange = change;
        if (change.facts() instanceof Facts.Roles said) {
            tell(change, said);
        } else if (change.facts() instanceof Facts.Joined joined) {
            beMember(change.at().instant());
            say(joined.roles(), change.action(), null);
        } else if (change.facts() instanceof Facts.Group group) {
            if (group.member()) {
                groups.add(group.name());
            } else {
                groups.remove(group.name());
            }
        } else if (change.facts() instanceof Facts.MovedTo moved) {
            presentEmail = moved.email();
            is(UserState.State.MOVED);
        } else if (change.facts() instanceof Facts.MovedFrom moved) {
            take(moved, change.at());
        }
    }

    private void tell(Told change, Facts.Roles said) {
        say(said.roles(), change.action(), said.source());
        if (change.action().equals(ActionType.USER_ROLES_DELETED.value())) {
            removal = change;
            memberSince = null;
            is(UserState.State.REMOVED);
        } else {
            beMember(said.first() ? change.at().instant() : null);
        }
    }

    private void beMember(@Nullable Instant since) {
        memberSince = state == UserState.State.MEMBER && memberSince != null ? memberSince : since;
        is(UserState.State.MEMBER);
    }

    private void is(UserState.State now) {
        state = now;
        stateInferred = false;
        removal = now == UserState.State.REMOVED ? removal : null;
        presentEmail = now == UserState.State.MOVED ? presentEmail : null;
    }

    private void say(List<String> said, String action, @Nullable String source) {
        roles = said;
        rolesFrom = action;
        rolesSource = source;
        rolesInferred = false;
    }

    /** What was true under the address before goes on; that it does no event says. */
    private void take(Facts.MovedFrom moved, Moment at) {
        formerEmail = moved.email();
        UserState then = at.equals(lastMove()) ? former(moved, at) : null;
        is(UserState.State.MEMBER);
        stateInferred = true;
        if (then != null && then.state() != UserState.State.REMOVED) {
            memberSince = then.memberSince() == null ? memberSince : then.memberSince();
            groups.addAll(then.groups());
            if (then.rolesFrom() != null) {
                say(then.roles(), then.rolesFrom(), then.rolesSource());
                rolesInferred = true;
            }
        }
    }

    /** Only the last one is followed: addresses that go to and fro would double the work with each change. */
    private @Nullable Moment lastMove() {
        return past.told().stream()
                .filter(each -> each.facts() instanceof Facts.MovedFrom)
                .map(Told::at)
                .reduce((one, later) -> later)
                .orElse(null);
    }

    private @Nullable UserState former(Facts.MovedFrom moved, Moment at) {
        Moment before = new Moment(at.second(), at.nano(), at.position() - 1);
        Past former =
                formerLeft == 0 ? null : pasts.of(EntityKey.user(past.key().context(), moved.email()), before);
        return former == null ? null : fold(former, pasts, formerLeft - 1);
    }

    private void show(Seen sight) {
        if (sight.facts() instanceof Facts.Roles shown && !shown.roles().isEmpty()) {
            if (rolesFrom == null || !roles.equals(shown.roles())) {
                say(shown.roles(), SIGN_IN, shown.source());
            }
            if (state != UserState.State.MEMBER) {
                is(UserState.State.MEMBER);
                stateInferred = true;
            }
        }
    }

    private UserState state() {
        List<String> inferred = new ArrayList<>();
        if (stateInferred) {
            inferred.add("state");
        }
        if (rolesInferred) {
            inferred.add("roles");
        }
        if (means.inferred) {
            inferred.add("two_step");
        }
        return new UserState(
                past.key().context(),
                past.key().id(),
                state,
                roles,
                rolesFrom,
                rolesSource,
                List.copyOf(groups),
                memberSince,
                past.knownSince(),
                removal == null ? null : removal.deed(),
                formerEmail,
                presentEmail,
                means.twoStep,
                List.copyOf(means.methods),
                lastChange == null ? null : lastChange.deed(),
                means.last == null ? null : means.last.deed(),
                past.lastSeenAt(),
                past.lastUse(),
                inferred);
    }

    /** The means of signing in. */
    private static final class Means {
        private final TreeSet<String> methods = new TreeSet<>();
        private @Nullable Boolean twoStep;
        private boolean inferred;
        private @Nullable Told last;

        void tell(Told change) {
            last = change;
            String challenge = change.facts() instanceof Facts.Means said ? said.challenge() : null;
            switch (change.action()) {
                case "user_two_step_authentication_method_added", "user_two_step_authentication_method_updated" ->
                    is(true, false, challenge);
                case "user_two_step_authentication_method_removed" -> removed(challenge);
                case "user_two_step_authentication_method_reset" -> is(false, true, null);
                case "user_two_step_authentication_backup_code_used" -> is(false, false, null);
                default -> {}
            }
        }

        private void is(boolean on, boolean concluded, @Nullable String challenge) {
            twoStep = on;
            inferred = concluded;
            if (!on) {
                methods.clear();
            } else if (challenge != null) {
                methods.add(challenge);
            }
        }

        private void removed(@Nullable String challenge) {
            if (challenge != null) {
                methods.remove(challenge);
            }
            twoStep = !methods.isEmpty();
            inferred = true; // Another method may be older than the journal.
        }
    }
}
