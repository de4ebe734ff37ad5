package dev.annals.store.replay;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.LogKey;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.column.Field;
import dev.annals.store.column.LogParts;
import dev.annals.store.journal.Entry;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a record meets a query, in three steps of rising cost: what the envelope says (kind, position, created), what the
 * fields of the log say, and last the host's predicate. An index that has answered one of the first two steps may leave it out.
 */
final class Sieve implements Predicate<Entry> {
    /** What a log is known by. */
    private static final Set<Field> KEY = Collections.unmodifiableSet(EnumSet.of(Field.ID, Field.CONTEXT));

    private final Query query;
    private final Map<Field, Set<String>> fields;
    private final boolean envelope;
    private final Function<Payload, LogFields> fieldsOf;

    Sieve(Query query) {
        this(query, ActivityJson::readFields);
    }

    Sieve(Query query, Function<Payload, LogFields> fieldsOf) {
        this(query, query.fields(), true, fieldsOf);
    }

    private Sieve(
            Query query, Map<Field, Set<String>> fields, boolean envelope, Function<Payload, LogFields> fieldsOf) {
        this.query = query;
        this.fields = fields;
        this.envelope = envelope;
        this.fieldsOf = fieldsOf;
    }

    /** Decides about what an index of ids named: reads no more of a log than its id and context if nothing else is asked. */
    static Sieve ofNamed(Query query) {
        return KEY.containsAll(query.fields().keySet()) ? new Sieve(query, Sieve::key) : new Sieve(query);
    }

    private static LogFields key(Payload payload) {
        LogKey key = ActivityJson.readKey(payload);
        return new LogFields(key.id(), key.context(), null, null, null, null, null, null, null, null, Set.of());
    }

    /** Decides about what columns found: what they could not tell. */
    static Sieve ofFound(Query query) {
        Map<Field, Set<String>> left = new EnumMap<>(Field.class);
        query.fields().forEach((field, values) -> {
            if (!field.isExact()) {
                left.put(field, values);
            }
        });
        return new Sieve(query, left, false, ActivityJson::readFields);
    }

    @Override
    public boolean test(Entry entry) {
        return (!envelope || envelopeMatches(entry)) && fieldsMatch(entry) && predicateMatches(entry);
    }

    private boolean envelopeMatches(Entry entry) {
        return query.kinds().contains(entry.kind())
                && query.span().holds(entry.position())
                && query.span().holds(entry.created());
    }

    private boolean fieldsMatch(Entry entry) {
        if (fields.isEmpty()) {
            return true;
        }
        if (entry.kind() != kind(fields)) {
            return false;
        }
        LogFields log = fields(entry);
        if (log == null) {
            return false;
        }
        for (Map.Entry<Field, Set<String>> filter : fields.entrySet()) {
            if (!filter.getKey().matches(log, filter.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The one kind of record that can meet filters on these fields. */
    private static RecordKind kind(Map<Field, Set<String>> fields) {
        return fields.keySet().iterator().next().kind();
    }

    /** The fields of a log, null if it is no JSON object: one odd payload must not make every query fail. */
    private @Nullable LogFields fields(Entry entry) {
        if (entry.kind() == RecordKind.REQUEST_LOG) {
            return LogParts.of(entry);
        }
        try {
            return fieldsOf.apply(entry.payload());
        } catch (MalformedJsonException notAnObject) {
            return null;
        }
    }

    private boolean predicateMatches(Entry entry) {
        Predicate<Entry> predicate = query.predicate();
        return predicate == null || predicate.test(entry);
    }
}
