package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a request log, in the order of the format; absent ones are left out. */
final class RequestLogWriter {
    private static final long NANOS_OF_MICRO = 1_000;

    private RequestLogWriter() {}

    static void write(JsonGenerator out, RequestLog log) throws IOException {
        out.writeStringField("object", RequestJson.OBJECT);
        out.writeNumberField("format", RequestJson.FORMAT);
        text(out, "id", log.requestId());
        out.writeStringField("created", log.created().toString());
        text(out, "context", log.context().isEmpty() ? null : log.context());
        if (log.livemode() != null) {
            out.writeBooleanField("livemode", log.livemode());
        }
        text(out, "method", log.method());
        text(out, "path", log.path());
        text(out, "query", log.query());
        text(out, "endpoint", log.endpoint());
        out.writeNumberField("status", log.status());
        text(out, "api_version", log.apiVersion());
        text(out, "source", log.source() == null ? null : log.source().value());
        text(out, "ip_address", log.ipAddress());
        text(out, "user_agent", log.userAgent());
        text(out, "idempotency_key", log.idempotencyKey());
        text(out, "api_key_id", log.apiKeyId());
        Duration duration = log.duration();
        if (duration != null) {
            out.writeNumberField("duration_us", duration.toNanos() / NANOS_OF_MICRO);
        }
        error(out, log.error());
        resources(out, log);
        body(out, "request_body", log.requestBody());
        body(out, "response_body", log.responseBody());
        imported(out, log.imported());
    }

    private static void error(JsonGenerator out, @Nullable RequestError error) throws IOException {
        if (error != null) {
            out.writeObjectFieldStart("error");
            text(out, "type", error.type());
            text(out, "code", error.code());
            text(out, "decline_code", error.declineCode());
            text(out, "message", error.message());
            text(out, "param", error.param());
            out.writeEndObject();
        }
    }

    private static void resources(JsonGenerator out, RequestLog log) throws IOException {
        if (!log.resources().isEmpty()) {
            out.writeArrayFieldStart("resources");
            for (String id : log.resources()) {
                out.writeString(RequestJson.encodable(id));
            }
            out.writeEndArray();
        }
    }

    private static void body(JsonGenerator out, String name, @Nullable RequestBody body) throws IOException {
        if (body != null) {
            out.writeObjectFieldStart(name);
            text(out, "content_type", body.contentType());
            if (body.bytes() >= 0) {
                out.writeNumberField("bytes", body.bytes());
            }
            text(out, "text", body.text());
            if (body.cut()) {
                out.writeBooleanField("cut", true);
            }
            out.writeEndObject();
        }
    }

    private static void imported(JsonGenerator out, RequestLog.@Nullable Imported imported) throws IOException {
        if (imported != null) {
            out.writeObjectFieldStart("imported");
            text(out, "format", imported.format());
            out.writeFieldName("entry");
            out.writeRawValue(imported.entry().utf8());
            out.writeEndObject();
        }
    }

    private static void text(JsonGenerator out, String name, @Nullable String text) throws IOException {
        if (text != null) {
            out.writeStringField(name, RequestJson.encodable(text));
        }
    }
}
