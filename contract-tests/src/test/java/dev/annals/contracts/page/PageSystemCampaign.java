package dev.annals.contracts.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

/** What a person at the page sees and can do. After each test the browser must have had nothing to complain about. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageSystemCampaign {
    private static final int LOGS = 3_000;
    /** Written into docs/page if asked to, for the README. */
    private static final Path PICTURES = Path.of(System.getProperty("annals.page.pictures", "target/pictures"));

    private final Browser browser = new Browser();
    private ShownJournal shown;
    private Map<String, String> views = Map.of();

    @BeforeAll
    void show(@TempDir Path home) throws Exception {
        shown = ShownJournal.of(home, LOGS);
        browser.open(shown.uri(), "/activity?type=user_roles_updated");
        String person = browser.text(".row-who").lines().findFirst().orElseThrow();
        String record = String.valueOf(browser.is("document.querySelector('.row-time').getAttribute('href')"));
        views = Map.of(
                "overview",
                "/",
                "activity",
                "/activity?since=30d",
                "actor",
                "/actor?of=" + person,
                "object",
                "/object?of=" + person,
                "record",
                record);
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

    @Test
    void overviewSaysHowCompleteTheJournalIs() throws Exception {
        browser.open(shown.uri(), "/");
        assertThat(browser.text(".hero")).contains("20 Nov 2026, 11:50 UTC", "13 minutes ago");
        assertThat(browser.text(".facts")).contains("3,00", "None", "Verifies", "the journal’s own key");
        assertThat(browser.count(".chart .bar")).isGreaterThan(20);
        browser.click(".ranking a");
        browser.await("location.pathname === '/activity' && document.querySelector('.row')");
        assertThat(browser.count(".chip")).isEqualTo(2);
        browser.back();
        browser.await("document.querySelector('.hero')");
    }

    @ParameterizedTest
    @CsvSource({
        "type, api_key_created, true",
        "actor, FIRST, true",
        "object, OBJECT, true",
        "group, user_roles, false",
        "context, acct_1AnnalsSandbox00, false",
        "request_id, req_none, false",
        "id, accact_none, false"
    })
    void eachFilterNarrowsAndIsInTheAddress(String name, String value, boolean open) throws Exception {
        browser.open(shown.uri(), "/activity?type=api_key_created");
        String wanted = switch (value) {
            case "FIRST" -> browser.text(".row-who").lines().findFirst().orElseThrow();
            case "OBJECT" -> browser.text(".row-about").replaceAll("(?s)\\s.*", "");
            default -> value;
        };
        browser.open(shown.uri(), "/activity");
        if (!open) {
            browser.click(".more summary");
        }
        browser.type(".filters [name=" + name + "]", wanted);
        browser.await("location.search.startsWith('?" + name
                + "=') && document.querySelector('.chip') && !document.querySelector('.state .spinner')");
        assertThat(URLDecoder.decode(browser.address(), StandardCharsets.UTF_8))
                .endsWith("/activity?" + name + "=" + wanted);
        if (value.endsWith("none")) {
            assertThat(browser.text(".state")).contains("Nothing matches");
        } else {
            assertThat(browser.count(".row")).isPositive();
        }
        browser.click(".chip-close");
        browser.await("location.search === '' && document.querySelectorAll('.row').length === 50");
    }

    @Test
    void periodKindAndModeAreChosen() throws Exception {
        browser.open(shown.uri(), "/activity");
        browser.click(".spans a:nth-child(2)");
        browser.await(
                "location.search === '?since=7d' && document.querySelector('.spans a:nth-child(2)[aria-current=true]')");
        browser.click(".more summary");
        browser.find("[name=kind]").sendKeys("page committed");
        browser.click(".filters .primary");
        browser.await("location.search.includes('kind=page_committed') && document.querySelector('.tag.record')");
        browser.open(shown.uri(), "/activity");
        browser.click(".more summary");
        browser.find("[name=livemode]").sendKeys("live");
        browser.click(".filters .primary");
        browser.await("location.search === '?livemode=true' && document.querySelector('.chip')");
        browser.open(shown.uri(), "/activity?since=2026-11-02T00:00:00Z&until=2026-11-03T00:00:00Z");
        assertThat(browser.text(".day")).isEqualTo("Monday, 2 November 2026");
        assertThat(browser.text(".chips")).contains("2 Nov 2026", "3 Nov 2026");
        browser.click(".chart .column");
        browser.await("location.search.includes('since=2026-11-02T0') && document.querySelector('.row')");
    }

    @Test
    void scrollingBringsPageAfterPageAndNeverAll() throws Exception {
        browser.open(shown.uri(), "/activity");
        int before = shown.views.size();
        for (int rows = 50; rows < 1_000; ) {
            browser.is("window.scrollTo(0, document.body.scrollHeight)");
            browser.await("document.querySelectorAll('.row').length > " + rows);
            rows = (int) browser.count(".row");
        }
        assertThat(browser.count(".row")).isEqualTo(1_000);
        assertThat(shown.views.subList(before, shown.views.size()).stream()
                        .filter(view -> view.what().equals("activity")))
                .hasSize(19);
        browser.click(".foot a");
        browser.await("location.search.startsWith('?before=') && document.querySelectorAll('.row').length === 50");
        assertThat(browser.text(".note")).contains("Older records");
    }

    @Test
    void liveShowsWhatComesWithoutReload() throws Exception {
        browser.open(shown.uri(), "/activity");
        browser.click(".live");
        browser.awaitText(".live.on", "Live");
        assertThat(browser.address()).endsWith("/activity?live=1");
        browser.is("window.sameDocument = true");
        shown.append("new1", "api_key_created", "ada@live.example", "Nightly");
        browser.awaitText(".row.fresh", "ada@live.example");
        browser.click(".menu a");
        browser.await(
                "location.pathname === '/' && location.search === '?live=1' && document.querySelector('.live.on')");
        browser.await("document.querySelector('.hero')");
        shown.append("new2", "api_key_created", "ada@live.example", "Nightly");
        String logs = String.format(Locale.ROOT, "%,d", shown.journal.status().activityLogs());
        browser.awaitText(".fact-value", logs);
        browser.open(shown.uri(), "/actor?of=ada%40live.example&live=1");
        browser.awaitText(".live.on", "Live");
        browser.is("window.sameDocument = true");
        shown.append("new3", "api_key_created", "somebody@else.example", "No");
        shown.append("new4", "api_key_created", "ada@live.example", "Yes");
        browser.awaitText(".row.fresh", "Yes");
        assertThat(browser.text(".timeline")).doesNotContain("somebody@else.example");
        assertThat(browser.is("window.sameDocument")).isEqualTo(true);
        browser.click(".live");
        browser.await("location.search === '?of=ada%40live.example' && !document.querySelector('.live.on')");
    }

    @Test
    void aRecordShowsItsBytesAndItsProof() throws Exception {
        browser.open(shown.uri(), views.getOrDefault("record", ""));
        Object same = browser.is("JSON.stringify(JSON.parse(document.querySelector('.json').innerText))");
        browser.click("[aria-pressed]:not(.live)");
        browser.await("document.querySelector('.json.raw')");
        assertThat(browser.is("JSON.stringify(JSON.parse(document.querySelector('.json').innerText))"))
                .isEqualTo(same);
        assertThat(browser.text(".evidence")).contains("Can be proved", "annals prove --check record-");
        browser.is(
                "fetch(document.querySelector('.evidence a').href).then(r => r.text()).then(t => { window.proof = t; }) && true");
        browser.await("window.proof && window.proof.startsWith('c2sp.org/tlog-proof@v1')");
        browser.click(".exports a");
        browser.await("document.querySelector('.json:not(.raw)')");
    }

    @Test
    void exportsLeadToWhatIsShown() throws Exception {
        browser.open(shown.uri(), "/activity?type=api_key_created&since=30d");
        assertThat(browser.is(
                        "[...document.querySelectorAll('.exports a')].map(a => a.getAttribute('href')).join(' ')"))
                .isEqualTo("/api/export.ndjson?type=api_key_created&since=30d&order=desc"
                        + " /api/export.csv?type=api_key_created&since=30d&order=desc");
    }

    @Test
    void theKeyboardReachesEverything() throws Exception {
        browser.open(shown.uri(), "/activity");
        browser.press(Keys.TAB);
        assertThat(browser.is("document.activeElement.className")).isEqualTo("skip");
        browser.press("/");
        browser.await("document.activeElement.name === 'type'");
        browser.press("api_key_viewed", Keys.ENTER);
        browser.await("document.querySelector('.chip') && document.querySelector('.row')");
        browser.find("body").sendKeys("jjk");
        browser.await("document.activeElement === document.querySelectorAll('.row-time')[0]"
                + " || document.activeElement === document.querySelectorAll('.row-time')[1]");
        browser.press(Keys.ENTER);
        browser.await("location.pathname === '/record' && document.querySelector('.json')");
    }

    @Test
    void bothThemesAreThereAndAChoiceIsKept() throws Exception {
        String paper = "getComputedStyle(document.body).backgroundColor";
        browser.open(shown.uri(), "/");
        Object light = browser.is(paper);
        browser.dark(true);
        browser.open(shown.uri(), "/");
        Object dark = browser.is(paper);
        assertThat(dark).isNotEqualTo(light);
        browser.click(".tools .square");
        assertThat(browser.is(paper)).isEqualTo(light);
        browser.open(shown.uri(), "/activity");
        assertThat(browser.is(paper)).isEqualTo(light);
        browser.is("localStorage.clear()");
    }

    @Test
    void everyViewIsForEverybodyOnEveryScreen() throws Exception {
        for (Map.Entry<String, String> view : views.entrySet()) {
            for (boolean dark : List.of(false, true)) {
                browser.dark(dark);
                browser.size(1280);
                browser.open(shown.uri(), view.getValue());
                browser.await("document.querySelector('.chart, .json')");
                browser.picture(PICTURES.resolve(view.getKey() + (dark ? "-dark" : "") + ".png"));
                assertThat(browser.barriers())
                        .as(view.getKey() + ", dark=" + dark)
                        .isEmpty();
                if (dark) {
                    continue;
                }
                browser.size(390);
                browser.await("innerWidth === 390");
                assertThat(browser.is("document.scrollingElement.scrollWidth"))
                        .as(view.getKey())
                        .isEqualTo(390L);
                browser.picture(PICTURES.resolve(view.getKey() + "-phone.png"));
                assertThat(browser.barriers()).as(view.getKey() + " on a phone").isEmpty();
            }
        }
    }

    @Test
    void nothingComesFromElsewhere() throws Exception {
        for (String path : views.values()) {
            browser.open(shown.uri(), path);
            assertThat(
                            browser.is(
                                    "performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin)).join()"))
                    .isEqualTo("");
        }
        browser.forget();
        browser.open(shown.uri(), "/");
        System.out.println("first view: "
                + browser.is(
                        "Math.round(Math.max(...performance.getEntriesByType('resource').map(e => e.responseEnd))) + ' ms, '"
                                + " + performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).reduce((s, e) => s + e.encodedBodySize, 0) + ' bytes in '"
                                + " + (performance.getEntriesByType('resource').length + 1) + ' files'"));
    }
}
