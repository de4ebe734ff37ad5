package dev.annals.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.annals.api.RequestLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LiveTest {
    @TempDir
    private Path home;

    private OpenPage page;

    @BeforeEach
    void open() throws Exception {
        page = OpenPage.of(home.resolve("audit"));
        page.journal.append(OpenPage.numbered(0, 10));
    }

    @AfterEach
    void close() throws Exception {
        page.close();
    }

    /** A stream of events, as a browser hears it. */
    private final class Ear implements AutoCloseable {
        final BufferedReader in;

        Ear(String path, String... headers) throws IOException, InterruptedException {
            HttpRequest.Builder request = HttpRequest.newBuilder(page.at(path));
            if (headers.length > 0) {
                request.headers(headers);
            }
            HttpResponse<java.io.InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
            in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next event as its lines. */
        List<String> next() throws IOException {
            List<String> lines = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.add(line);
            }
            return lines;
        }

        List<String> ids() throws IOException {
            List<String> lines = next();
            assertThat(lines).contains("event: records");
            JsonNode data = new ObjectMapper().readTree(lines.get(2).substring("data: ".length()));
            assertThat(lines.get(0)).isEqualTo("id: " + data.get("end").asLong());
            List<String> ids = new ArrayList<>();
            data.get("entries").forEach(entry -> ids.add(entry.get("id").asText()));
            return ids;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    @Test
    void newRecordsComeAsTheyAreWritten() throws Exception {
        try (Ear ear = new Ear("/api/live")) {
            assertThat(ear.next()).contains("id: 10", "event: hello");
            page.journal.append(OpenPage.numbered(10, 12));
            assertThat(ear.ids()).containsExactly("accact_11", "accact_10");
            page.journal.append(OpenPage.numbered(12, 13));
            assertThat(ear.ids()).containsExactly("accact_12");
        }
        assertThat(page.views).extracting(View::what).containsExactly("live");
    }

    @Test
    void onlyWhatTheFilterWantsIsTold() throws Exception {
        try (Ear ear = new Ear("/api/live?actor=ada@example.com")) {
            ear.next();
            page.journal.append(OpenPage.numbered(11, 14));
            page.journal.append(OpenPage.numbered(14, 17));
            assertThat(ear.ids()).containsExactly("accact_15");
        }
    }

    @Test
    void requestsAreToldToWhomWantsThem() throws Exception {
        try (Ear ear = new Ear("/api/requests/live?status=failed&endpoint=/v1/customers/:id")) {
            ear.next();
            page.journal.append(OpenPage.numbered(10, 12));
            page.journal.append(request("req_1", 200));
            page.journal.append(request("req_2", 404));
            assertThat(ear.ids()).containsExactly("req_2");
        }
        assertThat(page.views).extracting(View::what).containsExactly("requests/live");
    }

    private static RequestLog request(String id, int status) {
        return RequestLog.of(Instant.parse(OpenPage.NOW), "GET", "/v1/customers/cus_1", status)
                .requestId(id)
                .build();
    }

    @Test
    void whoLostTheConnectionGoesOnWhereHeWas() throws Exception {
        try (Ear ear = new Ear("/api/live", "Last-Event-ID", "7")) {
            ear.next();
            assertThat(ear.ids()).containsExactly("accact_9", "accact_8", "accact_7");
        }
    }

    @Test
    void ofAFloodTheYoungestAreTold() throws Exception {
        page.journal.append(OpenPage.numbered(10, 400));
        try (Ear ear = new Ear("/api/live?from=0")) {
            ear.next();
            assertThat(ear.ids()).hasSize(100).startsWith("accact_399").endsWith("accact_300");
        }
    }

    @Test
    void aClosedPageEndsTheStream() throws Exception {
        Ear ear = new Ear("/api/live");
        ear.next();
        page.page.close();
        assertThat(ear.next()).isEmpty();
    }
}
