package dev.annals.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.ActivityLog;
import dev.annals.api.Actor;
import dev.annals.api.Details;
import dev.annals.api.Payload;
import dev.annals.api.RelatedObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadLogTest {
    private static final Instant AT = Instant.parse("2026-11-18T10:20:30.123Z");

    private static ActivityLog read(String json) {
        return ActivityJson.readLog(Payload.ofUtf8(json));
    }

    private static Details details(String json) {
        return read("{\"details\":" + json + "}").details();
    }

    private static Actor actor(String json) {
        return read("{\"actor\":" + json + "}").actor();
    }

    @Test
    void aWholeLogIsRead() {
        String json =
                "{\"id\":\"accact_1\",\"object\":\"v2.iam.activity_log\",\"created\":\"2026-11-18T10:20:30.123Z\","
                        + "\"type\":\"payout_destination_added\",\"livemode\":true,\"context\":\"acct_1\","
                        + "\"actor\":{\"type\":\"user\",\"user\":{\"email\":\"ada@example.com\"},\"api_key\":null},"
                        + "\"details\":{\"type\":\"payout\"},\"request\":{\"id\":\"req_1\"},"
                        + "\"related_object\":{\"id\":\"ba_1\",\"type\":\"bank_account\"}}";

        ActivityLog log = read(json);

        assertThat(log)
                .isEqualTo(new ActivityLog(
                        "accact_1",
                        AT,
                        ActionType.PAYOUT_DESTINATION_ADDED,
                        true,
                        "acct_1",
                        new Actor.User("ada@example.com"),
                        new Details.Payout(),
                        "req_1",
                        new RelatedObject("ba_1", "bank_account"),
                        Payload.ofUtf8(json)));
        assertThat(log.group()).contains(ActionGroup.PAYOUT);
    }

    @Test
    void everyActorIsRead() {
        assertThat(actor("{\"type\":\"user\",\"user\":{\"email\":\"a@b\"}}")).isEqualTo(new Actor.User("a@b"));
        assertThat(actor("{\"type\":\"api_key\",\"api_key\":{\"id\":\"mk_1\"},\"user\":null}"))
                .isEqualTo(new Actor.ApiKey("mk_1"));
        assertThat(actor("{\"type\":\"stripe_action\"}")).isEqualTo(new Actor.StripeAction());
        assertThat(actor("{\"type\":\"user\",\"user\":null}")).isEqualTo(new Actor.User(null));
        assertThat(actor("{\"type\":\"user\",\"user\":{\"email\":7}}")).isEqualTo(new Actor.User(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"agent\",\"agent\":{\"id\":[1,2.50]}}",
                "{}",
                "{\"type\":7}",
                "null",
                "\"x\\u0041\"",
                "[1]",
                "-1.50",
                "true"
            })
    void anActorOfAnotherShapeIsUnknownAndKeptAsReceived(String json) {
        Actor actor = actor(json);

        assertThat(actor).isEqualTo(new Actor.Unknown(json.contains("agent") ? "agent" : "", json));
    }

    @Test
    void aLogWithoutActorAndDetailsHasUnknownOnes() {
        ActivityLog log = read("{}");

        assertThat(log.actor()).isEqualTo(new Actor.Unknown("", ""));
        assertThat(log.details()).isEqualTo(new Details.Unknown("", ""));
        assertThat(log.group()).isEmpty();
        assertThat(log.id()).startsWith("sha256:");
    }

    @Test
    void anApiKeyIsRead() {
        assertThat(
                        details(
                                "{\"type\":\"api_key\",\"api_key\":{\"id\":\"mk_1\",\"created\":\"2026-11-18T11:20:30.123+01:00\","
                                        + "\"type\":\"secret_key\",\"ip_allowlist\":[\"10.0.0.1\"],\"name\":\"n\",\"note\":\"\",\"expires_at\":null,"
                                        + "\"new_key\":\"mk_2\",\"managed_by\":{\"type\":\"application\",\"application\":{\"id\":\"ca_1\"}}}}"))
                .isEqualTo(new Details.ApiKey(
                        "mk_1",
                        AT,
                        "secret_key",
                        List.of("10.0.0.1"),
                        "n",
                        "",
                        null,
                        "mk_2",
                        new Details.ManagedBy("application", "ca_1")));
    }

    @Test
    void wrongTypesInAKnownShapeAreAbsent() {
        assertThat(details(
                        "{\"type\":\"api_key\",\"api_key\":{\"id\":1,\"created\":1790000000,\"type\":[],\"ip_allowlist\":\"10.0.0.1\","
                                + "\"name\":{},\"note\":true,\"expires_at\":\"soon\",\"managed_by\":[]}}"))
                .isEqualTo(new Details.ApiKey(null, null, null, List.of(), null, null, null, null, null));
        assertThat(details(
                        "{\"type\":\"user_invite\",\"user_invite\":{\"roles\":[\"admin\",null,7,{},[\"x\"],\"dev\"]}}"))
                .isEqualTo(new Details.UserInvite(null, List.of("admin", "dev")));
    }

    @Test
    void invitesRolesAndGroupsAreRead() {
        assertThat(
                        details(
                                "{\"type\":\"user_invite\",\"user_invite\":{\"invited_user_email\":\"a@b\",\"roles\":[\"admin\"]}}"))
                .isEqualTo(new Details.UserInvite("a@b", List.of("admin")));
        assertThat(
                        details(
                                "{\"user_roles\":{\"user_email\":\"a@b\",\"old_roles\":[],\"new_roles\":[\"x\"],\"source\":\"sso\"},\"type\":\"user_roles\"}"))
                .isEqualTo(new Details.UserRoles("a@b", List.of(), List.of("x"), "sso"));
        assertThat(details(
                        "{\"type\":\"scim\",\"scim\":{\"group_name\":\"g\",\"old_roles\":[\"o\"],\"new_roles\":[\"n\"],"
                                + "\"role_assigned_context\":\"acct_1\",\"user_email\":\"a@b\"}}"))
                .isEqualTo(new Details.Scim("g", List.of("o"), List.of("n"), "acct_1", "a@b"));
        assertThat(details("{\"type\":\"sso\",\"sso\":{\"mandate\":\"required\"}}"))
                .isEqualTo(new Details.Sso("required"));
    }

    @Test
    void profileSecurityAndAuthenticationAreRead() {
        assertThat(details("{\"type\":\"user_profile\",\"user_profile\":{\"old_email\":\"a\",\"new_email\":\"b\","
                        + "\"old_redacted_phone_number\":\"*1\",\"new_redacted_phone_number\":\"*2\"}}"))
                .isEqualTo(new Details.UserProfile("a", "b", "*1", "*2"));
        assertThat(details("{\"type\":\"account_security\",\"account_security\":{\"old_anomaly_settings\":null,"
                        + "\"new_anomaly_settings\":{\"dormant_api_key_protection_enabled\":true,"
                        + "\"money_movement_anomaly_detection_enabled\":false}}}"))
                .isEqualTo(new Details.AccountSecurity(null, new Details.AnomalySettings(true, false, null)));
        assertThat(details(
                        "{\"type\":\"authentication\",\"authentication\":{\"challenge_type\":\"webauthn\",\"surface\":\"express\","
                                + "\"target_email\":\"a@b\",\"backup_email\":\"c@d\"}}"))
                .isEqualTo(new Details.Authentication("webauthn", "express", "a@b", "c@d"));
        assertThat(details("{\"type\":\"issuing\"}")).isEqualTo(new Details.Issuing());
    }

    @Test
    void aSignInIsRead() {
        assertThat(
                        details(
                                "{\"type\":\"user_access\",\"user_access\":{\"authentication\":{\"primary_factor\":{\"type\":\"saml\","
                                        + "\"sso_provider\":\"okta\"},\"secondary_factors\":[{\"type\":\"web_authn\"}]},"
                                        + "\"dashboard_client\":{\"browser\":\"F\",\"browser_version\":\"1\",\"device_type\":\"d\",\"os\":\"o\"},"
                                        + "\"expires_at\":\"2026-11-18T10:20:30.123Z\",\"network\":{\"ip_address\":\"10.0.0.1\",\"city\":\"c\","
                                        + "\"region\":\"r\",\"country\":\"y\"},\"risk\":{\"level\":\"low\",\"signals\":[{\"type\":\"novel_device\","
                                        + "\"novel_device\":{}}]},\"roles\":[\"admin\"],\"session_fingerprint\":\"f\",\"surface\":\"dashboard\"}}"))
                .isEqualTo(new Details.UserAccess(
                        new Details.AccessAuthentication(
                                new Details.Factor("saml", "okta"), List.of(new Details.Factor("web_authn", null))),
                        new Details.DashboardClient("F", "1", "d", "o"),
                        AT,
                        new Details.Network("10.0.0.1", "c", "r", "y"),
                        new Details.Risk("low", List.of("novel_device")),
                        List.of("admin"),
                        "f",
                        "dashboard"));
        assertThat(details("{\"type\":\"user_access\",\"user_access\":{}}"))
                .isEqualTo(new Details.UserAccess(null, null, null, null, null, List.of(), null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"radar\",\"radar\":{\"rule\":\"\\u00e9 \\/\",\"n\":1.00}}",
                "{\"type\":\"api_key\"}",
                "{\"type\":\"api_key\",\"api_key\":null}",
                "{\"type\":\"api_key\",\"api_key\":[]}",
                "{\"type\":null}",
                "{}",
                "[]",
                "null",
                "12",
                "\"api_key\""
            })
    void detailsOfAnotherShapeAreUnknownAndKeptAsReceived(String json) {
        Details details = details(json);

        assertThat(details).isInstanceOf(Details.Unknown.class);
        assertThat(((Details.Unknown) details).json()).isEqualTo(json);
    }

    @Test
    void topLevelPartsOfAnotherTypeAreAbsent() {
        ActivityLog log = read(
                "{\"id\":{},\"created\":0,\"type\":\"\",\"livemode\":\"true\",\"context\":[],\"request\":\"req_1\","
                        + "\"related_object\":{\"id\":7}}");

        assertThat(log.created()).isNull();
        assertThat(log.type()).isNull();
        assertThat(log.livemode()).isNull();
        assertThat(log.context()).isEmpty();
        assertThat(log.requestId()).isNull();
        assertThat(log.relatedObject()).isEqualTo(new RelatedObject(null, null));
    }

    @Test
    void aPayloadInsideALargerArrayIsRead() {
        byte[] page = "xx{\"id\":\"a\"}yy".getBytes(java.nio.charset.StandardCharsets.UTF_8);

        assertThat(ActivityJson.readLog(Payload.viewOf(page, 2, 10)).id()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{", "{}{}", "{} x"})
    void whatIsNoObjectIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> ActivityJson.readFields(Payload.ofUtf8(json)))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> ActivityJson.readLogBody(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedJsonException.class);
    }
}
