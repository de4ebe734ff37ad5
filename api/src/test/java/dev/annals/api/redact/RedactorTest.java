package dev.annals.api.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.Payload;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.RequestJson;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactorTest {
    private static final String CARD = "4242424242424242";

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{\"number\":4242424242424242,\"cvc\":123}|{\"number\":\"[redacted]\",\"cvc\":\"[redacted]\"}",
                "{\"card\":{\"number\":\"4242424242424241\"}}|{\"card\":{\"number\":\"[redacted]\"}}",
                "{\"cvc\":[\"1\",22],\"x\":[{\"y\":1},2]}|{\"cvc\":[\"[redacted]\",\"[redacted]\"],\"x\":[{\"y\":1},2]}",
                "{\"cvc\":[[\"1\"],\"22\"]}|{\"cvc\":[[\"[redacted]\"],\"[redacted]\"]}",
                "{\"\\u0063vc\":\"123\"}|{\"\\u0063vc\":\"[redacted]\"}",
                "{\"c\\vc\":\"123\",\"d\":\"123\"}|{\"c\\vc\":\"[redacted]\",\"d\":\"123\"}",
                "{\"card\":[{\"number\":\"12\"}],\"number\":\"12\"}|{\"card\":[{\"number\":\"[redacted]\"}],\"number\":\"12\"}",
                "cvc[0]=1&cvc[]=2&cvc[a]=3|cvc[0]=[redacted]&cvc[]=[redacted]&cvc[a]=3",
                "card[0][number]=1&cards[number]=1&number=1|card[0][number]=[redacted]&cards[number]=1&number=1",
                "{\"cvc\":null,\"iban\":\"\"}|{\"cvc\":null,\"iban\":\"\"}",
                "card[cvc]=123&card%5Bexp_year%5D=30|card[cvc]=[redacted]&card%5Bexp_year%5D=30",
                "card%5Bcvc%5D=123|card%5Bcvc%5D=[redacted]",
                "bank_account[account_number]=000123456789|bank_account[account_number]=[redacted]",
                "card[number]=4242+4242+4242+4242|card[number]=[redacted]",
                "n=4242%204242%204242%204242|n=[redacted]",
                "Authorization: Bearer abc|Authorization: [redacted]",
                "cvc 123|cvc 123",
                "CVC: 123, done|CVC: [redacted], done",
                "security code: 123.|security code: [redacted]",
                "account number: 12 3456 78 and|account number: [redacted] and",
                "sk_test|sk_test",
                "code=ac_AbCdEfGhIjKlMnO7 ends|code=[redacted] ends",
                "ac_AbCdEfGhIjKlMnOp|ac_AbCdEfGhIjKlMnOp",
                "ac_AbCdEfGhIjKlMn7|ac_AbCdEfGhIjKlMn7",
                "pst_live_AbC7|[redacted]",
                "whsec_A+/=|[redacted]",
                "whsec_|whsec_",
                "pi_1_secret_AbCdEfGh1|pi_1_secret_[redacted]",
                "4242424242424242 123|[redacted] 123",
                "12 4242 4242 4242 4242|12 [redacted]",
                "at 1790000000008|at 1790000000008",
                "No such key: sk_test_****1234|No such key: sk_test_****1234",
                "{\"a\":\"sk\\u005flive_abc1\"}|{\"a\":\"[redacted]\"}",
                "[INFO] cvc: \"123\"|[INFO] cvc: \"[redacted]\"",
            })
    void whatGoesAndWhatStays(String before, String after) {
        assertThat(Redactor.standard().text(before)).isEqualTo(after);
    }

    /** With a text in every place that can hold one. */
    private static RequestLog full(String text) {
        return RequestLog.of(Instant.EPOCH, text, "/v1/" + text, 402)
                .requestId(text)
                .context(text)
                .query("a=" + text)
                .apiVersion(text)
                .ipAddress(text)
                .userAgent(text)
                .idempotencyKey(text)
                .apiKeyId(text)
                .error(new RequestError(text, text, text, text, text))
                .resources(List.of(text))
                .requestBody(new RequestBody("text/plain", 1, text, false))
                .responseBody(new RequestBody("text/plain", 1, text, false))
                .imported(new RequestLog.Imported("x", Payload.ofUtf8("{\"" + text + "\":\"" + text + "\"}")))
                .build();
    }

    @Test
    void aLogWithoutSecretsStaysAsItIs() {
        assertThat(Redactor.standard().log(full("plain"))).isEqualTo(full("plain"));
        RequestLog bare =
                RequestLog.of(Instant.EPOCH, "GET", "/v1/charges", 200).build();
        assertThat(Redactor.standard().log(bare)).isEqualTo(bare);
    }

    @Test
    void everyTextOfALogIsLookedThrough() {
        RequestLog log = full("sk_live_abc123");
        String line = RequestJson.write(Redactor.standard().log(log)).utf8();
        assertThat(line).doesNotContain("abc123");
        assertThat(RequestJson.read(Payload.ofUtf8(line)))
                .isEqualTo(Redactor.standard().log(log));
    }

    @Test
    void aHostAddsRulesOfItsOwn() {
        Redactor redactor = Redactor.standard()
                .with(RedactionRule.matching(Pattern.compile("EMP-\\d+")))
                .with(RedactionRule.named("internal_note"));
        assertThat(redactor.text("{\"a\":\"by EMP-12\",\"Internal-Note\":\"x\",\"b\":\"" + CARD + "\"}"))
                .isEqualTo("{\"a\":\"by [redacted]\",\"Internal-Note\":\"[redacted]\",\"b\":\"[redacted]\"}");
        assertThat(redactor.text("a=EMP%2D12&metadata[internal_note]=1"))
                .isEqualTo("a=[redacted]&metadata[internal_note]=[redacted]");
    }

    @Test
    void aLongRowOfNumbersHidesNoCard() {
        String many = "1 ".repeat(200) + "4242 4242 4242 4242" + " 1".repeat(200);
        assertThat(Redactor.standard().text(many)).doesNotContain("4242 4242 4242 4242");
    }
}
