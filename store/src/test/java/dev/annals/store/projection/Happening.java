package dev.annals.store.projection;

import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.store.journal.NewRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Something that happened, and the provider's words for it. */
record Happening(int hour, String context, Who who, String type, Body body) {
    static final Instant T0 = Instant.parse("2026-04-01T00:00:00Z");

    /** Who did it. */
    record Who(String type, String name) {}

    /** What the details say. */
    sealed interface Body {}

    record Key(
            String id,
            String name,
            @Nullable Integer expires,
            @Nullable String newKey) implements Body {}

    record Invite(String email, List<String> roles) implements Body {}

    record Roles(String email, List<String> before, List<String> after) implements Body {}

    record Moved(String before, String after) implements Body {}

    record Group(String email, String name) implements Body {}

    record Means(@Nullable String challenge, @Nullable String target) implements Body {}

    record Access(List<String> roles) implements Body {}

    /** Details of a shape that nobody expects. */
    record Odd(String details, boolean unreadable) implements Body {}

    /** No log at all. */
    record Broken(String payload) implements Body {}

    /** A log whose time nobody can read. */
    record Undated() implements Body {}

    static Instant at(int hour) {
        return T0.plus(Duration.ofHours(hour));
    }

    Instant created() {
        return at(hour);
    }

    @Nullable
    String by() {
        return who.type().equals("user") || who.type().equals("api_key")
                ? who.name().isEmpty() ? null : who.name()
                : who.type().isEmpty() ? null : who.type();
    }

    NewRecord asRecord() {
        String payload = body instanceof Broken broken ? broken.payload() : json();
        return new NewRecord(RecordKind.ACTIVITY_LOG, created(), Payload.ofUtf8(payload));
    }

    private String json() {
        String time = body instanceof Undated ? "yesterday" : created().toString();
        String actor = "{\"type\":" + text(who.type()) + ",\"user\":"
                + (who.type().equals("user") ? "{\"email\":" + text(who.name()) + "}" : "null") + ",\"api_key\":"
                + (who.type().equals("api_key") ? "{\"id\":" + text(who.name()) + "}" : "null") + "}";
        return "{\"id\":\"accact_1\",\"object\":\"v2.iam.activity_log\",\"created\":\"" + time + "\",\"context\":"
                + text(context) + ",\"livemode\":true,\"type\":" + text(type) + ",\"actor\":" + actor
                + ",\"new_thing\":[1,{\"created\":7}],\"details\":" + details() + "}";
    }

    private String details() {
        if (body instanceof Key key) {
            return shape(
                    "api_key",
                    "\"id\":" + text(key.id()) + ",\"name\":" + text(key.name())
                            + ",\"type\":\"secret_key\",\"note\":\"\""
                            + ",\"ip_allowlist\":[\"10.0.0.1\"],\"created\":\"" + T0 + "\",\"expires_at\":"
                            + (key.expires() == null
                                    ? "null"
                                    : text(at(key.expires()).toString()))
                            + ",\"new_key\":" + text(key.newKey())
                            + ",\"managed_by\":{\"type\":\"application\",\"application\":{\"id\":\"ca_1\"}}");
        } else if (body instanceof Invite invite) {
            return shape(
                    "user_invite",
                    "\"invited_user_email\":" + text(invite.email()) + ",\"roles\":" + texts(invite.roles()));
        } else if (body instanceof Roles roles) {
            return shape(
                    "user_roles",
                    "\"user_email\":" + text(roles.email()) + ",\"old_roles\":" + texts(roles.before())
                            + ",\"new_roles\":" + texts(roles.after()) + ",\"source\":\"scim\"");
        } else if (body instanceof Moved moved) {
            return shape(
                    "user_profile", "\"old_email\":" + text(moved.before()) + ",\"new_email\":" + text(moved.after()));
        } else if (body instanceof Group group) {
            return shape("scim", "\"group_name\":" + text(group.name()) + ",\"user_email\":" + text(group.email()));
        } else if (body instanceof Means means) {
            return shape(
                    "authentication",
                    "\"challenge_type\":" + text(means.challenge()) + ",\"target_email\":" + text(means.target()));
        } else if (body instanceof Access access) {
            return shape("user_access", "\"roles\":" + texts(access.roles()));
        }
        return body instanceof Odd odd ? odd.details() : "{}";
    }

    private static String shape(String name, String fields) {
        return "{\"type\":\"" + name + "\",\"" + name + "\":{" + fields + "}}";
    }

    private static String text(@Nullable String text) {
        return text == null
                ? "null"
                : text.chars()
                        .mapToObj(c -> c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c))
                        .collect(Collectors.joining("", "\"", "\""));
    }

    private static String texts(List<String> texts) {
        return texts.stream().map(Happening::text).collect(Collectors.joining(",", "[", "]"));
    }
}
