package dev.annals.contracts.page;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A Chromium without a window. It waits for what a page shows by looking at each frame, never by the clock. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int HEIGHT = 900;

    private final ChromeDriver driver;

    Browser() {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--lang=en");
        options.setCapability("goog:loggingPrefs", logs);
        // Named, so that Selenium looks for no driver elsewhere.
        driver = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                        .build(),
                options);
        driver.manage().timeouts().scriptTimeout(PATIENCE).pageLoadTimeout(PATIENCE);
        size(1280);
    }

    void open(URI page, String path) {
        driver.get(page.resolve(path).toString());
        await("!document.querySelector('.state .spinner') && document.querySelector('main')?.innerText.trim()");
    }

    void size(int width) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Keeps no file of a page that was visited. */
    void forget() {
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
    }

    /** What an expression of the page is. */
    @Nullable
    Object is(String expression) {
        return driver.executeScript("return (" + expression + ")");
    }

    String text(String selector) {
        return String.valueOf(
                is("[...document.querySelectorAll(" + quoted(selector) + ")].map(e => e.innerText).join('\\n')"));
    }

    long count(String selector) {
        return ((Number) Objects.requireNonNull(is("document.querySelectorAll(" + quoted(selector) + ").length")))
                .longValue();
    }

    /** Looks at each frame until an expression is true. */
    void await(String expression) {
        try {
            driver.executeAsyncScript("const done = arguments[arguments.length - 1];" + "const look = () => { if ("
                    + expression + ") done(true); else requestAnimationFrame(look); }; look();");
        } catch (org.openqa.selenium.ScriptTimeoutException e) {
            throw new AssertionError("never came true: " + expression + "\n" + address() + "\n" + text("main"), e);
        }
    }

    void awaitText(String selector, String text) {
        await("[...document.querySelectorAll(" + quoted(selector) + ")].some(e => e.innerText.includes(" + quoted(text)
                + "))");
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    void click(String selector) {
        WebElement element = find(selector);
        driver.executeScript("arguments[0].scrollIntoView({block: 'center'})", element);
        element.click();
    }

    void press(CharSequence... keys) {
        Object active = driver.switchTo().activeElement();
        ((WebElement) active).sendKeys(keys);
    }

    void type(String selector, String text) {
        find(selector).sendKeys(text, Keys.ENTER);
    }

    String address() {
        return Objects.requireNonNull(driver.getCurrentUrl());
    }

    void back() {
        driver.navigate().back();
    }

    /** Errors that the browser reported since it was asked last: of scripts, and of what the policy kept out. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** What axe finds wrong for people who do not see, or see little; each with where. */
    String barriers() throws IOException {
        try (InputStream axe = Objects.requireNonNull(Browser.class.getResourceAsStream("/axe.min.js"))) {
            driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
        }
        return String.valueOf(driver.executeAsyncScript("const done = arguments[arguments.length - 1];"
                + "axe.run({resultTypes: ['violations']}).then(found => done(found.violations.map(v => v.id + ': ' + v.help + ' at '"
                + " + v.nodes.map(n => n.target.join(' ') + ' ' + (n.any[0]?.message ?? '')).slice(0, 5).join(' | ')).join('\\n')),"
                + " failure => done('axe failed: ' + failure))"));
    }

    /** The whole page as a picture. */
    void picture(Path file) throws IOException {
        driver.executeScript("document.activeElement?.blur()");
        Map<String, Object> answer = driver.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png"));
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, Base64.getDecoder().decode(String.valueOf(answer.get("data"))));
    }

    static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    @Override
    public void close() {
        driver.quit();
    }
}
