package dev.annals.api.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.codec.ActivityPage;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest extends ClientFixture {
    private static final String JSON = "Content-Type: application/json\r\n";
    private static final String HEAD = "HTTP/1.1 200 OK\r\n" + JSON;

    private String malformed() {
        return ((Failure.Malformed) failedList().failure()).reason();
    }

    private String unreachable() {
        return ((Failure.Unreachable) failedList().failure()).reason();
    }

    @Test
    void aSuccessCarriesItsHeaders() {
        server.answer(
                200,
                JSON + "Request-Id: req_1\r\nDate: Sun, 22 Nov 2026 04:59:58 GMT\r\nStripe-Should-Retry: false\r\n"
                        + "Retry-After: 7\r\nStripe-Notice: soon\r\n",
                PAGE);

        assertThat(list().meta())
                .isEqualTo(new Answer.Meta(
                        "/v2/iam/activity_logs?limit=100",
                        200,
                        "req_1",
                        Instant.parse("2026-11-22T04:59:58Z"),
                        NOW,
                        Duration.ofSeconds(7),
                        false,
                        "soon"));
    }

    @Test
    void headersThatAreMissingOrUnreadableAreNull() {
        server.answer(200, JSON + "Date: yesterday\r\nStripe-Should-Retry: perhaps\r\nRetry-After: -1\r\n", PAGE);

        assertThat(list().meta())
                .isEqualTo(new Answer.Meta("/v2/iam/activity_logs?limit=100", 200, null, null, NOW, null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 22 Nov 2026 05:01:00 GMT|Sun, 22 Nov 2026 05:00:00 GMT|60",
                "Sun, 22 Nov 2026 04:00:00 GMT|Sun, 22 Nov 2026 05:00:00 GMT|0",
                "Sun, 22 Nov 2026 05:00:30 GMT|nonsense|30",
                "0|nonsense|0",
                "99999999999999999999|nonsense|999999999"
            })
    void retryAfterIsRelativeToTheServersDate(String retryAfter, String date, long seconds) {
        server.answer(503, "Retry-After: " + retryAfter + "\r\nDate: " + date + "\r\n", "");

        assertThat(failedList().meta().retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"invalid_filters", "invalid_fields"})
    void a400IsABadRequestWithCodeAndParameters(String code) {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"no\",\"invalid_filters\":[\"actions\",1]}}";
        server.answer(400, JSON + "Request-Id: req_9\r\n", body);

        Answer.Failed<?> failed = failedList();

        assertThat(failed.failure())
                .isEqualTo(
                        new Failure.BadRequest(new Failure.ProviderError(code, null, "no", List.of("actions"), body)));
        assertThat(failed.meta().requestId()).isEqualTo("req_9");
    }

    @ParameterizedTest
    @CsvSource({
        "401, Unauthorized",
        "403, Forbidden",
        "404, NotFound",
        "429, RateLimited",
        "500, ServerError",
        "502, ServerError",
        "503, ServerError",
        "599, ServerError",
        "301, UnexpectedStatus",
        "302, UnexpectedStatus",
        "307, UnexpectedStatus",
        "204, UnexpectedStatus",
        "206, UnexpectedStatus",
        "409, UnexpectedStatus",
        "402, UnexpectedStatus",
        "418, UnexpectedStatus"
    })
    void everyOtherStatusHasItsType(int status, String type) {
        String body = status == 204 ? "" : "{\"error\":{\"type\":\"t\",\"message\":\"m\"}}";
        server.answer(status, JSON + "Location: /v2/iam/activity_logs?page=elsewhere\r\n", body);

        Answer.Failed<?> failed = failedList();

        assertThat(failed.failure().getClass().getSimpleName()).isEqualTo(type);
        assertThat(failed.meta().status()).isEqualTo(status);
        assertThat(failed.failure().describe()).contains(status == 204 ? "message=none" : "message=m");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a429CarriesTheReasonOfTheLimiter() {
        server.answer(429, JSON + "Stripe-Rate-Limited-Reason: endpoint-rate\r\n", "{}");

        assertThat(((Failure.RateLimited) failedList().failure()).reason()).isEqualTo("endpoint-rate");
    }

    @Test
    void a429WithoutAReasonIsNotFromALimiter() {
        server.answer(429, JSON, "{}");

        assertThat(((Failure.RateLimited) failedList().failure()).reason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>down</html>", "{\"error\":", "[]", "{\"error\":null}", "{\"error\":\"x\"}"})
    void anErrorBodyMayBeAnything(String body) {
        server.answer(500, "Content-Type: text/html\r\n", body);

        assertThat(failedList().failure())
                .isEqualTo(new Failure.ServerError(500, new Failure.ProviderError(null, null, null, List.of(), body)));
    }

    @Test
    void anEndlessErrorBodyIsCutAndItsStatusKept() {
        server.answer(socket -> socket.write("HTTP/1.1 503 X\r\n\r\n" + "x".repeat(1 << 20)));

        Failure.ServerError failure = (Failure.ServerError) failedList().failure();

        assertThat(failure.error().body()).isEqualTo("x".repeat(4_096));
    }

    @Test
    void anEchoedKeyIsRedactedEverywhere() {
        String escaped = SECRET.replace("sk_", "sk\\u005f");
        String body = "{\"error\":{\"code\":\"" + escaped + "\",\"type\":\"" + SECRET + "\",\"message\":\"bad key: "
                + escaped + "\\r\\nlog line\",\"invalid_filters\":[\"" + SECRET + "\"]}, \"echo\":\"Bearer " + SECRET
                + "\"}";
        server.answer(401, JSON + "Request-Id: " + SECRET + "\r\nStripe-Notice: " + SECRET + "\r\n", body);

        Answer.Failed<?> failed = failedList();

        assertThat(failed.toString()).doesNotContain(SECRET).contains("[redacted key]");
        assertThat(failed.failure().describe()).doesNotContain(SECRET).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void anEchoedKeyInA429ReasonOrContentTypeIsRedacted() {
        server.answer(429, JSON + "Stripe-Rate-Limited-Reason: " + SECRET + "\r\n", "{}");
        assertThat(failedList().toString()).doesNotContain(SECRET);

        server.answer(200, "Content-Type: " + SECRET + "\r\n", "{}");
        assertThat(failedList().toString()).doesNotContain(SECRET).contains("[redacted key]");
    }

    @Test
    void anEchoedKeyAtTheEdgeOfWhatIsKeptLeavesNoPartOfItself() {
        String head = SECRET.substring(0, SECRET.length() - 1);
        for (int limit : new int[] {1_000, 4_096}) {
            String before = "{\"error\":{\"message\":\"";
            String fill = "x".repeat(limit - head.length() - (limit == 4_096 ? before.length() : 0));
            server.answer(400, JSON, before + fill + SECRET + "\"}}");

            assertThat(failedList().toString()).doesNotContain(head);
        }
    }

    @Test
    void anEmptyBodyIsMalformed() {
        server.answerJson("");
        assertThat(malformed()).isEqualTo("the body is empty");
    }

    @Test
    void htmlIsMalformed() {
        server.answer(200, "Content-Type: text/html; charset=utf-8\r\n", "<html>Log in to the hotel's network</html>");
        assertThat(malformed()).isEqualTo("the body is not JSON, content_type=text/html; charset=utf-8");
    }

    @Test
    void htmlWithoutATypeIsMalformed() {
        server.answer(200, "", "<html></html>");
        assertThat(malformed()).contains("not JSON at byte=");
    }

    @Test
    void truncatedJsonIsMalformed() {
        server.answerJson(PAGE.substring(0, 20));
        assertThat(malformed()).contains("ends too early, bytes=20");
    }

    @Test
    void jsonOfAnotherShapeIsMalformed() {
        server.answerJson("{\"object\":\"list\"}");
        assertThat(malformed()).contains("no list named data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=utf-8", "application/json;x"})
    void jsonMayBeNamedInSeveralWays(String type) {
        server.answer(200, "Content-Type: " + type + "\r\n", PAGE);
        assertThat(list()).isInstanceOf(Answer.Received.class);
    }

    @Test
    void aChunkedBodyIsRead() {
        server.answer(HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\n" + PAGE.substring(0, 5) + "\r\n"
                + Integer.toHexString(PAGE.length() - 5) + "\r\n" + PAGE.substring(5) + "\r\n0\r\n\r\n");
        assertThat(list()).isInstanceOf(Answer.Received.class);
    }

    @Test
    void aChunkedBodyCutBetweenChunksIsUnreachable() {
        server.answer(socket -> socket.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(PAGE.length()) + "\r\n" + PAGE + "\r\n")
                .onComplete(written -> socket.close()));
        assertThat(unreachable()).contains("closed");
    }

    @Test
    void aBodyShorterThanAnnouncedIsUnreachableThoughItIsWholeJson() {
        server.answer(socket -> socket.write(HEAD + "Content-Length: 5000\r\nRequest-Id: req_cut\r\n\r\n" + PAGE)
                .onComplete(written -> socket.close()));

        Answer.Failed<?> failed = failedList();

        assertThat(failed.failure().describe()).contains("bytes=" + PAGE.length() + " of content_length=5000");
        assertThat(failed.meta().status()).isEqualTo(200);
        assertThat(failed.meta().requestId()).isEqualTo("req_cut");
    }

    @Test
    void aBodyThatEndsWithTheConnectionIsReadIfItIsWhole() {
        server.answer(socket ->
                socket.write(HEAD + "Connection: close\r\n\r\n" + PAGE).onComplete(written -> socket.close()));
        assertThat(list()).isInstanceOf(Answer.Received.class);

        server.answer(socket -> socket.write(HEAD + "Connection: close\r\n\r\n" + PAGE.substring(0, 30))
                .onComplete(written -> socket.close()));
        assertThat(malformed()).contains("ends too early");
    }

    @Test
    void aBodyThatWasCompressedUnaskedIsMalformed() throws Exception {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(new byte[1 << 20]);
        }
        server.answer(
                socket -> socket.write(HEAD + "Content-Encoding: gzip\r\nContent-Length: " + zipped.size() + "\r\n\r\n")
                        .onComplete(head -> socket.write(Buffer.buffer(zipped.toByteArray()))));
        assertThat(malformed()).contains("content_encoding=gzip");
    }

    @Test
    void readingStopsAtTheLimitOfTheBody() {
        use(options().withMaxBodyBytes(100_000));
        long[] sent = {0};
        server.answer(socket -> {
            socket.write(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            pour(socket, sent);
        });

        assertThat(malformed()).isEqualTo("the body is larger than max_body_bytes=100000");
        assertThat(server.whenClosed()).succeedsWithin(Duration.ofSeconds(10));
        assertThat(sent[0]).isLessThan(64 << 20);
    }

    /** Sends blanks for as long as somebody reads. */
    private static void pour(NetSocket socket, long[] sent) {
        socket.write("2000\r\n" + " ".repeat(0x2000) + "\r\n").onSuccess(written -> {
            sent[0] += 0x2000;
            if (sent[0] < 64 << 20) {
                pour(socket, sent);
            }
        });
    }

    @Test
    void aBodyOfExactlyTheLimitIsRead() {
        use(options().withMaxBodyBytes(2_048));
        server.answerJson(PAGE + " ".repeat(2_048 - PAGE.length()));
        assertThat(list()).isInstanceOf(Answer.Received.class);
    }

    @Test
    void aLargeBodyIsReadAndTheAnswerStillComesOnAVertxThread() {
        String log = "{\"id\":\"accact_%d\",\"pad\":\"" + "x".repeat(1_000) + "\"}";
        StringBuilder data = new StringBuilder(log.formatted(0));
        for (int i = 1; i < 3_000; i++) {
            data.append(',').append(log.formatted(i));
        }
        server.answerJson("{\"data\":[" + data + "]}");

        String[] thread = {""};
        Answer<ActivityPage> answer = RawServer.await(client.list(
                        null, new ListQuery(dev.annals.api.ActivityFilter.all(), 100))
                .onComplete(ignored -> thread[0] = Thread.currentThread().getName()));

        assertThat(((Answer.Received<ActivityPage>) answer).value().logs()).hasSize(3_000);
        assertThat(thread[0]).startsWith("vert.x-eventloop");
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsUnreachable() {
        server.answer(NetSocket::close);
        assertThat(unreachable()).contains("closed");
        assertThat(failedList().meta().status()).isZero();
    }

    @Test
    void whatIsNotHttpIsUnreachable() {
        server.answer(socket -> socket.end(Buffer.buffer("SSH-2.0-OpenSSH_9.9\r\n\r\n")));
        assertThat(unreachable()).isNotBlank();
    }

    @Test
    void aHeadWithoutEndIsUnreachable() {
        server.answer(socket -> socket.write("HTTP/1.1 200 OK\r\nX: " + "x".repeat(1 << 20)));
        assertThat(unreachable()).isNotBlank();
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        use(options().withOrigin(URI.create("http://127.0.0.1:" + port)));
        assertThat(unreachable()).contains("refused");
    }

    @Test
    void aServerThatKeepsSilentIsUnreachableAfterTheReadTimeout() {
        use(options().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(60)));
        server.answer(socket -> {});
        assertThat(unreachable()).contains("silence for read_timeout=PT0.2S");
    }

    @Test
    void aServerThatStopsInTheBodyIsUnreachableAfterTheReadTimeout() {
        use(options().withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(60)));
        server.answer(HEAD + "Content-Length: 5000\r\n\r\n{");
        assertThat(unreachable()).contains("silence for read_timeout=PT0.2S", "bytes=1 of content_length=5000");
    }

    @Test
    void aSlowDripIsUnreachableAfterTheAnswerTimeout() {
        use(options().withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(600)));
        server.answer(socket -> {
            socket.write(HEAD + "Content-Length: 5000\r\n\r\n{");
            vertx.setPeriodic(50, drip -> socket.write(" ").onFailure(gone -> vertx.cancelTimer(drip)));
        });
        assertThat(unreachable()).contains("no whole answer within answer_timeout=PT0.6S");
        assertThat(server.whenClosed()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void aServerThatSpeaksNoTlsIsUnreachable() {
        use(options().withOrigin(URI.create("https://127.0.0.1:" + server.port())));
        server.answerJson(PAGE);
        assertThat(unreachable()).isNotBlank();
        assertThat(server.requests()).noneMatch(bytes -> bytes.contains(SECRET));
    }

    @Test
    void aClosedClientAnswersUnreachable() {
        RawServer.await(client.close());
        assertThat(unreachable()).containsIgnoringCase("closed");
    }
}
