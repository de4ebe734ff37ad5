package dev.annals.api.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.ActionGroup;
import dev.annals.api.ActionType;
import dev.annals.api.ActivityFilter;
import dev.annals.api.ActivityLog;
import dev.annals.api.LogsFrom;
import dev.annals.api.codec.ActivityPage;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestsTest extends ClientFixture {
    private static final ActivityFilter FILTER = ActivityFilter.all()
            .withActionGroups(List.of(ActionGroup.USER_ROLES, ActionGroup.API_KEY))
            .withActions(List.of(ActionType.API_KEY_DELETED, new ActionType("new & odd/é")))
            .withLogsFrom(List.of(LogsFrom.SELF, LogsFrom.ORGANIZATION_MEMBERS));

    private String requestLine() {
        return server.requests().get(0).lines().findFirst().orElseThrow();
    }

    @Test
    void aListIsAskedExactlyAsTheProviderDocumentsIt() {
        server.answerJson(PAGE);

        RawServer.await(client.list("acct_A/acct_B", new ListQuery(FILTER, 2)));

        assertThat(requestLine())
                .isEqualTo("GET /v2/iam/activity_logs?limit=2&action_groups[0]=api_key&action_groups[1]=user_roles"
                        + "&actions[0]=api_key_deleted&actions[1]=new%20%26%20odd%2F%C3%A9"
                        + "&logs_from[0]=@self&logs_from[1]=@organization_members HTTP/1.1");
        assertThat(headersSent())
                .containsExactly(
                        "Accept: application/json",
                        "Authorization: Bearer " + SECRET,
                        "Stripe-Context: acct_A/acct_B",
                        "Stripe-Version: 2026-11-18.preview",
                        "User-Agent: annals/0.1.0",
                        "host: 127.0.0.1:" + server.port());
    }

    @Test
    void aPlainListSendsTheLimitAloneAndNoContext() {
        server.answerJson(PAGE);

        Answer<ActivityPage> answer = list();

        assertThat(requestLine()).isEqualTo("GET /v2/iam/activity_logs?limit=100 HTTP/1.1");
        assertThat(headersSent()).noneMatch(header -> header.startsWith("Stripe-Context"));
        assertThat(((Answer.Received<ActivityPage>) answer).value().nextPageUrl())
                .isEqualTo("/v2/iam/activity_logs?page=p");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/iam/activity_logs",
                "/v2/iam/activity_logs?",
                "/v2/iam/activity_logs?page=page_Ab1",
                "/v2/iam/activity_logs?page=a%2Fb%20c&actions[0]=x&actions%5B1%5D=y&&z=//evil.example/@:|{}\"<>^`'"
            })
    void aPageIsFollowedByteForByte(String url) {
        server.answerJson(PAGE);

        assertThat(RawServer.await(client.page(null, url))).isInstanceOf(Answer.Received.class);
        assertThat(requestLine()).isEqualTo("GET " + url + " HTTP/1.1");
        assertThat(RawServer.await(client.page(null, server.origin() + url))
                        .meta()
                        .asked())
                .isEqualTo(url);
        assertThat(server.requests()).hasSize(2).allMatch(head -> head.startsWith("GET " + url + " HTTP/1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?page=p",
                "/",
                "/v2/iam/activity_logs/",
                "/v2/iam/activity_logs/accact_1",
                "/v2/iam/activity_logsx?page=p",
                "/v2/iam/activity_logs#x",
                "/v2/iam/activity_logs?page=p#x",
                "/v2/iam/activity_logs;x?page=p",
                "/v2/iam/../iam/activity_logs?page=p",
                "/v2/iam/activity_logs/../x?page=p",
                "/v2/iam/activity_logs?page=/../p",
                "/V2/iam/activity_logs?page=p",
                "/v2/iam/activity%5Flogs?page=p",
                "v2/iam/activity_logs?page=p",
                "//evil.example/v2/iam/activity_logs?page=p",
                "///v2/iam/activity_logs?page=p",
                "\\\\evil.example/v2/iam/activity_logs?page=p",
                "/\\evil.example/v2/iam/activity_logs?page=p",
                "/v2/iam/activity_logs?page=\\p",
                "@evil.example/v2/iam/activity_logs?page=p",
                ":8080/v2/iam/activity_logs?page=p",
                " /v2/iam/activity_logs?page=p",
                "/v2/iam/activity_logs?page=p ",
                "/v2/iam/activity_logs?page=a b",
                "/v2/iam/activity_logs?page=p\r\nX-Evil: 1",
                "/v2/iam/activity_logs?page=p\nX-Evil: 1",
                "/v2/iam/activity_logs?page=p\tq",
                "/v2/iam/activity_logs?page=\u0000",
                "/v2/iam/activity_logs?page=é",
                "/v2/iam/activity_logs?page=\u2028",
                "https://evil.example/v2/iam/activity_logs?page=p",
                "http://evil.example/v2/iam/activity_logs?page=p",
                "https://api.stripe.com/v2/iam/activity_logs?page=p",
                "http://127.0.0.1/v2/iam/activity_logs?page=p",
                "javascript:alert(1)",
                "file:///etc/passwd",
                "ORIGIN",
                "ORIGIN.evil.example/v2/iam/activity_logs?page=p",
                "ORIGIN@evil.example/v2/iam/activity_logs?page=p",
                "ORIGIN0/v2/iam/activity_logs?page=p",
                "ORIGIN//v2/iam/activity_logs?page=p",
                "ORIGIN/v1/charges"
            })
    void aForeignPageIsNeverAsked(String template) {
        String url = template.replace("ORIGIN", server.origin());

        Answer.Failed<?> failed = (Answer.Failed<?>) RawServer.await(client.page(null, url));

        assertThat(failed.failure()).isInstanceOf(Failure.ForeignUrl.class);
        assertThat(failed.failure().describe())
                .doesNotContainPattern("\\p{Cntrl}")
                .contains("never followed");
        assertThat(failed.meta().status()).isZero();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aForeignUrlIsCutAndHoldsNoKey() {
        String url = "https://evil.example/?k=" + SECRET + "x".repeat(100_000);

        Answer.Failed<?> failed = (Answer.Failed<?>) RawServer.await(client.page(null, url));

        assertThat(((Failure.ForeignUrl) failed.failure()).url()).hasSize(200).doesNotContain(SECRET);
    }

    @Test
    void aLogIsRetrievedByItsId() {
        server.answerJson(
                "{ \"id\": \"accact_1\", \"type\": \"api_key_created\", \"details\": {\"type\": \"payout\"} }");

        var received = (Answer.Received<ActivityLog>) RawServer.await(client.retrieve(null, "accact_1"));

        assertThat(requestLine()).isEqualTo("GET /v2/iam/activity_logs/accact_1 HTTP/1.1");
        assertThat(received.value().type()).isEqualTo(ActionType.API_KEY_CREATED);
        assertThat(received.value().payload().utf8())
                .isEqualTo("{\"id\":\"accact_1\",\"type\":\"api_key_created\",\"details\":{\"type\":\"payout\"}}");
    }

    @Test
    void anIdNeverLeavesItsSegmentOfThePath() {
        server.answerJson("{}");

        RawServer.await(client.retrieve(null, "../../v1/charges?x#y\r\nX-Evil: 1"));

        assertThat(requestLine())
                .isEqualTo("GET /v2/iam/activity_logs/..%2F..%2Fv1%2Fcharges%3Fx%23y%0D%0AX-Evil%3A%201 HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void anIdThatNamesNoLogIsRefused(String id) {
        assertThatThrownBy(() -> client.retrieve(null, id)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "acct_1\r\nX-Evil: 1", "acct_1/", "/acct_1", "acct_1//acct_2", "acct 1", "é"})
    void aContextThatCannotStandInAHeaderIsRefused(String context) {
        assertThatThrownBy(() -> client.list(context, new ListQuery(ActivityFilter.all(), 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void eachRequestAsksForItsKey() {
        server.answerJson(PAGE);
        Queue<ApiKey> keys = new ArrayDeque<>(List.of(ApiKey.of("rk_test_1"), ApiKey.of("rk_test_2")));
        use(ClientOptions.forKeys(keys::remove).withOrigin(URI.create(server.origin())));

        list();
        list();

        assertThat(server.requests().get(0)).contains("Authorization: Bearer rk_test_1\r\n");
        assertThat(server.requests().get(1)).contains("Authorization: Bearer rk_test_2\r\n");
    }

    @Test
    void aSupplierThatFailsIsUnauthorizedAndQuotesNothing() {
        use(ClientOptions.forKeys(() -> {
                    throw new IllegalStateException("cannot read " + SECRET);
                })
                .withOrigin(URI.create(server.origin())));

        Answer.Failed<?> failed = failedList();

        assertThat(failed.failure()).isInstanceOf(Failure.Unauthorized.class);
        assertThat(failed.toString()).contains("IllegalStateException").doesNotContain(SECRET);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // A host without null checks may well do it.
    void aSupplierThatHasNoKeyIsUnauthorized() {
        use(ClientOptions.forKeys(() -> null).withOrigin(URI.create(server.origin())));

        assertThat(failedList().failure()).isInstanceOf(Failure.Unauthorized.class);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aPageUrlTooLongForAnyServerIsNeverAsked() {
        String url = RequestTarget.RESOURCE + "?page=" + "x".repeat(100_000);

        Answer.Failed<?> failed = (Answer.Failed<?>) RawServer.await(client.page(null, url));

        assertThat(((Failure.ForeignUrl) failed.failure()).url()).hasSize(200);
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void theUserAgentNamesTheVersionOfTheProject() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));

        assertThat(pom)
                .contains("<version>" + ActivityLogsClient.USER_AGENT.substring("annals/".length()) + "</version>");
    }

    @Test
    void aConnectionIsUsedAgain() {
        server.answerJson(PAGE);

        list();
        list();

        assertThat(server.requests()).hasSize(2);
        assertThat(server.connections()).isEqualTo(1);
    }
}
