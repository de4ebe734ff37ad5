package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.ActionType;
import dev.annals.api.ActivityLog;
import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RelatedObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what the provider's Activity Logs API sends. The rules of reading are those of the package. */
public final class ActivityJson {
    private static final KnownShapes SHAPES = new KnownShapes();

    private ActivityJson() {}

    /**
     * Reads the body of a list. One pass; the payloads are views of {@code body} or of one other array of at most its size.
     *
     * @param body the body as received; handed over: it must never be written again
     * @return the page; all of it or an exception, never a part
     * @throws MalformedJsonException if the body is not a page: no JSON object, no list {@code data}, an element of it that is no object, a
     *     page URL that is neither text nor null, or one of these names twice. An empty page URL is read as none.
     */
    public static ActivityPage readPage(byte[] body) {
        return PageReader.read(body, JsonInput.afterByteOrderMark(body), SHAPES);
    }

    /**
     * Reads the body of a retrieved log.
     *
     * @param body the body as received; handed over: it must never be written again
     * @return the log; its payload is the object without white space between tokens
     * @throws MalformedJsonException if the body is not one JSON object
     */
    public static ActivityLog readLogBody(byte[] body) {
        int start = JsonInput.afterByteOrderMark(body);
        Payload payload = JsonInput.readObject(body, start, parser -> {
            int from = start + (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            return new Compactor(body)
                    .cut(from, start + (int) parser.currentLocation().getByteOffset());
        });
        return readLog(payload);
    }

    /**
     * Makes the typed view of one log.
     *
     * @param payload the log's bytes, as a page or the journal holds them
     * @return the view
     * @throws MalformedJsonException if the payload is not one JSON object
     */
    public static ActivityLog readLog(Payload payload) {
        byte[] bytes = payload.toByteArray();
        return JsonInput.readObject(bytes, 0, parser -> typed(parser, bytes, payload));
    }

    /**
     * Reads the facts by which one log is found again.
     *
     * @param payload the log's bytes, as a page or the journal holds them
     * @return the facts
     * @throws MalformedJsonException if the payload is not one JSON object
     */
    public static LogFields readFields(Payload payload) {
        byte[] bytes = payload.toByteArray();
        FieldsBuilder fields = new FieldsBuilder();
        return isKnown(bytes, fields) ? fields.build(payload) : parsed(bytes, fields, payload);
    }

    private static boolean isKnown(byte[] bytes, FieldsBuilder fields) {
        try {
            return new ShapeReader(bytes, bytes.length, fields).read(0, SHAPES.tree()) == bytes.length;
        } catch (IOException e) {
            return false; // The parser, which reads it then, finds the same.
        }
    }

    private static LogFields parsed(byte[] bytes, FieldsBuilder fields, Payload payload) {
        fields.clear();
        LogFields parsed = JsonInput.readObject(bytes, 0, parser -> {
            FieldsReader.read(parser, fields);
            return fields.build(payload);
        });
        SHAPES.missed(bytes, 0, bytes.length);
        return parsed;
    }

    /**
     * Reads what one log is known by, and nothing else: as {@link #readFields} would, without making texts of the rest.
     *
     * @param payload the log's bytes, as a page or the journal holds them
     * @return its id and context
     * @throws MalformedJsonException if the payload is not one JSON object, wherever in it that shows
     */
    public static LogKey readKey(Payload payload) {
        byte[] bytes = payload.toByteArray();
        FieldsBuilder fields = FieldsBuilder.ofKey();
        if (isKnown(bytes, fields)) {
            return fields.key(payload);
        }
        LogKey key = JsonInput.readObject(bytes, 0, parser -> key(parser, payload));
        SHAPES.missed(bytes, 0, bytes.length);
        return key;
    }

    private static LogKey key(JsonParser parser, Payload payload) throws IOException {
        String id = null;
        String context = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = JsonInput.text(parser);
                case "context" -> context = JsonInput.text(parser);
                default -> parser.skipChildren();
            }
        }
        return new LogKey(Identity.id(id, payload), Identity.context(context));
    }

    /**
     * Reads the body of an error answer, whatever it is.
     *
     * @param body the body as received
     * @return its parts; all absent if the body is not an error object in JSON (HTML, empty, cut)
     */
    public static ErrorBody readError(byte[] body) {
        JsonObject error;
        try {
            error = JsonInput.readObject(body, JsonInput.afterByteOrderMark(body), JsonObject::read)
                    .object("error");
        } catch (MalformedJsonException notJson) {
            // Proxies answer in HTML: the status alone says what happened, and the caller keeps the body as evidence.
            return ErrorBody.NONE;
        }
        return error == null
                ? ErrorBody.NONE
                : new ErrorBody(
                        error.text("code"), error.text("type"), error.text("message"), error.texts("invalid_filters"));
    }

    private static ActivityLog typed(JsonParser parser, byte[] bytes, Payload payload) throws IOException {
        Parts parts = new Parts();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            parts.take(name, parser, bytes);
        }
        return parts.log(payload);
    }

    /** The top level of a log while it is being read. */
    private static final class Parts {
        private @Nullable String id;
        private @Nullable Instant created;
        private @Nullable ActionType type;
        private @Nullable Boolean livemode;
        private @Nullable String context;
        private @Nullable JsonObject actor;
        private String actorJson = "";
        private @Nullable JsonObject details;
        private String detailsJson = "";
        private @Nullable JsonObject request;
        private @Nullable JsonObject relatedObject;

        void take(String name, JsonParser parser, byte[] bytes) throws IOException {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            switch (name) {
                case "id" -> id = JsonInput.text(parser);
                case "created" -> created = time(JsonInput.text(parser));
                case "type" -> type = type(JsonInput.text(parser));
                case "livemode" -> livemode = JsonInput.flag(parser);
                case "context" -> context = JsonInput.text(parser);
                case "actor" -> {
                    actor = object(parser);
                    actorJson = json(parser, bytes, from);
                }
                case "details" -> {
                    details = object(parser);
                    detailsJson = json(parser, bytes, from);
                }
                case "request" -> request = object(parser);
                case "related_object" -> relatedObject = object(parser);
                default -> parser.skipChildren();
            }
        }

        ActivityLog log(Payload payload) {
            return new ActivityLog(
                    Identity.id(id, payload),
                    created,
                    type,
                    livemode,
                    Identity.context(context),
                    DetailsReader.actor(actor, actorJson),
                    DetailsReader.details(details, detailsJson),
                    request == null ? null : request.text("id"),
                    relatedObject == null
                            ? null
                            : new RelatedObject(relatedObject.text("id"), relatedObject.text("type")),
                    payload);
        }

        private static @Nullable Instant time(@Nullable String text) {
            return text == null ? null : Rfc3339.parse(text);
        }

        private static @Nullable ActionType type(@Nullable String text) {
            return text == null || text.isEmpty() ? null : new ActionType(text);
        }

        private static @Nullable JsonObject object(JsonParser parser) throws IOException {
            return JsonObject.value(parser) instanceof JsonObject object ? object : null;
        }

        private static String json(JsonParser parser, byte[] bytes, int from) throws IOException {
            parser.finishToken();
            int to = (int) parser.currentLocation().getByteOffset();
            return new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
    }
}
