package dev.annals.sandbox;

import static dev.annals.sandbox.Client.LOGS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListTest {
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().logs(250).build());
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void theFirstPageHoldsTenLogsAndAUrlWithOnlyAToken() throws Exception {
        JsonNode page = client.json(LOGS);

        assertThat(page.path("data")).hasSize(10);
        assertThat(page.path("next_page_url").asText()).matches("/v2/iam/activity_logs\\?page=page_[0-9A-Za-z]{105}");
        assertThat(page.get("previous_page_url").isNull()).isTrue();
    }

    @Test
    void followingTheUrlsShowsEveryLogOnceAndInOrder() throws Exception {
        assertThat(client.idsToTheEnd("?limit=100"))
                .isEqualTo(Client.ids(sandbox.visibleLogs()))
                .hasSize(250);
    }

    @Test
    void rowsAreServedByteForByteAsTheTruthHoldsThem() throws Exception {
        String body = client.get(LOGS + "?limit=100").body();

        String truth = String.join(",", sandbox.visibleLogs().subList(0, 100));
        assertThat(body).startsWith("{\"data\":[" + truth + "],\"next_page_url\":");
    }

    @Test
    void theEndStillHasAUrlAndRepeatsItUntilSomethingHappens() throws Exception {
        String end = end(client.json(LOGS + "?limit=100"));

        JsonNode empty = client.json(end);
        assertThat(empty.path("data")).isEmpty();
        assertThat(empty.path("next_page_url").asText()).isEqualTo(end);

        String added = sandbox.append("{}");
        sandbox.clock().advance(Duration.ofMinutes(10));
        assertThat(client.json(end).path("data")).hasSize(1);
        assertThat(client.json(end).path("data").get(0)).isEqualTo(Client.parse(added));
    }

    @Test
    void anEmptyPollRenewsTheTokenAfterADay() throws Exception {
        String end = end(client.json(LOGS + "?limit=100"));

        sandbox.clock().advance(Duration.ofHours(24).minusMillis(1));
        assertThat(client.json(end).path("next_page_url").asText()).isEqualTo(end);
        sandbox.clock().advance(Duration.ofMillis(1));
        assertThat(client.json(end).path("next_page_url").asText()).isNotEqualTo(end);
    }

    @Test
    void aLogIsVisibleFromItsTenthMinuteOn() throws Exception {
        String id = Client.parse(sandbox.append("{\"type\":\"api_key_created\"}"))
                .path("id")
                .asText();
        String end = end(client.json(LOGS + "?limit=100"));

        sandbox.clock().advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(client.json(end).path("data")).isEmpty();
        assertThat(client.get(LOGS + "/" + id).statusCode()).isEqualTo(404);

        sandbox.clock().advance(Duration.ofMillis(1));
        assertThat(client.json(end).path("data").findValuesAsText("id")).contains(id);
        assertThat(client.json(LOGS + "/" + id).path("id").asText()).isEqualTo(id);
    }

    @Test
    void logsVanishAfterTheirRetention() throws Exception {
        String first = Client.ids(sandbox.visibleLogs()).get(0);
        assertThat(client.get(LOGS + "/" + first).statusCode()).isEqualTo(200);

        sandbox.clock().advance(Duration.ofDays(90));
        assertThat(client.get(LOGS + "/" + first).statusCode()).isEqualTo(404);
        List<String> left = client.idsToTheEnd("?limit=100");
        assertThat(left).isEqualTo(Client.ids(sandbox.visibleLogs())).doesNotContain(first);
        assertThat(left.size()).isBetween(1, 249);

        sandbox.clock().advance(Duration.ofDays(100));
        assertThat(client.json(LOGS).path("data")).isEmpty();
    }

    @Test
    void aTokenWorksForTenDaysAndNotAMomentLonger() throws Exception {
        String next = client.json(LOGS).path("next_page_url").asText();

        sandbox.clock().advance(Duration.ofDays(10));
        assertThat(client.get(next).statusCode()).isEqualTo(200);
        sandbox.clock().advance(Duration.ofMillis(1));
        assertThat(client.get(next).statusCode()).isEqualTo(400);
        assertThat(code(client.get(next))).isEqualTo("invalid_page_token");
    }

    @Test
    void aDamagedTokenIsRefused() throws Exception {
        String next = client.json(LOGS).path("next_page_url").asText();

        String damaged = next.substring(0, next.length() - 1) + (next.endsWith("7") ? "8" : "7");
        assertThat(client.get(damaged).statusCode()).isEqualTo(400);
        assertThat(client.get(LOGS + "?page=page_nonsense").statusCode()).isEqualTo(400);
        assertThat(client.get(LOGS + "?page=").statusCode()).isEqualTo(400);
    }

    @Test
    void filtersAreCarriedByTheToken() throws Exception {
        String query = "?limit=5&actions[0]=api_key_viewed&actions%5B1%5D=user_access_started"
                .replace("[", "%5B")
                .replace("]", "%5D");
        List<String> wanted = sandbox.visibleLogs().stream()
                .filter(log -> log.contains("\"type\":\"api_key_viewed\"}")
                        || log.contains("\"type\":\"user_access_started\"}"))
                .toList();

        assertThat(wanted).hasSizeGreaterThan(20);
        assertThat(client.idsToTheEnd(query)).isEqualTo(Client.ids(wanted));
    }

    @Test
    void theSameFiltersBesideATokenAreFineAndOthersAreNot() throws Exception {
        String next = client.json(LOGS + "?actions%5B0%5D=api_key_viewed")
                .path("next_page_url")
                .asText();

        assertThat(client.get(next + "&actions%5B0%5D=api_key_viewed&limit=3").statusCode())
                .isEqualTo(200);
        HttpResponse<String> changed = client.get(next + "&actions%5B0%5D=api_key_created");
        assertThat(changed.statusCode()).isEqualTo(400);
        assertThat(code(changed)).isEqualTo("invalid_fields");
        assertThat(client.get(next + "&action_groups%5B0%5D=api_key").statusCode())
                .isEqualTo(400);
    }

    @Test
    void anUnknownFilterValueIsNamed() throws Exception {
        HttpResponse<String> response = client.get(LOGS + "?actions%5B0%5D=api_key_eaten");

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Client.parse(response.body()).path("error");
        assertThat(error.path("code").asText()).isEqualTo("invalid_filters");
        assertThat(error.path("invalid_filters").get(0).asText()).isEqualTo("actions");
        assertThat(error.has("type")).isFalse();
    }

    @Test
    void everyMalformedRequestGetsAnAnswer() throws Exception {
        for (String query : List.of(
                "?limit=abc",
                "?limit=0",
                "?limit=101",
                "?limit=",
                "?limit=99999999999",
                "?page=%25zz",
                "?actions=x",
                "?actions%5B%5D=api_key_viewed",
                "?nonsense=1",
                "?limit=1&limit=2",
                "?actions%5B0%5D=")) {
            assertThat(client.get(LOGS + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(client.get(LOGS + "?actions=").statusCode()).isEqualTo(200);
        assertThat(client.get("/v1/charges").statusCode()).isEqualTo(404);
        assertThat(client.post(LOGS, "{}").statusCode()).isEqualTo(404);
    }

    @Test
    void everyAnswerHasARequestIdAndTheSandboxesDate() throws Exception {
        HttpResponse<String> response = client.get(LOGS);

        assertThat(response.headers().firstValue("request-id"))
                .hasValueSatisfying(id -> assertThat(id).matches("req_[0-9A-Za-z]{14}"));
        assertThat(response.headers().firstValue("date")).hasValue("Fri, 20 Nov 2026 12:00:00 GMT");
        assertThat(client.get(LOGS + "?limit=0").headers().firstValue("request-id"))
                .isPresent();
    }

    @Test
    void previousPageUrlLeadsBack() throws Exception {
        JsonNode first = client.json(LOGS + "?limit=20");
        JsonNode second = client.json(first.path("next_page_url").asText());

        JsonNode back = client.json(second.path("previous_page_url").asText());
        assertThat(back.path("data")).isEqualTo(first.path("data"));
        assertThat(back.path("previous_page_url").isNull()).isTrue();
    }

    @Test
    void settingsTurnUnverifiedBehaviourAround() throws Exception {
        SandboxOptions otherwise = SandboxOptions.builder()
                .logs(50)
                .unknownValuesRefused(false)
                .unknownParametersRefused(false)
                .emptyFilterRefused(true)
                .limitMayChange(false)
                .expiredTokenRestarts(true)
                .tokenRenewal(Duration.ZERO)
                .code(Refusal.CHANGED_FILTERS, "invalid_filters")
                .build();
        try (Sandbox other = Sandbox.start(otherwise.toBuilder().build())) {
            Client of = new Client(other);
            assertThat(of.json(LOGS + "?actions%5B0%5D=radar_rule_created").path("data"))
                    .isEmpty();
            assertThat(of.json(LOGS + "?nonsense=1").path("data")).hasSize(10);
            assertThat(of.get(LOGS + "?actions=").statusCode()).isEqualTo(400);
            JsonNode first = of.json(LOGS + "?limit=50");
            String next = first.path("next_page_url").asText();
            assertThat(code(of.get(next + "&limit=4"))).isEqualTo("invalid_filters");
            other.clock().advance(Duration.ofMillis(1));
            assertThat(of.json(next).path("next_page_url").asText()).isNotEqualTo(next);
            other.clock().advance(Duration.ofDays(11));
            assertThat(of.json(next).path("data").get(0))
                    .isEqualTo(Client.parse(other.visibleLogs().get(0)));
        }
    }

    @Test
    void aSandboxStartedAgainKnowsTheTokensOfTheOneBefore() throws Exception {
        String next = client.json(LOGS).path("next_page_url").asText();
        JsonNode expected = client.json(next).path("data");

        try (Sandbox again = Sandbox.start(SandboxOptions.builder().logs(250).build())) {
            assertThat(new Client(again).json(next).path("data")).isEqualTo(expected);
        }
    }

    private String end(JsonNode first) throws Exception {
        JsonNode page = first;
        String url = "";
        while (!page.path("data").isEmpty()) {
            url = page.path("next_page_url").asText();
            page = client.json(url);
        }
        return url;
    }

    private static String code(HttpResponse<String> response) {
        return Client.parse(response.body()).path("error").path("code").asText();
    }
}
