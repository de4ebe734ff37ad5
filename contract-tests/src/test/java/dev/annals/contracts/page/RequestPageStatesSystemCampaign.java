package dev.annals.contracts.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.api.codec.ActivityJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the views of requests say when there are none, when something is wrong, and when texts mean harm. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestPageStatesSystemCampaign {
    private static final String SCRIPT = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>";
    private static final String BIDI = "\u202egnp.exe\u2028";

    private final Browser browser = new Browser();

    @AfterAll
    void end() {
        browser.close();
    }

    private static RequestLog hostile() {
        String json =
                "{\"" + SCRIPT.replace("\"", "\\\"") + "\":\"" + SCRIPT + "\",\"link\":\"javascript:window.hacked=1\"}";
        return RequestLog.of(Instant.parse("2026-11-20T11:58:00Z"), SCRIPT, "/v1/" + SCRIPT, 402)
                .requestId("req_evil" + SCRIPT)
                .query("a=" + SCRIPT)
                .context(SCRIPT)
                .source(new RequestSource(SCRIPT))
                .apiVersion(SCRIPT)
                .ipAddress(SCRIPT)
                .userAgent(SCRIPT + BIDI)
                .idempotencyKey("javascript:window.hacked=1")
                .apiKeyId(SCRIPT)
                .resources(List.of(SCRIPT))
                .error(new RequestError(SCRIPT, SCRIPT, null, SCRIPT + BIDI, SCRIPT))
                .requestBody(new RequestBody(
                        "application/x-www-form-urlencoded",
                        1,
                        "a=" + URLEncoder.encode(SCRIPT, StandardCharsets.UTF_8) + "&b=%zz",
                        false))
                .responseBody(new RequestBody(SCRIPT, 1, json.substring(0, json.length() - 9), true))
                .imported(new RequestLog.Imported(SCRIPT, Payload.ofUtf8(json)))
                .build();
    }

    @Test
    void harmfulTextsAreShownAsText(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            shown.journal.append(hostile());
            String script = URLEncoder.encode(SCRIPT, StandardCharsets.UTF_8);
            for (String path : List.of(
                    "/requests",
                    "/requests?user_agent=" + script,
                    "/requests?without=" + script,
                    "/request?position=0",
                    "/request?id=" + script,
                    "/request?position=" + script,
                    "/requests/errors",
                    "/requests/errors?error_code=" + script,
                    "/requests/versions?default=" + script,
                    "/activity?kind=all",
                    "/record?position=0")) {
                browser.open(shown.uri(), path);
                browser.await("document.querySelector('.json, .row, .groups, .version, .state-title')");
                assertThat(browser.is("window.hacked === undefined")).as(path).isEqualTo(true);
                assertThat(browser.count("main img, main script, main iframe, [onerror], a[href^=javascript]"))
                        .as(path)
                        .isZero();
                assertThat(browser.text("main")).as(path).doesNotContain("\u202e", "\u2028");
            }
            browser.open(shown.uri(), "/request?position=0");
            assertThat(browser.text(".lines")).contains("<img src=x onerror=", "\\u202egnp.exe");
            assertThat(browser.text(".reason")).contains("<script>");
            assertThat(browser.text("[aria-labelledby=sent]")).contains("a = <img src=x", "b = %zz");
            assertThat(browser.text("[aria-labelledby=received]")).contains("Only its beginning was recorded");
            browser.complaints();
        }
    }

    @Test
    void emptyAndWrongAddressesSayWhatToDo(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            browser.open(shown.uri(), "/requests");
            assertThat(browser.text("main")).contains("No requests yet", "annals requests import --journal");
            browser.open(shown.uri(), "/requests/errors");
            assertThat(browser.text("main")).contains("No errors", "Choose a longer one");
            browser.open(shown.uri(), "/requests/versions");
            assertThat(browser.text("main")).contains("No requests", "Choose a longer one");
            assertThat(browser.barriers()).isEmpty();
            browser.open(shown.uri(), "/requests?status=9x");
            assertThat(browser.text("[role=alert]")).contains("status=9x; use for example 402, 4xx");
            browser.open(shown.uri(), "/requests/errors?since=900d");
            assertThat(browser.text("[role=alert]")).contains("longer than days=400");
            browser.open(shown.uri(), "/request?position=7");
            assertThat(browser.text("[role=alert]")).contains("no record is at that position, position=7");
            shown.append("e1", "api_key_created", "ada@example.com", "one");
            browser.open(shown.uri(), "/request?position=0");
            assertThat(browser.text("[role=alert]")).contains("no request log", "kind=activity_log");
            assertThat(browser.barriers()).isEmpty();
            browser.complaints();
        }
    }

    /** By this page's clock every answer is late, so that each reads one stretch of the journal. */
    @Test
    void aSearchGoesOnByItselfUntilItHasFoundSomething(@TempDir Path home) throws Exception {
        AtomicLong seconds = new AtomicLong();
        Instant begin = Instant.parse("2026-11-20T12:00:00Z");
        try (ShownJournal shown = ShownJournal.of(
                home, 0, options -> options.clock(() -> begin.plusSeconds(seconds.incrementAndGet())))) {
            shown.journal.append(RequestLog.of(begin, "GET", "/v1/needle", 200).build());
            for (int i = 0; i < 5; i++) {
                int from = i * 20_000;
                shown.journal.append(IntStream.range(from, from + 20_000)
                        .mapToObj(n -> Payload.ofUtf8("{\"id\":\"accact_" + n + "\",\"context\":\"a\"}"))
                        .map(each -> new RawActivityLog(ActivityJson.readFields(each), each))
                        .toList());
            }
            browser.open(shown.uri(), "/requests?text=NEEDLE");
            browser.awaitText(".row", "/v1/needle");
            browser.awaitText(".foot", "1 shown; there are no more");
            assertThat(shown.views.stream().filter(view -> view.what().equals("requests")))
                    .hasSize(3);
            browser.open(shown.uri(), "/requests?text=nowhere");
            browser.awaitText(".state-title", "Nothing matches");
            browser.complaints();
        }
    }

    @Test
    void aServerThatIsGoneIsSaidAndAsksToTryAgain(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            shown.journal.append(hostile());
            browser.open(shown.uri(), "/requests");
            shown.page.close().await(30, TimeUnit.SECONDS);
            browser.click(".row-time");
            browser.awaitText("[role=alert]", "Is “annals serve” still running?");
            assertThat(browser.count("[role=alert] .button")).isEqualTo(1);
            browser.complaints();
        }
    }
}
