package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A small object held as a map, for the typed view. Asking for a value as something that it is not answers as if it were not there.
 * Numbers are not held: no documented field is one.
 */
final class JsonObject {
    private final Map<String, @Nullable Object> values;

    private JsonObject(Map<String, @Nullable Object> values) {
        this.values = values;
    }

    /** Reads the object that the parser stands on, up to its end. */
    static JsonObject read(JsonParser parser) throws IOException {
        Map<String, @Nullable Object> values = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, value(parser));
        }
        return new JsonObject(values);
    }

    /** The value that the parser stands on: a text, flag, list or object; null for null and for numbers. */
    static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> read(parser);
            case START_ARRAY -> list(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private static List<Object> list(JsonParser parser) throws IOException {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            Object item = value(parser);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    @Nullable
    String text(String name) {
        return values.get(name) instanceof String text ? text : null;
    }

    @Nullable
    Boolean flag(String name) {
        return values.get(name) instanceof Boolean flag ? flag : null;
    }

    @Nullable
    Instant time(String name) {
        String text = text(name);
        return text == null ? null : Rfc3339.parse(text);
    }

    @Nullable
    JsonObject object(String name) {
        return values.get(name) instanceof JsonObject object ? object : null;
    }

    List<String> texts(String name) {
        return items(name, String.class);
    }

    List<JsonObject> objects(String name) {
        return items(name, JsonObject.class);
    }

    private <T> List<T> items(String name, Class<T> type) {
        return values.get(name) instanceof List<?> list
                ? list.stream().filter(type::isInstance).map(type::cast).toList()
                : List.of();
    }
}
