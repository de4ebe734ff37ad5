package dev.annals.console.page;

import dev.annals.api.ActivityLog;
import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.console.text.LogCells;
import dev.annals.console.text.LogWords;
import dev.annals.console.text.RequestCells;
import dev.annals.store.journal.Entry;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A record as the page gets it. All texts are the provider's: the page shows them as text, whatever they look like. */
final class Shown {
    /** Of a record of our own so much is shown in a list; they are shorter. */
    private static final int SHORT_BYTES = 2_000;

    private Shown() {}

    /** In a list. */
    static Map<String, @Nullable Object> row(Entry entry) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("position", entry.position());
        row.put("kind", entry.kind().value());
        row.put("created", entry.created());
        LogFields fields = LogCells.fieldsOf(entry);
        RequestLog request = RequestCells.factsOf(entry);
        if (request != null) {
            row.putAll(ShownRequest.facts(request));
        } else if (fields != null) {
            row.put("id", fields.id());
            row.put("type", fields.type());
            row.put("group", fields.group());
            row.put("actor_type", fields.actorType());
            row.put("actor", fields.userEmail() == null ? fields.apiKeyId() : fields.userEmail());
            row.put("subject", subject(entry));
            row.put("objects", fields.objectIds());
            row.put("context", fields.context());
            row.put("livemode", fields.livemode());
            row.put("request_id", fields.requestId());
        } else if (entry.payload().length() <= SHORT_BYTES) {
            row.put("payload", entry.payload().utf8());
        }
        return row;
    }

    private static String subject(Entry entry) {
        if (entry.kind() != RecordKind.ACTIVITY_LOG) {
            return "";
        }
        try {
            ActivityLog log = ActivityJson.readLog(entry.payload());
            return LogWords.subject(log);
        } catch (MalformedJsonException e) {
            // The journal keeps whatever came.
            return "";
        }
    }
}
