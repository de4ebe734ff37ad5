package dev.annals.benchmarks.recording;

import dev.annals.api.RawRequestLog;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.requests.RequestBatch;
import dev.annals.benchmarks.contender.Scratch;
import dev.annals.benchmarks.process.JavaProcess;
import dev.annals.benchmarks.report.Figures;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import dev.annals.store.replay.RequestQuery;
import dev.annals.store.requests.RequestLogs;
import dev.annals.store.requests.StoredRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * How long does each filter on request logs take? Over a year of logs, one in a hundred of which failed: the newest hundred that match,
 * read and parsed, as a page shows them; and how many match in all. Half of the time a filter matches much and half of the time little.
 *
 * <p>{@code benchmarks/run --only Requests --sizes 10}. Not part of a whole run.
 */
public final class RequestFilters {
    private static final String HEAP = "-Xmx256m";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final int BATCH = 100;
    private static final int SHOWN = 100;
    private static final int TURNS = 7;
    private static final String[] PATHS = {
        "/v1/payment_intents",
        "/v1/customers",
        "/v1/refunds",
        "/v1/charges/ch_",
        "/v1/customers/cus_",
        "/v1/invoices/in_"
    };
    private static final String[] VERSIONS = {"2026-09-30.clover", "2025-01-27.acacia", "2022-11-15"};
    private static final String[] CODES = {"card_declined", "expired_card", "incorrect_cvc", "parameter_missing"};

    private RequestFilters() {}

    /**
     * Measures in a JVM of its own.
     *
     * @param logs how many request logs
     * @return under {@code requests/}: each filter's {@code .shown.micros} and {@code .count.micros}, the fill and the size
     */
    public static Figures measure(int logs) {
        return JavaProcess.run(HEAP, RequestFilters.class, Integer.toString(logs));
    }

    /**
     * Fills, asks, prints figures.
     *
     * @param args how many logs
     */
    public static void main(String[] args) {
        int logs = Integer.parseInt(args[0]);
        Path directory = Scratch.fresh();
        Figures figures = new Figures();
        figures.put("requests/logs", logs);
        try (Journal journal = Journal.open(directory, JournalOptions.processDurability())) {
            long start = System.nanoTime();
            fill(journal, logs);
            figures.put("requests/fill.micros", (System.nanoTime() - start) / 1e3 / logs);
        }
        figures.put("requests/disk.bytes", (double) Scratch.allocated(directory) / logs);
        try (Journal journal = Journal.open(directory, JournalOptions.processDurability())) {
            queries(logs).forEach((name, query) -> ask(journal.requests(), name, query, figures));
        }
        Scratch.delete(directory);
        System.out.print(figures.lines());
    }

    private static void fill(Journal journal, int logs) {
        SplittableRandom random = new SplittableRandom(1);
        for (int from = 0; from < logs; from += BATCH) {
            List<RawRequestLog> batch = new ArrayList<>(BATCH);
            for (int i = from; i < Math.min(logs, from + BATCH); i++) {
                batch.add(RequestJson.raw(log(i, logs, random)));
            }
            journal.commit(new RequestBatch(List.of(), batch))
                    .toCompletableFuture()
                    .join();
            if (from > 0 && from % 1_000_000 == 0) {
                System.err.printf(Locale.ROOT, "[requests] %,d of %,d%n", from, logs);
            }
        }
    }

    private static RequestLog log(int number, int logs, SplittableRandom random) {
        boolean failed = random.nextInt(100) == 0;
        String path = PATHS[random.nextInt(PATHS.length)];
        String object = Integer.toString(random.nextInt(logs / 10 + 1), Character.MAX_RADIX);
        RequestLog.Builder log = RequestLog.of(
                        START.plus(YEAR.multipliedBy(number).dividedBy(logs)),
                        random.nextInt(4) == 0 ? "GET" : "POST",
                        path.endsWith("_") ? path + "1Annals" + object : path,
                        failed ? 402 : 200)
                .requestId("req_" + Integer.toString(number, Character.MAX_RADIX))
                .context("acct_1AnnalsBench" + random.nextInt(3))
                .livemode(true)
                .apiVersion(VERSIONS[random.nextInt(10) < 8 ? 0 : 1 + random.nextInt(2)])
                .source(random.nextInt(10) == 0 ? RequestSource.DASHBOARD : RequestSource.API)
                .ipAddress("198.51.100." + random.nextInt(200))
                .userAgent("host/" + random.nextInt(5))
                .idempotencyKey("order-" + number)
                .apiKeyId("mk_1Annals" + random.nextInt(20))
                .duration(Duration.ofMillis(20 + random.nextInt(400)));
        if (failed) {
            String code = CODES[random.nextInt(CODES.length)];
            log.error(
                    new RequestError("card_error", code, null, "Your card was declined, " + object, "payment_method"));
        }
        return log.build();
    }

