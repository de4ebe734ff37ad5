package dev.annals.api.recorder.jdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.recorder.GatedSink;
import dev.annals.api.recorder.RequestRecorder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingHttpClientTest {
    private static final String ANSWER = "{\"id\":\"ch_1A\",\"livemode\":false}";

    private final GatedSink sink = new GatedSink();
    private final RequestRecorder recorder = RequestRecorder.to(sink);
    private final HttpClient http = RecordingHttpClient.wrap(HttpClient.newHttpClient(), recorder);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", RecordingHttpClientTest::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Request-Id", "req_1");
        byte[] body = (exchange.getRequestURI().getPath().equals("/echo")
                        ? new String(sent, StandardCharsets.UTF_8)
                        : ANSWER)
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Test
    void whatIsSentAndAnsweredIsRecordedAndReachesTheHostAsBefore() throws Exception {
        HttpResponse<String> response = http.send(post("/v1/charges?x=1", "amount=1&card[cvc]=123"), ofString());
        assertThat(response.body()).isEqualTo(ANSWER);
        RequestLog log = only();
        assertThat(log.method()).isEqualTo("POST");
        assertThat(log.path()).isEqualTo("/v1/charges");
        assertThat(log.query()).isEqualTo("x=1");
        assertThat(log.status()).isEqualTo(200);
        assertThat(log.requestId()).isEqualTo("req_1");
        assertThat(log.livemode()).isTrue();
        assertThat(log.resources()).containsExactly("ch_1A");
        assertThat(log.requestBody())
                .isEqualTo(new RequestBody(
                        "application/x-www-form-urlencoded", 22, "amount=1&card[cvc]=[redacted]", false));
        assertThat(log.responseBody()).isEqualTo(new RequestBody(null, ANSWER.length(), ANSWER, false));
    }

    @Test
    void theServerGetsTheBodyThatTheHostSent() throws Exception {
        assertThat(http.send(post("/echo", "card[cvc]=123"), ofString()).body()).isEqualTo("card[cvc]=123");
    }

    @Test
    void asynchronousRequestsAreRecordedToo() {
        assertThat(http.sendAsync(post("/v1/x", "a=1"), ofString()).join().body())
                .isEqualTo(ANSWER);
        assertThat(only().path()).isEqualTo("/v1/x");
    }

    @Test
    void aStreamIsRecordedWhenItWasReadOrGivenUp() throws Exception {
        try (InputStream stream = http.send(post("/v1/x", "a=1"), HttpResponse.BodyHandlers.ofInputStream())
                .body()) {
            stream.read();
        }
        assertThat(only().status()).isEqualTo(200);
    }

    @Test
    void whoeverCannotBeReachedIsRecordedAndTheHostGetsItsException() {
        server.stop(0);
        assertThatThrownBy(() -> http.send(post("/v1/x", "a=1"), ofString())).isInstanceOf(IOException.class);
        assertThatThrownBy(
                        () -> http.sendAsync(post("/v1/x", "a=1"), ofString()).join())
                .isInstanceOf(CompletionException.class);
        while (sink.logs().size() < 2) {
            Thread.onSpinWait(); // The host may see its future fail first.
        }
        recorder.close();
        assertThat(sink.logs()).hasSize(2).allSatisfy(log -> {
            assertThat(log.status()).isZero();
            assertThat(log.error()).isNotNull().extracting(RequestError::type).isEqualTo(RequestError.NO_ANSWER);
        });
    }

    private RequestLog only() {
        while (sink.logs().isEmpty()) {
            Thread.onSpinWait(); // A thread of the client's tells of the end: perhaps after the host has its answer.
        }
        recorder.close();
        assertThat(sink.logs()).hasSize(1);
        return sink.logs().get(0);
    }

    private static HttpResponse.BodyHandler<String> ofString() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private HttpRequest post(String path, String form) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .header("Authorization", "Bearer sk_live_secret1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
    }
}
