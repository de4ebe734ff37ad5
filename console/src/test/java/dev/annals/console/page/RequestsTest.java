package dev.annals.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Six requests that differ in everything that can be asked for, req_1 to req_6 at positions 0 to 5. */
@Timeout(120)
class RequestsTest {
    @TempDir
    private Path home;

    private OpenPage page;

    @BeforeEach
    void open() throws Exception {
        page = OpenPage.of(home.resolve("audit"), options -> options.defaultVersion("2025-01-27.acacia"));
    }

    @AfterEach
    void close() throws Exception {
        page.close();
    }

    private static RequestLog.Builder log(int number, String created, String method, String path, int status) {
        return RequestLog.of(Instant.parse(created), method, path, status)
                .requestId("req_" + number)
                .context("acct_0")
                .livemode(true)
                .source(RequestSource.API)
                .apiVersion("2026-09-30.clover")
                .ipAddress("192.0.2.1")
                .userAgent("Stripe/v1 JavaBindings/30.0")
                .apiKeyId("mk_1");
    }

    private void six() {
        page.journal.append(log(1, "2026-10-01T10:00:00Z", "GET", "/v1/balance", 500)
                .error(new RequestError("api_error", null, null, "Sorry!", null))
                .build());
        page.journal.append(log(2, "2026-11-22T10:00:00Z", "GET", "/v1/customers/cus_1A", 200)
                .apiVersion("2025-01-27.acacia")
                .userAgent("curl/8.5")
                .ipAddress("2001:db8::7")
                .build());
        page.journal.append(log(3, "2026-11-24T10:00:00Z", "POST", "/v1/payment_intents", 402)
                .idempotencyKey("order-77")
                .error(new RequestError(
                        "card_error", "card_declined", "insufficient_funds", "Your card was declined.", "source"))
                .resources(List.of("pi_3C"))
                .duration(Duration.ofMillis(321))
                .requestBody(new RequestBody("application/x-www-form-urlencoded", 11, "amount=2000", false))
                .responseBody(new RequestBody("application/json", 14, "{\"id\":\"pi_3C\"}", false))
                .build());
        page.journal.append(log(4, "2026-11-24T10:00:05Z", "POST", "/v1/payment_intents", 200)
                .idempotencyKey("order-77")
                .resources(List.of("pi_4D", "cus_1A"))
                .source(RequestSource.DASHBOARD)
                .build());
        page.journal.append(log(5, "2026-11-26T09:00:00Z", "DELETE", "/v1/customers/cus_5E", 404)
                .error(new RequestError(
                        "invalid_request_error", "resource_missing", null, "No such customer: 'cus_5E'", "id"))
                .context("acct_1")
                .livemode(false)
                .apiKeyId("mk_2")
                .source(RequestSource.CLI)
                .build());
        page.journal.append(log(6, "2026-11-26T11:30:00Z", "GET", "/v1/charges", 0)
                .error(new RequestError(RequestError.NO_ANSWER, null, null, null, null))
                .build());
        page.append(OpenPage.log(4, "api_key_created", "api_key", "ada@example.com", "rk_1", "2026-11-24T10:00:05Z"));
    }

