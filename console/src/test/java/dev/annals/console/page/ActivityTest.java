package dev.annals.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ActivityTest {
    @TempDir
    private Path home;

    private OpenPage page;

    @BeforeEach
    void open() throws Exception {
        page = OpenPage.of(home.resolve("audit"));
    }

    @AfterEach
    void close() throws Exception {
        page.close();
    }

    private void four() {
        page.append(
                OpenPage.log(1, "api_key_created", "api_key", "Ada@example.com", "rk_1", "2026-11-01T10:00:00Z"),
                OpenPage.log(2, "api_key_viewed", "api_key", "bo@example.com", "rk_1", "2026-11-02T10:00:00Z"),
                OpenPage.log(3, "user_roles_updated", "user_roles", "mk_9", "cy@example.com", "2026-11-20T10:00:00Z"),
                OpenPage.log(4, "api_key_viewed", "api_key", "bo@example.com", "rk_2", "2026-11-26T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 4 3 2 1",
                "type=api_key_viewed | 4 2",
                "type=api_key_viewed&type=api_key_created | 4 2 1",
                "group=user_roles | 3",
                "actor=ada@EXAMPLE.com | 1",
                "actor=mk_9 | 3",
                "object=rk_1 | 2 1",
                "object=rk_1&actor=bo@example.com | 2",
                "context=acct_1 | 3 1",
                "id=accact_3 | 3",
                "request_id=req_2 | 2",
                "livemode=true | 4 2",
                "since=2026-11-02T10:00:00Z | 4 3 2",
                "since=7d | 4 3",
                "until=2026-11-02 | 1",
                "since=2026-11-02&until=2026-11-21 | 3 2",
                "since=&type= | 4 3 2 1",
                "order=asc | 1 2 3 4",
            })
    void filtersAreThoseOfAQuery(String query, String found) throws Exception {
        four();
        assertThat(page.ids("/api/activity?" + query))
                .isEqualTo(List.of(found.split(" ")).stream()
                        .map(number -> "accact_" + number)
                        .toList());
    }

    @Test
    void recordsOfOtherKindsAreShownWhenAskedFor() throws Exception {
        four();
        page.journal.checkpoint();
        assertThat(page.ids("/api/activity?kind=checkpoint_signed")).containsExactly("checkpoint_signed");
        assertThat(page.ids("/api/activity?kind=all")).hasSize(5).startsWith("checkpoint_signed", "accact_4");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "since=yesterday",
                "since=1d&since=2d",
                "kind=nonsense",
                "kind=gap&type=api_key_created",
                "livemode=perhaps",
                "limit=0",
                "limit=201",
                "limit=many",
                "before=-1",
                "order=up",
                "order=desc&from=1",
                "order=asc&before=1"
            })
    void whatIsNotUnderstoodIsSaid(String query) throws Exception {
        var answer = page.get("/api/activity?" + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"bad_request\"");
        assertThat(page.views).isEmpty();
    }

    @Test
    void pagesLoseAndRepeatNothingWhileTheJournalGrows() throws Exception {
        page.journal.append(OpenPage.numbered(0, 230));
        for (String order : List.of("desc", "asc")) {
            List<String> seen = new ArrayList<>();
            int first = 230;
            String next = "";
            do {
                JsonNode answer = page.json("/api/activity?limit=50&order=" + order + next);
                assertThat(answer.get("entries").size()).isLessThanOrEqualTo(50);
                answer.get("entries").forEach(entry -> seen.add(entry.get("id").asText()));
                page.append(
                        OpenPage.numbered(1_000 + seen.size() + order.length(), 1_001 + seen.size() + order.length())
                                .get(0));
                JsonNode cursor = answer.get("next");
                String name = order.equals("desc") ? "before" : "from";
                next = cursor.isNull()
                        ? ""
                        : "&" + name + "=" + cursor.get(name).asLong();
            } while (!next.isEmpty() && seen.size() < 230);
            List<String> old = seen.stream()
                    .filter(id -> id.length() < "accact_1000".length())
                    .toList();
            List<String> wanted =
                    IntStream.range(0, first).mapToObj(i -> "accact_" + i).toList();
            assertThat(old).hasSize(first).doesNotHaveDuplicates().containsAll(wanted);
        }
        assertThat(page.ids("/api/activity?before=0")).isEmpty();
    }

    @Test
    void summaryCountsWhatTheFilterFinds() throws Exception {
        page.journal.append(OpenPage.numbered(0, 200));
        JsonNode all = page.json("/api/summary?actor=ada@example.com");
        assertThat(all.get("total").asInt()).isEqualTo(40);
        assertThat(all.get("capped").asBoolean()).isFalse();
        assertThat(all.get("first").asText()).isEqualTo("2026-11-01T00:00:00Z");
        assertThat(all.get("histogram").get("by").asText()).isEqualTo("day");
        assertThat(all.get("types").toString()).isEqualTo("[[\"api_key_viewed\",26],[\"api_key_created\",14]]");
        JsonNode object = page.json("/api/summary?object=rk_3");
        assertThat(object.get("total").asInt()).isEqualTo(29);
        assertThat(object.get("actors").toString()).isEqualTo("[[\"bo@example.com\",23],[\"ada@example.com\",6]]");
        JsonNode hours = page.json("/api/summary?since=2026-11-02&until=2026-11-04");
        assertThat(hours.get("histogram").get("by").asText()).isEqualTo("hour");
        assertThat(hours.get("histogram").get("bars")).hasSize(48);
        assertThat(page.json("/api/counts?by=type&top=1").toString())
                .isEqualTo("{\"counts\":[[\"api_key_viewed\",133]]}");
        assertThat(page.get("/api/counts?by=weather").statusCode()).isEqualTo(400);
    }

    @Test
    void manyYearsAreCountedByMonth() throws Exception {
        page.append(
                OpenPage.log(1, "a", "g", "a@b.c", "o", "2020-01-05T00:00:00Z"),
                OpenPage.log(2, "a", "g", "a@b.c", "o", "2020-01-06T00:00:00Z"),
                OpenPage.log(3, "a", "g", "a@b.c", "o", "2026-01-05T00:00:00Z"));
        assertThat(page.json("/api/summary").get("histogram").toString())
                .contains("\"by\":\"month\"")
                .contains("[[\"2020-01\",2],[\"2026-01\",1]]");
    }

    @Test
    void overviewSaysWhatAReaderMustSee() throws Exception {
        JsonNode empty = page.json("/api/overview");
        assertThat(empty.get("status").get("records").asInt()).isZero();
        assertThat(empty.get("checkpoint").isNull()).isTrue();
        four();
        page.journal.checkpoint();
        page.now.updateAndGet(now -> now.plusSeconds(6));
        JsonNode full = page.json("/api/overview");
        assertThat(full.get("title").asText()).isEqualTo("audit");
        assertThat(full.get("status").get("activity_logs").asInt()).isEqualTo(4);
        assertThat(full.get("status").get("watermark").isNull()).isTrue();
        assertThat(full.get("checkpoint").get("verified").asBoolean()).isTrue();
        assertThat(full.get("checkpoint").get("key_from").asText()).isEqualTo("journal");
        assertThat(full.get("histogram").get("bars")).hasSize(4);
        assertThat(full.get("types").toString()).contains("[\"api_key_viewed\",2]");
        assertThat(full.get("gaps")).isEmpty();
    }

    @Test
    void hostileTextComesAsJsonText() throws Exception {
        String evil = "<img src=x onerror=alert(1)>\\u2028\\u202e</script>";
        page.append(OpenPage.log(1, evil, "g", evil + "@x", evil, "2026-11-02T00:00:00Z"));
        var answer = page.get("/api/activity");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        JsonNode entry = page.json("/api/activity").get("entries").get(0);
        assertThat(entry.get("type").asText()).isEqualTo("<img src=x onerror=alert(1)>\u2028\u202e</script>");
        assertThat(page.ids("/api/activity?type=" + encoded(entry.get("type").asText())))
                .hasSize(1);
        assertThat(page.ids("/api/activity?object="
                        + encoded(entry.get("objects").get(0).asText())))
                .hasSize(1);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }
}
