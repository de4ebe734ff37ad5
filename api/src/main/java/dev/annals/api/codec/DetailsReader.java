package dev.annals.api.codec;

import dev.annals.api.Actor;
import dev.annals.api.Details;
import org.jspecify.annotations.Nullable;

/** Turns the objects {@code actor} and {@code details} into their typed forms. */
final class DetailsReader {
    private DetailsReader() {}

    static Actor actor(@Nullable JsonObject actor, String json) {
        String type = actor == null ? null : actor.text("type");
        if (actor == null || type == null) {
            return new Actor.Unknown("", json);
        }
        return switch (type) {
            case "user" -> new Actor.User(text(actor.object("user"), "email"));
            case "api_key" -> new Actor.ApiKey(text(actor.object("api_key"), "id"));
            case "stripe_action" -> new Actor.StripeAction();
            default -> new Actor.Unknown(type, json);
        };
    }

    static Details details(@Nullable JsonObject details, String json) {
        String type = details == null ? null : details.text("type");
        if (details == null || type == null) {
            return new Details.Unknown("", json);
        }
        if (type.equals("payout")) {
            return new Details.Payout();
        }
        if (type.equals("issuing")) {
            return new Details.Issuing();
        }
        JsonObject shape = details.object(type);
        Details known = shape == null ? null : known(type, shape);
        return known == null ? new Details.Unknown(type, json) : known;
    }

    private static @Nullable Details known(String type, JsonObject shape) {
        return switch (type) {
            case "api_key" -> apiKey(shape);
            case "user_invite" -> new Details.UserInvite(shape.text("invited_user_email"), shape.texts("roles"));
            case "user_roles" ->
                new Details.UserRoles(
                        shape.text("user_email"),
                        shape.texts("old_roles"),
                        shape.texts("new_roles"),
                        shape.text("source"));
            case "sso" -> new Details.Sso(shape.text("mandate"));
            case "scim" -> scim(shape);
            case "user_profile" ->
                new Details.UserProfile(
                        shape.text("old_email"),
                        shape.text("new_email"),
                        shape.text("old_redacted_phone_number"),
                        shape.text("new_redacted_phone_number"));
            case "account_security" ->
                new Details.AccountSecurity(
                        anomalySettings(shape.object("old_anomaly_settings")),
                        anomalySettings(shape.object("new_anomaly_settings")));
            case "authentication" ->
                new Details.Authentication(
                        shape.text("challenge_type"),
                        shape.text("surface"),
                        shape.text("target_email"),
                        shape.text("backup_email"));
            case "user_access" -> userAccess(shape);
            default -> null;
        };
    }

    private static Details apiKey(JsonObject key) {
        JsonObject managedBy = key.object("managed_by");
        return new Details.ApiKey(
                key.text("id"),
                key.time("created"),
                key.text("type"),
                key.texts("ip_allowlist"),
                key.text("name"),
                key.text("note"),
                key.time("expires_at"),
                key.text("new_key"),
                managedBy == null
                        ? null
                        : new Details.ManagedBy(managedBy.text("type"), text(managedBy.object("application"), "id")));
    }

    private static Details scim(JsonObject scim) {
        return new Details.Scim(
                scim.text("group_name"),
                scim.texts("old_roles"),
                scim.texts("new_roles"),
                scim.text("role_assigned_context"),
                scim.text("user_email"));
    }

    private static Details.@Nullable AnomalySettings anomalySettings(@Nullable JsonObject settings) {
        return settings == null
                ? null
                : new Details.AnomalySettings(
                        settings.flag("dormant_api_key_protection_enabled"),
                        settings.flag("money_movement_anomaly_detection_enabled"),
                        settings.flag("request_level_anomaly_detection_enabled"));
    }

    private static Details userAccess(JsonObject access) {
        return new Details.UserAccess(
                authentication(access.object("authentication")),
                dashboardClient(access.object("dashboard_client")),
                access.time("expires_at"),
                network(access.object("network")),
                risk(access.object("risk")),
                access.texts("roles"),
                access.text("session_fingerprint"),
                access.text("surface"));
    }

    private static Details.@Nullable AccessAuthentication authentication(@Nullable JsonObject authentication) {
        if (authentication == null) {
            return null;
        }
        JsonObject primary = authentication.object("primary_factor");
        return new Details.AccessAuthentication(
                primary == null ? null : factor(primary),
                authentication.objects("secondary_factors").stream()
                        .map(DetailsReader::factor)
                        .toList());
    }

    private static Details.Factor factor(JsonObject factor) {
        return new Details.Factor(factor.text("type"), factor.text("sso_provider"));
    }

    private static Details.@Nullable DashboardClient dashboardClient(@Nullable JsonObject client) {
        return client == null
                ? null
                : new Details.DashboardClient(
                        client.text("browser"),
                        client.text("browser_version"),
                        client.text("device_type"),
                        client.text("os"));
    }

    private static Details.@Nullable Network network(@Nullable JsonObject network) {
        return network == null
                ? null
                : new Details.Network(
                        network.text("ip_address"),
                        network.text("city"),
                        network.text("region"),
                        network.text("country"));
    }

    private static Details.@Nullable Risk risk(@Nullable JsonObject risk) {
        return risk == null
                ? null
                : new Details.Risk(
                        risk.text("level"),
                        risk.objects("signals").stream()
                                .map(signal -> signal.text("type"))
                                .filter(type -> type != null)
                                .toList());
    }

    private static @Nullable String text(@Nullable JsonObject object, String name) {
        return object == null ? null : object.text(name);
    }
}
