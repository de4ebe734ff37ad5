package dev.annals.store.projection;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Inventory} promises, in the plainest words: everything that ever happened in a list, and each answer a walk over all of it
 * that happened until then.
 */
final class PlainInventory {
    private static final Set<String> KEY = Set.of("api_key_created", "api_key_updated", "api_key_deleted");
    private static final Set<String> INVITE =
            Set.of("user_invite_created", "user_invite_accepted", "user_invite_deleted");
    private static final Set<String> ROLES = Set.of("user_roles_updated", "user_roles_deleted");
    private static final Set<String> NO_MEANS = Set.of("user_auth_challenge_failed", "user_frobbed");

    /** Something that happened, and where it was stored. */
    record Event(long position, Happening what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return Comparator.comparing((Event each) -> each.what().created())
                    .thenComparing(Event::position)
                    .compare(this, other);
        }

        Deed deed() {
            return new Deed(what.created(), what.type(), what.by(), position);
        }

        boolean is(String type) {
            return what.type().equals(type);
        }
    }

    /** Whose history. */
    record Id(String context, String name) implements Comparable<Id> {
        @Override
        public int compareTo(Id other) {
            return Comparator.comparing(Id::context).thenComparing(Id::name).compare(this, other);
        }
    }

    private final List<Event> events = new ArrayList<>();

    void add(long position, Happening what) {
        events.add(new Event(position, what));
    }

    private Stream<Event> dated() {
        return events.stream()
                .filter(each -> !(each.what().body() instanceof Happening.Broken)
                        && !(each.what().body() instanceof Happening.Undated));
    }

    // ---- what is thinned

    /** Of each day and each thing shown, the first and the last; of these, those that are within. */
    private List<Event> firstAndLast(Predicate<Event> which, Function<Event, Object> shown, Predicate<Event> within) {
        Map<Object, List<Event>> groups = new LinkedHashMap<>();
        dated().filter(which)
                .sorted()
                .forEach(each -> groups.computeIfAbsent(
                                List.of(
                                        each.what()
                                                .created()
                                                .atZone(ZoneOffset.UTC)
                                                .toLocalDate(),
                                        shown.apply(each)),
                                day -> new ArrayList<>())
                        .add(each));
        return groups.values().stream()
                .flatMap(all -> Stream.of(all.get(0), all.get(all.size() - 1)))
                .distinct()
                .filter(within)
                .sorted()
                .toList();
    }

    private List<Event> uses(String actorType, Id id, Predicate<Event> within) {
        return firstAndLast(
                each -> each.what().who().type().equals(actorType)
                        && folded(actorType, each.what().who().name()).equals(id.name())
                        && each.what().context().equals(id.context()),
                each -> "",
                within);
    }

    private static String folded(String actorType, String name) {
        return actorType.equals("user") ? name.toLowerCase(Locale.ROOT) : name;
    }

    private List<Event> changes(Id id, BiPredicate<Event, Id> changes, Predicate<Event> within) {
        return dated().filter(each -> each.what().context().equals(id.context()) && changes.test(each, id))
                .filter(within)
                .sorted()
                .toList();
    }

    /** What changed it and, in its place, what showed it last. */
    private static List<Event> told(List<Event> changes, List<Event> shown) {
        return Stream.concat(changes.stream(), shown.stream().skip(Math.max(0, shown.size() - 1)))
                .sorted()
                .toList();
    }

    private static @Nullable Instant first(List<List<Event>> lists) {
        return lists.stream()
                .flatMap(List::stream)
                .map(each -> each.what().created())
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static @Nullable Instant last(List<Event> events) {
        return events.isEmpty() ? null : events.get(events.size() - 1).what().created();
    }

    private static Predicate<Event> until(Instant at) {
        return each -> !each.what().created().isAfter(at);
    }

    // ---- keys

    List<KeyState> keys(Instant at) {
        TreeSet<Id> ids = new TreeSet<>();
        dated().filter(until(at)).forEach(each -> {
            String context = each.what().context();
            if (each.what().body() instanceof Happening.Key key) {
                ids.add(new Id(context, key.id()));
                if (key.newKey() != null && KEY.contains(each.what().type())) {
                    ids.add(new Id(context, key.newKey()));
                }
            }
            if (each.what().who().type().equals("api_key")
                    && !each.what().who().name().isEmpty()) {
                ids.add(new Id(context, each.what().who().name()));
            }
        });
        return ids.stream().map(id -> key(id, at)).filter(Objects::nonNull).toList();
    }

    private static boolean isAbout(Event event, Id id) {
        return event.what().body() instanceof Happening.Key key && key.id().equals(id.name());
    }

    private static boolean isAfter(Event event, Id id) {
        return event.what().body() instanceof Happening.Key key && id.name().equals(key.newKey());
    }

    private @Nullable KeyState key(Id id, Instant at) {
        List<Event> changes = changes(
                id,
                (each, it) -> KEY.contains(each.what().type()) && (isAbout(each, it) || isAfter(each, it)),
                until(at));
        List<Event> shown = firstAndLast(
                each -> each.what().context().equals(id.context())
                        && isAbout(each, id)
                        && !KEY.contains(each.what().type()),
                each -> each.what().body(),
                until(at));
        List<Event> uses = uses("api_key", id, until(at));
        Instant known = first(List.of(changes, shown, uses));
        if (known == null) {
            return null;
        }
        Event created = null;
        Event deleted = null;
        Event changed = null;
        Event succeeded = null;
        String newKey = null;
        Happening.Key facts = null;
        for (Event each : told(changes, shown)) {
            if (isAbout(each, id)) {
                facts = (Happening.Key) each.what().body();
                newKey = facts.newKey() == null ? newKey : facts.newKey();
                if (KEY.contains(each.what().type())) {
                    changed = each;
                    created = created == null && each.is("api_key_created") ? each : created;
                    deleted = each.is("api_key_deleted") ? each : each.is("api_key_created") ? null : deleted;
                }
            }
            if (isAfter(each, id) && KEY.contains(each.what().type())) {
                succeeded = each;
            }
        }
        Instant expires = facts == null || facts.expires() == null ? null : Happening.at(facts.expires());
        KeyState.State state = deleted != null
                ? KeyState.State.DELETED
                : newKey != null
                        ? KeyState.State.ROTATED
                        : expires != null && !expires.isAfter(at) ? KeyState.State.EXPIRED : KeyState.State.ACTIVE;
        List<String> inferred = new ArrayList<>();
        if (state == KeyState.State.EXPIRED || (state == KeyState.State.ACTIVE && created == null)) {
            inferred.add("state");
        }
        if (created == null && succeeded != null) {
            inferred.add("created_by");
        }
        return new KeyState(
                id.context(),
                id.name(),
                state,
                facts == null ? null : true,
                facts == null ? null : "secret_key",
                facts == null || facts.name().isEmpty() ? null : facts.name(),
                null,
                facts == null ? List.of() : List.of("10.0.0.1"),
                facts == null ? null : "application",
                facts == null ? null : "ca_1",
                facts == null ? null : Happening.T0,
                created != null
                        ? created.what().by()
                        : succeeded != null ? succeeded.what().by() : null,
                known,
                expires,
                succeeded == null ? null : ((Happening.Key) succeeded.what().body()).id(),
                newKey,
                deleted == null ? null : deleted.deed(),
                changed == null ? null : changed.deed(),
                last(shown),
                last(uses),
                inferred);
    }

    // ---- invitations

    List<InvitationState> invitations(Instant at) {
        TreeSet<Id> ids = new TreeSet<>();
        dated().forEach(each -> {
            if (each.what().body() instanceof Happening.Invite invite) {
                ids.add(new Id(each.what().context(), invite.email().toLowerCase(Locale.ROOT)));
            }
        });
        return ids.stream().flatMap(id -> invitations(id, at).stream()).toList();
    }

    private static boolean invites(Event event, Id id) {
        return event.what().body() instanceof Happening.Invite invite
                && invite.email().toLowerCase(Locale.ROOT).equals(id.name());
    }

    private List<InvitationState> invitations(Id id, Instant at) {
        List<Event> changes =
                changes(id, (each, it) -> INVITE.contains(each.what().type()) && invites(each, it), until(at));
        List<Event> shown = firstAndLast(
                each -> each.what().context().equals(id.context())
                        && invites(each, id)
                        && !INVITE.contains(each.what().type()),
                each -> ((Happening.Invite) each.what().body()).roles(),
                until(at));
        List<List<Event>> invitations = new ArrayList<>();
        boolean open = false;
        for (Event each : told(changes, shown)) {
            boolean change = INVITE.contains(each.what().type());
            if (!change && !open && !invitations.isEmpty()) {
                continue;
            }
            if (!open) {
                invitations.add(new ArrayList<>());
            }
            invitations.get(invitations.size() - 1).add(each);
            open = !change || each.is("user_invite_created");
        }
        return invitations.stream().map(each -> invitation(id, each)).toList();
    }

    private static InvitationState invitation(Id id, List<Event> story) {
        List<Event> sent =
                story.stream().filter(each -> each.is("user_invite_created")).toList();
        Event last = story.get(story.size() - 1);
        boolean accepted = last.is("user_invite_accepted");
        boolean ended = accepted || last.is("user_invite_deleted");
        List<String> roles = List.of();
        for (Event each : story) {
            List<String> said = ((Happening.Invite) each.what().body()).roles();
            roles = said.isEmpty() && INVITE.contains(each.what().type()) ? roles : said;
        }
        return new InvitationState(
                id.context(),
                id.name(),
                accepted
                        ? InvitationState.State.ACCEPTED
                        : ended ? InvitationState.State.DELETED : InvitationState.State.PENDING,
                roles,
                first(List.of(sent)),
                sent.isEmpty() ? null : sent.get(0).what().by(),
                sent.size(),
                last(sent),
                ended ? last.deed() : null,
                story.get(0).what().created(),
                !ended && sent.isEmpty() ? List.of("state") : List.of());
    }

    // ---- users

    List<UserState> users(Instant at) {
        TreeSet<Id> ids = new TreeSet<>();
        dated().forEach(each -> {
            String context = each.what().context();
            addresses(each).forEach(email -> ids.add(new Id(context, email.toLowerCase(Locale.ROOT))));
        });
        return ids.stream()
                .map(id -> user(id, until(at)))
                .filter(Objects::nonNull)
                .toList();
    }

    private static Stream<String> addresses(Event event) {
        List<String> all = new ArrayList<>();
        Happening.Body body = event.what().body();
        if (event.what().who().type().equals("user")) {
            all.add(event.what().who().name());
        }
        if (body instanceof Happening.Roles roles) {
            all.add(roles.email());
        } else if (body instanceof Happening.Invite invite) {
            all.add(invite.email());
        } else if (body instanceof Happening.Moved moved) {
            all.add(moved.before());
            all.add(moved.after());
        } else if (body instanceof Happening.Group group) {
            all.add(group.email());
        } else if (body instanceof Happening.Means means && means.target() != null) {
            all.add(means.target());
        }
        return all.stream().filter(each -> !each.isEmpty());
    }

    /** Whose roles, membership, address or means of signing in an event changes: empty if nobody's. */
    private static boolean changes(Event event, Id id) {
        Happening.Body body = event.what().body();
        String type = event.what().type();
        Predicate<@Nullable String> it =
                email -> email != null && email.toLowerCase(Locale.ROOT).equals(id.name());
        if (body instanceof Happening.Roles roles) {
            return ROLES.contains(type) && it.test(roles.email());
        } else if (body instanceof Happening.Invite invite) {
            return type.equals("user_invite_accepted") && it.test(invite.email());
        } else if (body instanceof Happening.Moved moved) {
            return type.equals("user_email_changed")
                    && !moved.before().equalsIgnoreCase(moved.after())
                    && (it.test(moved.before()) || it.test(moved.after()));
        } else if (body instanceof Happening.Group group) {
            return (type.equals("scim_group_member_added") || type.equals("scim_group_member_removed"))
                    && it.test(group.email());
        } else if (body instanceof Happening.Means means) {
            boolean actor = event.what().who().type().equals("user")
                    && it.test(event.what().who().name());
            return !NO_MEANS.contains(type) && (means.target() == null ? actor : it.test(means.target()));
        }
        return false;
    }

    private static boolean signsIn(Event event, Id id) {
        return event.is("user_access_started")
                && event.what().body() instanceof Happening.Access
                && event.what().who().type().equals("user")
                && event.what().who().name().toLowerCase(Locale.ROOT).equals(id.name());
    }

    private @Nullable UserState user(Id id, Predicate<Event> within) {
        List<Event> changes = changes(id, PlainInventory::changes, within);
        List<Event> shown = firstAndLast(
                each -> each.what().context().equals(id.context()) && signsIn(each, id),
                each -> ((Happening.Access) each.what().body()).roles(),
                within);
        List<Event> uses = uses("user", id, within);
        Instant known = first(List.of(changes, shown, uses));
        if (known == null) {
            return null;
        }
        PlainUser user = new PlainUser();
        Event lastMove = changes.stream()
                .filter(each -> each.what().body() instanceof Happening.Moved moved
                        && moved.after().equalsIgnoreCase(id.name()))
                .reduce((one, later) -> later)
                .orElse(null);
        for (Event each : told(changes, shown)) {
            if (each.what().body() instanceof Happening.Moved moved
                    && moved.after().equalsIgnoreCase(id.name())) {
                String before = moved.before().toLowerCase(Locale.ROOT);
                user.comesFrom(
                        each,
                        before,
                        each.equals(lastMove)
                                ? user(new Id(id.context(), before), it -> it.compareTo(each) < 0)
                                : null);
            } else if (changes.contains(each)) {
                user.isToldBy(each);
            } else {
                user.isShownBy(each);
            }
        }
        return user.state(id, known, last(shown), last(uses));
    }

    // ---- what is counted

    long unknownTypes() {
        return events.stream()
                .filter(each -> !(each.what().body() instanceof Happening.Broken))
                .filter(each -> each.what().type().endsWith("frobbed"))
                .count();
    }

    long unreadable() {
        return events.stream()
                .filter(each -> each.what().body() instanceof Happening.Broken
                        || (each.what().body() instanceof Happening.Odd odd && odd.unreadable()))
                .count();
    }

    long undated() {
        return events.stream()
                .filter(each -> each.what().body() instanceof Happening.Undated)
                .count();
    }

    long logs() {
        return events.size();
    }

    @Nullable
    Instant begins() {
        return first(List.of(dated().toList()));
    }
}