    private static Map<String, RequestQuery> queries(int logs) {
        RequestQuery all = RequestQuery.all().descending();
        Instant middle = START.plus(YEAR.dividedBy(2));
        Map<String, RequestQuery> queries = new LinkedHashMap<>();
        queries.put("all", all);
        queries.put("one day", all.since(middle).until(middle.plus(Duration.ofDays(1))));
        queries.put("status 402", all.status("402"));
        queries.put("status 4xx", all.status("4xx"));
        queries.put("failed", all.status("failed"));
        queries.put("succeeded", all.status("succeeded"));
        queries.put("method GET", all.method("GET"));
        queries.put("endpoint", all.endpoint("/v1/charges/:id"));
        queries.put("source", all.source(RequestSource.DASHBOARD));
        queries.put("API version", all.apiVersion(VERSIONS[2]));
        queries.put("error type", all.errorType("card_error"));
        queries.put("error code", all.errorCode("expired_card"));
        queries.put("IP address", all.ipAddress("198.51.100.7"));
        queries.put("key", all.apiKey("mk_1Annals7"));
        queries.put("account", all.context("acct_1AnnalsBench1"));
        queries.put("resource", all.resource("cus_1Annals" + Integer.toString(7, Character.MAX_RADIX)));
        queries.put("idempotency key", all.idempotencyKey("order-" + logs / 3));
        queries.put("request id", all.requestId("req_" + Integer.toString(logs / 3, Character.MAX_RADIX)));
        queries.put(
                "failed, one week, one endpoint",
                all.status("failed").endpoint("/v1/refunds").since(middle).until(middle.plus(Duration.ofDays(7))));
        queries.put("text, of the failed", all.status("failed").text("declined, 7"));
        queries.put("text, of one day", all.text("declined, 7").since(middle).until(middle.plus(Duration.ofDays(1))));
        return queries;
    }

    private static void ask(RequestLogs requests, String name, RequestQuery query, Figures figures) {
        long shown = Long.MAX_VALUE;
        long counted = Long.MAX_VALUE;
        long count = 0;
        for (int turn = 0; turn < TURNS; turn++) {
            long start = System.nanoTime();
            try (Stream<StoredRequest> found = requests.query(query.limit(SHOWN))) {
                found.forEach(each -> {});
            }
            shown = Math.min(shown, System.nanoTime() - start);
            start = System.nanoTime();
            count = requests.count(query);
            counted = Math.min(counted, System.nanoTime() - start);
        }
        String at = "requests/" + name.replace(' ', '-') + ".";
        figures.put(at + "hits", (double) count);
        figures.put(at + "shown.micros", shown / 1e3);
        figures.put(at + "count.micros", counted / 1e3);
    }

    /**
     * Says it.
     *
     * @param figures what was measured
     * @return a Markdown table
     */
    public static String markdown(Figures figures) {
        int logs = (int) figures.get("requests/logs");
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d request logs, %s; appended in %.1f µs and kept in %.0f bytes each. Fastest of %d turns:%n%n",
                logs,
                HEAP,
                figures.get("requests/fill.micros"),
                figures.get("requests/disk.bytes"),
                TURNS));
        text.append("| filter | matches | newest 100, ms | count, ms |\n|---|--:|--:|--:|\n");
        for (String name : queries(logs).keySet()) {
            String at = "requests/" + name.replace(' ', '-') + ".";
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.2f | %.2f |%n",
                    name,
                    figures.get(at + "hits"),
                    figures.get(at + "shown.micros") / 1e3,
                    figures.get(at + "count.micros") / 1e3));
        }
        return text.toString();
    }
}
