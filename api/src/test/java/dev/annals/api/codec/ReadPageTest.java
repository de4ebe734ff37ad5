package dev.annals.api.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.LogFields;
import dev.annals.api.RawActivityLog;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadPageTest {
    private static final String URL = "/v2/iam/activity_logs?page=page_Ab1";

    private static ActivityPage read(String json) {
        return ActivityJson.readPage(json.getBytes(UTF_8));
    }

    private static RawActivityLog only(String element) {
        List<RawActivityLog> logs =
                read("{\"data\":[" + element + "],\"next_page_url\":null}").logs();
        assertThat(logs).hasSize(1);
        return logs.get(0);
    }

    @Test
    void aPageGivesItsLogsInOrderAndItsUrls() {
        ActivityPage page = read("""
                { "data": [ {"id":"accact_1", "created":"2026-11-18T10:20:30.123Z", "context":"acct_1"},
                            {"id":"accact_2"} ],
                  "next_page_url": "\\/v2/iam/activity_logs?page=page_Ab1", "previous_page_url": null, "more": [1, {}] }
                """);

        assertThat(page.nextPageUrl()).isEqualTo(URL);
        assertThat(page.previousPageUrl()).isNull();
        assertThat(page.logs()).extracting(RawActivityLog::id).containsExactly("accact_1", "accact_2");
        RawActivityLog first = page.logs().get(0);
        assertThat(first.context()).isEqualTo("acct_1");
        assertThat(first.created()).isEqualTo(Instant.parse("2026-11-18T10:20:30.123Z"));
        assertThat(first.payload().utf8())
                .isEqualTo("{\"id\":\"accact_1\",\"created\":\"2026-11-18T10:20:30.123Z\",\"context\":\"acct_1\"}");
        assertThat(page.logs().get(1).context()).isEmpty();
        assertThat(page.logs().get(1).created()).isNull();
    }

    @Test
    void textsEscapesAndNumbersAreKeptByteForByte() {
        String exact = "{\"id\":\"a\\u0062\",\"n\":1.50e+007,\"big\":" + "9".repeat(5_000)
                + ",\"s\":\" \\\" \\\\ \\u00e9 é 😀 \\/ \",\"e\":{},\"l\":[]}";

        assertThat(only("\n\t " + exact.replace(",\"", " ,\r\n\t\"") + " ")
                        .payload()
                        .utf8())
                .isEqualTo(exact);
    }

    @Test
    void anIdWrittenWithEscapesIsTheSameId() {
        assertThat(only("{\"id\":\"a\\u0062\"}").id()).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ }",
                "{\"id\": null}",
                "{\"id\": 7}",
                "{\"id\": \"\"}",
                "{\"id\": {\"id\": \"x\"}}",
                "{\"id\": \"\\ud800\"}"
            })
    void aLogWithoutAUsableIdIsKnownByTheDigestOfItsPayload(String element) {
        RawActivityLog log = only(element);

        assertThat(log.id()).matches("sha256:[0-9a-f]{64}");
        assertThat(only(element.replace(" ", "  ")).id()).isEqualTo(log.id());
    }

    @Test
    void theDigestIsThatOfThePayload() {
        assertThat(only("{ }").id())
                .isEqualTo("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    }

    @Test
    void ofTwoFieldsOfOneNameInALogTheLastCounts() {
        RawActivityLog log = only("{\"id\":\"a\",\"id\":\"b\"}");

        assertThat(log.id()).isEqualTo("b");
        assertThat(log.payload().utf8()).isEqualTo("{\"id\":\"a\",\"id\":\"b\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"x\"",
                "17",
                "null",
                "{\"t\":1}",
                "[\"2026-11-18T10:20:30Z\"]",
                "\"2026-02-30T00:00:00Z\"",
                "\"2026-11-18\""
            })
    void anUnreadableTimeIsAbsent(String created) {
        assertThat(only("{\"id\":\"a\",\"created\":" + created + "}").created()).isNull();
    }

    @Test
    void anEmptyPageIsAPage() {
        assertThat(read("{\"data\":[],\"next_page_url\":\"" + URL + "\"}"))
                .isEqualTo(new ActivityPage(List.of(), URL, null));
    }

    @Test
    void anEmptyNextPageUrlIsNone() {
        assertThat(read("{\"data\":[],\"next_page_url\":\"\"}").nextPageUrl()).isNull();
    }

    @Test
    void aByteOrderMarkIsSkipped() {
        ActivityPage page = read("\uFEFF{\"data\":[{\"id\":\"a\" }]}");

        assertThat(page.logs().get(0).payload().utf8()).isEqualTo("{\"id\":\"a\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"data\"",
                "<html><body>502</body></html>",
                "{}",
                "{\"data\":null}",
                "{\"data\":{}}",
                "{\"data\":[1]}",
                "{\"data\":[null]}",
                "{\"data\":[[]]}",
                "{\"data\":[\"{}\"]}",
                "{\"data\":[{}",
                "{\"data\":[{\"id\":\"acc",
                "{\"data\":[],\"next_page_url\":\"/v2",
                "{\"data\":[]",
                "{\"data\":[]}x",
                "{\"data\":[]}{}",
                "{\"data\":[],}",
                "{\"data\":[{}{}]}",
                "{\"data\":[{\"a\":1 2}]}",
                "{\"data\":[{\"a\":tr ue}]}",
                "{\"data\":[{\"a\":01}]}",
                "{\"data\":[{\"a\":NaN}]}",
                "{\"data\":[{'a':1}]}",
                "{\"data\":[{\"a\":\"\n\"}]}",
                "{\"data\":[{\"a\":\"\u0000\"}]}",
                "{\"data\":[{\"a\":\"\\x\"}]}",
                "{\"data\":[],\"data\":[]}",
                "{\"data\":[],\"next_page_url\":\"/a\",\"next_page_url\":\"/b\"}",
                "{\"data\":[],\"next_page_url\":7}",
                "{\"data\":[],\"next_page_url\":{}}",
                "{\"data\":[]/* note */}",
                "{\"data\":[{\"\\ud800\":1}]}",
                "\uFEFF\uFEFF{\"data\":[]}"
            })
    void whatIsNoPageIsRefused(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(MalformedJsonException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C080", "E08080", "EDA080", "F08080BF", "F4908080", "80", "C3", "E282", "FF", "FE"})
    void malformedUtf8IsRefusedAlsoWhereATextIsSkipped(String hex) {
        byte[] bad = java.util.HexFormat.of().parseHex(hex);
        String body = "{\"data\":[{\"unknown\":\"" + new String(bad, ISO_8859_1) + "\"}]}";

        assertThatThrownBy(() -> ActivityJson.readPage(body.getBytes(ISO_8859_1)))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("not UTF-8 at byte=21");
    }

    @Test
    void utf16IsRefused() {
        assertThatThrownBy(() -> ActivityJson.readPage("{\"data\":[]}".getBytes(UTF_16LE)))
                .isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void deepNestingIsRefusedWithoutEatingTheStack() {
        String deep = "{\"data\":[{\"a\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}]}";

        assertThatThrownBy(() -> read(deep))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("exceeds a limit");
    }

    @Test
    void aPlausibleDepthIsKept() {
        String nested = "{\"a\":" + "[".repeat(150) + "]".repeat(150) + "}";

        assertThat(only(nested).payload().utf8()).isEqualTo(nested);
    }

    @Test
    void whatAPageKeepsCanBeReadAgainUnderTheSameNameHoweverLongItsPartsAre() {
        String longText = "x".repeat(10_000_000);
        RawActivityLog log = only("{\"id\":\"accact_1\",\"context\":\"acct_1\",\"actor\":{\"type\":\"" + longText
                + "\"},\"details\":{\"type\":\"later\",\"later\":{\"note\":\"" + longText + "\",\"n\":"
                + "7".repeat(5_000_000)
                + "}}}");

        LogFields fields = ActivityJson.readFields(log.payload());

        assertThat(fields.id()).isEqualTo(log.id()).isEqualTo("accact_1");
        assertThat(fields.context()).isEqualTo(log.context());
        assertThat(fields.objectIds()).isEmpty();
        assertThat(ActivityJson.readLog(log.payload()).actor().type()).isEqualTo(longText);
    }

    @Test
    void theMessageHoldsNothingOfTheBody() {
        assertThatThrownBy(() -> read("{\"data\":[{\"a\":secretword}]}"))
                .hasMessageContaining("not JSON at byte=")
                .hasMessageNotContaining("secretword");
    }
}
