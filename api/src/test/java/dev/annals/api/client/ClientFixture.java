package dev.annals.api.client;

import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** A client and a raw server for it; after each test the key must not have come out anywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientFixture {
    static final String SECRET = "sk_test_51NoOneMayEverSeeThis";
    static final Instant NOW = Instant.parse("2026-11-22T05:00:00Z");
    static final String PAGE = "{\"data\":[{\"id\":\"accact_1\"}],\"next_page_url\":\"/v2/iam/activity_logs?page=p\"}";

    Vertx vertx;
    RawServer server;
    ActivityLogsClient client;

    @BeforeAll
    void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    void stopVertx() {
        RawServer.await(vertx.close());
    }

    @BeforeEach
    void startServer() {
        server = new RawServer(vertx);
        client = ActivityLogsClient.create(vertx, options());
    }

    @AfterEach
    void stopServer() {
        RawServer.await(client.close());
        server.close();
    }

    ClientOptions options() {
        return ClientOptions.forKey(ApiKey.of(SECRET))
                .withOrigin(URI.create(server.origin()))
                .withTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10))
                .withClock(InstantSource.fixed(NOW));
    }

    void use(ClientOptions options) {
        RawServer.await(client.close());
        client = ActivityLogsClient.create(vertx, options);
    }

    Answer<dev.annals.api.codec.ActivityPage> list() {
        return RawServer.await(client.list(null, new ListQuery(dev.annals.api.ActivityFilter.all(), 100)));
    }

    Answer.Failed<?> failedList() {
        return (Answer.Failed<?>) list();
    }

    /** The lines of the request head, sorted, without the first. */
    List<String> headersSent() {
        return server.requests()
                .get(0)
                .lines()
                .skip(1)
                .filter(line -> !line.isEmpty())
                .sorted()
                .toList();
    }
}
