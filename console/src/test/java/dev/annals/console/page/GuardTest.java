package dev.annals.console.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is let in, and what a browser may do with what he gets. */
@Timeout(120)
class GuardTest {

    @TempDir
    private Path home;

    private static PageOptions.Builder asksForToken(PageOptions.Builder options) {
        return options.token("ada", OpenPage.SECRET);
    }

    private Path audit() {
        return home.resolve("audit");
    }

    @Test
    void everyAnswerHasTheHeaders() throws Exception {
        try (OpenPage page = OpenPage.of(audit(), GuardTest::asksForToken)) {
            for (String path : List.of(
                    "/",
                    "/activity?x=%3Cscript%3E",
                    folderOf(page) + "app.js",
                    folderOf(page) + "lit/lit-html.js",
                    "/api/session",
                    "/api/overview",
                    "/none")) {
                HttpResponse<String> answer = page.get(path);
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .as(path)
                        .contains(
                                "default-src 'none'",
                                "script-src 'self'",
                                "frame-ancestors 'none'",
                                "require-trusted-types-for 'script'")
                        .doesNotContain("unsafe", "http:", "https:", "data:");
                for (Map.Entry<String, String> each : Map.of(
                                "X-Content-Type-Options", "nosniff",
                                "X-Frame-Options", "DENY",
                                "Referrer-Policy", "no-referrer",
                                "Cross-Origin-Resource-Policy", "same-origin")
                        .entrySet()) {
                    assertThat(answer.headers().firstValue(each.getKey()))
                            .as(path)
                            .hasValue(each.getValue());
                }
                assertThat(answer.headers().firstValue("Access-Control-Allow-Origin"))
                        .isEmpty();
            }
            assertThat(page.get("/api/overview").headers().firstValue("Cache-Control"))
                    .hasValue("no-store");
        }
    }

    @Test
    void theShellHasNothingInlineAndNothingForeign() throws Exception {
        try (OpenPage page = OpenPage.of(audit())) {
            String shell = page.get("/").body();
            assertThat(shell)
                    .doesNotContain("style=", "http:", "https:", "//", "javascript:")
                    .doesNotContainPattern(" on[a-z]+=");
            assertThat(shell.split("<script")).allMatch(part -> !part.startsWith(">"));
            assertThat(page.get("/activity").body()).isEqualTo(shell);
            String tag = page.get("/").headers().firstValue("ETag").orElseThrow();
            assertThat(page.get("/", "If-None-Match", tag).statusCode()).isEqualTo(304);
        }
    }

    /** Where the shell finds its files. */
    private static String folderOf(OpenPage page) throws IOException, InterruptedException {
        Matcher folder =
                Pattern.compile("/web/[0-9a-f]{32}/").matcher(page.get("/").body());
        assertThat(folder.find()).isTrue();
        return folder.group();
    }

