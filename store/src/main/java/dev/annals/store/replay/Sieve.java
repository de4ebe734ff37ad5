package dev.annals.store.replay;

import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.MalformedJsonException;
import dev.annals.store.journal.Entry;
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
    private final Query query;
    private final Function<Payload, LogFields> fieldsOf;

    Sieve(Query query) {
        this(query, ActivityJson::readFields);
    }

    Sieve(Query query, Function<Payload, LogFields> fieldsOf) {
        this.query = query;
        this.fieldsOf = fieldsOf;
    }

    @Override
    public boolean test(Entry entry) {
        return envelopeMatches(entry) && fieldsMatch(entry) && predicateMatches(entry);
    }

    private boolean envelopeMatches(Entry entry) {
        return query.kinds().contains(entry.kind())
                && query.span().holds(entry.position())
                && query.span().holds(entry.created());
    }

    private boolean fieldsMatch(Entry entry) {
        if (query.fields().isEmpty()) {
            return true;
        }
        if (entry.kind() != RecordKind.ACTIVITY_LOG) {
            return false;
        }
        LogFields log = fields(entry);
        if (log == null) {
            return false;
        }
        for (Map.Entry<Field, Set<String>> filter : query.fields().entrySet()) {
            if (!filter.getKey().matches(log, filter.getValue())) {
                return false;
            }
        }
        return true;
    }

    /** The fields of a log, null if it is no JSON object: one odd payload must not make every query fail. */
    private @Nullable LogFields fields(Entry entry) {
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
