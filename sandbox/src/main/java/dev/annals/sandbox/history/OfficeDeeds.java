package dev.annals.sandbox.history;

import dev.annals.sandbox.history.Deed.Part;
import java.util.List;
import java.util.SplittableRandom;

/** Everything around keys and roles: signing in, single sign-on, SCIM, profiles, account settings, payouts, cards. */
final class OfficeDeeds {
    private static final List<String> CHALLENGES = List.of(
            "external_account_code",
            "oauth",
            "previous_account_number",
            "reverse_sms",
            "sms",
            "stripe_identity",
            "totp",
            "webauthn");
    private static final List<String> FACTORS = List.of("password", "passkey", "saml", "oauth", "web_authn");
    private static final List<String> SECOND_FACTORS = List.of("totp", "sms", "backup_code", "web_authn");
    private static final List<String> SURFACES = List.of("dashboard", "dashboard", "express");
    private static final List<String> SCIM_GROUPS = List.of("finance", "platform-engineering", "support", "auditors");
    private static final List<String> MANDATES = List.of("off", "optional", "required");
    private static final List<List<String>> PLACES = List.of(
            List.of("Lisbon", "Lisboa", "PT"),
            List.of("Oslo", "Oslo", "NO"),
            List.of("Chicago", "Illinois", "US"),
            List.of("Singapore", "", "SG"));
    private static final List<List<String>> DEVICES = List.of(
            List.of("Firefox", "144.0", "desktop", "Linux"),
            List.of("Chrome", "142.0", "desktop", "macOS"),
            List.of("Safari", "26.1", "mobile", "iOS"));

    private final Cast cast;
    private final SplittableRandom random;

    OfficeDeeds(Cast cast, SplittableRandom random) {
        this.cast = cast;
        this.random = random;
    }

    Deed tell(String group, String type, long nowMillis) {
        String person = cast.anyone();
        return switch (group) {
            case "user_access" -> new Deed(type, cast.user(person), access(person, nowMillis), cast.requestAlone());
            case "authentication" -> new Deed(type, cast.user(person), authentication(person), cast.requestAlone());
            case "user_profile" -> new Deed(type, cast.user(person), profile(type, person), cast.requestAlone());
            case "scim" -> new Deed(type, cast.provider(), scim(type, person), cast.requestAlone());
            case "sso" -> new Deed(type, cast.user(person), sso(), cast.requestAlone());
            case "account_security" -> new Deed(type, cast.someActor(), security(type), cast.requestAlone());
            case "issuing" -> new Deed(type, cast.someActor(), Deed.NOTHING, issuingObject(type));
            default -> new Deed(type, cast.someActor(), Deed.NOTHING, payoutObject(type));
        };
    }

    private Part access(String person, long nowMillis) {
        List<String> device = Company.pick(DEVICES, random);
        List<String> place = Company.pick(PLACES, random);
        String ip = "192.0.2." + random.nextInt(1, 255);
        String primary = Company.pick(FACTORS, random);
        String second = random.nextBoolean() ? Company.pick(SECOND_FACTORS, random) : "";
        boolean novel = random.nextInt(12) == 0;
        List<String> roles = cast.rolesOf(person);
        String fingerprint = LogIds.random(random, "", 22);
        String surface = Company.pick(SURFACES, random);
        return json -> {
            json.open("user_access").open("authentication").open("primary_factor");
            json.field("sso_provider", primary.equals("saml") ? "okta" : null).field("type", primary);
            json.close();
            secondFactor(json, second);
            json.close().open("dashboard_client").field("browser", device.get(0));
            json.field("browser_version", device.get(1)).field("device_type", device.get(2));
            json.field("os", device.get(3)).close();
            json.time("expires_at", nowMillis + 12 * 3_600_000L);
            json.open("network").field("city", place.get(0)).field("country", place.get(2));
            json.field("ip_address", ip).field("region", place.get(1)).close();
            risk(json, novel);
            json.field("roles", roles).field("session_fingerprint", fingerprint);
            json.field("surface", surface).close();
        };
    }

