package dev.annals.store.replay;

import dev.annals.api.LogFields;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a query can ask of the inside of an activity log. Each field is a function of {@link LogFields} alone and compares folded
 * values only, so that an index over (field, value) can answer it without the payload.
 */
enum Field {
    ACTION,
    ACTION_GROUP,
    /** Values are {@link #email} and {@link #key}: one filter, because an actor is either a person or a key. */
    ACTOR,
    CONTEXT,
    OBJECT,
    ID,
    REQUEST_ID,
    LIVEMODE;

    /** Whether a log says one of the values, which are in the form that the fields of this enum are compared in. */
    boolean matches(LogFields log, Set<String> folded) {
        return switch (this) {
            case ACTION -> has(folded, log.type());
            case ACTION_GROUP -> has(folded, log.group());
            case ACTOR -> actor(log, folded);
            case CONTEXT -> has(folded, log.context());
            case OBJECT -> log.objectIds().stream().anyMatch(id -> has(folded, id));
            case ID -> has(folded, log.id());
            case REQUEST_ID -> has(folded, log.requestId());
            case LIVEMODE ->
                log.livemode() != null && folded.contains(log.livemode().toString());
        };
    }

    private static boolean actor(LogFields log, Set<String> folded) {
        return (log.userEmail() != null && folded.contains(email(log.userEmail())))
                || (log.apiKeyId() != null && folded.contains(key(log.apiKeyId())));
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The form in which values are compared: e-mail addresses without regard to case, everything else exactly. */
    static String fold(String value) {
        return value.indexOf('@') >= 0 ? value.toLowerCase(Locale.ROOT) : value;
    }

    static String email(String address) {
        return "email:" + address.toLowerCase(Locale.ROOT);
    }

    static String key(String id) {
        return "key:" + id;
    }

    private static boolean has(Set<String> wanted, @Nullable String value) {
        return value != null && wanted.contains(fold(value));
    }
}
