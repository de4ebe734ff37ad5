package dev.annals.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** A bare HTTP client: the tests' own view of the wire. */
final class Client {
    static final String VERSION = "2026-11-18.preview";
    static final String LOGS = "/v2/iam/activity_logs";

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;
    private final String key;

    Client(Sandbox sandbox) {
        this(sandbox, SandboxOptions.DEFAULT_KEY);
    }

    Client(Sandbox sandbox, String key) {
        this.sandbox = sandbox;
        this.key = key;
    }

    HttpResponse<String> get(String pathAndQuery, String... moreHeaders) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.uri() + pathAndQuery))
                .header("Authorization", "Bearer " + key)
                .header("Stripe-Version", VERSION);
        if (moreHeaders.length > 0) {
            request.headers(moreHeaders);
        }
        return send(request.build());
    }

    JsonNode json(String pathAndQuery, String... moreHeaders) throws IOException, InterruptedException {
        HttpResponse<String> response = get(pathAndQuery, moreHeaders);
        if (response.statusCode() != 200) {
            throw new AssertionError("status=" + response.statusCode() + ", body=" + response.body());
        }
        return parse(response.body());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(sandbox.uri() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(sandbox.uri() + path))
                .DELETE()
                .build());
    }

    /** Follows the list to its first empty page; the ids in the order shown. */
    List<String> idsToTheEnd(String query) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        for (JsonNode page = json(LOGS + query);
                !page.path("data").isEmpty();
                page = json(page.path("next_page_url").asText())) {
            page.path("data").forEach(log -> ids.add(log.path("id").asText()));
        }
        return ids;
    }

    static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static List<String> ids(List<String> logs) {
        return logs.stream().map(log -> parse(log).path("id").asText()).toList();
    }
}
