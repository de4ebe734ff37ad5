package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.api.codec.RequestJson;
import dev.annals.store.journal.Entry;
import dev.annals.store.journal.Excerpt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a record. */
public final class LogParts {
    private LogParts() {}

    /**
     * The fields of a log.
     *
     * @param entry any record
     * @return null if it is none, or cannot be read: one odd payload must not make every query fail
     */
    public static @Nullable LogFields of(Entry entry) {
        return of(entry.kind(), entry.payload());
    }

    /** The fields of each record of an excerpt. */
    static List<@Nullable LogFields> of(Excerpt excerpt) {
        List<@Nullable LogFields> logs = new ArrayList<>(excerpt.entries().size());
        for (Entry each : excerpt.entries()) {
            logs.add(of(each));
        }
        return logs;
    }

    /**
     * The fields of a log.
     *
     * @param kind the kind of any record
     * @param payload its payload
     * @return null if it is no log, or cannot be read
     */
    public static @Nullable LogFields of(RecordKind kind, Payload payload) {
        if (kind != RecordKind.ACTIVITY_LOG && kind != RecordKind.REQUEST_LOG) {
            return null;
        }
        try {
            return kind == RecordKind.ACTIVITY_LOG
                    ? ActivityJson.readFields(payload)
                    : LogFields.of(RequestJson.readFacts(payload));
        } catch (MalformedJsonException notAnObject) {
            return null;
        }
    }
}
