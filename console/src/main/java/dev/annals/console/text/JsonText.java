package dev.annals.console.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as JSON on one line, for programs. */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    /** JSON that is written as it is. */
    private record Raw(String json) {}

    /**
     * JSON that stands in other JSON as it is.
     *
     * @param json one value, well-formed
     * @return a value for {@link #of}
     */
    public static Object raw(String json) {
        return new Raw(json);
    }

    /**
     * Writes a value.
     *
     * @param value null, a boolean, a number, a {@link Duration} (written as seconds), a map, an iterable, {@link #raw} JSON, or anything whose
     *     {@code toString} is meant (a string, an instant in RFC 3339)
     * @return JSON without line ends
     */
    public static String of(@Nullable Object value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, value);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Raw raw) {
            json.writeRawValue(raw.json());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else if (value instanceof Number number) {
            json.writeNumber(number.toString());
        } else if (value instanceof Duration duration) {
            json.writeNumber(duration.toSeconds());
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                json.writeFieldName(String.valueOf(entry.getKey()));
                write(json, entry.getValue());
            }
            json.writeEndObject();
        } else if (value instanceof Iterable<?> values) {
            json.writeStartArray();
            for (Object each : values) {
                write(json, each);
            }
            json.writeEndArray();
        } else {
            json.writeString(value.toString());
        }
    }
}
