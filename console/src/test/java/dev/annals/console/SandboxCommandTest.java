package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SandboxCommandTest {
    @Test
    void itSaysWhereItListensAnswersAndEndsWhenStopped() throws Exception {
        Typed typed = new Typed();
        CompletableFuture<Typed.Result> running =
                CompletableFuture.supplyAsync(() -> typed.type("sandbox", "--port", 0, "--logs", 30));
        String base = typed.awaitOutput("listening on (http://127\\.0\\.0\\.1:[0-9]+)\n");
        assertThat(status(base, "sk_test_sandbox")).isEqualTo(200);
        assertThat(status(base, "sk_test_other")).isEqualTo(401);
        typed.stop.make();
        Typed.Result result = running.get(30, TimeUnit.SECONDS);
        assertThat(result.exitCode()).isZero();
        assertThat(result.lines()).containsExactly("listening on " + base);
    }

    @Test
    void namedFaultsHappen() throws Exception {
        Typed typed = new Typed();
        CompletableFuture<Typed.Result> running = CompletableFuture.supplyAsync(
                () -> typed.type("sandbox", "--port", "0", "--fault", "server_error:2", "not_found"));
        String base = typed.awaitOutput("listening on (http\\S+)\n");
        assertThat(status(base, "sk_test_sandbox")).isEqualTo(500);
        assertThat(status(base, "sk_test_sandbox")).isEqualTo(500);
        assertThat(status(base, "sk_test_sandbox")).isEqualTo(404);
        assertThat(status(base, "sk_test_sandbox")).isEqualTo(200);
        typed.stop.make();
        assertThat(running.get(30, TimeUnit.SECONDS).exitCode()).isZero();
    }

    @Test
    void wrongSettingsAreUsageErrors() {
        assertThat(Typed.run("sandbox", "--fault", "earthquake").err())
                .contains("name=earthquake")
                .contains("rate_limited");
        assertThat(Typed.run("sandbox", "--fault", "timeout:often").exitCode()).isEqualTo(2);
        assertThat(Typed.run("sandbox", "--clock", "noon").exitCode()).isEqualTo(2);
        assertThat(Typed.run("sandbox", "--port", 65_536).exitCode()).isEqualTo(2);
        assertThat(Typed.run("sandbox", "--port", "http").exitCode()).isEqualTo(2);
        assertThat(Typed.run("sandbox", "--logs", -1).exitCode()).isEqualTo(2);
    }

    private static int status(String base, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "/v2/iam/activity_logs"))
                .header("Authorization", "Bearer " + key)
                .header("Stripe-Version", "2026-11-18.preview")
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8))
                .statusCode();
    }
}