    private static void secondFactor(JsonText json, String type) {
        json.list("secondary_factors");
        if (!type.isEmpty()) {
            json.open().field("sso_provider", (String) null).field("type", type).close();
        }
        json.endList();
    }

    private static void risk(JsonText json, boolean novelDevice) {
        json.open("risk").field("level", novelDevice ? "medium" : "low").list("signals");
        if (novelDevice) {
            json.open()
                    .open("novel_device")
                    .close()
                    .field("type", "novel_device")
                    .close();
        }
        json.endList().close();
    }

    private Part authentication(String person) {
        String challenge = Company.pick(CHALLENGES, random);
        String surface = Company.pick(SURFACES, random);
        boolean backup = random.nextInt(5) == 0;
        return json -> {
            json.open("authentication");
            if (backup) {
                json.field("backup_email", "backup+" + person);
            }
            json.field("challenge_type", challenge).field("surface", surface);
            json.field("target_email", person).close();
        };
    }

    private Part profile(String type, String person) {
        if (type.equals("user_express_phone_number_changed")) {
            String last = String.valueOf(random.nextInt(1000, 10_000));
            return json -> json.open("user_profile")
                    .field("new_redacted_phone_number", "********" + last)
                    .field("old_redacted_phone_number", (String) null)
                    .close();
        }
        return json -> json.open("user_profile")
                .field("new_email", person)
                .field("old_email", "former." + person)
                .close();
    }

    private Part scim(String type, String person) {
        String name = Company.pick(SCIM_GROUPS, random);
        boolean changed = type.equals("scim_group_roles_updated");
        List<String> old = changed ? List.of("view_only") : List.of();
        List<String> next = changed ? List.of(Company.pick(Company.ROLES, random)) : List.of();
        boolean member = type.startsWith("scim_group_member");
        return json -> {
            json.open("scim").field("group_name", name).field("new_roles", next).field("old_roles", old);
            if (member) {
                json.field("user_email", person);
            }
            json.close();
        };
    }

    private Part sso() {
        String mandate = Company.pick(MANDATES, random);
        boolean missing = random.nextInt(4) == 0;
        return json -> {
            json.open("sso");
            if (!missing) {
                json.field("mandate", mandate);
            }
            json.close();
        };
    }

    private Part security(String type) {
        if (!type.equals("anomaly_detection_settings_updated")) {
            return Deed.NOTHING;
        }
        boolean on = random.nextBoolean();
        return json -> {
            json.open("account_security");
            anomalySettings(json, "new_anomaly_settings", on);
            anomalySettings(json, "old_anomaly_settings", !on);
            json.close();
        };
    }

    private static void anomalySettings(JsonText json, String name, boolean on) {
        json.open(name)
                .field("dormant_api_key_protection_enabled", on)
                .field("money_movement_anomaly_detection_enabled", true)
                .field("request_level_anomaly_detection_enabled", on)
                .close();
    }

    private Part issuingObject(String type) {
        if (type.startsWith("issuing_cardholder")) {
            return cast.requestAnd("issuing.cardholder", "ich_");
        }
        if (type.startsWith("issuing_card")) {
            return cast.requestAnd("issuing.card", "ic_");
        }
        if (type.startsWith("issuing_dispute")) {
            return cast.requestAnd("issuing.dispute", "idp_");
        }
        return type.startsWith("issuing_balance") ? cast.requestAnd("balance_transfer", "btr_") : cast.requestAlone();
    }

    private Part payoutObject(String type) {
        if (!type.startsWith("payout_destination")) {
            return cast.requestAlone();
        }
        return random.nextBoolean() ? cast.requestAnd("bank_account", "ba_") : cast.requestAnd("card", "card_");
    }
}
