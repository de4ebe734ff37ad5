package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.journal.Entry;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a record. */
public final class LogParts {
    private LogParts() {}

    /**
     * The fields of an activity log.
     *
     * @param entry any record
     * @return null if it is none, or no JSON object: one odd payload must not make every query fail
     */
    public static @Nullable LogFields of(Entry entry) {
        return of(entry.kind(), entry.payload());
    }

    /**
     * The fields of an activity log.
     *
     * @param kind the kind of any record
     * @param payload its payload
     * @return null if it is no activity log, or no JSON object
     */
    public static @Nullable LogFields of(RecordKind kind, Payload payload) {
        if (kind != RecordKind.ACTIVITY_LOG) {
            return null;
        }
        try {
            return ActivityJson.readFields(payload);
        } catch (MalformedJsonException notAnObject) {
            return null;
        }
    }
}
