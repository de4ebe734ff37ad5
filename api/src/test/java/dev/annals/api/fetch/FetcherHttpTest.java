package dev.annals.api.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way: key, HTTP client, step, sink. */
@Timeout(60)
class FetcherHttpTest {
    private final Vertx vertx = Vertx.vertx();
    private final MemorySink sink = new MemorySink();
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeVertx() throws Exception {
        get(vertx.close());
    }

    @Test
    void pagesComeOverHttpByteForByteWithKeyVersionAndContext() throws Exception {
        try (Fetcher fetcher = Fetcher.start(vertx, options(), sink)) {
            Fetcher.Result result = get(fetcher.done());
            assertThat(result.outcome()).as(result.streams().toString()).isEqualTo(Fetcher.Outcome.CAUGHT_UP);
        }
        assertThat(seen)
                .containsExactly(
                        "/v2/iam/activity_logs?limit=100 Bearer sk_test_secret 2026-11-18.preview acct_1",
                        "/v2/iam/activity_logs?page=page_%41b Bearer sk_test_secret 2026-11-18.preview acct_1");
        assertThat(sink.ids()).containsExactly("accact_1", "accact_2");
        assertThat(sink.logs.get(0).payload().utf8())
                .startsWith("{\"id\":\"accact_1\",")
                .doesNotContain("\n");
        assertThat(sink.marks())
                .hasSize(2)
                .allSatisfy(mark -> assertThat(mark.nextPageUrl()).isEqualTo("/v2/iam/activity_logs?page=page_%41b"));
        assertThat(sink.marks().get(1).watermark()).isNotNull();
    }

    @Test
    void textThatIsNoKeyIsRefusedAtTheStart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Fetcher.start(vertx, FetchOptions.forKey("secret"), sink))
                .withMessageNotContaining("secret,");
    }

    @Test
    void closeAfterVertxIsRefusedInsteadOfHanging() throws Exception {
        Vertx other = Vertx.vertx();
        FetchOptions options = FetchOptions.forKey("sk_test_secret").toBuilder()
                .origin(URI.create("http://127.0.0.1:9"))
                .build();
        Fetcher fetcher = Fetcher.start(other, options, sink);
        get(other.close());
        assertThatIllegalStateException()
                .isThrownBy(fetcher::close)
                .withMessageContaining("close the fetcher before it");
    }

    private FetchOptions options() throws Exception {
        HttpServer server =
                get(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        return FetchOptions.forKey("sk_test_secret").toBuilder()
                .origin(URI.create("http://127.0.0.1:" + server.actualPort()))
                .contexts(List.of("acct_1"))
                .once(true)
                .build();
    }

    private void answer(HttpServerRequest request) {
        seen.add(request.uri() + " " + request.getHeader("Authorization") + " " + request.getHeader("Stripe-Version")
                + " " + request.getHeader("Stripe-Context"));
        String data = request.uri().contains("page=") ? "" : log(1) + ",\n" + log(2);
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("Date", "Sun, 22 Nov 2026 12:00:00 GMT")
                .putHeader("Request-Id", "req_1")
                .end(
                        "{\"data\": [" + data
                                + "],\n \"next_page_url\": \"/v2/iam/activity_logs?page=page_%41b\", \"previous_page_url\": null}");
    }

    private static String log(int number) {
        return "{ \"id\": \"accact_" + number
                + "\",\n \"object\": \"v2.iam.activity_log\", \"created\": \"2026-11-22T10:00:00.000Z\","
                + " \"type\": \"api_key_created\", \"livemode\": false, \"context\": \"acct_1\" }";
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
