package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.Payload;
import dev.annals.api.RawRequestLog;
import dev.annals.api.RequestLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads request logs: one JSON object on one line, drawn in {@code docs/formats.md}. The rules of reading are those of the
 * package; a lone surrogate in a text has no UTF-8 form and is written as U+FFFD.
 *
 * <pre>
 * {"object":"annals.request_log","format":1,"id":"req_1A","created":"2026-11-18T10:20:30Z","method":"GET","path":"/v1/charges/ch_1A",
 *  "endpoint":"/v1/charges/:id","status":200,"resources":["ch_1A"]}
 * </pre>
 */
public final class RequestJson {
    /** What the field {@code object} of a request log holds. */
    public static final String OBJECT = "annals.request_log";
    /** What the field {@code format} holds; more fields do not make another format. */
    public static final int FORMAT = 1;

    private RequestJson() {}

    /** Writes into an object or a list that is open. */
    @FunctionalInterface
    private interface Writing {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * Writes one log.
     *
     * @param log the log
     * @return its line, without a line feed; the same for equal logs
     */
    public static Payload write(RequestLog log) {
        return object(out -> RequestLogWriter.write(out, log));
    }

    /**
     * Writes one log, with what a journal places it by.
     *
     * @param log the log
     * @return its line, id, context and time
     */
    public static RawRequestLog raw(RequestLog log) {
        Payload payload = write(log);
        return new RawRequestLog(
                Identity.id(log.requestId(), payload), Identity.context(log.context()), log.created(), payload);
    }

    /**
     * What a journal places a written log by.
     *
     * @param payload the log's bytes
     * @return the same bytes, with their id, context and time
     * @throws MalformedJsonException if the payload is not one JSON object
     */
    public static RawRequestLog raw(Payload payload) {
        String[] created = new String[1];
        LogKey key = JsonInput.readObject(payload.toByteArray(), 0, parser -> key(parser, payload, created));
        Instant time = created[0] == null ? null : Rfc3339.parse(created[0]);
        return new RawRequestLog(key.id(), key.context(), time, payload);
    }

    private static LogKey key(JsonParser parser, Payload payload, @Nullable String[] created) throws IOException {
        String id = null;
        String context = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            switch (name) {
                case "id" -> id = JsonInput.text(parser);
                case "context" -> context = JsonInput.text(parser);
                case "created" -> created[0] = JsonInput.text(parser);
                default -> parser.skipChildren();
            }
        }
        return new LogKey(Identity.id(id, payload), Identity.context(context));
    }

    /**
     * Reads one log.
     *
     * @param payload the log's bytes, as {@link #write} makes them or a later release does
     * @return the log; fields that this release does not know are in the payload alone
     * @throws MalformedJsonException if the payload is not one JSON object with the object name and at least {@code created}, {@code
     *     method}, {@code path} and {@code status}
     */
    public static RequestLog read(Payload payload) {
        byte[] bytes = payload.toByteArray();
        return JsonInput.readObject(bytes, 0, parser -> new RequestLogReader(bytes, true).read(parser));
    }

    /**
     * Reads one log without its payloads and without what it was imported from.
     *
     * @param payload the log's bytes
     * @return the log; as if it had neither
     * @throws MalformedJsonException as {@link #read}
     */
    public static RequestLog readFacts(Payload payload) {
        byte[] bytes = payload.toByteArray();
        return JsonInput.readObject(bytes, 0, parser -> new RequestLogReader(bytes, false).read(parser));
    }

    /**
     * Reads what the body of an answer says about its request.
     *
     * @param body the body, or its beginning; handed over
     * @return what it says, as far as it goes; nothing if it is not one JSON object
     */
    public static AnswerFacts readAnswer(byte[] body) {
        AnswerFacts.Reading reading = new AnswerFacts.Reading();
        try {
            int start = JsonInput.afterByteOrderMark(body);
            return JsonInput.readObject(body, start, parser -> {
                reading.read(parser);
                return reading.facts();
            });
        } catch (MalformedJsonException notJson) {
            return reading.facts(); // A file, a page of a proxy, half of an answer: the status says what happened.
        }
    }

    /**
     * Makes one line of a foreign entry.
     *
     * @param text the entry
     * @return the JSON object without white space between tokens
     * @throws MalformedJsonException if the text is not one JSON object
     */
    public static Payload entry(byte[] text) {
        int start = JsonInput.afterByteOrderMark(text);
        return JsonInput.readObject(text, start, parser -> {
            int from = start + (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            return new Compactor(text)
                    .cut(from, start + (int) parser.currentLocation().getByteOffset());
        });
    }

    /**
     * Makes one line of named texts.
     *
     * @param texts the texts, in the order of the map
     * @return a JSON object that has them
     */
    public static Payload entry(Map<String, String> texts) {
        return object(out -> {
            for (Map.Entry<String, String> each : texts.entrySet()) {
                out.writeStringField(encodable(each.getKey()), encodable(each.getValue()));
            }
        });
    }

    /**
     * The texts, numbers and flags of a foreign entry, those of objects in it with both names and a dot between: {@code error.code}.
     *
     * @param entry one JSON object
     * @return names and values, all as text; without nulls and lists
     * @throws MalformedJsonException if the entry is not one JSON object
     */
    public static Map<String, String> scalars(Payload entry) {
        Map<String, String> scalars = new LinkedHashMap<>();
        return JsonInput.readObject(entry.toByteArray(), 0, parser -> {
            collect(parser, "", scalars);
            return scalars;
        });
    }

    private static void collect(JsonParser parser, String prefix, Map<String, String> scalars) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = prefix + parser.currentName();
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT) {
                collect(parser, name + ".", scalars);
            } else if (token == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                scalars.put(name, parser.getText());
            }
        }
    }

    static String encodable(String text) {
        return Utf8.encodable(text) ? text : Utf8.replaceLoneSurrogates(text);
    }

    private static Payload object(Writing writing) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
        try (JsonGenerator out = JsonInput.FACTORY.createGenerator(line)) {
            out.writeStartObject();
            writing.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        byte[] bytes = line.toByteArray();
        return Payload.viewOf(bytes, 0, bytes.length);
    }
}
