package dev.annals.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a tail to every view of it. */
class RequestsCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String GOOD =
            "{\"created_at\":1795000000,\"livemode\":false,\"method\":\"POST\",\"request_id\":\"req_1\","
                    + "\"status\":200,\"url\":\"/v1/customers\",\"idempotency_key\":\"key-1\",\"api_version\":\"2026-09-30.clover\",\"x\":1}";
    private static final String BAD =
            "{\"created_at\":1795000060,\"livemode\":false,\"method\":\"POST\",\"request_id\":\"req_2\","
                    + "\"status\":402,\"url\":\"/v1/customers/cus_1A\",\"idempotency_key\":\"key-1\",\"api_version\":\"2025-01-27.acacia\",\"error\":"
                    + "{\"type\":\"card_error\",\"code\":\"card_declined\",\"message\":\"Declined \\u001b[31m, sk_live_secret123\"}}";

    @TempDir
    private Path home;

    private Path journal = Path.of("");
    private Path tail = Path.of("");

    @BeforeEach
    void importTail() throws IOException {
        journal = home.resolve("journal");
        tail = home.resolve("tail.ndjson");
        Files.writeString(tail, GOOD + "\n\n" + BAD + "\n");
        Typed.Result imported = requests("import", tail, "--context", "acct_1", "--json");
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        assertThat(imported.out())
                .isEqualTo("{\"lines\":3,\"appended\":2,\"duplicates\":0,\"conflicts\":0,\"skipped\":0}\n");
    }

    private Typed.Result requests(Object... more) {
        Typed typed = new Typed();
        typed.clock = () -> NOW;
        return typed.type(Stream.concat(Stream.of("requests", "--journal", journal), Stream.of(more))
                .toArray());
    }

    @Test
    void importedAgainNothingIsStoredTwice() {
        assertThat(requests("import", tail, "--context", "acct_1").err()).contains("0 new of 3 lines; 2 known already");
    }

    @Test
    void aLineThatIsNoneIsNamedAndWhatStoodBeforeItIsThere() throws IOException {
        Files.writeString(tail, GOOD.replace("req_1", "req_3") + "\nReady!\n");
        Typed.Result result = requests("import", tail, "--context", "acct_1");
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.err()).contains("line 2 of " + tail).contains("not a request log");
        assertThat(requests("--count").out()).isEqualTo("3\n");
    }

    @Test
    void theListIsATableOrTheStoredLogs() throws IOException {
        assertThat(requests("--status", "4xx").lines().get(2))
                .startsWith("1")
                .contains("402     POST    /v1/customers/cus_1A  card_declined  2025-01-27.acacia  req_2");
        JsonNode log = new ObjectMapper()
                .readTree(requests("--resource", "cus_1A", "--json").out());
        assertThat(log.get("object").asText()).isEqualTo("annals.request_log");
        assertThat(log.get("imported").get("entry").get("created_at").asInt()).isEqualTo(1_795_000_060);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--status failed",
                "--status 402,500",
                "--endpoint /v1/customers/:id",
                "--path /v1/customers/cus_1A",
                "--api-version 2025-01-27.acacia",
                "--error-type card_error",
                "--error-code card_declined",
                "--resource cus_1A",
                "--text DECLINED",
                "--request-id req_2",
                "--since 2026-11-18T11:07:40Z",
                "--method post --context acct_1 --livemode false --idempotency-key key-1 --status 4xx",
            })
    void everyFilterFindsTheOneThatFailed(String options) {
        assertThat(requests((Object[]) (options + " --json").split(" ")).lines())
                .singleElement()
                .asString()
                .contains("\"id\":\"req_2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--source api",
                "--ip-address 192.0.2.1",
                "--key mk_1",
                "--user-agent x",
                "--status 200 --text none"
            })
    void whatALogDoesNotSayMeetsNoFilter(String options) {
        assertThat(requests((Object[]) (options + " --count").split(" ")).out()).isEqualTo("0\n");
    }

    @Test
    void oneIsShownWithItsReasonAndWhatBelongsToItAndNoSecret() {
        Typed.Result shown = requests("show", "req_2");
        assertThat(shown.out())
                .contains("POST /v1/customers/cus_1A  402 failed")
                .contains("Reason           card_error / card_declined")
                .contains("Declined \\u001b[31m, [redacted]")
                .contains("Same idempotency key")
                .contains("req_1  2026-11-18T11:06:40Z  200  POST /v1/customers")
                .doesNotContain("\u001b")
                .doesNotContain("secret123");
        assertThat(requests("show", "req_9").exitCode()).isEqualTo(1);
    }

    @Test
    void oneIsShownAsJson() throws IOException {
        JsonNode one = new ObjectMapper()
                .readTree(requests("show", "req_2", "--json").out())
                .get("requests")
                .get(0);
        assertThat(one.get("request").get("id").asText()).isEqualTo("req_2");
        assertThat(one.get("same_idempotency_key").get(0).get("id").asText()).isEqualTo("req_1");
    }

    @Test
    void errorsAreGrouped() throws IOException {
        assertThat(requests("errors").lines().get(2)).contains("card_declined  /v1/customers/:id  +1      .....9..");
        JsonNode errors =
                new ObjectMapper().readTree(requests("errors", "--json").out());
        assertThat(errors.get("total").asInt()).isEqualTo(1);
        assertThat(errors.get("errors").get(0).get("trend").get("2026-11-18").asInt())
                .isEqualTo(1);
        assertThat(requests("errors").lines().get(4)).startsWith("1 failed request from 2026-");
        assertThat(requests("errors", "--since", "1h").lines())
                .hasSize(4)
                .last()
                .asString()
                .startsWith("0 failed requests from ");
    }

    @Test
    void versionsAreShownWithTheirLabels() throws IOException {
        assertThat(requests("versions", "--default", "2025-01-27.acacia").out())
                .containsPattern("2026-09-30.clover +Latest +1 +2026-11-18T11:06:40Z")
                .containsPattern("2025-01-27.acacia +Default +1 +2026-11-18T11:07:40Z");
        JsonNode versions =
                new ObjectMapper().readTree(requests("versions", "--json").out());
        assertThat(versions.get("versions").get(0).get("latest").asBoolean()).isTrue();
    }

    @Test
    void aJournalIsNeededAndAWrongStatusIsRefused() {
        assertThat(Typed.run("requests").exitCode()).isEqualTo(2);
        assertThat(Typed.run("requests", "show", "req_1").err()).contains("--journal");
        assertThat(requests("--status", "9x").err()).contains("status=9x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "errors", "versions", "import"})
    void everyCommandExplainsItselfWithExamples(String command) {
        Typed.Result help = Typed.run("requests", command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("Usage: annals requests " + command).contains("Examples:");
    }
}
