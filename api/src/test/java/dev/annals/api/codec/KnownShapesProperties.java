package dev.annals.api.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** A log of a known shape must be read as the parser alone reads it, and what the parser refuses must not be read. */
class KnownShapesProperties {
    private static final String TEXT = "T";
    private static final String NUMBER = "N";

    /** A log in pieces: those that equal {@link #TEXT} or {@link #NUMBER} are gaps. */
    private record Shape(List<String> pieces) {
        String with(List<String> texts, List<String> numbers) {
            StringBuilder json = new StringBuilder();
            int text = 0;
            int number = 0;
            for (String piece : pieces) {
                if (piece.equals(TEXT)) {
                    json.append('"').append(texts.get(text++ % texts.size())).append('"');
                } else if (piece.equals(NUMBER)) {
                    json.append(numbers.get(number++ % numbers.size()));
                } else {
                    json.append(piece);
                }
            }
            return json.toString();
        }
    }

    private static Optional<LogFields> parsed(String log) {
        byte[] bytes = log.getBytes(UTF_8);
        FieldsBuilder fields = new FieldsBuilder();
        try {
            return Optional.of(JsonInput.readObject(bytes, 0, parser -> {
                FieldsReader.read(parser, fields);
                return fields.build(Payload.ofUtf8(log));
            }));
        } catch (MalformedJsonException refused) {
            return Optional.empty();
        }
    }

    private static Optional<LogFields> recognised(KnownShapes shapes, String log, String behind) throws IOException {
        byte[] bytes = (log + behind).getBytes(UTF_8);
        FieldsBuilder fields = new FieldsBuilder();
        int end = new ShapeReader(bytes, bytes.length, fields).read(0, shapes.tree());
        if (end < 0) {
            return Optional.empty();
        }
        assertThat(end).isEqualTo(log.getBytes(UTF_8).length);
        LogFields found = fields.build(Payload.ofUtf8(log));
        FieldsBuilder key = FieldsBuilder.ofKey();
        new ShapeReader(bytes, bytes.length, key).read(0, shapes.tree());
        assertThat(key.key(Payload.ofUtf8(log))).isEqualTo(new LogKey(found.id(), found.context()));
        return Optional.of(found);
    }

    private static KnownShapes knowing(List<Shape> seen) {
        KnownShapes shapes = new KnownShapes();
        for (Shape each : seen) {
            byte[] log = each.with(List.of("a"), List.of("7")).getBytes(UTF_8);
            shapes.missed(log, 0, log.length);
        }
        return shapes;
    }

    @Property
    void aLogOfAKnownShapeIsReadAsTheParserReadsIt(
            @ForAll("shapes") List<Shape> seen,
            @ForAll("texts") List<String> texts,
            @ForAll("numbers") List<String> numbers)
            throws IOException {
        KnownShapes shapes = knowing(seen);
        for (Shape each : seen) {
            String log = each.with(texts, numbers);
            assertThat(recognised(shapes, log, ",{"))
                    .as(log)
                    .isEqualTo(parsed(log))
                    .isPresent();
        }
    }

    @Property
    void whatIsReadOfAChangedLogIsWhatTheParserReads(
            @ForAll("shapes") List<Shape> seen,
            @ForAll("texts") List<String> texts,
            @ForAll("numbers") List<String> numbers,
            @ForAll("changes") List<Tuple.Tuple3<Integer, Integer, String>> changes)
            throws IOException {
        KnownShapes shapes = knowing(seen);
        for (Tuple.Tuple3<Integer, Integer, String> change : changes) {
            StringBuilder log = new StringBuilder(seen.get(0).with(texts, numbers));
            int from = change.get1() % log.length();
            String changed = log.replace(from, Math.min(log.length(), from + change.get2()), change.get3())
                    .toString();
            byte[] bytes = changed.getBytes(UTF_8);
            FieldsBuilder fields = new FieldsBuilder();
            int end = new ShapeReader(bytes, bytes.length, fields).read(0, shapes.tree());
            if (end == bytes.length) {
                assertThat(parsed(changed)).as(changed).contains(fields.build(Payload.ofUtf8(changed)));
            }
        }
    }

    @Provide
    Arbitrary<List<Tuple.Tuple3<Integer, Integer, String>>> changes() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 10_000),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(
                                "", "\"", "\\", "\\u12", "\n", "0", "-", ".", "e", "{", "}", "[", "]", ",", ":", "x",
                                " ", "\u00e9"))
                .as(Tuple::of)
                .list()
                .ofSize(40);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.of(
                        "a",
                        "Z",
                        "0",
                        "accact_1",
                        "mk_1Ab",
                        "a@b",
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
                        "_",
                        "2026-11-18T10:20:30Z",
                        "0123456789")
                .list()
                .ofMaxSize(4)
                .map(each -> String.join("", each))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<String>> numbers() {
        return Arbitraries.of(
                        "0", "-0", "7", "-12", "1.50", "-12e+007", "2E-3", "9e9", "123456789012345678901234567890")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Shape>> shapes() {
        return object(3).map(Shape::new).list().ofMinSize(1).ofMaxSize(6);
    }

    /** Names differ within an object, because one in which they do not is never learned. */
    private static Arbitrary<List<String>> object(int depth) {
        Arbitrary<String> name = Arbitraries.of(
                "id",
                "created",
                "context",
                "type",
                "actor",
                "user",
                "email",
                "api_key",
                "details",
                "request",
                "livemode",
                "related_object",
                "new_key",
                "n",
                "n1",
                "n12",
                "n-",
                "user_id",
                "é",
                "\\u0069d2",
                "a b");
        return name.list()
                .uniqueElements()
                .ofMaxSize(6)
                .flatMap(names -> value(depth).list().ofSize(names.size()).map(values -> {
                    java.util.ArrayList<String> pieces = new java.util.ArrayList<>();
                    for (int i = 0; i < names.size(); i++) {
                        pieces.add((i == 0 ? "" : ",") + '"' + names.get(i) + "\":");
                        pieces.addAll(values.get(i));
                    }
                    return enclosed("{", pieces, "}");
                }));
    }

    private static Arbitrary<List<String>> value(int depth) {
        Arbitrary<List<String>> scalar = Arbitraries.of(
                List.of(TEXT), List.of(TEXT), List.of(NUMBER), List.of("null"), List.of("true"), List.of("false"));
        if (depth == 0) {
            return scalar;
        }
        Arbitrary<List<String>> list = Arbitraries.lazy(() -> value(depth - 1))
                .list()
                .ofMaxSize(3)
                .map(values -> {
                    java.util.ArrayList<String> pieces = new java.util.ArrayList<>();
                    for (List<String> each : values) {
                        if (!pieces.isEmpty()) {
                            pieces.add(", ");
                        }
                        pieces.addAll(each);
                    }
                    return enclosed("[", pieces, "]");
                });
        return Arbitraries.oneOf(scalar, scalar, list, Arbitraries.lazy(() -> object(depth - 1)));
    }

    private static List<String> enclosed(String before, List<String> pieces, String after) {
        java.util.ArrayList<String> all = new java.util.ArrayList<>();
        all.add(before);
        all.addAll(pieces);
        all.add(after);
        return List.copyOf(all);
    }
}
