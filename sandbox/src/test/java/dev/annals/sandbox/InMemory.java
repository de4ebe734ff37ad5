package dev.annals.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.sandbox.ledger.Ledger;
import dev.annals.sandbox.ledger.LogFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The API without its server, so that a property can ask thousands of times. */
final class InMemory {
    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "Bearer " + SandboxOptions.DEFAULT_KEY, "Stripe-Version", Client.VERSION);

    private final SandboxClock clock;
    private final Ledger ledger;
    private final ActivityLogsApi api;

    InMemory(SandboxOptions options) {
        Settings settings = options.settings;
        SplittableRandom random = new SplittableRandom(1);
        this.clock = new SandboxClock(settings.clock);
        this.ledger = Sandbox.ledger(settings, clock.instant());
        this.api =
                new ActivityLogsApi(settings, clock, ledger, new FaultBox(random.split()), new SeenRequests(), random);
    }

    SandboxClock clock() {
        return clock;
    }

    void append(String log) {
        ledger.append(log, null, clock.instant());
    }

    void appendLate(Duration age) {
        String log = "{\"created\":\"" + clock.instant().minus(age) + "\"}";
        ledger.append(log, clock.instant(), clock.instant());
    }

    List<JsonNode> visible() {
        return ledger.visible(new LogFilter(0, 0, false, 1, false), clock.instant()).stream()
                .map(Client::parse)
                .toList();
    }

    Answer handle(String url) {
        String query = url.substring(url.indexOf('?') + 1);
        return api.handle(new Incoming("GET", ActivityLogsApi.PATH, query, List.of(), HEADERS::get));
    }

    JsonNode get(String url) {
        Answer answer = handle(url);
        if (answer.status() != 200) {
            throw new AssertionError("status=" + answer.status() + ", body=" + answer.body());
        }
        return Client.parse(answer.body().toString());
    }

    List<JsonNode> toTheEnd(String query) {
        List<JsonNode> logs = new ArrayList<>();
        for (JsonNode page = get(query);
                !page.path("data").isEmpty();
                page = get(page.path("next_page_url").asText())) {
            page.path("data").forEach(logs::add);
        }
        return logs;
    }

    String urlOfTheEnd() {
        JsonNode page = get("?limit=100");
        while (!page.path("data").isEmpty()) {
            page = get(page.path("next_page_url").asText());
        }
        return page.path("next_page_url").asText();
    }
}
