package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import java.io.IOException;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads {@link LogFields} in one pass over one log, and then of the next. Belongs to one thread. */
final class FieldsReader {
    private static final Words WORDS = new Words();

    private @Nullable String id;
    private @Nullable String context;
    private @Nullable Instant created;
    private @Nullable String type;
    private @Nullable String group;
    private @Nullable Boolean livemode;
    private @Nullable String actorType;
    private @Nullable String userEmail;
    private @Nullable String apiKeyId;
    private @Nullable String requestId;
    private final FewTexts.Builder objectIds = new FewTexts.Builder();

    /**
     * What was read from one log.
     *
     * @param fields the fields
     * @param payload the bytes that they were read from
     */
    record Found(LogFields fields, Payload payload) {}

    /**
     * Reads the object on whose start the parser stands, up to its end.
     *
     * @param bytes asked at the object's end for the bytes of the object
     */
    Found read(JsonParser parser, Supplier<Payload> bytes) throws IOException {
        forget();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            take(name, parser);
        }
        Payload payload = bytes.get();
        LogFields fields = new LogFields(
                Identity.id(id, payload),
                Identity.context(context),
                created,
                type,
                group,
                livemode,
                actorType,
                userEmail,
                apiKeyId,
                requestId,
                objectIds.build());
        return new Found(fields, payload);
    }

    private void forget() {
        id = null;
        context = null;
        created = null;
        type = null;
        group = null;
        livemode = null;
        actorType = null;
        userEmail = null;
        apiKeyId = null;
        requestId = null;
    }

    private void take(String name, JsonParser parser) throws IOException {
        switch (name) {
            case "id" -> id = JsonInput.text(parser);
            case "context" -> context = WORDS.text(parser);
            case "created" -> {
                String text = JsonInput.text(parser);
                created = text == null ? null : Rfc3339.parse(text);
            }
            case "type" -> type = WORDS.text(parser);
            case "livemode" -> livemode = JsonInput.flag(parser);
            case "actor" -> actor(parser);
            case "details" -> details(parser);
            case "request" -> requestId = member(parser, "id", JsonInput::text);
            case "related_object" -> relatedObject(parser);
            default -> parser.skipChildren();
        }
    }

    private void actor(JsonParser parser) throws IOException {
        actorType = null;
        userEmail = null;
        apiKeyId = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "type" -> actorType = WORDS.text(parser);
                case "user" -> userEmail = member(parser, "email", WORDS::text);
                case "api_key" -> apiKeyId = member(parser, "id", WORDS::text);
                default -> parser.skipChildren();
            }
        }
    }

    private void relatedObject(JsonParser parser) throws IOException {
        String related = member(parser, "id", JsonInput::text);
        if (related != null && !related.isEmpty()) {
            objectIds.add(related);
        }
    }

    /** How a text is made. */
    private interface Text {
        @Nullable
        String of(JsonParser parser) throws IOException;
    }

    /** The text of one member of the object that the parser stands on; null if there is no such thing. */
    private static @Nullable String member(JsonParser parser, String wanted, Text text) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return null;
        }
        String found = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals(wanted)) {
                found = text.of(parser);
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    private void details(JsonParser parser) throws IOException {
        group = null;
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            parser.skipChildren();
            return;
        }
        String name = "";
        int depth = 1;
        while (depth > 0) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.FIELD_NAME) {
                name = parser.currentName();
            } else if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (depth == 1 && name.equals("type")) {
                group = WORDS.text(parser);
            } else if (token == JsonToken.VALUE_STRING) {
                collect(name, parser.getText());
            }
        }
    }

    private void collect(String name, String value) {
        if (!value.isEmpty() && (namesAnObject(name) || looksLikeAnObject(value))) {
            objectIds.add(value);
        }
    }

    private static boolean namesAnObject(String name) {
        return name.equals("id")
                || name.equals("new_key")
                || name.endsWith("_id")
                || name.endsWith("context")
                || name.endsWith("email");
    }

    /** An address, or {@code prefix_token}: words of the provider's own ({@code previous_account_number}) have no digit or capital. */
    private static boolean looksLikeAnObject(String value) {
        if (value.indexOf(' ') >= 0 || value.length() > 255) {
            return false;
        }
        int at = value.indexOf('@');
        return (at > 0 && at < value.length() - 1) || looksLikeAnId(value);
    }

    private static boolean looksLikeAnId(String value) {
        int underscore = value.lastIndexOf('_');
        if (underscore < 2 || underscore == value.length() - 1 || !isLowerCase(value.charAt(0))) {
            return false;
        }
        boolean marked = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean digitOrCapital = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
            if (!digitOrCapital && !isLowerCase(c) && c != '_') {
                return false;
            }
            marked |= digitOrCapital;
        }
        return marked;
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }
}
