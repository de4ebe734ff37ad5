package dev.annals.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** A page over a journal that the test writes, and a browser without a face. */
final class OpenPage implements AutoCloseable {
    static final String NOW = "2026-11-26T12:00:00Z";
    static final String SECRET = "a-secret-of-a-test-that-is-long-enough";

    final Journal journal;
    final AuditPage page;
    final List<View> views = new CopyOnWriteArrayList<>();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse(NOW));
    /** Whether all that is read takes a second by the page's clock. */
    final AtomicBoolean slow = new AtomicBoolean();

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Runnable::run)
            .build();

    private OpenPage(Path directory, UnaryOperator<PageOptions.Builder> more) throws Exception {
        journal = Journal.open(directory, JournalOptions.processDurability().withClock(now::get));
        page = AuditPage.start(
                        vertx,
                        journal,
                        more.apply(PageOptions.local(views::add)
                                        .clock(this::now)
                                        .title("audit")
                                        .journalKeys(directory.resolve("checkpoint.pub")))
                                .build())
                .await(30, TimeUnit.SECONDS);
    }

    private Instant now() {
        if (slow.get()) {
            now.updateAndGet(was -> was.plusSeconds(1));
        }
        return Objects.requireNonNull(now.get());
    }

    static OpenPage of(Path directory) throws Exception {
        return of(directory, options -> options);
    }

    static OpenPage of(Path directory, UnaryOperator<PageOptions.Builder> more) throws Exception {
        return new OpenPage(directory, more);
    }

    /** One log; the texts go into JSON as they are. */
    static RawActivityLog log(int number, String type, String group, String actor, String object, String created) {
        String who = actor.contains("@")
                ? "{\"type\":\"user\",\"user\":{\"email\":\"" + actor + "\"}}"
                : "{\"type\":\"api_key\",\"api_key\":{\"id\":\"" + actor + "\"}}";
        return raw("{\"id\":\"accact_" + number + "\",\"context\":\"acct_" + number % 2 + "\",\"created\":\"" + created
                + "\",\"type\":\"" + type + "\",\"livemode\":" + (number % 2 == 0) + ",\"actor\":" + who
                + ",\"request\":{\"id\":\"req_" + number + "\"},\"details\":{\"type\":\"" + group + "\",\"" + group
                + "\":{}},\"related_object\":{\"id\":\"" + object + "\",\"type\":\"thing\"}}");
    }

    static RawActivityLog raw(String json) {
        Payload payload = Payload.ofUtf8(json);
        return new RawActivityLog(ActivityJson.readFields(payload), payload);
    }

    static List<RawActivityLog> numbered(int from, int to) {
        List<RawActivityLog> logs = new ArrayList<>();
        for (int i = from; i < to; i++) {
            logs.add(log(
                    i,
                    i % 3 == 0 ? "api_key_created" : "api_key_viewed",
                    "api_key",
                    i % 5 == 0 ? "ada@example.com" : "bo@example.com",
                    "rk_" + i % 7,
                    Instant.parse("2026-11-01T00:00:00Z")
                            .plusSeconds(3_600L * i)
                            .toString()));
        }
        return logs;
    }

    URI at(String path) {
        return page.uri().resolve(path);
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    byte[] bytes(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(at(path)).build(), HttpResponse.BodyHandlers.ofByteArray())
                .body();
    }

    JsonNode json(String path, String... headers) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path, headers);
        if (response.statusCode() != 200) {
            throw new AssertionError(path + " was answered with " + response.statusCode() + ": " + response.body());
        }
        return new ObjectMapper().readTree(response.body());
    }

    /** The ids that a list has, in its order. */
    List<String> ids(String path) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        json(path)
                .get("entries")
                .forEach(entry ->
                        ids.add(entry.path("id").asText(entry.path("kind").asText())));
        return ids;
    }

    void append(RawActivityLog... logs) {
        journal.append(Arrays.asList(logs));
    }

    @Override
    public void close() throws Exception {
        page.close().await(30, TimeUnit.SECONDS);
        journal.close();
        vertx.close().await(30, TimeUnit.SECONDS);
    }
}
