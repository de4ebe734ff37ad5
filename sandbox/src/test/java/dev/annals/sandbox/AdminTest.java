package dev.annals.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdminTest {
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().logs(1_500).build());
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aLogCanBeAppendedAndTheClockMoved() throws Exception {
        HttpResponse<String> appended = client.post("/_sandbox/logs", "{\"type\":\"sso_settings_created\"}");
        assertThat(appended.statusCode()).isEqualTo(200);
        assertThat(sandbox.visibleLogs()).hasSize(1_500);

        assertThat(client.post("/_sandbox/clock", "{\"advance\":\"PT10M\"}").body())
                .isEqualTo("{\"now\":\"2026-11-20T12:10:00Z\"}");
        List<String> visible = sandbox.visibleLogs();
        assertThat(visible).hasSize(1_501);
        assertThat(Client.parse(appended.body()).path("appended").get(0))
                .isEqualTo(Client.parse(visible.get(visible.size() - 1)));
    }

    @Test
    void severalLogsCanBeAppendedWithTheirTimeOfArrival() throws Exception {
        HttpResponse<String> appended =
                client.post("/_sandbox/logs?visible_at=2026-11-20T13:00:00Z", "[{},{\"type\":\"made_up\"}]");

        assertThat(Client.parse(appended.body()).path("appended")).hasSize(2);
        sandbox.clock().advance(Duration.ofMinutes(59));
        assertThat(sandbox.visibleLogs()).hasSize(1_500);
        sandbox.clock().advance(Duration.ofMinutes(1));
        assertThat(sandbox.visibleLogs()).hasSize(1_502);
    }

    @Test
    void theTruthIsServedLineByLine() throws Exception {
        String lines = client.get("/_sandbox/logs").body();

        assertThat(lines.lines().toList()).isEqualTo(sandbox.allLogs()).hasSize(1_500);
    }

    @Test
    void faultsCanBeInjectedListedAndCalledOff() throws Exception {
        client.post("/_sandbox/faults", "{\"name\":\"rate_limited\",\"times\":2,\"number\":30}");
        assertThat(sandbox.faults())
                .containsExactly(Fault.named("rate_limited").times(2).number(30));

        HttpResponse<String> limited = client.get(Client.LOGS);
        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(limited.headers().firstValue("retry-after")).hasValue("30");
        assertThat(sandbox.faults()).containsExactly(Fault.named("rate_limited").number(30));

        assertThat(client.delete("/_sandbox/faults").body()).isEqualTo("{\"faults\":[]}");
        assertThat(client.get(Client.LOGS).statusCode()).isEqualTo(200);
    }

    @Test
    void requestsAreRememberedWithoutTheKey() throws Exception {
        client.get(Client.LOGS + "?limit=3");
        client.get(Client.LOGS + "?limit=0");

        String body = client.get("/_sandbox/requests").body();
        JsonNode requests = Client.parse(body).path("requests");
        assertThat(requests).hasSize(2);
        assertThat(requests.get(0).path("query").asText()).isEqualTo("limit=3");
        assertThat(requests.get(0).path("api_version").asText()).isEqualTo(Client.VERSION);
        assertThat(requests.findValuesAsText("status")).containsExactly("200", "400");
        assertThat(requests.get(0).path("request_id").asText()).startsWith("req_");
        assertThat(client.delete("/_sandbox/requests").body()).isEqualTo("{\"requests\":[]}");
        assertThat(body).containsIgnoringCase("authorization").doesNotContain(SandboxOptions.DEFAULT_KEY);
    }

    @Test
    void badInputIsExplained() throws Exception {
        assertBad("/_sandbox/logs", "not json", "JSON");
        assertBad("/_sandbox/logs", "7", "one JSON object");
        assertBad("/_sandbox/logs", "{\"context\":\"acct_stranger\"}", "acct_stranger");
        assertBad("/_sandbox/logs?visible_at=soon", "{}", "soon");
        assertBad("/_sandbox/clock", "{}", "advance");
        assertBad("/_sandbox/clock", "{\"advance\":\"-PT1S\"}", "forward");
        assertBad("/_sandbox/clock", "{\"set\":\"yesterday\"}", "yesterday");
        assertBad("/_sandbox/clock", "", "advance");
        assertBad("/_sandbox/faults", "{\"name\":\"boredom\"}", "rate_limited");
        assertBad("/_sandbox/faults", "{\"name\":\"slow\",\"times\":0}", "times=0");
        assertBad("/_sandbox/faults", "{\"name\":\"slow\",\"times\":\"many\"}", "times");
        assertThat(client.post("/_sandbox/nonsense", "{}").statusCode()).isEqualTo(404);
        assertThat(sandbox.size()).isEqualTo(1_500);
    }

    @Test
    void healthSaysWhatThereIs() throws Exception {
        assertThat(client.get("/_sandbox/health").body())
                .isEqualTo("{\"status\":\"ok\",\"now\":\"2026-11-20T12:00:00Z\",\"logs\":1500}");
    }

    private void assertBad(String path, String body, String named) throws Exception {
        HttpResponse<String> response = client.post(path, body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(Client.parse(response.body()).path("error").asText()).contains(named);
    }
}
