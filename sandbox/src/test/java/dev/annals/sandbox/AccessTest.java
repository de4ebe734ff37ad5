package dev.annals.sandbox;

import static dev.annals.sandbox.Client.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AccessTest {
    private static final String ORG_KEY = "sk_org_test_sandbox";
    private static final String CONTEXT = "Stripe-Context";

    private final SandboxOptions options = SandboxOptions.builder()
            .logs(300)
            .key(SandboxOptions.DEFAULT_KEY)
            .key("sk_live_sandbox")
            .organizationKey(ORG_KEY)
            .keyWithoutPermission("rk_test_powerless")
            .accounts("acct_one", "acct_two")
            .organization("org_both")
            .build();
    private final Sandbox sandbox = Sandbox.start(options);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aKeyIsNeeded() throws Exception {
        assertStatus(401, get());
        assertStatus(401, get("Authorization", "Bearer sk_test_wrong"));
        assertStatus(401, get("Authorization", "Bearer"));
        assertStatus(401, get("Authorization", "sk_test_sandbox"));
        assertStatus(401, get("Authorization", "Basic %%%"));
        assertStatus(403, get("Authorization", "Bearer rk_test_powerless", "Stripe-Version", Client.VERSION));
    }

    @Test
    void aRefusedKeyIsNotRepeated() throws Exception {
        HttpResponse<String> response = get("Authorization", "Bearer sk_test_wrong_one");

        assertThat(response.body()).doesNotContain("wrong_one");
        assertThat(sandbox.requests().toString()).doesNotContain("wrong_one");
        assertThat(options.toString()).doesNotContain(ORG_KEY).doesNotContain(SandboxOptions.DEFAULT_KEY);
    }

    @Test
    void basicAuthenticationWorksToo() throws Exception {
        String pair =
                Base64.getEncoder().encodeToString((SandboxOptions.DEFAULT_KEY + ":").getBytes(StandardCharsets.UTF_8));
        assertStatus(200, get("Authorization", "Basic " + pair, "Stripe-Version", Client.VERSION));
    }

    @Test
    void aVersionIsNeeded() throws Exception {
        String[] bearer = {"Authorization", "Bearer " + SandboxOptions.DEFAULT_KEY};
        assertStatus(400, get(bearer));
        for (String version : List.of("2026-04-22.dahlia", "2026-13-01.preview", "2026-04-21.preview", "latest")) {
            assertStatus(400, get(bearer[0], bearer[1], "Stripe-Version", version));
        }
        assertStatus(200, get(bearer[0], bearer[1], "Stripe-Version", "2026-04-22.preview"));
    }

    @Test
    void anAccountSeesItsOwnLogsOnly() throws Exception {
        Client client = new Client(sandbox);
        List<String> one = client.idsToTheEnd("?limit=100");
        JsonNode two = client.json(LOGS + "?limit=100", CONTEXT, "acct_two");

        assertThat(one).isEqualTo(Client.ids(sandbox.visibleLogs("acct_one"))).hasSizeBetween(50, 150);
        assertThat(two.path("data").findValuesAsText("context")).containsOnly("acct_two");
        assertThat(client.get(LOGS + "/" + one.get(0)).statusCode()).isEqualTo(200);
        assertThat(client.get(LOGS + "/" + one.get(0), CONTEXT, "acct_two").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aForeignAccountIsForbidden() throws Exception {
        Client client = new Client(sandbox);
        assertStatus(403, client.get(LOGS, CONTEXT, "acct_stranger"));
        assertStatus(403, client.get(LOGS, CONTEXT, "acct_one/acct_stranger"));
        assertStatus(403, client.get(LOGS, CONTEXT, "org_both"));
        assertStatus(200, client.get(LOGS, CONTEXT, "acct_one/acct_two"));
        assertStatus(200, client.get(LOGS, "Stripe-Account", "acct_two"));
    }

    @Test
    void aTokenIsBoundToItsAccountAndMode() throws Exception {
        Client client = new Client(sandbox);
        String next = client.json(LOGS).path("next_page_url").asText();

        assertStatus(400, client.get(next, CONTEXT, "acct_two"));
        assertStatus(400, new Client(sandbox, "sk_live_sandbox").get(next));
        assertStatus(200, client.get(next, CONTEXT, "acct_one"));
    }

    @Test
    void anotherModeHasOtherLogs() throws Exception {
        assertThat(new Client(sandbox, "sk_live_sandbox").json(LOGS).path("data"))
                .isEmpty();
    }

    @Test
    void anOrganizationChoosesWhoseLogs() throws Exception {
        Client client = new Client(sandbox, ORG_KEY);
        assertStatus(400, client.get(LOGS));
        assertThat(all(client, "")).isEqualTo(Client.ids(sandbox.visibleLogs("org_both")));
        assertThat(all(client, "&logs_from%5B0%5D=@self")).isEqualTo(Client.ids(sandbox.visibleLogs("org_both")));
        assertThat(all(client, "&logs_from%5B0%5D=@organization_members"))
                .isEqualTo(Client.ids(sandbox.visibleLogs("acct_one", "acct_two")));
        assertThat(all(client, "&logs_from%5B0%5D=@self&logs_from%5B1%5D=@organization_members"))
                .isEqualTo(Client.ids(sandbox.allLogs()))
                .hasSize(300);
        assertStatus(400, client.get(LOGS + "?logs_from%5B0%5D=@everybody", CONTEXT, "org_both"));
        assertStatus(400, client.get(LOGS + "?logs_from%5B0%5D=@organization_members", CONTEXT, "acct_one"));
    }

    @Test
    void rawNonsenseIsAnsweredToo() throws Exception {
        String headers = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer sk_test_sandbox\r\n"
                + "Stripe-Version: " + Client.VERSION + "\r\n\r\n";
        assertThat(raw("GET " + LOGS + "?limit=%zz" + headers)).startsWith("HTTP/1.1 400");
        assertThat(raw("GET " + LOGS + "?actions[0]=api_key_viewed" + headers)).startsWith("HTTP/1.1 200");
        assertThat(raw("GET " + LOGS + "/%zz" + headers)).startsWith("HTTP/1.1 404");
        assertThat(raw("GET *" + headers)).startsWith("HTTP/1.1 4");
        assertThat(raw("GET /_sandbox/logs/%zz?visible_at=%zz" + headers)).startsWith("HTTP/1.1 4");
        assertThat(raw("POST /_sandbox/logs?visible_at=%zz" + headers)).startsWith("HTTP/1.1 4");
        assertThat(raw("NONSENSE\r\n\r\n")).matches("HTTP/1\\.[01] 400");
    }

    @Test
    void tooManyRequestsInASecondAreLimited() throws Exception {
        try (Sandbox limited =
                Sandbox.start(SandboxOptions.builder().requestsPerSecond(2).build())) {
            Client client = new Client(limited);
            assertStatus(200, client.get(LOGS));
            assertStatus(200, client.get(LOGS));
            HttpResponse<String> third = client.get(LOGS);
            assertStatus(429, third);
            assertThat(third.headers().firstValue("stripe-rate-limited-reason")).hasValue("endpoint-rate");
            limited.clock().advance(Duration.ofSeconds(1));
            assertStatus(200, client.get(LOGS));
        }
    }

    @Test
    void aTakenPortIsNamed() {
        SandboxOptions same = SandboxOptions.builder().port(sandbox.port()).build();
        assertThatThrownBy(() -> Sandbox.start(same))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port=" + sandbox.port());
    }

    @Test
    void closingTwiceIsQuiet() {
        Sandbox other = Sandbox.start(SandboxOptions.defaults());
        other.close();
        other.close();
        assertThatThrownBy(() -> new Client(other).get(LOGS)).isInstanceOf(IOException.class);
    }

    @Test
    void contradictingOptionsAreRejected() {
        assertThatThrownBy(() -> SandboxOptions.builder().defaultLimit(101).build())
                .hasMessageContaining("defaultLimit=101");
        assertThatThrownBy(() -> SandboxOptions.builder().logs(10_000_001).build())
                .hasMessageContaining("logs=10000001");
    }

    private static List<String> all(Client client, String query) throws Exception {
        JsonNode page = client.json(LOGS + "?limit=100" + query, CONTEXT, "org_both");
        List<String> ids = new ArrayList<>();
        while (!page.path("data").isEmpty()) {
            page.path("data").forEach(log -> ids.add(log.path("id").asText()));
            page = client.json(page.path("next_page_url").asText(), CONTEXT, "org_both");
        }
        return ids;
    }

    private HttpResponse<String> get(String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.uri() + LOGS));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return Client.send(request.build());
    }

    private String raw(String text) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
        }
    }

    private static void assertStatus(int status, HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    }
}
