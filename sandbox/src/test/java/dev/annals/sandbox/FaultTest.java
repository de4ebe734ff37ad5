package dev.annals.sandbox;

import static dev.annals.sandbox.Client.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.sandbox.Fault.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private final Sandbox sandbox =
            Sandbox.start(SandboxOptions.builder().logs(60).build());
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void rateLimitsComeWithAndWithoutTheirHeaders() throws Exception {
        sandbox.inject(Fault.of(Kind.RATE_LIMITED).number(30));
        sandbox.inject(Fault.of(Kind.RATE_LIMITED).text(""));

        HttpResponse<String> first = client.get(LOGS);
        assertThat(first.statusCode()).isEqualTo(429);
        assertThat(first.headers().firstValue("retry-after")).hasValue("30");
        assertThat(first.headers().firstValue("stripe-rate-limited-reason")).hasValue("endpoint-rate");
        HttpResponse<String> second = client.get(LOGS);
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.headers().firstValue("retry-after")).isEmpty();
        assertThat(second.headers().firstValue("stripe-rate-limited-reason")).isEmpty();
    }

    @Test
    void errorsHaveTheStatusAndBodyAskedFor() throws Exception {
        assertStatus(Fault.of(Kind.SERVER_ERROR).number(502), 502, "<html>");
        assertStatus(Fault.of(Kind.SERVER_ERROR).number(503).text("empty"), 503, "");
        assertStatus(Fault.of(Kind.BAD_REQUEST).text("invalid_filters"), 400, "\"invalid_filters\":[\"page\"]");
        assertStatus(Fault.of(Kind.UNAUTHORIZED), 401, "invalid_api_key");
        assertStatus(Fault.of(Kind.FORBIDDEN), 403, "insufficient_permissions");
        assertStatus(Fault.of(Kind.NOT_FOUND), 404, "not_found");
        assertStatus(Fault.of(Kind.HTML_BODY), 200, "<html>");
        assertStatus(Fault.of(Kind.EMPTY_BODY), 200, "");
        assertThat(client.get(LOGS).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRetryIsSaidInAHeader() throws Exception {
        sandbox.inject(Fault.of(Kind.SHOULD_RETRY).text("false"));

        HttpResponse<String> response = client.get(LOGS);
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.headers().firstValue("stripe-should-retry")).hasValue("false");
    }

    @Test
    void aTimeoutIsNeverAnswered() {
        sandbox.inject(Fault.of(Kind.TIMEOUT));
        HttpRequest request = HttpRequest.newBuilder(URI.create(sandbox.uri() + LOGS))
                .timeout(Duration.ofMillis(300))
                .build();

        assertThatThrownBy(() -> Client.send(request)).isInstanceOf(HttpTimeoutException.class);
        assertThat(sandbox.requests()).last().satisfies(seen -> {
            assertThat(seen.status()).isZero();
            assertThat(seen.fault()).isEqualTo("timeout");
        });
    }

    @Test
    @Timeout(20)
    void closingEndsWhatAFaultLeftWaiting() throws Exception {
        sandbox.inject(Fault.of(Kind.TIMEOUT).always());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sandbox.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write(("GET " + LOGS + " HTTP/1.1\r\nHost: x\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            while (sandbox.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            sandbox.close();

            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"CUT_BODY", "CUT_CONNECTION"})
    void aCutConnectionIsAnErrorForTheClient(Kind kind) throws Exception {
        // The JDK's client quietly repeats a request whose connection closed before an answer began.
        sandbox.inject(Fault.of(kind).after(1).always());

        assertThat(client.get(LOGS).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> client.get(LOGS)).isInstanceOf(IOException.class);
    }

    @Test
    void truncatedJsonHasTheLengthItSays() throws Exception {
        String whole = client.get(LOGS).body();
        sandbox.inject(Fault.of(Kind.TRUNCATED_JSON));

        HttpResponse<String> half = client.get(LOGS);
        assertThat(whole).startsWith(half.body());
        assertThat(half.headers().firstValueAsLong("content-length").orElseThrow())
                .isEqualTo(half.body().getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(whole.length());
    }

    @Test
    void aHugePageIsTheSamePageWithMoreWhiteSpace() throws Exception {
        String usual = client.get(LOGS).body();
        sandbox.inject(Fault.of(Kind.HUGE_PAGE).number(3_000_000));

        String huge = client.get(LOGS).body();
        assertThat(huge).hasSize(usual.length() + 3_000_000);
        assertThat(Client.parse(huge)).isEqualTo(Client.parse(usual));
    }

    @Test
    void gzipIsSentUnasked() throws Exception {
        String usual = client.get(LOGS).body();
        sandbox.inject(Fault.of(Kind.GZIP));

        HttpResponse<byte[]> zipped = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sandbox.uri() + LOGS))
                                .header("Authorization", "Bearer " + SandboxOptions.DEFAULT_KEY)
                                .header("Stripe-Version", Client.VERSION)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(zipped.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body()))).hasContent(usual);
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"EMPTY_PAGE", "DUPLICATE_PAGE", "CONFLICTING_ID", "REORDERED"})
    void noPageFaultTakesALogAway(Kind kind) throws Exception {
        sandbox.inject(Fault.of(kind).after(1).times(2));

        List<String> ids = new ArrayList<>();
        JsonNode page = client.json(LOGS + "?limit=20");
        for (int pages = 0; pages < 12; pages++) {
            page.path("data").forEach(log -> ids.add(log.path("id").asText()));
            page = client.json(page.path("next_page_url").asText());
        }
        assertThat(ids).containsAll(Client.ids(sandbox.visibleLogs()));
        assertThat(sandbox.faults()).isEmpty();
        assertThat(page.path("data")).isEmpty();
    }

    @Test
    void anEmptyPageInMidStreamIsFollowedByTheLogsItWithheld() throws Exception {
        sandbox.inject(Fault.of(Kind.EMPTY_PAGE));

        JsonNode empty = client.json(LOGS + "?limit=20");
        assertThat(empty.path("data")).isEmpty();
        assertThat(client.idsToTheEnd(empty.path("next_page_url").asText().substring(LOGS.length())))
                .isEqualTo(Client.ids(sandbox.visibleLogs()));
    }

    @Test
    void aDuplicatePageIsTheSamePageAgain() throws Exception {
        sandbox.inject(Fault.of(Kind.DUPLICATE_PAGE));

        JsonNode first = client.json(LOGS);
        JsonNode again = client.json(first.path("next_page_url").asText());
        assertThat(again.path("data")).isEqualTo(first.path("data"));
        assertThat(client.json(again.path("next_page_url").asText()).path("data"))
                .isNotEqualTo(first.path("data"));
    }

    @Test
    void aConflictingIdHasOtherBytesInAPageOfTheRightSize() throws Exception {
        sandbox.inject(Fault.of(Kind.CONFLICTING_ID));

        JsonNode data = client.json(LOGS).path("data");
        assertThat(data).hasSize(10);
        assertThat(data.get(9).path("id")).isEqualTo(data.get(0).path("id"));
        assertThat(data.get(9)).isNotEqualTo(data.get(0));
    }

    @Test
    void aReorderedPageHoldsTheSameLogsBackwards() throws Exception {
        List<String> ids = new ArrayList<>(client.json(LOGS).path("data").findValuesAsText("id").stream()
                .filter(id -> id.startsWith("accact_"))
                .toList());
        sandbox.inject(Fault.of(Kind.REORDERED));

        List<String> reordered = client.json(LOGS).path("data").findValuesAsText("id").stream()
                .filter(id -> id.startsWith("accact_"))
                .toList();
        Collections.reverse(ids);
        assertThat(reordered).isEqualTo(ids);
    }

    @Test
    void nextUrlsCanBeForeignEmptyOrNull() throws Exception {
        sandbox.inject(Fault.of(Kind.FOREIGN_URL));
        sandbox.inject(Fault.of(Kind.EMPTY_URL));
        sandbox.inject(Fault.of(Kind.NULL_URL));

        assertThat(client.json(LOGS).path("next_page_url").asText())
                .startsWith("https://foreign.example/v2/iam/activity_logs?page=page_");
        assertThat(client.json(LOGS).path("next_page_url").asText()).isEmpty();
        assertThat(client.json(LOGS).get("next_page_url").isNull()).isTrue();
        sandbox.inject(Fault.of(Kind.FOREIGN_URL).text("\"\\"));
        assertThat(client.json(LOGS).path("next_page_url").asText()).startsWith("\"\\/v2/");
    }

    @Test
    void aLateEventComesAfterLaterOnesWithAnEarlierTime() throws Exception {
        client.idsToTheEnd("?limit=100");
        sandbox.inject(Fault.named("late_event"));
        client.get(LOGS);

        JsonNode last = Client.parse(sandbox.visibleLogs().get(60));
        assertThat(last.path("created").asText()).isEqualTo("2026-11-20T11:00:00Z");
        assertThat(client.idsToTheEnd("?limit=100"))
                .hasSize(61)
                .endsWith(last.path("id").asText());
    }

    @Test
    void aFutureEventIsVisibleBeforeItHappened() throws Exception {
        sandbox.inject(Fault.named("future-event"));
        client.get(LOGS);

        String created =
                Client.parse(sandbox.visibleLogs().get(60)).path("created").asText();
        assertThat(Instant.parse(created)).isEqualTo(sandbox.clock().instant().plus(Duration.ofHours(18)));
    }

    @Test
    void unknownWordsArriveAsALogNobodyKnows() throws Exception {
        sandbox.inject(Fault.named("unknown_words"));
        client.get(LOGS);

        JsonNode log = Client.parse(sandbox.visibleLogs().get(60));
        assertThat(log.path("type").asText()).isEqualTo("quantum_vault_opened");
        assertThat(log.path("actor").path("type").asText()).isEqualTo("automaton");
        assertThat(log.has("sensors")).isTrue();
    }

    @Test
    void chanceIsDrawnFromTheSeed() throws Exception {
        List<Integer> first = statusesWithChance();
        assertThat(first).contains(200, 500).isEqualTo(statusesWithChance());
    }

    @Test
    void faultsWithSenselessNumbersAreRejected() {
        Fault fault = Fault.of(Kind.SLOW);
        assertThatThrownBy(() -> fault.times(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.probability(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Fault.named("boredom")).hasMessageContaining("rate_limited");
    }

    private List<Integer> statusesWithChance() throws Exception {
        try (Sandbox fresh = Sandbox.start(SandboxOptions.builder().seed(11).build())) {
            fresh.inject(Fault.of(Kind.SERVER_ERROR).always().probability(0.5));
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                statuses.add(new Client(fresh).get(LOGS).statusCode());
            }
            return statuses;
        }
    }

    private void assertStatus(Fault fault, int status, String body) throws Exception {
        sandbox.inject(fault);
        HttpResponse<String> response = client.get(LOGS);
        assertThat(response.statusCode()).isEqualTo(status);
        if (body.isEmpty()) {
            assertThat(response.body()).isEmpty();
        } else {
            assertThat(response.body()).contains(body);
        }
        assertThat(response.headers().firstValue("request-id")).isPresent();
    }
}