    @Test
    void theShellIsAskedForAgainAndItsFilesAreKept() throws Exception {
        try (OpenPage page = OpenPage.of(audit())) {
            assertThat(page.get("/").headers().firstValue("Cache-Control")).hasValue("no-cache");
            HttpResponse<String> script = page.get(folderOf(page) + "app.js");
            assertThat(script.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
            assertThat(script.headers().firstValue("Content-Type").orElse("")).startsWith("text/javascript");
            assertThat(page.get("/web/app.js").statusCode()).isEqualTo(404);
            assertThat(page.get(folderOf(page) + "index.html").statusCode()).isEqualTo(404);
        }
    }

    private static int statusFor(OpenPage page, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), page.page.port())) {
            socket.getOutputStream()
                    .write(("GET /api/overview HTTP/1.1\r\nConnection: close\r\nHost: " + host + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String first = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(first.substring(9, 12));
        }
    }

    @Test
    void anotherHostsNameIsRefused() throws Exception {
        try (OpenPage page = OpenPage.of(audit(), options -> options.hostName("Audit.example.com"))) {
            int port = page.page.port();
            for (String host : List.of(
                    "127.0.0.1:" + port, "localhost:" + port, "LOCALHOST:1", "[::1]:" + port, "audit.example.com")) {
                assertThat(statusFor(page, host)).as(host).isEqualTo(200);
            }
            int recorded = page.views.size();
            for (String host :
                    List.of("evil.example", "evil.example:" + port, "127.0.0.1.evil.example", "localhost.", "")) {
                assertThat(statusFor(page, host)).as(host).isIn(421, 400);
            }
            assertThat(page.views).hasSize(recorded);
        }
    }

    @Test
    void anotherSitesRequestIsRefused() throws Exception {
        try (OpenPage page = OpenPage.of(audit())) {
            String own = page.page.uri().toString();
            assertThat(page.get("/api/overview", "Origin", own).statusCode()).isEqualTo(200);
            for (String origin :
                    List.of("http://evil.example", "null", own + "0", "http://localhost:" + page.page.port())) {
                assertThat(page.get("/api/overview", "Origin", origin).statusCode())
                        .as(origin)
                        .isEqualTo(403);
            }
            assertThat(page.get("/api/overview", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(page.get("/activity", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void noMethodChangesAnything() throws Exception {
        try (OpenPage page = OpenPage.of(audit())) {
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")) {
                HttpResponse<String> answer = page.send(method, "/api/activity", "");
                assertThat(answer.statusCode()).as(method).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
            }
            assertThat(page.send("HEAD", "/", "").statusCode()).isEqualTo(200);
            assertThat(page.get("/api/login").statusCode()).isEqualTo(405);
        }
    }

    @Test
    void withoutATokenNothingOfTheJournalIsShown() throws Exception {
        try (OpenPage page = OpenPage.of(audit(), GuardTest::asksForToken)) {
            for (String path : List.of(
                    "/api/overview",
                    "/api/activity",
                    "/api/summary",
                    "/api/counts?by=type",
                    "/api/records/0",
                    "/api/records/0/payload",
                    "/api/records/0/proof",
                    "/api/export.csv",
                    "/api/export.ndjson",
                    "/api/live")) {
                assertThat(page.get(path).statusCode()).as(path).isEqualTo(401);
                assertThat(page.get(path, "Authorization", "Bearer wrong").statusCode())
                        .isEqualTo(401);
            }
            assertThat(page.get("/").statusCode()).isEqualTo(200);
            assertThat(page.get("/api/session").body()).doesNotContain("audit");
            assertThat(page.views).isEmpty();
            assertThat(page.json("/api/overview", "Authorization", "Bearer " + OpenPage.SECRET))
                    .isNotEmpty();
            assertThat(page.views).extracting(View::who).containsExactly("ada");
        }
    }

    @Test
    void aTokenBuysASessionThatScriptsCannotReadAndThatEnds() throws Exception {
        try (OpenPage page = OpenPage.of(audit(), GuardTest::asksForToken)) {
            assertThat(login(page, "wrong").statusCode()).isEqualTo(401);
            assertThat(page.send("POST", "/api/login", "[1]").statusCode()).isEqualTo(401);
            assertThat(page.send("POST", "/api/login", "x".repeat(10_000)).statusCode())
                    .isEqualTo(413);
            HttpResponse<String> in = login(page, OpenPage.SECRET);
            assertThat(in.statusCode()).isEqualTo(204);
            String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie)
                    .containsIgnoringCase("HttpOnly")
                    .contains("SameSite=Strict", "Path=/")
                    .doesNotContain(OpenPage.SECRET);
            String session = cookie.substring(0, cookie.indexOf(';'));
            assertThat(page.get("/api/overview", "Cookie", session).statusCode())
                    .isEqualTo(200);
            assertThat(page.get("/api/overview", "Cookie", session + "x").statusCode())
                    .isEqualTo(401);
            assertThat(page.views)
                    .extracting(View::what, View::who)
                    .contains(org.assertj.core.groups.Tuple.tuple("login_refused", "nobody"))
                    .contains(org.assertj.core.groups.Tuple.tuple("login", "ada"))
                    .contains(org.assertj.core.groups.Tuple.tuple("overview", "ada"));
            page.now.updateAndGet(now -> now.plus(Duration.ofHours(12)));
            assertThat(page.get("/api/overview", "Cookie", session).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void whoLeavesIsOut() throws Exception {
        try (OpenPage page = OpenPage.of(audit(), GuardTest::asksForToken)) {
            String cookie = login(page, OpenPage.SECRET)
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            String session = cookie.substring(0, cookie.indexOf(';'));
            page.send("POST", "/api/logout", "", "Cookie", session);
            assertThat(page.get("/api/overview", "Cookie", session).statusCode())
                    .isEqualTo(401);
        }
    }

    private static HttpResponse<String> login(OpenPage page, String token) throws IOException, InterruptedException {
        return page.send(
                "POST",
                "/api/login",
                "{\"token\":\"" + token + "\"}",
                "Origin",
                page.page.uri().toString());
    }

    @Test
    void viewsAreLinesOfAFileForItsOwner() throws Exception {
        Path file = home.resolve("views.ndjson");
        ViewLog log = ViewLog.toFile(file);
        log.record(new View(
                Instant.parse(OpenPage.NOW), "ada", "127.0.0.1", "activity", Map.of("actor", List.of("b\n\"c"))));
        log.record(new View(Instant.parse(OpenPage.NOW), "ada", "127.0.0.1", "overview", Map.of()));
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = new ObjectMapper().readTree(lines.get(0));
        assertThat(first.get("object").asText()).isEqualTo("annals.view");
        assertThat(first.get("at").asText()).isEqualTo(OpenPage.NOW);
        assertThat(first.get("filter").get("actor").get(0).asText()).isEqualTo("b\n\"c");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void whatCannotBeRecordedIsNotShown() throws Exception {
        try (OpenPage page = OpenPage.of(audit())) {
            page.append(OpenPage.log(1, "api_key_created", "api_key", "a@b.c", "rk_1", "2026-11-02T00:00:00Z"));
            AuditPage deaf = AuditPage.start(
                            io.vertx.core.Vertx.vertx(),
                            page.journal,
                            PageOptions.local(view -> {
                                        throw new IOException("disk full");
                                    })
                                    .build())
                    .await();
            for (String path :
                    List.of("api/activity", "api/records/0", "api/export.ndjson", "api/overview", "api/live")) {
                HttpResponse<String> answer = page.get(deaf.uri() + "/" + path);
                assertThat(answer.statusCode()).as(path).isEqualTo(503);
                assertThat(answer.body()).contains("not_recorded").doesNotContain("accact_1");
            }
            deaf.close().await();
        }
    }

    @Test
    void strangersNeedCare() {
        assertRefused("can be reached from other machines; give a TLS", options -> options.address("192.0.2.1"));
        assertRefused("give a token", options -> options.address("192.0.2.1").plainHttp());
        assertRefused(
                "no name", options -> options.address("0.0.0.0").plainHttp().token("ada", OpenPage.SECRET));
        assertRefused("too short", options -> options.token("ada", "short"));
        assertRefused("port=70000", options -> options.port(70_000));
        assertThat(PageOptions.local(ViewLog.none())
                        .address("0.0.0.0")
                        .plainHttp()
                        .token("ada", OpenPage.SECRET)
                        .hostName("audit.example.com")
                        .build()
                        .tokens
                        .toString())
                .isEqualTo("[Token[ada]]");
    }

    private static void assertRefused(String words, UnaryOperator<PageOptions.Builder> options) {
        assertThatThrownBy(
                        () -> options.apply(PageOptions.local(ViewLog.none())).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
