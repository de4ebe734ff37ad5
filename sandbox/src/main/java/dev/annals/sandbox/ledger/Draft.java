package dev.annals.sandbox.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.sandbox.history.Catalogue;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Turns what somebody handed in into a log.
 *
 * <p>An object with an {@code id} is taken as it is: only white space between tokens goes, so that a log is one line.
 * An object without one is a sketch, and what it leaves out is filled in.
 */
final class Draft {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private final List<String> contexts;
    private final boolean livemode;
    private final long nowMillis;
    private final long lagMillis;

    Draft(List<String> contexts, boolean livemode, long nowMillis, long lagMillis) {
        this.contexts = contexts;
        this.livemode = livemode;
        this.nowMillis = nowMillis;
        this.lagMillis = lagMillis;
    }

    Entry complete(String json, @Nullable Instant visibleAt, Function<String, String> idForContext) {
        ObjectNode log = parse(json);
        boolean sketch = !log.has("id");
        if (sketch) {
            fill(log, idForContext);
        }
        int context = contexts.indexOf(log.path("context").asText());
        if (context < 0) {
            throw new IllegalArgumentException(
                    "a log needs a context this sandbox has: context=" + log.path("context") + ", known=" + contexts);
        }
        long created = createdMillis(log);
        long visible = Math.max(nowMillis, visibleAt == null ? created + lagMillis : arrival(visibleAt));
        int type = Catalogue.typeCode(log.path("type").asText());
        int group = Catalogue.groupCode(log.path("details").path("type").asText());
        return new Entry(
                log.path("id").asText(),
                created,
                visible,
                type,
                group >= 0 ? group : Catalogue.groupOfType(type),
                context,
                log.path("livemode").asBoolean(),
                sketch ? log.toString() : withoutWhiteSpace(json));
    }

    private static ObjectNode parse(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node instanceof ObjectNode log) {
                return log;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a log must be one JSON object: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("a log must be one JSON object, not a list or a bare value");
    }

    private void fill(ObjectNode log, Function<String, String> idForContext) {
        String context = log.path("context").asText(contexts.get(0));
        ObjectNode given = log.deepCopy();
        String type = log.path("type").asText("api_key_viewed");
        int group = Catalogue.groupOfType(Catalogue.typeCode(type));
        log.removeAll();
        log.put("id", idForContext.apply(context)).put("object", "v2.iam.activity_log");
        log.putObject("actor").put("type", "user").putObject("user").put("email", "ada.abara@sandbox.example");
        log.put("context", context)
                .put("created", Instant.ofEpochMilli(nowMillis).toString());
        ObjectNode details = log.putObject("details");
        details.put("type", group < 0 ? "unknown" : Catalogue.groups().get(group));
        log.put("livemode", livemode).put("type", type);
        given.properties().forEach(field -> log.set(field.getKey(), field.getValue()));
    }

    private static long arrival(Instant visibleAt) {
        if (visibleAt.isBefore(YEAR_0) || !visibleAt.isBefore(YEAR_10000)) {
            throw new IllegalArgumentException("a log can only arrive in the years 0 to 9999: visible_at=" + visibleAt);
        }
        return visibleAt.toEpochMilli();
    }

    /** A time that cannot be read is somebody's test of a client, not an error here: it happened now. */
    private long createdMillis(ObjectNode log) {
        try {
            Instant created = Instant.parse(log.path("created").asText());
            return created.isBefore(YEAR_0) || !created.isBefore(YEAR_10000) ? nowMillis : created.toEpochMilli();
        } catch (DateTimeParseException e) {
            return nowMillis;
        }
    }

    static String withoutWhiteSpace(String json) {
        StringBuilder compact = new StringBuilder(json.length());
        boolean inText = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inText && c == '\\') {
                compact.append(c).append(json.charAt(++i));
                continue;
            }
            if (c == '"') {
                inText = !inText;
            }
            if (inText || " \t\r\n".indexOf(c) < 0) {
                compact.append(c);
            }
        }
        return compact.toString();
    }
}
