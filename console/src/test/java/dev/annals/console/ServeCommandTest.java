package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.store.Journal;
import dev.annals.store.JournalOptions;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ServeCommandTest {
    private static final String SECRET = "a-secret-of-a-test-that-is-long-enough";

    @TempDir
    private Path home;

    private final Typed typed = new Typed();

    @BeforeEach
    void write() {
        try (Journal open = Journal.open(home.resolve("audit"), JournalOptions.processDurability())) {
            Payload payload =
                    Payload.ofUtf8("{\"id\":\"accact_1\",\"context\":\"acct_1\",\"type\":\"api_key_created\"}");
            open.append(List.of(new RawActivityLog(ActivityJson.readFields(payload), payload)));
            open.checkpoint();
        }
    }

    private CompletableFuture<Typed.Result> serve(Object... more) {
        List<Object> words = new ArrayList<>(List.of("serve", "--journal", home.resolve("audit")));
        words.addAll(Arrays.asList(more));
        if (!words.contains("--port")) {
            words.addAll(List.of("--port", "0"));
        }
        return CompletableFuture.supplyAsync(() -> typed.type(words.toArray()));
    }

    private Typed.Result stopped(CompletableFuture<Typed.Result> serving) throws Exception {
        typed.stop.make();
        return serving.get(60, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(String url, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theFirstLineSaysWhereAndNothingInTheJournalChanges() throws Exception {
        Map<String, String> before = contents();
        CompletableFuture<Typed.Result> serving = serve();
        String uri = typed.awaitOutput("^listening on (http://127.0.0.1:[0-9]+)\n");
        assertThat(get(uri + "/").body()).contains("<!doctype html>");
        assertThat(get(uri + "/api/activity").body()).contains("accact_1");
        assertThat(get(uri + "/api/overview").body()).contains("\"verified\":true");
        assertThat(get(uri + "/api/records/0/proof").body()).startsWith("c2sp.org/tlog-proof@v1\n");
        Typed.Result result = stopped(serving);
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).hasSize(1);
        assertThat(contents()).isEqualTo(before);
        assertThat(Files.readString(home.resolve("audit-views.ndjson")))
                .contains("\"who\":\"local\"", "\"what\":\"activity\"", "\"what\":\"proof\"");
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home.resolve("audit"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(
                        file.toString(),
                        Files.getLastModifiedTime(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void tokensComeFromAFileOrTheEnvironment() throws Exception {
        Path tokens = Files.writeString(home.resolve("tokens"), "# who may look\nada " + SECRET + "\n\n");
        typed.environment.put(ServeCommand.TOKEN_VARIABLE, "another-secret-that-is-long-enough");
        CompletableFuture<Typed.Result> serving = serve("--token-file", tokens, "--view-log", home.resolve("views"));
        String uri = typed.awaitOutput("^listening on (.+)\n");
        assertThat(get(uri + "/api/activity").statusCode()).isEqualTo(401);
        for (String secret : List.of(SECRET, "another-secret-that-is-long-enough")) {
            assertThat(get(uri + "/api/activity", "Authorization", "Bearer " + secret)
                            .statusCode())
                    .isEqualTo(200);
        }
        Typed.Result result = stopped(serving);
        assertThat(result.out() + result.err()).doesNotContain(SECRET, "another-secret");
        assertThat(Files.readString(home.resolve("views")))
                .contains("\"who\":\"ada\"")
                .doesNotContain(SECRET);
    }

    @Test
    void theAccountsDefaultVersionIsSaid() throws Exception {
        CompletableFuture<Typed.Result> serving = serve("--default-version", "2025-01-27.acacia");
        String uri = typed.awaitOutput("^listening on (.+)\n");
        assertThat(get(uri + "/api/requests/versions").body()).contains("\"default\":\"2025-01-27.acacia\"");
        assertThat(stopped(serving).exitCode()).isZero();
    }

    @Test
    void viewsAreNotRecordedIfSoWished() throws Exception {
        CompletableFuture<Typed.Result> serving = serve("--no-view-log");
        get(typed.awaitOutput("^listening on (.+)\n") + "/api/activity");
        assertThat(stopped(serving).err()).contains("Views are not recorded.");
        assertThat(home.resolve("audit-views.ndjson")).doesNotExist();
    }

    @Test
    void tlsIsSpokenWhereThereIsACertificate() throws Exception {
        Path store = home.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "page",
                        "-keyalg",
                        "EC",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        store.toString(),
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
        java.security.KeyStore keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Path certificate = pem("CERTIFICATE", keys.getCertificate("page").getEncoded());
        Path key =
                pem("PRIVATE KEY", keys.getKey("page", "changeit".toCharArray()).getEncoded());
        CompletableFuture<Typed.Result> serving = serve("--tls-cert", certificate, "--tls-key", key);
        String uri = typed.awaitOutput("^listening on (https://127.0.0.1:[0-9]+)\n");
        var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        trust.init(keys);
        java.security.KeyStore trusted = java.security.KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("page", keys.getCertificate("page"));
        trust.init(trusted);
        var tls = javax.net.ssl.SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        HttpResponse<String> answer = HttpClient.newBuilder()
                .sslContext(tls)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(uri + "/api/overview"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
        assertThat(stopped(serving).exitCode()).isZero();
    }

    private Path pem(String what, byte[] der) throws IOException {
        return Files.writeString(
                home.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n"
                        + java.util.Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + what + "-----\n");
    }

    @Test
    void whatCannotBeServedIsSaid() throws Exception {
        assertThat(Typed.run("serve", "--journal", home.resolve("none")).exitCode())
                .isEqualTo(ExitCode.JOURNAL);
        Object[][] refused = {
            {"--address", "192.0.2.1"},
            {"--address", "192.0.2.1", "--plain-http"},
            {"--tls-cert", "x.pem"},
            {"--no-view-log", "--view-log", "x"},
            {"--token-file", home.resolve("none")},
            {"--token-file", Files.writeString(home.resolve("short"), "ada short\n")},
            {"--token-file", Files.writeString(home.resolve("empty"), "\n")},
            {"--port", "99999"}
        };
        for (Object[] words : refused) {
            Typed.Result result = serve(words).get(60, TimeUnit.SECONDS);
            assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.USAGE);
            assertThat(result.out()).isEmpty();
        }
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Typed.Result result = serve("--port", taken.getLocalPort()).get(60, TimeUnit.SECONDS);
            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("cannot listen");
        }
    }
}
