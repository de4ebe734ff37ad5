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
    void logsOfAListAreKeptByteForByteAndAllOrNone() throws Exception {
        String exact = "{\"id\":\"accact_z\",\"context\":\"" + SandboxOptions.DEFAULT_ACCOUNT
                + "\",\"n\":12.50,\"e\":\"\\u0041\\/ \",\"created\":\"2026-11-20T11:00:00Z\"}";

        assertBad("/_sandbox/logs", "[" + exact + ",7]", "one JSON object");
        assertThat(sandbox.size()).isEqualTo(1_500);

        assertThat(client.post("/_sandbox/logs", " [ {}\n,\t" + exact + " ] ").body())
                .endsWith("," + exact + "]}");
        assertThat(sandbox.allLogs()).hasSize(1_502).contains(exact);
        assertThat(client.get(Client.LOGS + "/accact_z").body()).isEqualTo(exact);
    }

    @Test
    void noMomentThatCanBeNamedBreaksTheSandbox() throws Exception {
        assertBad("/_sandbox/clock", "{\"set\":\"+1000000000-12-31T23:59:59Z\"}", "9999");
        assertBad("/_sandbox/clock", "{\"advance\":\"PT2562047788015215H\"}", "9999");
        assertThat(client.post("/_sandbox/logs", "{\"created\":\"+999999999-01-01T00:00:00Z\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(client.get(Client.LOGS).statusCode()).isEqualTo(200);

        client.post("/_sandbox/clock", "{\"set\":\"9999-12-31T23:59:59Z\"}");
        assertThat(client.get(Client.LOGS).headers().firstValue("date")).hasValue("Fri, 31 Dec 9999 23:59:59 GMT");
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
        assertBad("/_sandbox/faults", "{\"name\":\"slow\",\"times\":4294967297}", "times=4294967297");
        assertBad("/_sandbox/faults", "{\"name\":\"slow\",\"times\":1.5}", "times=1.5");
        assertBad("/_sandbox/faults", "{\"name\":\"slow\",\"tmies\":3}", "tmies");
        assertBad("/_sandbox/faults", "{\"name\":\"slow\",\"probability\":2}", "probability=2");
        assertBad("/_sandbox/faults", "{\"name\":\"server_error\",\"number\":99}", "number=99");
        assertBad("/_sandbox/faults", "{\"name\":\"redirect\",\"text\":\"x\\r\\ny: z\"}", "control");
        assertBad("/_sandbox/logs?visible_at=%2B1000000000-12-31T23:59:59Z", "{}", "9999");
        assertBad("/_sandbox/clock", "{\"advance\":\"PT1S\",\"hurry\":true}", "hurry");
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
