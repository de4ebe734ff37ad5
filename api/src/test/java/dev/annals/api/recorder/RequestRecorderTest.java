package dev.annals.api.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.annals.api.Lifecycle;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.redact.RedactionRule;
import dev.annals.api.redact.Redactor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestRecorderTest {
    private static final Instant START = Instant.parse("2026-11-18T10:20:30Z");
    private static final String CARD = "4242424242424242";

    private final GatedSink sink = new GatedSink();
    private final AtomicLong nanos = new AtomicLong();
    private final RecorderOptions options = RecorderOptions.defaults().withClock(() -> START, nanos::get);

    @Test
    void whatIsRecordedArrivesInItsOrder() {
        try (RequestRecorder recorder = RequestRecorder.to(sink, options)) {
            sink.shut();
            for (int i = 0; i < 2_500; i++) {
                recorder.record(log("req_" + i));
            }
            sink.open();
        }
        assertThat(sink.logs()).extracting(RequestLog::requestId).containsExactlyElementsOf(ids(0, 2_500));
        assertThat(sink.batches()).hasSizeBetween(3, 6);
    }

    @Test
    void aSinkThatIsStuckHoldsNobodyUpAndWhatDoesNotFitIsCountedAndRecorded() {
        RequestRecorder recorder = RequestRecorder.to(sink, options.withQueue(10, 1 << 20));
        sink.shut();
        for (int i = 0; i < 25; i++) {
            recorder.record(log("req_" + i));
        }
        assertThat(recorder.dropped()).isEqualTo(15);
        sink.open();
        recorder.close();
        assertThat(sink.logs()).extracting(RequestLog::requestId).containsExactlyElementsOf(ids(0, 10));
        assertThat(sink.dropped()).containsExactly(new Lifecycle.RequestsDropped(START, START, 15, "queue_full"));
    }

    @Test
    void aQueueIsFullAtItsBytesToo() {
        RequestRecorder recorder = RequestRecorder.to(
                sink, options.withQueue(1_000, 64 << 10).withPayloads(RecorderOptions.Payloads.ALL, 1 << 20));
        sink.shut();
        RequestBody large = new RequestBody("text/plain", 40_000, "x".repeat(40_000), false);
        for (int i = 0; i < 3; i++) {
            recorder.record(log("req_" + i).toBuilder().requestBody(large).build());
        }
        assertThat(recorder.dropped()).isEqualTo(2);
        sink.open();
        recorder.close();
        assertThat(sink.dropped())
                .extracting(Lifecycle.RequestsDropped::dropped)
                .containsExactly(2L);
    }

    @Test
    void whatASinkRefusedIsCountedAndToldWithTheNextThatItTakes() {
        RequestRecorder recorder = RequestRecorder.to(sink, options);
        sink.failNext(2);
        recorder.record(log("req_1"));
        recorder.record(log("req_2"));
        assertThat(sink.batches()).isEmpty();
        recorder.record(log("req_3"));
        recorder.close();
        assertThat(recorder.dropped()).isEqualTo(2);
        assertThat(sink.dropped()).containsExactly(new Lifecycle.RequestsDropped(START, START, 2, "sink_failed"));
        assertThat(sink.logs()).extracting(RequestLog::requestId).containsExactly("req_3");
    }

    @Test
    void aLossIsToldEvenIfNothingMoreIsRecorded() {
        RequestRecorder recorder = RequestRecorder.to(sink, options.withQueue(1, 1 << 20));
        sink.shut();
        recorder.record(log("req_1"));
        recorder.record(log("req_2"));
        sink.open();
        recorder.close();
        assertThat(sink.dropped())
                .extracting(Lifecycle.RequestsDropped::dropped)
                .containsExactly(1L);
    }

    @Test
    void aRuleThatThrowsCostsTheRequestAndNotTheHost() {
        RedactionRule broken = (text, finds) -> {
            throw new IllegalStateException(text);
        };
        RequestRecorder recorder = RequestRecorder.to(
                sink, options.withRedactor(Redactor.standard().with(broken)));
        recorder.record(log("req_1"));
        recorder.close();
        assertThat(sink.logs()).isEmpty();
        assertThat(sink.dropped())
                .extracting(Lifecycle.RequestsDropped::reason, Lifecycle.RequestsDropped::dropped)
                .containsExactly(tuple("defect", 1L));
    }

    @Test
    void afterItIsClosedNothingIsRecorded() {
        RequestRecorder recorder = RequestRecorder.to(sink, options);
        recorder.close();
        recorder.record(log("req_1"));
        recorder.close();
        assertThat(sink.batches()).isEmpty();
        assertThat(recorder.dropped()).isZero();
    }

    @Test
    void closeWaitsForWhatIsQueued() throws Exception {
        RequestRecorder recorder = RequestRecorder.to(sink, options);
        sink.shut();
        recorder.record(log("req_1"));
        recorder.record(log("req_2"));
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> closing = other.submit(recorder::close);
            assertThat(closing.isDone()).isFalse();
            sink.open();
            closing.get();
        } finally {
            other.shutdown();
        }
        assertThat(sink.logs()).hasSize(2);
    }

    /** What was taken is either with the sink or among the dropped, whoever records while the sink goes slow and fast. */
    @Test
    void nothingIsForgottenUncounted() throws Exception {
        int threads = 4;
        int each = 2_000;
        RequestRecorder recorder = RequestRecorder.to(sink, options.withQueue(50, 1 << 20));
        ExecutorService hosts = Executors.newFixedThreadPool(threads);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int host = t;
            running.add(hosts.submit(() -> {
                go.await();
                for (int i = 0; i < each; i++) {
                    if (i % 100 == 25 * host) {
                        sink.shut();
                    }
                    recorder.record(log("req_" + host + "_" + i));
                    if (i % 100 == 90) {
                        sink.open();
                    }
                }
                return null;
            }));
        }
        go.countDown();
        for (Future<?> one : running) {
            one.get();
        }
        hosts.shutdown();
        sink.open();
        recorder.close();
        long told = sink.dropped().stream()
                .mapToLong(Lifecycle.RequestsDropped::dropped)
                .sum();
        assertThat(told).isEqualTo(recorder.dropped());
        assertThat(sink.logs()).hasSize(threads * each - (int) recorder.dropped());
        assertThat(sink.logs()).extracting(RequestLog::requestId).doesNotHaveDuplicates();
    }

    @Test
    void secretsAreGoneBeforeAnythingIsQueued() {
        sink.shut();
        RequestRecorder recorder = RequestRecorder.to(sink, options);
        recorder.record(log("req_1").toBuilder()
                .query("number=" + CARD)
                .requestBody(new RequestBody(null, 10, "card[number]=" + CARD, false))
                .build());
        assertThat(sink.logs().toString()).doesNotContain(CARD).contains("[redacted]");
        sink.open();
        recorder.close();
    }

    @Test
    void payloadsAreKeptAsTheOptionsSay() {
        RequestBody body = new RequestBody("text/plain", 6, "ab€def", false);
        RequestLog good = log("req_1").toBuilder().requestBody(body).build();
        RequestLog bad = RequestLog.of(START, "POST", "/v1/charges", 402)
                .requestBody(body)
                .build();
        assertThat(kept(RecorderOptions.Payloads.ALL, 100, good)).isEqualTo(body);
        assertThat(kept(RecorderOptions.Payloads.ALL, 5, good))
                .isEqualTo(new RequestBody("text/plain", 6, "ab€", true));
        assertThat(kept(RecorderOptions.Payloads.ALL, 4, good)).isEqualTo(new RequestBody("text/plain", 6, "ab", true));
        assertThat(kept(RecorderOptions.Payloads.FAILED, 100, good))
                .isEqualTo(new RequestBody("text/plain", 6, null, false));
        assertThat(kept(RecorderOptions.Payloads.FAILED, 100, bad)).isEqualTo(body);
        assertThat(kept(RecorderOptions.Payloads.NONE, 100, bad))
                .isEqualTo(new RequestBody("text/plain", 6, null, false));
    }

    private RequestBody kept(RecorderOptions.Payloads which, int bytes, RequestLog log) {
        GatedSink taken = new GatedSink();
        try (RequestRecorder recorder = RequestRecorder.to(taken, options.withPayloads(which, bytes))) {
            recorder.record(log);
        }
        return java.util.Objects.requireNonNull(taken.logs().get(0).requestBody());
    }

    @Test
    void anObservationBecomesTheWholeLog() {
        RequestRecorder recorder = RequestRecorder.to(sink, options.withContext("acct_own"));
        Observation observation = recorder.observe();
        observation.requested(
                "POST",
                "https://api.stripe.com/v1/customers/cus_1A/sources?expand[]=x#part",
                Map.of(
                        "Authorization", "Bearer sk_test_abc1",
                        "Idempotency-Key", "key-1",
                        "User-Agent", "host/1",
                        "Stripe-Version", "2026-09-30.clover",
                        "Content-Type", "application/x-www-form-urlencoded")::get);
        observation.sent(utf8("source=tok_1A&card[cvc]=123"));
        nanos.addAndGet(12_000_000);
        observation.answered(402, Map.of("Request-Id", "req_9", "Content-Type", "application/json")::get);
        observation.received(utf8("{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":"));
        observation.received(utf8("\"lost_card\",\"message\":\"No.\",\"param\":\"source\",\"charge\":\"ch_1B\"}}"));
        observation.ended();
        observation.failed(new IllegalStateException("later"));
        recorder.close();
        assertThat(sink.logs())
                .containsExactly(RequestLog.of(START, "POST", "/v1/customers/cus_1A/sources", 402)
                        .requestId("req_9")
                        .context("acct_own")
                        .livemode(false)
                        .query("expand[]=x")
                        .apiVersion("2026-09-30.clover")
                        .source(dev.annals.api.RequestSource.API)
                        .userAgent("host/1")
                        .idempotencyKey("key-1")
                        .duration(Duration.ofMillis(12))
                        .error(new RequestError("card_error", "card_declined", "lost_card", "No.", "source"))
                        .resources(List.of("cus_1A", "ch_1B"))
                        .requestBody(new RequestBody(
                                "application/x-www-form-urlencoded", 27, "source=tok_1A&card[cvc]=[redacted]", false))
                        .responseBody(new RequestBody(
                                "application/json",
                                131,
                                "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\",\"decline_code\":"
                                        + "\"lost_card\",\"message\":\"No.\",\"param\":\"source\",\"charge\":\"ch_1B\"}}",
                                false))
                        .build());
    }

    @Test
    void whyARequestFailedIsKnownWithoutItsPayloadAndOfTheBeginningOfALongAnswer() {
        RequestRecorder recorder = RequestRecorder.to(sink, options.withPayloads(RecorderOptions.Payloads.NONE, 0));
        Observation observation = recorder.observe();
        observation.requested("GET", "/v1/x", name -> null);
        observation.answered(400, name -> null);
        observation.received(
                utf8("{\"error\":{\"type\":\"t\",\"code\":\"c\",\"message\":\"" + "m".repeat(3_000) + "\"},"));
        observation.received(utf8("\"more\":\"" + "x".repeat(100_000)));
        observation.ended();
        recorder.close();
        RequestLog log = sink.logs().get(0);
        assertThat(log.error()).isNotNull().extracting(RequestError::code).isEqualTo("c");
        assertThat(log.responseBody()).isNotNull().extracting(RequestBody::text).isNull();
    }

    @Test
    void aRequestWithoutAnAnswerSaysWhy() {
        RequestRecorder recorder = RequestRecorder.to(sink, options);
        Observation observation = recorder.observe();
        observation.requested("GET", "http://127.0.0.1:9", name -> null);
        observation.failed(new java.io.IOException("refused, key=sk_live_secret1"));
        recorder.close();
        RequestLog log = sink.logs().get(0);
        assertThat(log.path()).isEqualTo("/");
        assertThat(log.failed()).isTrue();
        assertThat(log.error())
                .isEqualTo(new RequestError(
                        RequestError.NO_ANSWER, "java.io.IOException", null, "refused, key=[redacted]", null));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withQueue(0, 1 << 20))
                .withMessageContaining("queue_logs=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withPayloads(RecorderOptions.Payloads.ALL, 2 << 20))
                .withMessageContaining("max_payload_bytes=2097152");
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> ids(int from, int to) {
        List<String> ids = new ArrayList<>();
        for (int i = from; i < to; i++) {
            ids.add("req_" + i);
        }
        return ids;
    }

    private static RequestLog log(String id) {
        return RequestLog.of(START, "POST", "/v1/charges", 200).requestId(id).build();
    }
}
