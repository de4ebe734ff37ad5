package dev.annals.api.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RawActivityLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownShapesTest {
    private final KnownShapes shapes = new KnownShapes();

    private static ActivityPage page(KnownShapes shapes, byte[] body) {
        return PageReader.read(body, 0, shapes);
    }

    private static byte[] list(String... logs) {
        return ("{\"data\":[" + String.join(",", logs)
                        + "],\"next_page_url\":\"/next\",\"previous_page_url\":\"/back\"}")
                .getBytes(UTF_8);
    }

    private void learn(String log) {
        byte[] bytes = log.getBytes(UTF_8);
        shapes.missed(bytes, 0, bytes.length);
    }

    private boolean knows(String log) {
        byte[] bytes = log.getBytes(UTF_8);
        try {
            return new ShapeReader(bytes, bytes.length, new FieldsBuilder()).read(0, shapes.tree()) == bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aPageIsReadAlikeWhetherItsShapesAreKnownOrNot() {
        byte[] body = list(
                "{\"id\":\"a1\",\"context\":\"c\",\"details\":{\"type\":\"x\",\"x\":{\"n\":[1,-2.5e3],\"user_id\":\"u\"}}}",
                "{\"id\":\"b\\u0031\", \"livemode\":true,\"created\":\"2026-11-18T10:20:30Z\"}",
                "{\"id\":\"é\", \"livemode\":false,\"created\":null}",
                "{}");

        ActivityPage first = page(shapes, body);
        ActivityPage second = page(shapes, body);

        assertThat(second).isEqualTo(first);
        assertThat(second.nextPageUrl()).isEqualTo("/next");
        assertThat(second.previousPageUrl()).isEqualTo("/back");
        assertThat(second.logs()).extracting(RawActivityLog::id).startsWith("a1", "b1", "é");
        assertThat(second.logs().get(1).payload().utf8())
                .isEqualTo("{\"id\":\"b\\u0031\",\"livemode\":true,\"created\":\"2026-11-18T10:20:30Z\"}");
    }

    @Test
    void aShapeIsKnownByAllButTextsAndNumbers() {
        learn("{\"id\":\"a\",\"x\":[1,null]}");

        assertThat(knows("{\"id\":\"\",\"x\":[-20.5,null]}")).isTrue();
        assertThat(knows("{\"id\":\"a\",\"x\":[1,true]}")).isFalse();
        assertThat(knows("{\"id\":\"a\",\"y\":[1,null]}")).isFalse();
        assertThat(knows("{\"id\":\"a\",\"x\":[1, null]}")).isFalse();
        assertThat(knows("{\"id\":\"a\",\"x\":[1,null],\"z\":1}")).isFalse();
        assertThat(knows("{\"id\":null,\"x\":[1,null]}")).isFalse();
    }

    @Test
    void aLogThatIsLikeNoOtherIsNotLearned() {
        String many = "{\"x\":[" + "1,".repeat(300) + "1]}";
        String large = "{\"x\":\"" + "y".repeat(70_000) + "\"}";
        learn(many);
        learn(large);

        assertThat(knows(many)).isFalse();
        assertThat(knows(large)).isFalse();
        assertThat(page(shapes, list(many, large)).logs()).hasSize(2);
    }

    @Test
    void ofTwoMembersOfOneNameTheLastCountsInAnyOrder() {
        byte[] text = list("{\"id\":7,\"id\":\"last\",\"actor\":{\"type\":\"user\"},\"actor\":null}");
        byte[] number = list("{\"id\":\"last\",\"id\":7,\"actor\":null,\"actor\":{\"type\":\"user\"}}");
        for (int i = 0; i < 3; i++) {
            assertThat(page(shapes, text).logs().get(0).fields())
                    .isNotNull()
                    .extracting(LogFields::id, LogFields::actorType)
                    .containsExactly("last", null);
            assertThat(page(shapes, number).logs().get(0).fields()).satisfies(fields -> {
                assertThat(fields).isNotNull();
                assertThat(fields.id()).startsWith("sha256:");
                assertThat(fields.actorType()).isEqualTo("user");
            });
        }
    }

    @Test
    void aLogThatIsTooDeepForAPageStaysSoWhenItWasReadAlone() {
        String log = "{\"id\":\"a\",\"x\":" + "[".repeat(198) + "]".repeat(198) + "}";
        for (int i = 0; i < 3; i++) {
            assertThat(ActivityJson.readFields(Payload.ofUtf8(log)).id()).isEqualTo("a");
            assertThatThrownBy(() -> ActivityJson.readPage(list(log))).isInstanceOf(MalformedJsonException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"\u00c3\"}", // UTF-8 that ends too early, as Latin-1
                "{\"id\":\"\u00c0\u0080\"}",
                "{\"\u00c3\":\"a\"}",
                "{\"id\":\"\t\"}",
                "{\"id\":\"\\x\"}",
                "{\"id\":\"\\u00g0\"}",
                "{\"id\":\"a}",
                "{\"n\":01}",
                "{\"n\":-}",
                "{\"n\":1.}",
                "{\"n\":1e}",
                "{\"n\":+1}",
                "{\"n\":.5}",
                "{\"n\":1 2}"
            })
    void whatIsNoJsonIsRefusedThoughTheShapeIsKnown(String log) {
        byte[] wrong = ("{\"data\":[{\"id\":\"a\"}," + log + "]}").getBytes(ISO_8859_1);
        String before = problem(new KnownShapes(), wrong);
        assertThat(before).startsWith("refused: ");
        page(shapes, list("{\"id\":\"a\"}", "{\"n\":1}", "{\"a\":\"a\"}"));

        assertThat(problem(shapes, wrong)).isEqualTo(before);
    }

    @Test
    void whatFollowsALogOfAKnownShapeIsNotIgnored() {
        String log = "{\"id\":\"a\",\"nothing_follows\":1}";
        assertThat(ActivityJson.readFields(Payload.ofUtf8(log)).id()).isEqualTo("a");
        assertThat(ActivityJson.readFields(Payload.ofUtf8(log + " ")).id()).isEqualTo("a");
        assertThatThrownBy(() -> ActivityJson.readFields(Payload.ofUtf8(log + " {}")))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("follows");
    }

    private static String problem(KnownShapes shapes, byte[] body) {
        try {
            return "read: " + page(shapes, body);
        } catch (MalformedJsonException e) {
            return "refused: " + e.getMessage();
        }
    }

    @Test
    void whereNoLogIsLikeAnotherFewAreLearned() {
        IntStream.range(0, 64).forEach(i -> learn("{\"first" + i + "\":1}"));
        assertThat(knows("{\"first63\":1}")).isTrue();

        IntStream.range(0, 1_600).forEach(i -> learn("{\"then" + i + "\":1}"));
        long known = 0;
        for (int i = 0; i < 1_600; i++) {
            known += knows("{\"then" + i + "\":1}") ? 1 : 0;
        }
        assertThat(known).isEqualTo((64 + 1_600) / 16);
    }

    @Test
    void whenTooMuchWasLearnedItBeginsAnew() {
        String longName = "n".repeat(60_000);
        learn("{\"first\":1}");
        IntStream.range(0, 63).forEach(i -> learn("{\"" + longName + i + "\":1}"));
        assertThat(knows("{\"first\":1}")).isTrue();

        IntStream.range(0, 16 * 8).forEach(i -> learn("{\"" + longName + "more" + i + "\":1}"));

        assertThat(knows("{\"first\":1}")).isFalse();
        assertThat(IntStream.range(0, 16 * 8).filter(i -> knows("{\"" + longName + "more" + i + "\":1}")))
                .isNotEmpty();
    }
}
