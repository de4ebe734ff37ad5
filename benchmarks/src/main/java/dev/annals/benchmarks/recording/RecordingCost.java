package dev.annals.benchmarks.recording;

import dev.annals.api.recorder.Observation;
import dev.annals.api.recorder.RecorderOptions;
import dev.annals.api.recorder.RequestRecorder;
import dev.annals.api.requests.RequestSink;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * How much does recording add to one request, on the thread that sends it? A form of 200 bytes and an answer of 1.2 KiB are told to an
 * observation as a client adapter does, redacted, and queued for a journal; then the same with a sink that never answers, so that the queue
 * is full and every request is dropped and counted. Single calls are timed, so p99 shows what an average hides.
 *
 * <p>{@code java … dev.annals.benchmarks.recording.RecordingCost [requests]}, with the JVM flags of the README.
 */
public final class RecordingCost {
    private static final int WARM_UP = 50_000;
    private static final double NANOS_OF_MICRO = 1_000.0;
    private static final Map<String, String> ASKED = Map.of(
            "Authorization", "Bearer sk_test_0123456789abcdef",
            "Idempotency-Key", "key-0123456789",
            "User-Agent", "host/1.0",
            "Stripe-Version", "2026-09-30.clover",
            "Content-Type", "application/x-www-form-urlencoded");
    private static final byte[] FORM =
            ("amount=2000&currency=eur&customer=cus_1AnnalsBench&description=Order+4711&metadata[order]=4711"
                            + "&payment_method=pm_1AnnalsBench&confirm=true&capture_method=automatic&receipt_email=ada%40example.com&off_session=true")
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWER = answer();

    private RecordingCost() {}

    /**
     * Measures and prints.
     *
     * @param arguments how many requests; default 200,000
     * @throws IOException if the journal's directory cannot be made
     */
    public static void main(String[] arguments) throws IOException {
        int requests = arguments.length == 0 ? 200_000 : Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("annals-recording");
        try (Journal journal = Journal.open(directory, JournalOptions.processDurability())) {
            measure(System.out, "written to a journal", journal, requests, RecorderOptions.defaults());
            measure(
                    System.out,
                    "written, no payloads",
                    journal,
                    requests,
                    RecorderOptions.defaults().withPayloads(RecorderOptions.Payloads.NONE, 0));
        }
        RequestSink stuck = batch -> new CompletableFuture<>();
        measure(
                System.out,
                "queue full",
                stuck,
                requests,
                RecorderOptions.defaults().withQueue(100, 1 << 20));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void measure(PrintStream out, String name, RequestSink sink, int requests, RecorderOptions options) {
        RequestRecorder recorder = RequestRecorder.to(sink, options);
        for (int i = 0; i < WARM_UP; i++) {
            observe(recorder, i);
        }
        long[] nanos = new long[requests];
        long droppedBefore = recorder.dropped();
        for (int i = 0; i < requests; i++) {
            long began = System.nanoTime();
            observe(recorder, WARM_UP + i);
            nanos[i] = System.nanoTime() - began;
        }
        long dropped = recorder.dropped() - droppedBefore;
        Arrays.sort(nanos);
        out.printf(
                Locale.ROOT,
                "%-22s p50 %6.1f µs  p99 %6.1f µs  p99.9 %7.1f µs  max %8.1f µs  dropped %d of %d%n",
                name,
                at(nanos, 0.5),
                at(nanos, 0.99),
                at(nanos, 0.999),
                at(nanos, 1),
                dropped,
                requests);
        if (dropped < requests) {
            recorder.close();
        }
    }

    private static double at(long[] sorted, double share) {
        return sorted[Math.min(sorted.length - 1, (int) (sorted.length * share))] / NANOS_OF_MICRO;
    }

    private static void observe(RequestRecorder recorder, int number) {
        String id = "req_bench" + number;
        Observation observation = recorder.observe();
        observation.requested("POST", "https://api.stripe.com/v1/payment_intents", ASKED::get);
        observation.sent(ByteBuffer.wrap(FORM));
        observation.answered(200, name -> name.equals("Request-Id") ? id : null);
        observation.received(ByteBuffer.wrap(ANSWER));
        observation.ended();
    }

    private static byte[] answer() {
        StringBuilder json =
                new StringBuilder("{\"id\":\"pi_1AnnalsBench\",\"object\":\"payment_intent\",\"livemode\":false");
        for (int i = 0; json.length() < 1_200; i++) {
            json.append(",\"field_").append(i).append("\":\"value ").append(i).append("\"");
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
