package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the library's own records: one JSON object on one line. The first field is {@code object}, with the value
 * {@code annals.} and the kind, so that a line of an export says what it is; then the components in their order, names in snake case,
 * times in RFC 3339 and UTC, absent values left out.
 *
 * <pre>
 * {"object":"annals.paused","stream":"test","at":"2026-11-18T10:20:30Z"}
 * </pre>
 */
public final class LifecycleJson {
    private static final Map<RecordKind, LifecycleShape> SHAPES = shapes();

    private LifecycleJson() {}

    /**
     * Writes one record.
     *
     * @param fact the record; a surrogate that stands alone in one of its texts has no UTF-8 form and is written as U+FFFD
     * @return its line, without a line feed
     */
    public static Payload write(Lifecycle fact) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        try (JsonGenerator out = JsonInput.FACTORY.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("object", "annals." + fact.kind().value());
            for (LifecycleShape.Field field : shape(fact.kind()).fields()) {
                write(out, field.name(), field.get(fact));
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed, kind=" + fact.kind(), e);
        }
        byte[] bytes = line.toByteArray();
        return Payload.viewOf(bytes, 0, bytes.length);
    }

    /**
     * Reads one record.
     *
     * @param kind the kind under which the journal keeps it
     * @param payload its line; fields that this release does not know are ignored
     * @return the record
     * @throws MalformedJsonException if the payload is not a JSON object with at least the fields that the kind must have
     * @throws IllegalArgumentException if the kind has no lifecycle record
     */
    public static Lifecycle read(RecordKind kind, Payload payload) {
        LifecycleShape shape = shape(kind);
        Map<String, String> texts = JsonInput.readObject(payload.toByteArray(), 0, LifecycleJson::scalars);
        return shape.create(field -> {
            String text = texts.get(field.name());
            if (text == null && !field.optional()) {
                throw new MalformedJsonException("a " + kind.value() + " record lacks field=" + field.name());
            }
            return text == null ? null : convert(kind, field, text);
        });
    }

    private static void write(JsonGenerator out, String name, @Nullable Object value) throws IOException {
        if (value instanceof Integer number) {
            out.writeNumberField(name, number);
        } else if (value instanceof Long number) {
            out.writeNumberField(name, number);
        } else if (value != null) {
            String text = value.toString();
            out.writeStringField(name, Utf8.encodable(text) ? text : Utf8.replaceLoneSurrogates(text));
        }
    }

    /** Texts and numbers of one object, both as text; all else is of no type that a record has. */
    private static Map<String, String> scalars(JsonParser parser) throws IOException {
        Map<String, String> texts = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
                texts.put(name, parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return texts;
    }

    private static Object convert(RecordKind kind, LifecycleShape.Field field, String text) {
        try {
            if (field.type() == Instant.class) {
                return time(text);
            }
            if (field.type() == int.class || field.type() == Integer.class) {
                return Integer.valueOf(text);
            }
            return field.type() == long.class ? Long.valueOf(text) : text;
        } catch (DateTimeException | NumberFormatException e) {
            throw new MalformedJsonException(
                    "a " + kind.value() + " record holds what is no "
                            + field.type().getSimpleName() + ", field=" + field.name(),
                    e);
        }
    }

    private static Instant time(String text) {
        Instant time = Rfc3339.parse(text);
        // What only the JDK can read: years of more than four digits.
        return time == null ? Instant.parse(text) : time;
    }

    private static LifecycleShape shape(RecordKind kind) {
        LifecycleShape shape = SHAPES.get(kind);
        if (shape == null) {
            throw new IllegalArgumentException("no lifecycle record is of kind=" + kind.value());
        }
        return shape;
    }

    private static Map<RecordKind, LifecycleShape> shapes() {
        Map<RecordKind, LifecycleShape> shapes = new EnumMap<>(RecordKind.class);
        Arrays.stream(Lifecycle.class.getPermittedSubclasses())
                .map(LifecycleShape::of)
                .forEach(shape -> shapes.put(shape.kind(), shape));
        return shapes;
    }
}
