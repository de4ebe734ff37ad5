package dev.annals.sandbox;

import static dev.annals.sandbox.Client.LOGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppendTest {
    private final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults());
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    @Test
    void aLogWithAnIdIsKeptByteForByte() throws Exception {
        String log =
                "{ \"id\" : \"accact_own\",\n \"context\":\"acct_1AnnalsSandbox00\", \"created\":\"2026-11-20T11:00:00.123456789Z\","
                        + " \"details\": null, \"odd\" : [1.50, 1e3, \"a \\\" b\\\\ \\u00e9 é 😀\" ] }";
        String compact =
                "{\"id\":\"accact_own\",\"context\":\"acct_1AnnalsSandbox00\",\"created\":\"2026-11-20T11:00:00.123456789Z\","
                        + "\"details\":null,\"odd\":[1.50,1e3,\"a \\\" b\\\\ \\u00e9 é 😀\"]}";

        assertThat(sandbox.append(log)).isEqualTo(compact);
        assertThat(client.get(LOGS).body()).startsWith("{\"data\":[" + compact + "]");
        assertThat(client.get(LOGS + "/accact_own").body()).isEqualTo(compact);
    }

    @Test
    void aSketchIsCompletedAndOnlyWhereItIsSilent() {
        JsonNode log = Client.parse(sandbox.append(
                "{\"type\":\"sso_domain_verified\",\"actor\":{\"type\":\"stripe_action\"},\"extra\":7}"));

        assertThat(log.path("id").asText()).startsWith("accact_");
        assertThat(log.path("object").asText()).isEqualTo("v2.iam.activity_log");
        assertThat(log.path("created").asText()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(log.path("details").path("type").asText()).isEqualTo("sso");
        assertThat(log.path("actor").toString()).isEqualTo("{\"type\":\"stripe_action\"}");
        assertThat(log.path("extra").asInt()).isEqualTo(7);
    }

    @Test
    void aRepeatedIdIsListedTwiceAndRetrievedAsItWasFirst() throws Exception {
        String first =
                "{\"id\":\"accact_twice\",\"context\":\"acct_1AnnalsSandbox00\",\"created\":\"2026-11-20T10:00:00Z\"}";
        sandbox.append(first);
        sandbox.append(first.replace("10:00", "11:00"));

        assertThat(client.idsToTheEnd("")).containsExactly("accact_twice", "accact_twice");
        assertThat(client.get(LOGS + "/accact_twice").body()).isEqualTo(first);
    }

    @Test
    void whatBecomesVisibleLaterIsListedLaterWhateverItsTime() throws Exception {
        String late = id(sandbox.append(
                "{\"created\":\"2026-11-20T08:00:00Z\"}",
                sandbox.clock().instant().plus(Duration.ofHours(2))));
        String usual = id(sandbox.append("{}"));
        String old = id(sandbox.append("{\"created\":\"2026-11-20T09:00:00Z\"}"));

        assertThat(client.idsToTheEnd("")).containsExactly(old);
        sandbox.clock().advance(Duration.ofHours(2));
        assertThat(client.idsToTheEnd("")).containsExactly(old, usual, late);
        assertThat(Client.ids(sandbox.allLogs())).containsExactly(old, usual, late);
    }

    @Test
    void aLogCannotBecomeVisibleInThePast() throws Exception {
        sandbox.append("{}");
        sandbox.clock().advance(Duration.ofHours(1));
        String second = id(sandbox.append("{}", Instant.EPOCH));

        assertThat(client.idsToTheEnd("")).hasSize(2).last().isEqualTo(second);
    }

    @Test
    void anAppendedLogVanishesAfterItsRetentionAndNotAMomentEarlier() throws Exception {
        String id = id(sandbox.append("{}"));

        sandbox.clock().advance(Duration.ofDays(183));
        assertThat(client.idsToTheEnd("")).containsExactly(id);
        sandbox.clock().advance(Duration.ofMillis(1));
        assertThat(client.idsToTheEnd("")).isEmpty();
        assertThat(client.get(LOGS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(sandbox.visibleLogs()).isEmpty();
        assertThat(sandbox.allLogs()).hasSize(1);
    }

    @Test
    void aSandboxInRealTimeShowsItsWholeHistoryAtOnce() throws Exception {
        try (Sandbox real = Sandbox.start(
                SandboxOptions.builder().logs(120).clock(InstantSource.system()).build())) {
            assertThat(new Client(real).idsToTheEnd("?limit=50"))
                    .isEqualTo(Client.ids(real.allLogs()))
                    .hasSize(120);
        }
    }

    @Test
    void theClockOnlyGoesForward() {
        Instant now = sandbox.clock().instant();

        assertThatThrownBy(() -> sandbox.clock().set(now.minusMillis(1))).hasMessageContaining("now=" + now);
        sandbox.clock().set(now.plusSeconds(5));
        assertThat(sandbox.clock().instant()).isEqualTo(now.plusSeconds(5));
        SandboxClock shaky = new SandboxClock(List.of(now, now.minusSeconds(9)).iterator()::next);
        assertThat(shaky.instant()).isEqualTo(now);
        assertThat(shaky.instant()).isEqualTo(now);
    }

    private static String id(String log) {
        return Client.parse(log).path("id").asText();
    }
}
