package dev.annals.console.text;

import dev.annals.api.RecordKind;
import dev.annals.api.RequestError;
import dev.annals.api.RequestLog;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.api.codec.RequestJson;
import dev.annals.store.journal.Entry;
import java.io.OutputStream;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Request logs as rows of a spreadsheet, under a row of headings; made harmless by {@link CsvRows}. Payloads are left out. */
public final class RequestCells implements AutoCloseable {
    private static final int COLUMNS = 23;

    private final CsvRows rows;

    /**
     * Begins with the headings.
     *
     * @param out where the rows go; stays open
     */
    public RequestCells(OutputStream out) {
        rows = new CsvRows(
                out,
                "position",
                "created",
                "id",
                "method",
                "path",
                "query",
                "endpoint",
                "status",
                "error_type",
                "error_code",
                "decline_code",
                "error_message",
                "error_param",
                "api_version",
                "source",
                "ip_address",
                "user_agent",
                "key",
                "context",
                "livemode",
                "idempotency_key",
                "duration_ms",
                "resources");
    }

    /**
     * Adds a record.
     *
     * @param entry a request log; of one that cannot be read, and of a record of another kind, only its position is told
     */
    public void print(Entry entry) {
        String position = Long.toString(entry.position());
        RequestLog log = factsOf(entry);
        if (log == null) {
            @Nullable String[] cells = new String[COLUMNS];
            cells[0] = position;
            rows.row(cells);
            return;
        }
        RequestError error = log.error();
        rows.row(
                position,
                log.created().toString(),
                log.requestId(),
                log.method(),
                log.path(),
                log.query(),
                log.endpoint(),
                log.status() == 0 ? "no_answer" : Integer.toString(log.status()),
                told(error, RequestError::type),
                told(error, RequestError::code),
                told(error, RequestError::declineCode),
                told(error, RequestError::message),
                told(error, RequestError::param),
                log.apiVersion(),
                log.source() == null ? "" : log.source().value(),
                log.ipAddress(),
                log.userAgent(),
                log.apiKeyId(),
                log.context(),
                Objects.toString(log.livemode(), ""),
                log.idempotencyKey(),
                log.duration() == null ? "" : Long.toString(log.duration().toMillis()),
                String.join(" ", log.resources()));
    }

    private static String told(@Nullable RequestError error, Function<RequestError, @Nullable String> what) {
        return error == null ? "" : Objects.toString(what.apply(error), "");
    }

    /**
     * What a record says, but for the payloads, as far as it is a request log that can be read: the journal keeps whatever came.
     *
     * @param entry a record of any kind
     * @return null if it is no request log or cannot be read
     */
    public static @Nullable RequestLog factsOf(Entry entry) {
        if (entry.kind() != RecordKind.REQUEST_LOG) {
            return null;
        }
        try {
            return RequestJson.readFacts(entry.payload());
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    /** Writes what is still held back; the target stays open. */
    @Override
    public void close() {
        rows.close();
    }
}
