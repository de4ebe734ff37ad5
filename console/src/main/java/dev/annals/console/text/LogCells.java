package dev.annals.console.text;

import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.journal.Entry;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records as rows of a spreadsheet, under a row of headings; cells that are no text of ours are made harmless by {@link CsvRows}. */
public final class LogCells implements AutoCloseable {
    private final CsvRows rows;

    /**
     * Begins with the headings.
     *
     * @param out where the rows go; stays open
     */
    public LogCells(OutputStream out) {
        rows = new CsvRows(
                out,
                "position",
                "kind",
                "created",
                "id",
                "action",
                "action_group",
                "actor_type",
                "actor",
                "objects",
                "context",
                "livemode",
                "request_id");
    }

    /**
     * Adds a record.
     *
     * @param entry of any kind; what it does not say is an empty cell
     */
    public void print(Entry entry) {
        String position = Long.toString(entry.position());
        String kind = entry.kind().value();
        String created = Objects.toString(entry.created(), "");
        LogFields log = fieldsOf(entry);
        if (log == null) {
            rows.row(position, kind, created, "", "", "", "", "", "", "", "", "");
            return;
        }
        rows.row(
                position,
                kind,
                created,
                log.id(),
                log.type(),
                log.group(),
                log.actorType(),
                log.userEmail() == null ? log.apiKeyId() : log.userEmail(),
                String.join(" ", log.objectIds()),
                log.context(),
                Objects.toString(log.livemode(), ""),
                log.requestId());
    }

    /**
     * What a record says, as far as it is an activity log that can be read: the journal keeps whatever came.
     *
     * @param entry a record of any kind
     * @return null if it is no activity log or cannot be read
     */
    public static @Nullable LogFields fieldsOf(Entry entry) {
        if (entry.kind() != RecordKind.ACTIVITY_LOG) {
            return null;
        }
        try {
            return ActivityJson.readFields(entry.payload());
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
