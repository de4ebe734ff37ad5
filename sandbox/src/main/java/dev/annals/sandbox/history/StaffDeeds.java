package dev.annals.sandbox.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;

/** Joining, changing roles, leaving. */
final class StaffDeeds {
    private static final List<String> SOURCES = List.of("dashboard", "dashboard", "dashboard", "scim", "sso");

    private final Company company;
    private final Cast cast;
    private final SplittableRandom random;
    private final List<Invite> open = new ArrayList<>();

    StaffDeeds(Company company, Cast cast, SplittableRandom random) {
        this.company = company;
        this.cast = cast;
        this.random = random;
    }

    Deed tell(String type, Queue<String> consequences) {
        return switch (type) {
            case "user_invite_accepted" -> open.isEmpty() ? invited(consequences) : accepted();
            case "user_invite_deleted" -> open.isEmpty() ? invited(consequences) : withdrawn();
            case "user_invite_created" -> invited(consequences);
            case "user_roles_deleted" -> cast.people().size() > 8 ? left() : rolesChanged();
            default -> rolesChanged();
        };
    }

    private Deed invited(Queue<String> consequences) {
        Invite invite = new Invite(company.newcomer(random), someRoles());
        open.add(invite);
        consequences.add(random.nextInt(5) == 0 ? "user_invite_deleted" : "user_invite_accepted");
        return invite("user_invite_created", cast.anyone(), invite);
    }

    private Deed accepted() {
        Invite invite = open.remove(0);
        cast.giveRoles(invite.email(), invite.roles());
        if (!cast.people().contains(invite.email())) {
            cast.people().add(invite.email());
        }
        return invite("user_invite_accepted", invite.email(), invite);
    }

    private Deed withdrawn() {
        return invite("user_invite_deleted", cast.anyone(), open.remove(open.size() - 1));
    }

    private Deed invite(String type, String by, Invite invite) {
        return new Deed(
                type,
                cast.user(by),
                json -> json.open("user_invite")
                        .field("invited_user_email", invite.email())
                        .field("roles", invite.roles())
                        .close(),
                cast.requestAlone());
    }

    private Deed rolesChanged() {
        String email = cast.anyone();
        List<String> next = otherRoles(cast.rolesOf(email));
        Deed deed = roles("user_roles_updated", email, next);
        cast.giveRoles(email, next);
        return deed;
    }

    private Deed left() {
        String email = cast.anyone();
        Deed deed = roles("user_roles_deleted", email, List.of());
        cast.people().remove(email);
        return deed;
    }

    private Deed roles(String type, String email, List<String> next) {
        List<String> old = cast.rolesOf(email);
        String source = Company.pick(SOURCES, random);
        boolean told = random.nextInt(6) > 0;
        return new Deed(
                type,
                source.equals("scim") ? cast.provider() : cast.user(cast.anyone()),
                json -> {
                    json.open("user_roles").field("new_roles", next).field("old_roles", old);
                    if (told) {
                        json.field("source", source);
                    }
                    json.field("user_email", email).close();
                },
                cast.requestAlone());
    }

    private List<String> otherRoles(List<String> old) {
        List<String> next = someRoles();
        while (Set.copyOf(next).equals(Set.copyOf(old))) {
            next = someRoles();
        }
        return next;
    }

    private List<String> someRoles() {
        String one = Company.pick(Company.ROLES, random);
        String two = Company.pick(Company.ROLES, random);
        return one.equals(two) ? List.of(one) : List.of(one, two);
    }

    private record Invite(String email, List<String> roles) {}
}
