package dev.annals.contracts.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import dev.annals.store.replay.RequestQuery;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** What a person sees of requests and can do with them. After each test the browser must have had nothing to complain about. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestPageSystemCampaign {
    private static final Path PICTURES = Path.of(System.getProperty("annals.page.pictures", "target/pictures"));
    private static final int REQUESTS = 2_000;
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final String SPECIAL = "/v1/subscriptions/sub_1Special";
    /** Our own fetch has a version of its own, which is newer. */
    private static final String VERSIONS = "/requests/versions?context=acct_1AnnalsShop";

    private static final String LISTED = "document.querySelector('.row, .state-title')";

    private final Browser browser = new Browser();
    private ShownJournal shown;
    private Map<String, String> views = Map.of();

    @BeforeAll
    void show(@TempDir Path home) throws Exception {
        shown = ShownJournal.of(home, 300);
        MadeUpRequests.append(shown.journal, REQUESTS, NOON.minusSeconds(600));
        shown.journal.append(RequestLog.of(NOON.minusSeconds(500), "POST", SPECIAL, 200)
                .requestId("req_first")
                .idempotencyKey("special-key")
                .resources(List.of("si_1Special", "sub_1Special"))
                .build());
        shown.journal.append(special());
        shown.append("cause1", "api_key_created", "ada@shop.example", "Nightly");
        long position = shown.journal.requests().find("req_cause1").get(0).position();
        views = new LinkedHashMap<>();
        views.put("requests", "/requests?since=7d");
        views.put("request", "/request?position=" + position);
        views.put("errors", "/requests/errors?since=30d");
        views.put("versions", VERSIONS + "&default=" + MadeUpRequests.OLD_VERSION);
    }

    /** It has what no other request has, so that every filter must find just this one. */
    private static RequestLog special() {
        return RequestLog.of(NOON.minusSeconds(300), "POST", SPECIAL, 409)
                .requestId("req_cause1")
                .context("acct_1Special")
                .livemode(true)
                .source(RequestSource.DASHBOARD)
                .apiVersion("2024-06-20")
                .ipAddress("203.0.113.9")
                .userAgent("special/1.0")
                .idempotencyKey("special-key")
                .apiKeyId("mk_special")
                .duration(Duration.ofMillis(321))
                .error(new RequestError(
                        "idempotency_error", "lock_timeout", "try_later", "The object is locked.", "items"))
                .resources(List.of("si_1Special", "sub_1Special"))
                .requestBody(new RequestBody(
                        "application/x-www-form-urlencoded",
                        52,
                        "items%5B0%5D%5Bprice%5D=price_1&description=a+%26+b&x",
                        false))
                .responseBody(new RequestBody(
                        "application/json",
                        70,
                        "{\"id\":\"sub_1Special\",\"n\":12345678901234567890,\"items\":[{\"id\":\"si_1Special\"}]}",
                        false))
                .build();
    }

    @AfterAll
    void end() throws Exception {
        browser.close();
        shown.close();
    }

    @BeforeEach
    void desk() {
        browser.size(1280);
        browser.dark(false);
    }

    @AfterEach
    void nothingToComplainAbout() {
        assertThat(browser.complaints()).as("console of the browser").isEmpty();
    }

    /** The provider's filters, typed or chosen by a person; the table in docs/request-filters.md names these rows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "status, 409, 1, true",
        "method, DELETE, many, false",
        "endpoint, /v1/subscriptions/:id, 2, true",
        "error_code, lock_timeout, 1, true",
        "api_version, 2024-06-20, 1, false",
        "resource, si_1Special, 2, true",
        "text, object is LOCKED, 1, true",
        "error_type, idempotency_error, 1, false",
        "source, Dashboard, many, false",
        "ip_address, 203.0.113.9, 1, false",
        "key, mk_special, 1, false",
        "context, acct_1Special, 1, false",
        "idempotency_key, special-key, 2, false",
        "request_id, req_cause1, 1, false",
        "path, /v1/subscriptions/sub_1Special, 2, false",
        "user_agent, special/1.0, 1, false",
        "livemode, test, many, false",
    })
    void eachFilterNarrowsAndIsInTheAddress(String name, String value, String found, boolean open) throws Exception {
        browser.open(shown.uri(), "/requests");
        if (!open) {
            browser.click(".more summary");
        }
        browser.find(".filters [name=" + name + "]").sendKeys(value);
        browser.click(".filters .primary");
        browser.await("location.search.startsWith('?" + name + "=') && document.querySelector('.chip') && " + LISTED
                + " && !document.querySelector('.state .spinner')");
        String asked =
                URLDecoder.decode(browser.address(), StandardCharsets.UTF_8).replaceAll("^[^?]*\\?[^=]*=", "");
        if (found.equals("many")) {
            assertThat(browser.count(".row")).isBetween(2L, 50L);
        } else {
            assertThat(asked).isEqualTo(value);
            browser.awaitText(".head", found + " request");
            assertThat(browser.count(".row")).isEqualTo(Long.parseLong(found));
        }
        browser.click(".chip-close");
        browser.await("location.search === '' && document.querySelectorAll('.row').length === 50");
    }

    @Test
    void periodsAreChosenAndFiltersNarrowEachOther() throws Exception {
        browser.open(shown.uri(), "/requests");
        browser.click(".spans a:nth-child(1)");
        browser.await(
                "location.search === '?since=1d' && document.querySelector('.spans a:nth-child(1)[aria-current=true]') && "
                        + LISTED);
        browser.find(".filters [name=status]").sendKeys("4xx", Keys.ENTER);
        browser.await(
                "location.search === '?since=1d&status=4xx' && document.querySelectorAll('.chip').length === 2 && "
                        + LISTED);
        browser.find(".filters [name=status]").sendKeys("no_answer", Keys.ENTER);
        browser.await("location.search === '?since=1d&status=4xx&status=no_answer' && " + LISTED);
        assertThat(browser.count(".row .tag.fine")).isZero();
        browser.open(shown.uri(), "/requests?since=2026-11-12T00:00:00Z&until=2026-11-13T00:00:00Z");
        assertThat(browser.text(".day")).isEqualTo("Thursday, 12 November 2026");
        browser.click(".chart .column");
        browser.await("location.search.includes('since=2026-11-12T0') && document.querySelector('.row')");
    }

    @Test
    void whatThereIsToChooseFromIsOfferedWhenSomebodyChooses() throws Exception {
        browser.open(shown.uri(), "/requests");
        assertThat(browser.count("#known-endpoint option")).isZero();
        browser.click(".filters [name=endpoint]");
        browser.await("document.querySelector('#known-endpoint option[value=\"/v1/payment_intents\"]')");
        assertThat(browser.is("document.querySelector('#known-endpoint option').value"))
                .isEqualTo("/v1/payment_intents");
    }

    @Test
    void scrollingBringsPageAfterPageAndNeverAll() throws Exception {
        browser.open(shown.uri(), "/requests");
        int before = shown.views.size();
        for (int rows = 50; rows < 1_000; ) {
            browser.is("window.scrollTo(0, document.body.scrollHeight)");
            browser.await("document.querySelectorAll('.row').length > " + rows);
            rows = (int) browser.count(".row");
        }
        assertThat(shown.views.subList(before, shown.views.size()).stream()
                        .filter(view -> view.what().equals("requests")))
                .hasSize(19);
        browser.click(".foot a");
        browser.await("location.search.startsWith('?before=') && document.querySelectorAll('.row').length === 50");
        assertThat(browser.text(".note")).contains("Older requests");
    }

    @Test
    void oneRequestShowsAllOfItAndWhatBelongsToIt() throws Exception {
        browser.open(shown.uri(), "/requests?request_id=req_cause1");
        browser.click(".row-time");
        browser.await("location.pathname === '/request' && document.querySelector('.lines')");
        assertThat(browser.text("main"))
                .contains("POST /v1/subscriptions/sub_1Special", "409", "321 ms", "req_cause1")
                .contains("idempotency_error / lock_timeout / try_later", "The object is locked.", "items")
                .contains("acct_1Special", "live", "2024-06-20", "dashboard", "203.0.113.9", "special/1.0")
                .contains("mk_special", "special-key", "si_1Special")
                .contains("items[0][price] = price_1", "description = a & b")
                .contains("\"n\": 12345678901234567890");
        assertThat(browser.is("JSON.parse(document.querySelector('[aria-labelledby=received] .json').innerText).id"))
                .isEqualTo("sub_1Special");
        assertThat(browser.text("[aria-labelledby=attempts]")).contains("200");
        assertThat(browser.text("[aria-labelledby=about]")).contains("200");
        browser.click("[aria-labelledby=caused] a");
        browser.await("location.pathname === '/record' && document.querySelector('.cause')");
        browser.click(".cause");
        browser.await("location.pathname === '/request' && document.querySelector('.reason')");
        browser.click(".head .exports a");
        browser.await("location.pathname === '/record' && document.querySelector('.evidence')");
        browser.click(".also a");
        browser.await("location.pathname === '/request' && document.querySelector('.lines')");
        browser.open(shown.uri(), "/request?id=req_cause1");
        assertThat(browser.text("h1")).contains("sub_1Special");
        browser.open(shown.uri(), "/request?id=req_nowhere");
        assertThat(browser.text("main")).contains("This request is not known");
    }

    @Test
    void errorsInCommonLeadToTheRequestsBehindThem() throws Exception {
        browser.open(shown.uri(), "/requests/errors");
        assertThat(browser.text(".spans [aria-current=true]")).isEqualTo("7 days");
        assertThat(browser.text(".groups tbody tr:first-child"))
                .contains("card_declined", "card_error", "/v1/payment_intents");
        assertThat(browser.count(".groups .trend rect")).isGreaterThan(10);
        long groups = browser.count(".groups tbody tr");
        assertThat(groups).isGreaterThan(3);
        for (int group = 1; group <= groups; group++) {
            String row = ".groups tbody tr:nth-child(" + group + ")";
            String count = browser.text(row + " td:first-child");
            browser.click(row + " a");
            browser.await("location.pathname === '/requests' && document.querySelector('.row')");
            browser.awaitText(".head", count + " request");
            assertThat(browser.count(".row .tag.fine")).isZero();
            browser.back();
            browser.await("document.querySelector('.groups')");
        }
        browser.click(".spans a:nth-child(1)");
        browser.await("location.search === '?since=1d' && document.querySelector('.groups, .state-title')");
        browser.open(shown.uri(), "/requests/errors?endpoint=/v1/invoices");
        assertThat(browser.text("main")).contains("No errors");
    }

    @Test
    void versionsSayWhoStillUsesAnOldOne() throws Exception {
        browser.open(shown.uri(), VERSIONS);
        assertThat(browser.text(".version:nth-of-type(1) h2")).contains(MadeUpRequests.NEW_VERSION, "Latest");
        assertThat(browser.text("main")).doesNotContain("Default\n");
        browser.find("[name=default] option[value='" + MadeUpRequests.OLD_VERSION + "']")
                .click();
        browser.await("location.search === '?context=acct_1AnnalsShop&default=" + MadeUpRequests.OLD_VERSION
                + "' && document.querySelectorAll('.version .tag').length === 2");
        assertThat(browser.text(".version:nth-of-type(2)"))
                .contains(MadeUpRequests.OLD_VERSION, "Default", "Stripe/v1 JavaBindings/27.1.0", "mk_shop1");
        String count = browser.text(".version:nth-of-type(2) tbody tr:first-child a");
        browser.click(".version:nth-of-type(2) tbody a");
        browser.await("location.pathname === '/requests' && document.querySelectorAll('.chip').length === 6");
        browser.awaitText(".head", count + " requests");
        assertThat(browser.count(".row .tag.fine")).isPositive();
    }

    @Test
    void exportsHoldWhatIsShown() throws Exception {
        browser.open(shown.uri(), "/requests?status=failed&since=7d");
        long failed = shown.journal
                .requests()
                .count(RequestQuery.all().status("failed").since(Instant.parse("2026-11-13T12:03:00Z")));
        assertThat(browser.is(
                        "[...document.querySelectorAll('.exports a')].map(a => a.getAttribute('href')).join(' ')"))
                .isEqualTo("/api/requests/export.ndjson?status=failed&since=7d&order=desc"
                        + " /api/requests/export.csv?status=failed&since=7d&order=desc");
        browser.is(
                "fetch(document.querySelector('.exports a').href).then(r => r.text()).then(t => { window.lines = t.trim().split('\\n'); }) && true");
        browser.await("window.lines");
        assertThat(browser.is("window.lines.length")).isEqualTo(failed);
        assertThat(browser.is("JSON.parse(window.lines[0]).object")).isEqualTo("annals.request_log");
    }

    @Test
    void liveShowsRequestsAsTheyCome() throws Exception {
        browser.open(shown.uri(), "/requests?endpoint=/v1/live");
        browser.click(".live");
        browser.awaitText(".live.on", "Live");
        browser.is("window.sameDocument = true");
        shown.journal.append(live("req_live1", "/v1/other", 500));
        shown.journal.append(live("req_live2", "/v1/live", 500));
        browser.awaitText(".row.fresh", "/v1/live");
        assertThat(browser.count(".row")).isEqualTo(1);
        browser.click(".tabs a:nth-child(2)");
        browser.await("location.pathname === '/requests/errors' && document.querySelector('.live.on')");
        browser.awaitText(".groups", "/v1/live");
        shown.journal.append(live("req_live3", "/v1/live", 500));
        browser.awaitText(".groups td:first-child", "2");
        assertThat(browser.is("window.sameDocument")).isEqualTo(true);
    }

    private static RequestLog live(String id, String path, int status) {
        return RequestLog.of(NOON.plusSeconds(30), "GET", path, status)
                .requestId(id)
                .error(new RequestError("api_error", null, null, "Sorry.", null))
                .build();
    }

    @Test
    void theKeyboardReachesEverything() throws Exception {
        browser.open(shown.uri(), "/requests");
        browser.press("/");
        browser.await("document.activeElement.name === 'status'");
        browser.press("failed", Keys.ENTER);
        browser.await("document.querySelector('.chip') && document.querySelector('.row')");
        browser.find("body").sendKeys("jk");
        browser.await("document.activeElement === document.querySelector('.row-time')");
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/request' && document.querySelector('.lines')");
        browser.open(shown.uri(), "/requests/versions");
        browser.is("document.querySelector('.version summary').focus()");
        browser.press(Keys.ENTER);
        browser.await("document.querySelector('.version details[open]')");
    }

    @Test
    void everyViewIsForEverybodyOnEveryScreen() throws Exception {
        for (Map.Entry<String, String> view : views.entrySet()) {
            for (boolean dark : List.of(false, true)) {
                browser.dark(dark);
                browser.size(1280);
                browser.open(shown.uri(), view.getValue());
                browser.await("document.querySelector('.row, .json, .groups, .version')"
                        + " && !document.querySelector('.chart-space')");
                browser.picture(PICTURES.resolve(view.getKey() + (dark ? "-dark" : "") + ".png"));
                assertThat(browser.barriers())
                        .as(view.getKey() + ", dark=" + dark)
                        .isEmpty();
                browser.size(390);
                browser.await("innerWidth === 390");
                assertThat(browser.is("document.scrollingElement.scrollWidth"))
                        .as(view.getKey())
                        .isEqualTo(390L);
                browser.picture(PICTURES.resolve(view.getKey() + (dark ? "-dark" : "") + "-phone.png"));
                assertThat(browser.barriers()).as(view.getKey() + " on a phone").isEmpty();
            }
        }
    }

    @Test
    void requestsAreFetchedWhenTheyAreAskedForAndFromHereOnly() throws Exception {
        String files = "performance.getEntriesByType('resource').map(e => e.name)";
        browser.open(shown.uri(), "/");
        assertThat(browser.is(files + ".filter(n => /request|errors|versions|counted/.test(n)).join()"))
                .isEqualTo("");
        for (String path : views.values()) {
            browser.open(shown.uri(), path);
            assertThat(browser.is(files + ".filter(n => !n.startsWith(location.origin)).join()"))
                    .isEqualTo("");
        }
        browser.forget();
        browser.open(shown.uri(), "/requests");
        System.out.println("first view of requests: "
                + browser.is(
                        "Math.round(Math.max(...performance.getEntriesByType('resource').map(e => e.responseEnd))) + ' ms, '"
                                + " + performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((s, e) => s + e.encodedBodySize, 0) + ' bytes in '"
                                + " + (performance.getEntriesByType('resource').length + 1) + ' files'"));
    }
}
