package dev.annals.api.recorder.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.StripeException;
import com.stripe.net.RequestOptions;
import com.stripe.param.CustomerCreateParams;
import com.sun.net.httpserver.HttpServer;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.recorder.GatedSink;
import dev.annals.api.recorder.RequestRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingStripeTest {
    private final GatedSink sink = new GatedSink();
    private final RequestRecorder recorder = RequestRecorder.to(sink);
    private HttpServer server;
    private int status = 200;
    private String body = "{\"id\":\"cus_1A\",\"object\":\"customer\",\"livemode\":false}";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Request-Id", "req_1");
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private StripeClient client() {
        return StripeClient.builder()
                .setApiKey("sk_test_secret1")
                .setApiBase("http://127.0.0.1:" + server.getAddress().getPort())
                .setMaxNetworkRetries(0)
                .setHttpClient(RecordingStripe.httpClient(recorder))
                .build();
    }

    @Test
    void aCallIsRecordedWithAllThatTheWireSaid() throws StripeException {
        CustomerCreateParams params =
                CustomerCreateParams.builder().setEmail("ada@example.com").build();
        RequestOptions options =
                RequestOptions.builder().setIdempotencyKey("key-1").build();
        assertThat(client().v1().customers().create(params, options).getId()).isEqualTo("cus_1A");
        RequestLog log = only();
        assertThat(log.method()).isEqualTo("POST");
        assertThat(log.path()).isEqualTo("/v1/customers");
        assertThat(log.requestId()).isEqualTo("req_1");
        assertThat(log.idempotencyKey()).isEqualTo("key-1");
        assertThat(log.userAgent()).startsWith("Stripe/v1 JavaBindings/");
        assertThat(log.apiVersion()).isNotNull();
        assertThat(log.livemode()).isFalse();
        assertThat(log.resources()).containsExactly("cus_1A");
        assertThat(Objects.requireNonNull(log.requestBody()).text()).contains("email=ada%40example.com");
        assertThat(log.toString()).doesNotContain("secret1");
    }

    @Test
    void aRefusalIsRecordedAndTheHostGetsItsException() {
        status = 402;
        body = "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"message\":\"No.\"}}";
        assertThatThrownBy(() -> client().v1().customers().retrieve("cus_1A")).isInstanceOf(CardException.class);
        RequestLog log = only();
        assertThat(log.status()).isEqualTo(402);
        assertThat(log.error()).isNotNull().extracting(RequestError::code).isEqualTo("card_declined");
        assertThat(log.endpoint()).isEqualTo("/v1/customers/:id");
    }

    @Test
    void whoeverCannotBeReachedIsRecorded() {
        StripeClient client = client();
        server.stop(0);
        assertThatThrownBy(() -> client.v1().customers().retrieve("cus_1A")).isInstanceOf(StripeException.class);
        assertThat(only().status()).isZero();
    }

    private RequestLog only() {
        recorder.close();
        assertThat(sink.logs()).hasSize(1);
        return sink.logs().get(0);
    }
}