    /** The dashboard's filters, each with what it must find; the table in docs/request-filters.md names these rows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "none | '' | 6 5 4 3 2 1",
                "date range | since=2026-11-22T10:00:00Z&until=2026-11-24T10:00:05Z | 3 2",
                "date range by day | since=2026-11-24&until=2026-11-25 | 4 3",
                "date range by age | since=1d | 6 5",
                "status exact | status=402 | 3",
                "status class | status=4xx | 5 3",
                "status succeeded | status=succeeded | 4 2",
                "status failed | status=failed | 6 5 3 1",
                "status no answer | status=no_answer | 6",
                "method | method=delete | 5",
                "endpoint | endpoint=/v1/customers/:id | 5 2",
                "endpoint by path | endpoint=/v1/customers/cus_9Z | 5 2",
                "path | path=/v1/customers/cus_1A | 2",
                "source | source=Dashboard | 4",
                "API version | api_version=2025-01-27.acacia | 2",
                "error type | error_type=card_error | 3",
                "error code | error_code=resource_missing | 5",
                "IP address | ip_address=2001:db8::7 | 2",
                "resource id in path | resource=cus_5E | 5",
                "resource id in answer | resource=cus_1A | 4 2",
                "key | key=mk_2 | 5",
                "account | context=acct_1 | 5",
                "idempotency key | idempotency_key=order-77 | 4 3",
                "user agent | user_agent=curl/8.5 | 2",
                "request id | request_id=req_4 | 4",
                "mode | livemode=false | 5",
                "text in path | text=PAYMENT_ | 4 3",
                "text in message | text=was+declined | 3",
                "different filters narrow | status=failed&method=GET&since=30d | 6",
                "values of one filter widen | status=402&status=404&method=POST&method=DELETE | 5 3",
                "without error code | status=failed&without=error_code | 6 1",
                "empty values of a form | status=&method=&text= | 6 5 4 3 2 1",
                "ascending | order=asc&status=4xx | 3 5",
            })
    void eachFilterFindsItsRequests(String name, String query, String found) throws Exception {
        six();
        List<String> wanted = List.of(found.split(" ")).stream()
                .map(number -> "req_" + number)
                .toList();
        assertThat(page.ids("/api/requests?" + query)).as(name).isEqualTo(wanted);
        if (!query.contains("order=")) {
            JsonNode summary = page.json("/api/requests/summary?" + query);
            assertThat(summary.get("total").asInt()).as(name).isEqualTo(wanted.size());
            assertThat(page.get("/api/requests/export.ndjson?" + query).body().lines())
                    .as(name)
                    .hasSize(wanted.size());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/requests?colour=red | name=colour; use api_version,",
                "/api/requests?type=api_key_created | name=type",
                "/api/requests?status=9x | status=9x; use for example 402, 4xx, succeeded",
                "/api/requests?since=yesterday | value=yesterday; use an instant",
                "/api/requests?since=1d&since=2d | since=[1d, 2d]",
                "/api/requests?livemode=perhaps | livemode=perhaps; use true",
                "/api/requests?without=path | without=path; use [api_version,",
                "/api/requests?limit=201 | limit=201 is out of range; use 1 to 200",
                "/api/requests?order=desc&from=1 | say where to go on by before",
                "/api/requests/summary?before=1 | name=before",
                "/api/requests/errors?limit=501 | limit=501 is out of range; use 1 to 500",
                "/api/requests/errors?since=401d | longer than days=400",
                "/api/requests/errors?without=key | name=without",
                "/api/requests/versions?since=2026-11-20&until=2026-11-20 | the period is empty, since=2026-11-20",
                "/api/requests/known?status=402 | name=status",
                "/api/requests/export.csv?colour=red | name=colour",
                "/api/requests/live?colour=red | name=colour",
            })
    void whatIsNotUnderstoodIsSaidWithWhatWouldBe(String path, String message) throws Exception {
        var answer = page.get(path.replace("[", "%5B"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"bad_request\"", message);
        assertThat(page.views).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/requests", "/api/requests/0", "/api/requests/errors", "/api/requests/export.csv"})
    void nothingIsChangedByAnyMethod(String path) throws Exception {
        six();
        assertThat(page.send("POST", path, "{}").statusCode()).isEqualTo(405);
        assertThat(page.send("DELETE", path, "").statusCode()).isEqualTo(405);
        assertThat(page.journal.endPosition()).isEqualTo(7);
    }

    @Test
    void aTooLongValueOrTooManyAreRefused() throws Exception {
        assertThat(page.get("/api/requests?text=" + "x".repeat(1_001)).body()).contains("too long values of text");
        String many = String.join("&", java.util.Collections.nCopies(101, "status=400"));
        assertThat(page.get("/api/requests?" + many).statusCode()).isEqualTo(200);
        String different = IntStream.range(0, 101)
                .mapToObj(i -> "key=mk_" + i)
                .reduce((a, b) -> a + "&" + b)
                .orElseThrow();
        assertThat(page.get("/api/requests?" + different).body()).contains("too many");
    }

    @Test
    void pagesGoOnByPositionWhileRequestsCome() throws Exception {
        IntStream.range(0, 130)
                .forEach(i -> page.journal.append(
                        log(100 + i, "2026-11-25T00:00:00Z", "GET", "/v1/charges", i % 2 == 0 ? 200 : 402)
                                .build()));
        List<String> seen = new ArrayList<>();
        String next = "";
        do {
            JsonNode answer = page.json("/api/requests?status=402&limit=25" + next);
            answer.get("entries").forEach(entry -> seen.add(entry.get("id").asText()));
            page.journal.append(log(900 + seen.size(), "2026-11-25T00:00:00Z", "GET", "/v1/charges", 402)
                    .build());
            JsonNode cursor = answer.get("next");
            next = cursor.isNull() ? "" : "&before=" + cursor.get("before").asLong();
        } while (!next.isEmpty());
        assertThat(seen).hasSize(65).doesNotHaveDuplicates().noneMatch(id -> id.startsWith("req_9"));
    }

    /** A text that nothing has costs no more than the patience of one answer, and the next begins where it stopped. */
    @ParameterizedTest
    @ValueSource(strings = {"desc", "asc"})
    void aSearchThatTakesLongGoesOnInTheNextAnswer(String order) throws Exception {
        six();
        for (int i = 0; i < 5; i++) {
            int from = i * 20_000;
            page.journal.append(IntStream.range(from, from + 20_000)
                    .mapToObj(n -> OpenPage.raw("{\"id\":\"accact_f" + n + "\",\"context\":\"a\"}"))
                    .toList());
        }
        page.journal.append(
                log(7, "2026-11-26T11:40:00Z", "GET", "/v1/sought", 200).build());
        page.slow.set(true);
        List<String> seen = new ArrayList<>();
        int answers = 0;
        String next = "";
        do {
            JsonNode answer = page.json("/api/requests?limit=2&text=v1/&order=" + order + next);
            answers++;
            answer.get("entries").forEach(entry -> seen.add(entry.get("id").asText()));
            JsonNode cursor = answer.get("next");
            next = cursor.isNull()
                    ? ""
                    : "&" + cursor.fieldNames().next() + "=" + cursor.elements().next();
        } while (!next.isEmpty());
        List<String> wanted = new ArrayList<>(
                IntStream.rangeClosed(1, 7).mapToObj(i -> "req_" + i).toList());
        if (order.equals("desc")) {
            java.util.Collections.reverse(wanted);
        }
        assertThat(seen).isEqualTo(wanted);
        assertThat(answers).isGreaterThan(4);
        assertThat(page.json("/api/requests/summary?text=v1/").get("capped").asBoolean())
                .isTrue();
    }

