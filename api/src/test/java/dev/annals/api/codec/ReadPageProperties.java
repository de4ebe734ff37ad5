package dev.annals.api.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.RawActivityLog;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ReadPageProperties {
    /** Stands wherever white space may, until it is replaced; no generated text holds it. */
    private static final char GAP = '\u0001';

    @Property
    void whiteSpaceBetweenTokensIsAllThatIsRemoved(
            @ForAll("objects") List<String> objects, @ForAll("blanks") String blank) {
        String data = objects.stream()
                .map(each -> each.replace(String.valueOf(GAP), blank))
                .collect(Collectors.joining(blank + "," + blank));
        String body =
                blank + "{" + blank + "\"data\"" + blank + ":[" + blank + data + blank + "]" + blank + "}" + blank;

        List<RawActivityLog> logs = ActivityJson.readPage(body.getBytes(UTF_8)).logs();

        assertThat(logs)
                .extracting(log -> log.payload().utf8())
                .containsExactlyElementsOf(objects.stream()
                        .map(each -> each.replace(String.valueOf(GAP), ""))
                        .toList());
    }

    @Property
    void aPageCutAnywhereIsRefused(
            @ForAll("objects") List<String> objects, @ForAll @IntRange(min = 1, max = 1_000_000) int cut) {
        byte[] body = ("{\"data\":[" + String.join(",", objects).replace(GAP, ' ') + "]}").getBytes(UTF_8);
        byte[] part = java.util.Arrays.copyOf(body, body.length - 1 - cut % (body.length - 1));

        assertThatThrownBy(() -> ActivityJson.readPage(part)).isInstanceOf(MalformedJsonException.class);
    }

    @Property
    void anyBytesAreAPageOrRefused(@ForAll byte[] body) {
        assertThatThrownBy(() -> ActivityJson.readPage(body)).isInstanceOf(MalformedJsonException.class);
        assertThat(ActivityJson.readError(body)).isEqualTo(ErrorBody.NONE);
    }

    @Property
    void everyViewOfAnyObjectIsMade(@ForAll("objects") List<String> objects) {
        String body = "{\"data\":[" + String.join(",", objects).replace(GAP, ' ') + "]}";
        for (RawActivityLog log : ActivityJson.readPage(body.getBytes(UTF_8)).logs()) {
            assertThat(ActivityJson.readLog(log.payload()).id()).isEqualTo(log.id());
            assertThat(ActivityJson.readFields(log.payload()).id()).isEqualTo(log.id());
            assertThat(ActivityJson.readLog(log.payload()).created()).isEqualTo(log.created());
            assertThat(ActivityJson.readFields(log.payload()).context()).isEqualTo(log.context());
        }
    }

    @Provide
    Arbitrary<String> blanks() {
        return Arbitraries.of(" ", "\t", "\n", "\r").list().ofMaxSize(3).map(each -> String.join("", each));
    }

    @Provide
    Arbitrary<List<String>> objects() {
        return object(2).list().ofMaxSize(4);
    }

    private static Arbitrary<String> object(int depth) {
        Arbitrary<String> name = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(
                        2,
                        Arbitraries.of(
                                        "id",
                                        "created",
                                        "context",
                                        "type",
                                        "actor",
                                        "details",
                                        "request",
                                        "livemode",
                                        "related_object")
                                .map(word -> '"' + word + '"')),
                net.jqwik.api.Tuple.of(1, texts().filter(each -> !each.contains("\\ud800"))));
        Arbitrary<String> member =
                Combinators.combine(name, value(depth)).as((key, value) -> key + GAP + ":" + GAP + value);
        return member.list().ofMaxSize(5).map(each -> "{" + GAP + String.join(GAP + "," + GAP, each) + GAP + "}");
    }

    private static Arbitrary<String> value(int depth) {
        Arbitrary<String> scalar = Arbitraries.oneOf(
                texts(),
                Arbitraries.of(
                        "null",
                        "true",
                        "false",
                        "0",
                        "-0",
                        "1.50",
                        "-12e+007",
                        "2E-3",
                        "123456789012345678901234567890",
                        "\"2026-11-18T10:20:30Z\"",
                        "\"user\"",
                        "\"api_key\"",
                        "\"accact_1\""));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<String> list = Arbitraries.lazy(() -> value(depth - 1))
                .list()
                .ofMaxSize(3)
                .map(each -> "[" + GAP + String.join(GAP + "," + GAP, each) + GAP + "]");
        return Arbitraries.oneOf(scalar, list, Arbitraries.lazy(() -> object(depth - 1)));
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "Z",
                        "é",
                        "漢",
                        "😀",
                        " ",
                        "\\\"",
                        "\\\\",
                        "\\n",
                        "\\/",
                        "\\u00e9",
                        "\\ud83d\\ude00",
                        "\\ud800",
                        "{",
                        "}",
                        "[",
                        ":",
                        ",",
                        "@",
                        "_")
                .list()
                .ofMaxSize(8)
                .map(each -> '"' + String.join("", each) + '"');
    }
}
