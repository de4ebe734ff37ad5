package dev.annals.api.requests.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.annals.api.RawRequestLog;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import dev.annals.api.redact.Redactor;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLogLineTest {
    private static final String TAIL =
            "{\"created_at\":1790000000,\"livemode\":false,\"method\":\"POST\",\"request_id\":\"req_x\","
                    + " \"status\":402,\"url\":\"/v1/customers/cus_1A/sources?expand[]=x\",\"new\":{\"field\":[1,2]},\"error\":{\"type\":\"card_error\","
                    + "\"code\":\"card_declined\",\"decline_code\":\"\",\"charge\":\"\",\"message\":\"card 4242424242424242\",\"param\":\"\"}}";

    @Test
    void anEntryOfATailIsReadAndKeptWhole() {
        RequestLog log = RequestJson.read(read(TAIL).payload());
        assertThat(log.requestId()).isEqualTo("req_x");
        assertThat(log.created()).isEqualTo(Instant.ofEpochSecond(1_790_000_000));
        assertThat(log.method()).isEqualTo("POST");
        assertThat(log.path()).isEqualTo("/v1/customers/cus_1A/sources");
        assertThat(log.query()).isEqualTo("expand[]=x");
        assertThat(log.status()).isEqualTo(402);
        assertThat(log.livemode()).isFalse();
        assertThat(log.context()).isEqualTo("acct_1");
        assertThat(log.resources()).isEqualTo(List.of("cus_1A"));
        assertThat(log.error())
                .isEqualTo(new RequestError("card_error", "card_declined", null, "card [redacted]", null));
        RequestLog.Imported imported = Objects.requireNonNull(log.imported());
        assertThat(imported.format()).isEqualTo(RequestLogLine.STRIPE_LOGS_TAIL);
        assertThat(imported.entry().utf8())
                .isEqualTo(TAIL.replace("4242424242424242", "[redacted]").replace(", \"", ",\""));
    }

    @Test
    void anErrorOfEmptyTextsIsNone() {
        RawRequestLog raw =
                read("{\"created_at\":1,\"method\":\"get\",\"request_id\":\"req_1\",\"status\":200,\"url\":\"/v1/x\","
                        + "\"error\":{\"type\":\"\",\"code\":\"\"}}");
        RequestLog log = RequestJson.read(raw.payload());
        assertThat(log.error()).isNull();
        assertThat(log.method()).isEqualTo("GET");
    }

    @Test
    void aLogOfThisLibraryKeepsItsBytes() {
        RawRequestLog raw = RequestJson.raw(RequestLog.of(Instant.EPOCH, "GET", "/v1/x", 200)
                .requestId("req_1")
                .context("acct_own")
                .build());
        assertThat(read(raw.payload().utf8())).isEqualTo(raw);
    }

    @ParameterizedTest
    @CsvSource({"annals.page_committed", "v2.iam.activity_log"})
    void recordsOfOtherKindsAreLeftOut(String object) {
        assertThat(RequestLogLine.read("{\"object\":\"" + object + "\"}", "", Redactor.standard()))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ready|not a request log",
                "[1]|not a request log",
                "{}|lacks",
                "{\"url\":\"/x\",\"method\":\"GET\",\"request_id\":\"r\",\"status\":200}|lacks created_at or created",
                "{\"url\":\"/x\",\"method\":\"GET\",\"request_id\":\"r\",\"status\":200,\"created\":\"today\"}|RFC 3339",
                "{\"url\":\"/x\",\"method\":\"GET\",\"request_id\":\"r\",\"status\":20,\"created\":1}|status=20",
                "{\"url\":\"/x\",\"method\":\"GET\",\"request_id\":\"r\",\"status\":\"ok\",\"created\":1}|no number",
                "{\"url\":\"/x\",\"method\":\"GET\",\"status\":200,\"created\":1}|lacks request_id or id",
                "{\"object\":\"annals.request_log\"}|lacks",
            })
    void whatIsNoneIsRefusedInWords(String line, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RequestLogLine.read(line, "", Redactor.standard()))
                .withMessageContaining(words);
    }

    private static RawRequestLog read(String line) {
        return Objects.requireNonNull(RequestLogLine.read(line, "acct_1", Redactor.standard()));
    }
}