    @Test
    void oneEntryHasAllOfItAndWhatBelongsToIt() throws Exception {
        six();
        JsonNode one = page.json("/api/requests/2");
        assertThat(one.get("id").asText()).isEqualTo("req_3");
        assertThat(one.get("error").get("decline_code").asText()).isEqualTo("insufficient_funds");
        assertThat(one.get("duration_ms").asInt()).isEqualTo(321);
        assertThat(one.get("request_body").get("text").asText()).isEqualTo("amount=2000");
        assertThat(one.get("response_body").get("text").asText()).isEqualTo("{\"id\":\"pi_3C\"}");
        assertThat(one.get("same_idempotency_key").findValuesAsText("id")).containsExactly("req_4");
        assertThat(one.get("caused")).isEmpty();
        JsonNode other = page.json("/api/requests/3");
        assertThat(other.get("caused").get(0).get("id").asText()).isEqualTo("accact_4");
        assertThat(other.get("same_resource").findValuesAsText("id")).containsExactly("req_2");
        assertThat(page.json("/api/records/6").get("caused_by").toString()).isEqualTo("[3]");
        assertThat(page.get("/api/requests/6").body()).contains("no_request", "kind=activity_log");
        assertThat(page.get("/api/requests/7").statusCode()).isEqualTo(404);
        assertThat(page.get("/api/requests/first").statusCode()).isEqualTo(404);
        assertThat(page.views).extracting(View::what).contains("request").doesNotContain("requests");
    }

    @Test
    void errorsAreGroupedWithTheirTrend() throws Exception {
        six();
        JsonNode week = page.json("/api/requests/errors");
        assertThat(week.get("total").asInt()).isEqualTo(3);
        assertThat(week.get("by").asText()).isEqualTo("day");
        assertThat(week.get("spans").get(0).asText()).isEqualTo("2026-11-19");
        assertThat(week.get("trend").toString()).isEqualTo("[0,0,0,0,0,1,0,2]");
        JsonNode declined = week.get("errors").get(0);
        assertThat(declined.get("code").asText()).isEqualTo("card_declined");
        assertThat(declined.get("endpoint").asText()).isEqualTo("/v1/payment_intents");
        assertThat(declined.get("trend").toString()).isEqualTo("[0,0,0,0,0,1,0,0]");
        JsonNode hours = page.json("/api/requests/errors?since=1d&error_code=resource_missing&limit=1");
        assertThat(hours.get("by").asText()).isEqualTo("hour");
        assertThat(hours.get("errors")).hasSize(1);
        assertThat(page.json("/api/requests/errors?since=90d&limit=1")
                        .get("groups")
                        .asInt())
                .isEqualTo(4);
        assertThat(page.json("/api/requests/errors?status=succeeded")
                        .get("total")
                        .asInt())
                .isZero();
    }

