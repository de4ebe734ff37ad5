package dev.annals.contracts.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What the page says when there is nothing, when something is wrong, when somebody must log in, and when texts mean harm. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PageStatesSystemCampaign {
    private static final String SECRET = "a-secret-of-a-test-that-is-long-enough";
    private final Browser browser = new Browser();

    @AfterAll
    void end() {
        browser.close();
    }

    @Test
    void harmfulTextsAreShownAsText(@TempDir Path home) throws Exception {
        String script = "<img src=x onerror='window.hacked=1'><script>window.hacked=1</script>";
        String bidi = "\\u202egnp.exe\\u0000\\u2028";
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            shown.append("e1", script, script + "@evil.example", script);
            shown.append("e2", "api_key_created", "javascript:window.hacked=1@evil.example", bidi);
            String actor = URLEncoder.encode(script + "@evil.example", StandardCharsets.UTF_8);
            for (String path : List.of(
                    "/activity",
                    "/actor?of=" + actor,
                    "/object?of=" + URLEncoder.encode(script, StandardCharsets.UTF_8),
                    "/record?position=0",
                    "/record?position=1",
                    "/activity?type=" + URLEncoder.encode(script, StandardCharsets.UTF_8),
                    "/record?position=" + URLEncoder.encode(script, StandardCharsets.UTF_8),
                    "/?x=" + actor)) {
                browser.open(shown.uri(), path);
                browser.await("document.querySelector('.json, .row, .hero, .state-title')");
                assertThat(browser.is("window.hacked === undefined")).as(path).isEqualTo(true);
                assertThat(browser.count("main img, main script, main iframe, [onerror], a[href^=javascript]"))
                        .as(path)
                        .isZero();
                assertThat(browser.text("main")).as(path).doesNotContain("\u202e", "\u2028");
            }
            browser.open(shown.uri(), "/activity");
            assertThat(browser.text(".timeline")).contains("<img src=x onerror=", "\\u202egnp.exe");
            browser.complaints();
        }
    }

    /** The policy itself keeps out what our own code would let in by mistake. */
    @Test
    void thePolicyStopsMarkupFromText(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            browser.open(shown.uri(), "/");
            assertThat(
                            browser.is(
                                    "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'let in'; } catch (e) { return e.name; } })()"))
                    .isEqualTo("TypeError");
            browser.complaints();
        }
    }

    @Test
    void emptyAndWrongAddressesSayWhatToDo(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            browser.open(shown.uri(), "/");
            assertThat(browser.text("main")).contains("The journal is empty", "annals fetch --journal audit");
            browser.open(shown.uri(), "/activity");
            assertThat(browser.text("main")).contains("Nothing here yet");
            browser.open(shown.uri(), "/record?position=7");
            assertThat(browser.text("[role=alert]")).contains("no record is at that position, position=7");
            browser.open(shown.uri(), "/activity?since=yesterday");
            assertThat(browser.text("[role=alert]")).contains("not a time, value=yesterday");
            assertThat(browser.barriers()).isEmpty();
            browser.complaints();
        }
    }

    /** As old as on a healthy quiet account, whose empty polls are recorded once an hour, and older. */
    @Test
    void onlyAWatermarkOlderThanAQuietAccountsIsWarnedOf(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 30)) {
            shown.pass(Duration.ofMinutes(75 - 13));
            browser.open(shown.uri(), "/");
            browser.await("document.querySelector('.hero.good')");
            assertThat(browser.text(".hero")).contains("1 hour ago");
            shown.pass(Duration.ofMinutes(46));
            browser.open(shown.uri(), "/");
            browser.await("document.querySelector('.hero.warn')");
            browser.complaints();
        }
    }

    @Test
    void aServerThatIsGoneIsSaidAndAsksToTryAgain(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0)) {
            shown.append("e1", "api_key_created", "ada@example.com", "one");
            browser.open(shown.uri(), "/");
            shown.page.close().await(30, TimeUnit.SECONDS);
            browser.click(".menu a:nth-child(2)");
            browser.awaitText("[role=alert]", "Is “annals serve” still running?");
            browser.click("[role=alert] .button");
            browser.awaitText("[role=alert]", "Try again");
            browser.complaints();
        }
    }

    @Test
    void aTokenIsAskedForAndTakenBack(@TempDir Path home) throws Exception {
        try (ShownJournal shown = ShownJournal.of(home, 0, options -> options.token("ada", SECRET))) {
            shown.append("e1", "api_key_created", "ada@example.com", "one");
            browser.open(shown.uri(), "/activity?type=api_key_created");
            browser.await("document.querySelector('.login')");
            assertThat(browser.barriers()).isEmpty();
            browser.type("[name=token]", "wrong");
            browser.awaitText("[role=alert]", "not a token of this page");
            browser.find("[name=token]").sendKeys(Keys.chord(Keys.CONTROL, "a"), SECRET, Keys.ENTER);
            browser.awaitText(".row", "ada@example.com");
            assertThat(browser.address()).endsWith("/activity?type=api_key_created");
            assertThat(browser.is("document.cookie")).isEqualTo("");
            browser.click("[aria-label='Log out']");
            browser.await("document.querySelector('.login')");
            browser.open(shown.uri(), "/");
            browser.await("document.querySelector('.login')");
            browser.complaints();
        }
    }
}
