package dev.annals.api.recorder.vertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.recorder.GatedSink;
import dev.annals.api.recorder.RequestRecorder;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.codec.BodyCodec;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecordingInterceptorTest {
    private static final String ANSWER = "{\"id\":\"ch_1A\"}";

    private final Vertx vertx = Vertx.vertx();
    private final GatedSink sink = new GatedSink();
    private final RequestRecorder recorder = RequestRecorder.to(sink);
    private final WebClient client = WebClient.create(vertx).addInterceptor(RecordingInterceptor.of(recorder));
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        server = get(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    if (request.path().equals("/moved")) {
                        request.response()
                                .setStatusCode(307)
                                .putHeader("Location", "/v1/charges")
                                .end();
                    } else {
                        request.response().putHeader("Request-Id", "req_1").end(ANSWER);
                    }
                }))
                .listen(0, "127.0.0.1"));
    }

    @AfterEach
    void closeVertx() throws Exception {
        get(vertx.close());
    }

    @Test
    void aFormAndItsAnswerAreRecorded() throws Exception {
        MultiMap form = MultiMap.caseInsensitiveMultiMap().add("amount", "1").add("card[cvc]", "123");
        assertThat(get(request("/v1/charges?x=1").sendForm(form)).bodyAsString())
                .isEqualTo(ANSWER);
        RequestLog log = only();
        assertThat(log.method()).isEqualTo("POST");
        assertThat(log.path()).isEqualTo("/v1/charges");
        assertThat(log.query()).isEqualTo("x=1");
        assertThat(log.requestId()).isEqualTo("req_1");
        assertThat(log.livemode()).isTrue();
        assertThat(log.resources()).containsExactly("ch_1A");
        assertThat(log.requestBody())
                .isNotNull()
                .extracting(RequestBody::text)
                .isEqualTo("amount=1&card%5Bcvc%5D=[redacted]");
        assertThat(log.responseBody()).isNotNull().extracting(RequestBody::text).isEqualTo(ANSWER);
    }

    @Test
    void jsonBothWaysIsRecorded() throws Exception {
        JsonObject answered = get(request("/v2/x")
                        .as(BodyCodec.jsonObject())
                        .sendJsonObject(new JsonObject().put("a", 1)))
                .body();
        assertThat(answered).isEqualTo(new JsonObject(ANSWER));
        RequestLog log = only();
        assertThat(log.requestBody()).isNotNull().extracting(RequestBody::text).isEqualTo("{\"a\":1}");
        assertThat(log.responseBody()).isNotNull().extracting(RequestBody::text).isEqualTo(ANSWER);
    }

    @Test
    void aRedirectionIsOneRequest() throws Exception {
        get(client.get(server.actualPort(), "127.0.0.1", "/moved").send());
        RequestLog log = only();
        assertThat(log.path()).isEqualTo("/moved");
        assertThat(log.status()).isEqualTo(200);
    }

    @Test
    void whoeverCannotBeReachedIsRecorded() throws Exception {
        int port = server.actualPort();
        get(server.close());
        assertThatThrownBy(() -> get(client.get(port, "127.0.0.1", "/v1/x").send()))
                .isInstanceOf(ExecutionException.class);
        RequestLog log = only();
        assertThat(log.method()).isEqualTo("GET");
        assertThat(log.path()).isEqualTo("/v1/x");
        assertThat(log.error()).isNotNull().extracting(RequestError::type).isEqualTo(RequestError.NO_ANSWER);
    }

    private HttpRequest<Buffer> request(String target) {
        return client.post(server.actualPort(), "127.0.0.1", target)
                .putHeader("Authorization", "Bearer sk_live_secret1");
    }

    private RequestLog only() {
        recorder.close();
        assertThat(sink.logs()).hasSize(1);
        return sink.logs().get(0);
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