    @Test
    void versionsHaveTheirLabelsAndCallers() throws Exception {
        six();
        JsonNode week = page.json("/api/requests/versions");
        assertThat(week.get("total").asInt()).isEqualTo(5);
        JsonNode latest = week.get("versions").get(0);
        assertThat(latest.get("version").asText()).isEqualTo("2026-09-30.clover");
        assertThat(latest.get("latest").asBoolean()).isTrue();
        assertThat(latest.get("default").asBoolean()).isFalse();
        assertThat(latest.get("last_use").asText()).isEqualTo("2026-11-26T11:30:00Z");
        JsonNode old = week.get("versions").get(1);
        assertThat(old.get("default").asBoolean()).as("by the page's options").isTrue();
        assertThat(old.get("callers").toString())
                .isEqualTo("[{\"user_agent\":\"curl/8.5\",\"key\":\"mk_1\",\"count\":1}]");
        JsonNode other = page.json("/api/requests/versions?default=2026-09-30.clover&since=365d");
        assertThat(other.get("versions").get(0).get("default").asBoolean())
                .as("by the address")
                .isTrue();
        assertThat(other.get("total").asInt()).isEqualTo(6);
        assertThat(page.views)
                .extracting(View::filter)
                .anyMatch(filter -> filter.getOrDefault("default", List.of()).contains("2026-09-30.clover"));
    }

    @Test
    void whatCanBeChosenIsCounted() throws Exception {
        six();
        assertThat(page.json("/api/requests/known").get("endpoint").toString())
                .startsWith("[[\"/v1/customers/:id\",2],[\"/v1/payment_intents\",2],");
        JsonNode summary = page.json("/api/requests/summary?since=30d");
        assertThat(summary.get("failed").asInt()).isEqualTo(3);
        assertThat(summary.get("histogram").get("bars")).hasSize(3);
    }

    @Test
    void exportsAreTheStoredLogsOrCellsThatRunNoFormula() throws Exception {
        page.journal.append(log(1, "2026-11-26T11:00:00Z", "POST", "/v1/charges", 402)
                .userAgent("=cmd|' /C calc'!A0")
                .idempotencyKey("+1")
                .error(new RequestError("@SUM(A1)", "-2+3", null, "=HYPERLINK(\"http://evil\")", null))
                .build());
        page.append(OpenPage.log(4, "api_key_created", "api_key", "ada@example.com", "rk_1", "2026-11-24T10:00:05Z"));
        var csv = page.get("/api/requests/export.csv");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"annals-requests.csv\"");
        List<String> lines = csv.body().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("position,created,id,method,path,query,endpoint,status,error_type");
        assertThat(lines.get(1).split(",", -1)).hasSameSizeAs(lines.get(0).split(",", -1));
        assertThat(lines.get(1))
                .contains(",'@SUM(A1),'-2+3,", "\"'=HYPERLINK(\"\"http://evil\"\")\"", ",'=cmd|", ",'+1,")
                .doesNotContain(",=", ",+", ",@", ",-", ",\"=");
        var ndjson = page.get("/api/requests/export.ndjson?status=402");
        assertThat(ndjson.body()).isEqualTo(page.get("/api/records/0/payload").body() + "\n");
        assertThat(ndjson.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"annals-requests.ndjson\"");
        assertThat(page.views)
                .extracting(View::what)
                .containsExactly("requests/export.csv", "requests/export.ndjson", "payload");
    }

    @Test
    void viewsAreRecordedWithTheirFilter() throws Exception {
        page.json("/api/requests?status=failed&ip_address=192.0.2.1&limit=5");
        View view = page.views.get(0);
        assertThat(view.what()).isEqualTo("requests");
        assertThat(view.filter())
                .containsEntry("status", List.of("failed"))
                .containsEntry("ip_address", List.of("192.0.2.1"))
                .containsEntry("limit", List.of("5"));
        for (String path : List.of("summary", "errors", "versions", "export.csv")) {
            page.get("/api/requests/" + path + "?key=mk_1");
            View last = page.views.get(page.views.size() - 1);
            assertThat(last.what()).isEqualTo("requests/" + path);
            assertThat(last.filter()).isEqualTo(Map.of("key", List.of("mk_1")));
        }
    }

    @Test
    void hostileTextComesAsJsonText() throws Exception {
        String evil = "<script>alert(1)</script>\u2028\u202e";
        page.journal.append(log(1, "2026-11-26T11:00:00Z", "POST", "/v1/" + evil, 400)
                .userAgent(evil)
                .error(new RequestError(evil, evil, evil, evil, evil))
                .build());
        var answer = page.get("/api/requests");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode entry = page.json("/api/requests").get("entries").get(0);
        assertThat(entry.get("user_agent").asText()).isEqualTo(evil);
        assertThat(page.ids("/api/requests?user_agent=" + encoded(evil) + "&error_code=" + encoded(evil)))
                .hasSize(1);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
