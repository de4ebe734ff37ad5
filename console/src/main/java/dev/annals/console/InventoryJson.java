package dev.annals.console;

import dev.annals.console.text.JsonText;
import dev.annals.store.projection.Completeness;
import dev.annals.store.projection.Deed;
import dev.annals.store.projection.InvitationState;
import dev.annals.store.projection.KeyState;
import dev.annals.store.projection.UserState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object, with one line for each entity and then one about all of them, so that none has to be held. */
final class InventoryJson implements InventoryPrinter {
    private final Output out;
    private boolean first = true;

    InventoryJson(Output out, InventoryCommand.What what) {
        this.out = out;
        out.text("{\"" + what.name().toLowerCase(Locale.ROOT) + "\":[");
    }

    private void add(Map<String, @Nullable Object> entity) {
        out.text((first ? "\n" : ",\n") + JsonText.of(entity));
        first = false;
    }

    @Override
    public void print(KeyState key) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("context", key.context());
        map.put("id", key.id());
        map.put("state", word(key.state()));
        map.put("livemode", key.livemode());
        map.put("type", key.keyType());
        map.put("name", key.name());
        map.put("note", key.note());
        map.put("ip_allowlist", key.ipAllowlist());
        map.put("managed_by", key.managedBy());
        map.put("application", key.application());
        map.put("created", key.created());
        map.put("created_by", key.createdBy());
        map.put("known_since", key.knownSince());
        map.put("expires_at", key.expiresAt());
        map.put("rotated_from", key.rotatedFrom());
        map.put("rotated_to", key.rotatedTo());
        map.put("deletion", deed(key.deletion()));
        map.put("last_change", deed(key.lastChange()));
        map.put("last_viewed", key.lastViewed());
        map.put("last_used", key.lastUsed());
        map.put("inferred", key.inferred());
        add(map);
    }

    @Override
    public void print(UserState user) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("context", user.context());
        map.put("email", user.email());
        map.put("state", word(user.state()));
        map.put("roles", user.roles());
        map.put("roles_from", user.rolesFrom());
        map.put("roles_source", user.rolesSource());
        map.put("groups", user.groups());
        map.put("member_since", user.memberSince());
        map.put("known_since", user.knownSince());
        map.put("removal", deed(user.removal()));
        map.put("former_email", user.formerEmail());
        map.put("present_email", user.presentEmail());
        map.put("two_step", user.twoStep());
        map.put("two_step_methods", user.twoStepMethods());
        map.put("last_change", deed(user.lastChange()));
        map.put("last_means_change", deed(user.lastMeansChange()));
        map.put("last_sign_in", user.lastSignIn());
        map.put("last_active", user.lastActive());
        map.put("inferred", user.inferred());
        add(map);
    }

    @Override
    public void print(InvitationState invitation) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("context", invitation.context());
        map.put("email", invitation.email());
        map.put("state", word(invitation.state()));
        map.put("roles", invitation.roles());
        map.put("invited", invitation.invited());
        map.put("invited_by", invitation.invitedBy());
        map.put("sent", invitation.sent());
        map.put("last_sent", invitation.lastSent());
        map.put("end", deed(invitation.end()));
        map.put("known_since", invitation.knownSince());
        map.put("inferred", invitation.inferred());
        add(map);
    }

    @Override
    public void end(Completeness completeness) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("at", completeness.at());
        map.put("complete", completeness.complete());
        map.put("watermark", completeness.watermark());
        map.put("beyond_watermark", completeness.beyondWatermark());
        map.put("gaps", completeness.gaps().stream().map(InventoryJson::gap).toList());
        map.put("begins", completeness.begins());
        map.put("first_position", completeness.firstPosition());
        map.put("end_position", completeness.endPosition());
        map.put("activity_logs", completeness.logs());
        map.put("undated", completeness.undated());
        map.put("unknown_types", completeness.unknownTypes());
        map.put("unreadable", completeness.unreadable());
        out.line((first ? "]," : "\n],") + "\n" + JsonText.of(map).substring(1));
    }

    private static String word(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Map<String, @Nullable Object> deed(@Nullable Deed deed) {
        if (deed == null) {
            return null;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("at", deed.at());
        map.put("action", deed.action());
        map.put("by", deed.by());
        map.put("position", deed.position());
        return map;
    }

    private static Map<String, @Nullable Object> gap(Completeness.Gap gap) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("stream", gap.stream());
        map.put("after", gap.after());
        map.put("before", gap.before());
        return map;
    }
}
