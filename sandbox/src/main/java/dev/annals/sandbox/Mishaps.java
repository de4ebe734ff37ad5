package dev.annals.sandbox;

import dev.annals.sandbox.Answer.Delivery;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Carries out the faults that replace an answer, damage it on the wire, or add a log. */
final class Mishaps {
    private static final String HTML = "<!doctype html><html><head><title>We are sorry</title></head>"
            + "<body><h1>Something went wrong</h1></body></html>";

    private final Settings settings;
    private final Gate gate;

    Mishaps(Settings settings, Gate gate) {
        this.settings = settings;
        this.gate = gate;
    }

    Answer instead(Fault fault) {
        int number = (int) fault.number();
        return switch (fault.kind()) {
            case RATE_LIMITED -> Answer.rateLimited(settings.code(Refusal.RATE_LIMITED), fault.text(), number);
            case SERVER_ERROR -> serverError(number, fault.text());
            case SHOULD_RETRY -> serverError(number, "json").header("Stripe-Should-Retry", fault.text());
            case BAD_REQUEST ->
                Answer.invalidFilters(fault.text(), "The request was refused on purpose.", List.of("page"));
            case UNAUTHORIZED -> gate.unknownKey().answer();
            case FORBIDDEN -> gate.missingPermission().answer();
            case NOT_FOUND -> Answer.error(404, settings.code(Refusal.NOT_FOUND), "Not found, on purpose.");
            case TIMEOUT -> nothing(Delivery.NEVER);
            case CUT_CONNECTION -> nothing(Delivery.CLOSED);
            case EMPTY_BODY -> Answer.json(200, Buffer.buffer());
            case HTML_BODY -> Answer.text(200, "text/html; charset=utf-8", Buffer.buffer(HTML));
            case REDIRECT -> Answer.json(302, Buffer.buffer()).header("Location", fault.text());
            default -> throw new IllegalStateException("not a fault that replaces an answer: kind=" + fault.kind());
        };
    }

    Answer onWire(Fault fault, Answer answer) {
        Buffer body = answer.body();
        return switch (fault.kind()) {
            case TRUNCATED_JSON -> answer.body(body.getBuffer(0, body.length() / 2));
            case CUT_BODY -> answer.delivery(Delivery.CUT);
            case HUGE_PAGE -> answer.body(padded(body, fault.number()));
            case GZIP -> answer.body(zipped(padded(body, fault.number()))).header("Content-Encoding", "gzip");
            case SLOW -> answer.delay(fault.number());
            case CONTENT_TYPE -> answer.header("Content-Type", fault.text());
            default -> throw new IllegalStateException("not a fault on the wire: kind=" + fault.kind());
        };
    }

    /** The log that a history fault adds, as a sketch that the ledger completes. */
    static String log(Fault fault, Instant now) {
        return switch (fault.kind()) {
            case LATE_EVENT ->
                "{\"type\":\"api_key_viewed\",\"created\":\"%s\"}".formatted(now.minusSeconds(fault.number()));
            case FUTURE_EVENT ->
                "{\"type\":\"api_key_viewed\",\"created\":\"%s\"}".formatted(now.plusSeconds(fault.number()));
            case UNKNOWN_WORDS -> """
                {"type":"quantum_vault_opened","actor":{"type":"automaton","automaton":{"serial":7}},
                 "details":{"type":"quantum_vault","quantum_vault":{"door":"left","depth":12.50}},
                 "sensors":[{"kind":"light","value":null}],"created":"%s"}""".formatted(now);
            default -> throw new IllegalStateException("not a fault of history: kind=" + fault.kind());
        };
    }

    private static Answer serverError(int status, String body) {
        return switch (body) {
            case "html" -> Answer.text(status, "text/html; charset=utf-8", Buffer.buffer(HTML));
            case "empty" -> Answer.json(status, Buffer.buffer());
            default -> Answer.error(status, "api_error", "Something went wrong on purpose.");
        };
    }

    private static Answer nothing(Delivery delivery) {
        return Answer.json(0, Buffer.buffer()).delivery(delivery);
    }

    /** White space after the first byte: the same JSON, only bigger. */
    private static Buffer padded(Buffer body, long bytes) {
        if (body.length() == 0 || bytes == 0) {
            return body;
        }
        byte[] blanks = new byte[Math.toIntExact(bytes)];
        Arrays.fill(blanks, (byte) ' ');
        return Buffer.buffer(body.length() + blanks.length)
                .appendBuffer(body, 0, 1)
                .appendBytes(blanks)
                .appendBuffer(body, 1, body.length() - 1);
    }

    private static Buffer zipped(Buffer body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body.getBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return Buffer.buffer(bytes.toByteArray());
    }

    /** The same log with other bytes: another mode, or where none is written, one more field. */
    static String altered(String log) {
        if (log.contains("\"livemode\":false")) {
            return log.replace("\"livemode\":false", "\"livemode\":true");
        }
        return log.contains("\"livemode\":true")
                ? log.replace("\"livemode\":true", "\"livemode\":false")
                : log.substring(0, log.length() - 1) + ",\"revised\":true}";
    }
}
