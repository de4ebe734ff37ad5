package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.annals.api.Payload;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.RequestSource;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one request log in one pass. A field of another type than the format says is as if it were not there. */
final class RequestLogReader {
    private static final BigInteger LONGEST = BigInteger.valueOf(Long.MAX_VALUE);

    private final byte[] bytes;
    private final boolean whole;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private List<String> resources = List.of();
    private @Nullable Boolean livemode;
    private @Nullable RequestError error;
    private @Nullable RequestBody requestBody;
    private @Nullable RequestBody responseBody;
    private RequestLog.@Nullable Imported imported;

    /** Of the whole log, or of what it says besides its payloads and its import. */
    RequestLogReader(byte[] bytes, boolean whole) {
        this.bytes = bytes;
        this.whole = whole;
    }

    RequestLog read(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (!whole && (name.equals("request_body") || name.equals("response_body") || name.equals("imported"))) {
                parser.skipChildren();
                continue;
            }
            switch (name) {
                case "livemode" -> livemode = JsonInput.flag(parser);
                case "error" -> error = error(new Part(parser));
                case "resources" -> resources = texts(parser);
                case "request_body" -> requestBody = body(new Part(parser));
                case "response_body" -> responseBody = body(new Part(parser));
                case "imported" -> imported = token == JsonToken.START_OBJECT ? imported(parser) : null;
                default -> scalar(parser, name, texts, numbers);
            }
        }
        return log();
    }

    private RequestLog log() {
        if (!RequestJson.OBJECT.equals(texts.get("object"))) {
            throw new MalformedJsonException("not a request log, object=" + texts.get("object"));
        }
        Instant created = Rfc3339.parse(required("created"));
        Long status = numbers.get("status");
        if (created == null || status == null) {
            throw new MalformedJsonException("a request log lacks field=" + (created == null ? "created" : "status"));
        }
        String source = texts.get("source");
        Long micros = numbers.get("duration_us");
        return RequestLog.of(created, required("method"), required("path"), status.intValue())
                .requestId(texts.get("id"))
                .context(texts.getOrDefault("context", ""))
                .livemode(livemode)
                .query(texts.get("query"))
                .apiVersion(texts.get("api_version"))
                .source(source == null ? null : new RequestSource(source))
                .ipAddress(texts.get("ip_address"))
                .userAgent(texts.get("user_agent"))
                .idempotencyKey(texts.get("idempotency_key"))
                .apiKeyId(texts.get("api_key_id"))
                .duration(micros == null ? null : Duration.of(micros, ChronoUnit.MICROS))
                .error(error)
                .resources(resources)
                .requestBody(requestBody)
                .responseBody(responseBody)
                .imported(imported)
                .build();
    }

    private String required(String name) {
        String text = texts.get(name);
        if (text == null) {
            throw new MalformedJsonException("a request log lacks field=" + name);
        }
        return text;
    }

    private RequestLog.@Nullable Imported imported(JsonParser parser) throws IOException {
        String format = null;
        Payload entry = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (name.equals("entry") && token == JsonToken.START_OBJECT) {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                int to = (int) parser.currentLocation().getByteOffset();
                entry = Payload.viewOf(bytes, from, to - from);
            } else if (name.equals("format")) {
                format = JsonInput.text(parser);
            } else {
                parser.skipChildren();
            }
        }
        return format == null || entry == null ? null : new RequestLog.Imported(format, entry);
    }

    private static @Nullable RequestError error(Part part) {
        return part.present
                ? new RequestError(
                        part.texts.get("type"),
                        part.texts.get("code"),
                        part.texts.get("decline_code"),
                        part.texts.get("message"),
                        part.texts.get("param"))
                : null;
    }

    private static @Nullable RequestBody body(Part part) {
        return part.present
                ? new RequestBody(
                        part.texts.get("content_type"),
                        part.numbers.getOrDefault("bytes", -1L),
                        part.texts.get("text"),
                        part.cut)
                : null;
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        List<String> texts = new ArrayList<>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String text = JsonInput.text(parser);
                if (text != null) {
                    texts.add(text);
                }
            }
        } else {
            parser.skipChildren();
        }
        return texts;
    }

    /** What the parser stands on, if it is a text or a whole number that is not absurd. */
    private static void scalar(JsonParser parser, String name, Map<String, String> texts, Map<String, Long> numbers)
            throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_STRING) {
            texts.put(name, parser.getText());
        } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT && parser.getTextLength() < 20) {
            BigInteger number = new BigInteger(parser.getText());
            if (number.abs().compareTo(LONGEST) <= 0) {
                numbers.put(name, number.longValueExact());
            }
        } else {
            parser.skipChildren();
        }
    }

    /** A small object of texts, numbers and the one flag; not present if the parser stands on something else. */
    private static final class Part {
        final Map<String, String> texts = new HashMap<>();
        final Map<String, Long> numbers = new HashMap<>();
        final boolean present;
        final boolean cut;

        Part(JsonParser parser) throws IOException {
            present = parser.currentToken() == JsonToken.START_OBJECT;
            boolean flagged = false;
            while (present && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("cut")) {
                    flagged = Boolean.TRUE.equals(JsonInput.flag(parser));
                } else {
                    scalar(parser, name, texts, numbers);
                }
            }
            if (!present) {
                parser.skipChildren();
            }
            cut = flagged;
        }
    }
}
