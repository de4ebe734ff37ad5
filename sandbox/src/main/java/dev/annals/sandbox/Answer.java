package dev.annals.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What goes back: status, headers, body, and how much of it is let through. */
record Answer(int status, Map<String, String> headers, Buffer body, Delivery delivery, long delayMillis) {

    enum Delivery {
        WHOLE,
        /** The headers promise the whole body, half of it is sent, the connection is closed. */
        CUT,
        /** The connection is closed at once. */
        CLOSED,
        /** Nothing is ever sent. */
        NEVER
    }

    static Answer json(int status, Buffer body) {
        return text(status, "application/json", body);
    }

    static Answer json(int status, ObjectNode body) {
        return json(status, Buffer.buffer(body.toString()));
    }

    static Answer text(int status, String contentType, Buffer body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        return new Answer(status, headers, body, Delivery.WHOLE, 0);
    }

    /** An error in the provider's second API generation: a code, a message, seldom a type. */
    static Answer error(int status, String code, String message) {
        return json(status, errorBody(code, message));
    }

    static Answer invalidFilters(String code, String message, List<String> filters) {
        ObjectNode body = errorBody(code, message);
        filters.forEach(body.withObject("/error").putArray("invalid_filters")::add);
        return json(400, body);
    }

    static Answer rateLimited(String code, String reason, long retryAfterSeconds) {
        ObjectNode body = errorBody(code, "Too many requests. Slow down and try again.");
        body.withObject("/error").put("type", "rate_limit");
        Answer answer = json(429, body);
        if (!reason.isEmpty()) {
            answer.headers.put("Stripe-Rate-Limited-Reason", reason);
        }
        if (retryAfterSeconds > 0) {
            answer.headers.put("Retry-After", Long.toString(retryAfterSeconds));
        }
        return answer;
    }

    Answer header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Answer body(Buffer other) {
        return new Answer(status, headers, other, delivery, delayMillis);
    }

    Answer delivery(Delivery other) {
        return new Answer(status, headers, body, other, delayMillis);
    }

    Answer delay(long millis) {
        return new Answer(status, headers, body, delivery, millis);
    }

    private static ObjectNode errorBody(String code, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message);
        return body;
    }
}
