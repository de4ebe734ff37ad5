package dev.annals.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadFieldsTest {
    private static LogFields read(String json) {
        return ActivityJson.readFields(Payload.ofUtf8(json));
    }

    private static Set<String> objects(String details) {
        return read("{\"details\":" + details + "}").objectIds();
    }

    @Test
    void everyFieldOfAKeyLogIsRead() {
        LogFields fields = read("""
                {"id":"accact_1","created":"2026-11-18T10:20:30Z","type":"api_key_updated","livemode":false,"context":"acct_1",
                 "actor":{"type":"user","user":{"email":"ada@example.com"},"api_key":{"id":"mk_9"}},
                 "details":{"type":"api_key","api_key":{"id":"mk_1","type":"secret_key","name":"My key","note":"","new_key":"mk_2",
                   "ip_allowlist":["10.0.0.1"],"managed_by":{"type":"application","application":{"id":"ca_1"}}}},
                 "request":{"id":"req_1"},"related_object":{"id":"ba_1","type":"bank_account"}}
                """);

        assertThat(fields)
                .isEqualTo(new LogFields(
                        "accact_1",
                        "acct_1",
                        Instant.parse("2026-11-18T10:20:30Z"),
                        "api_key_updated",
                        "api_key",
                        false,
                        "user",
                        "ada@example.com",
                        "mk_9",
                        "req_1",
                        Set.of("mk_1", "mk_2", "ca_1", "ba_1")));
        assertThat(fields.objectIds()).containsExactly("mk_1", "mk_2", "ca_1", "ba_1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"user_invite\",\"user_invite\":{\"invited_user_email\":\"a@b\",\"roles\":[\"admin\"]}}|a@b",
                "{\"type\":\"user_roles\",\"user_roles\":{\"user_email\":\"a@b\",\"source\":\"dashboard\"}}|a@b",
                "{\"type\":\"authentication\",\"authentication\":{\"challenge_type\":\"previous_account_number\",\"target_email\":\"x\"}}|x",
                "{\"type\":\"scim\",\"scim\":{\"group_name\":\"Admins\",\"role_assigned_context\":\"acct_x\"}}|acct_x",
                "{\"type\":\"radar\",\"radar\":{\"rule\":\"rule_1Ab\",\"by\":[\"issuing_card_view\",\"web_authn\",\"totp\"]}}|rule_1Ab",
                "{\"type\":\"app\",\"app\":[{\"who\":\"o@p.example\"}]}|o@p.example"
            })
    void idsAndAddressesInAnyDetailsAreFound(String details, String object) {
        assertThat(objects(details)).containsExactly(object);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"api_key_1\"",
                "[\"mk_1\"]",
                "{}",
                "{\"type\":\"api_key\"}",
                "{\"x\":{\"id\":7,\"email\":null,\"new_key\":\"\"}}",
                "{\"x\":\"a long text with me@example.com in it\"}",
                "{\"x\":\"@\"}",
                "{\"x\":\"Mk_1\"}",
                "{\"x\":\"_1\"}",
                "{\"x\":\"mk_\"}",
                "{\"x\":\"mk-1_é2\"}"
            })
    void whatIsNoObjectIsNotFound(String details) {
        assertThat(objects(details)).isEmpty();
    }

    @Test
    void theGroupIsTheTypeOfTheDetailsAndNoneBelow() {
        assertThat(
                        read(
                                "{\"details\":{\"x\":{\"type\":\"no\"},\"type\":\"api_key\",\"y\":[{\"type\":\"no\"}]},\"type\":\"t\"}"))
                .extracting(LogFields::group, LogFields::type)
                .containsExactly("api_key", "t");
        assertThat(read("{\"details\":{\"type\":{\"type\":\"no\"}}}").group()).isNull();
    }

    @Test
    void partsOfAnotherTypeAreAbsent() {
        LogFields fields = read(
                "{\"id\":1,\"context\":null,\"created\":true,\"type\":[],\"livemode\":0,\"actor\":\"user\",\"details\":[{\"type\":\"x\"}],"
                        + "\"request\":[{\"id\":\"req_1\"}],\"related_object\":[\"ba_1\"]}");

        assertThat(fields)
                .isEqualTo(new LogFields(fields.id(), "", null, null, null, null, null, null, null, null, Set.of()));
        assertThat(fields.id()).startsWith("sha256:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"id\":\"accact_1\",\"context\":\"acct_1\"}",
                "{\"id\":\"a\",\"details\":{\"id\":\"b\",\"context\":[\"c\"]},\"context\":\"d\",\"actor\":{\"id\":1}}",
                "{\"id\":\"first\",\"id\":\"last\",\"context\":\"first\",\"context\":\"last\"}",
                "{\"id\":\"text\",\"id\":{\"no\":\"text\"},\"context\":\"text\",\"context\":7}",
                "{\"id\":\"\",\"context\":null}",
                "{\"id\":\"\\ud800\",\"context\":\"\\ud800\"}",
                "{\"\\u0069d\":\"escaped\"}"
            })
    void theKeyIsThatOfTheFields(String json) {
        Payload payload = Payload.ofUtf8(json);
        LogKey parsed = ActivityJson.readKey(payload);
        assertThat(ActivityJson.readKey(payload)).as("of a known shape").isEqualTo(parsed);
        LogFields fields = ActivityJson.readFields(payload);
        assertThat(parsed).isEqualTo(new LogKey(fields.id(), fields.context()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"id\":\"a\",\"context\":\"b\"",
                "{\"id\":\"a\",\"context\":\"b\"} {}",
                "{\"id\":\"a\",\"context\":\"b\",\"actor\":{]}"
            })
    void aKeyIsReadOnlyFromOneWholeObject(String json) {
        Payload payload = Payload.ofUtf8(json);
        assertThatThrownBy(() -> ActivityJson.readKey(payload)).isInstanceOf(MalformedJsonException.class);
    }
}
