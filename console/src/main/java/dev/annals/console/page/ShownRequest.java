package dev.annals.console.page;

import dev.annals.api.RequestBody;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.store.requests.RelatedRecords;
import dev.annals.store.requests.StoredRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request log as the page gets it. What narrows a list has the filter's name. All texts are foreign: the page shows them as text. */
final class ShownRequest {
    private ShownRequest() {}

    /** All but the payloads. */
    static Map<String, @Nullable Object> facts(RequestLog log) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        facts.put("id", log.requestId());
        facts.put("method", log.method());
        facts.put("path", log.path());
        facts.put("query", log.query());
        facts.put("endpoint", log.endpoint());
        facts.put("status", log.status());
        facts.put("failed", log.failed());
        facts.put("error", log.error() == null ? null : error(log.error()));
        facts.put("api_version", log.apiVersion());
        facts.put("source", log.source() == null ? null : log.source().value());
        facts.put("ip_address", log.ipAddress());
        facts.put("user_agent", log.userAgent());
        facts.put("key", log.apiKeyId());
        facts.put("context", log.context());
        facts.put("livemode", log.livemode());
        facts.put("idempotency_key", log.idempotencyKey());
        facts.put("duration_ms", log.duration() == null ? null : log.duration().toMillis());
        facts.put("resources", log.resources());
        return facts;
    }

    private static Map<String, @Nullable Object> error(RequestError error) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("type", error.type());
        shown.put("code", error.code());
        shown.put("decline_code", error.declineCode());
        shown.put("message", error.message());
        shown.put("param", error.param());
        return shown;
    }

    /** Everything, with what belongs to it. */
    static Map<String, @Nullable Object> whole(StoredRequest request, RelatedRecords related) {
        RequestLog log = request.log();
        boolean small = request.payload().length() <= RecordRoutes.LARGEST_SHOWN;
        Map<String, @Nullable Object> shown = row(request);
        shown.put("path_ids", log.pathIds());
        shown.put("request_body", body(log.requestBody(), small));
        shown.put("response_body", body(log.responseBody(), small));
        RequestLog.Imported imported = log.imported();
        if (imported != null) {
            Map<String, @Nullable Object> from = new LinkedHashMap<>();
            from.put("format", imported.format());
            from.put("entry", small ? imported.entry().utf8() : null);
            shown.put("imported", from);
        }
        shown.put("payload_bytes", request.payload().length());
        shown.put("same_idempotency_key", rows(related.sameIdempotencyKey()));
        shown.put("same_resource", rows(related.sameResource()));
        shown.put("caused", related.caused().stream().map(Shown::row).toList());
        return shown;
    }

    private static List<Map<String, @Nullable Object>> rows(List<StoredRequest> requests) {
        return requests.stream().map(ShownRequest::row).toList();
    }

    private static Map<String, @Nullable Object> row(StoredRequest request) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("position", request.position());
        row.put("kind", "request_log");
        row.put("created", request.log().created());
        row.putAll(facts(request.log()));
        return row;
    }

    private static @Nullable Map<String, @Nullable Object> body(@Nullable RequestBody body, boolean shown) {
        if (body == null) {
            return null;
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("content_type", Objects.requireNonNullElse(body.contentType(), ""));
        map.put("bytes", body.bytes() < 0 ? null : body.bytes());
        map.put("text", shown ? body.text() : null);
        map.put("cut", body.cut());
        map.put("recorded", body.text() != null);
        return map;
    }
}
