package dev.annals.sandbox;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code /_sandbox/} answers: the same levers as {@link Sandbox}, over HTTP. Bad input is a 400 that says why. */
final class AdminDesk {
    static final String PATH = "/_sandbox/";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox;

    AdminDesk(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    Answer handle(String method, String path, @Nullable String visibleAt, Buffer body) {
        try {
            return switch (method + " " + path.substring(PATH.length())) {
                case "GET health" -> health();
                case "GET clock" -> clock();
                case "POST clock" -> moveClock(parse(body));
                case "POST logs" -> append(body.toString(), visibleAt == null ? null : instant(visibleAt));
                case "GET faults" -> faults();
                case "POST faults" -> inject(parse(body));
                case "DELETE faults" -> {
                    sandbox.clearFaults();
                    yield faults();
                }
                case "GET requests" -> requests();
                case "DELETE requests" -> {
                    sandbox.clearRequests();
                    yield requests();
                }
                default -> error(404, "no such lever: " + method + " " + path);
            };
        } catch (IllegalArgumentException e) {
            return error(400, String.valueOf(e.getMessage()));
        }
    }

    static Answer error(int status, String message) {
        return Answer.json(status, object().put("error", message));
    }

    private Answer health() {
        return Answer.json(
                200,
                object().put("status", "ok")
                        .put("now", sandbox.clock().instant().toString())
                        .put("logs", sandbox.size()));
    }

    private Answer clock() {
        return Answer.json(200, object().put("now", sandbox.clock().instant().toString()));
    }

    private Answer moveClock(JsonNode body) {
        refuseStrangers(body, List.of("set", "advance"));
        if (body.has("set") == body.has("advance")) {
            throw new IllegalArgumentException(
                    "say either {\"set\":\"2026-11-22T12:00:00Z\"} or {\"advance\":\"PT10M\"}: body=" + body);
        }
        if (body.has("set")) {
            sandbox.clock().set(instant(body.path("set").asText()));
        } else {
            sandbox.clock().advance(duration(body.path("advance").asText()));
        }
        return clock();
    }

    private Answer append(String body, @Nullable Instant visibleAt) {
        ObjectNode answer = object();
        ArrayNode appended = answer.putArray("appended");
        List<String> logs = body.strip().startsWith("[") ? elements(body) : List.of(body);
        sandbox.append(logs, visibleAt).forEach(log -> appended.addRawValue(new RawValue(log)));
        return Answer.json(200, answer);
    }

    /** The elements as they stand in the text, byte for byte. */
    private static List<String> elements(String array) {
        parse(Buffer.buffer(array));
        List<String> elements = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(array)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                elements.add(
                        array.substring(from, (int) parser.currentLocation().getCharOffset()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a text that was read once can be read again", e);
        }
        return elements;
    }

    private Answer inject(JsonNode body) {
        refuseStrangers(body, List.of("name", "times", "after", "probability", "number", "text"));
        Fault fault = Fault.named(body.path("name").asText());
        sandbox.inject(new Fault(
                fault.kind(),
                whole(body, "times", fault.times()),
                whole(body, "after", fault.after()),
                probability(body, fault.probability()),
                whole(body, "number", fault.number()),
                body.path("text").asText(fault.text())));
        return faults();
    }

    /** A lever that is misspelt would otherwise do nothing, and the test that pulled it would prove nothing. */
    private static void refuseStrangers(JsonNode body, List<String> known) {
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("no such field: " + name + ", known=" + known);
            }
        });
    }

    private static int whole(JsonNode body, String name, long usual) {
        JsonNode value = body.path(name);
        if (!value.isMissingNode() && !(value.isIntegralNumber() && value.canConvertToInt())) {
            throw new IllegalArgumentException(
                    name + " must be a whole number of at most 2147483647: " + name + "=" + value);
        }
        return value.asInt((int) usual);
    }

    private static double probability(JsonNode body, double usual) {
        JsonNode value = body.path("probability");
        if (!value.isMissingNode() && !value.isNumber()) {
            throw new IllegalArgumentException("probability must be a number: probability=" + value);
        }
        return value.asDouble(usual);
    }

    private Answer faults() {
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("faults");
        for (Fault fault : sandbox.faults()) {
            list.addObject()
                    .put("name", fault.kind().word())
                    .put("times", fault.times())
                    .put("after", fault.after())
                    .put("probability", fault.probability())
                    .put("number", fault.number())
                    .put("text", fault.text());
        }
        return Answer.json(200, answer);
    }

    private Answer requests() {
        ObjectNode answer = object();
        ArrayNode list = answer.putArray("requests");
        for (Sandbox.SeenRequest request : sandbox.requests()) {
            ObjectNode one = list.addObject()
                    .put("number", request.number())
                    .put("at", request.at().toString())
                    .put("method", request.method())
                    .put("path", request.path())
                    .put("query", request.query());
            request.headerNames().forEach(one.putArray("header_names")::add);
            one.put("api_version", request.apiVersion())
                    .put("context", request.context())
                    .put("status", request.status())
                    .put("request_id", request.requestId())
                    .put("fault", request.fault());
        }
        return Answer.json(200, answer);
    }

    private static JsonNode parse(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not an instant such as 2026-11-22T12:00:00Z: " + text, e);
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a duration such as PT10M or P1D: " + text, e);
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
