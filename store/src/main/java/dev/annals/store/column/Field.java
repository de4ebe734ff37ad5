package dev.annals.store.column;

import dev.annals.api.LogFields;
import dev.annals.api.RecordKind;
import dev.annals.api.RequestLog;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be asked of the inside of a log, and how the columns keep it: the one place where a field is added. Each field is a function
 * of {@link LogFields} alone and compares folded values only, so that the columns can answer it without the payload.
 */
@SuppressWarnings("ImmutableEnumChecker") // The functions keep nothing.
public enum Field {
    /** What was done. */
    ACTION(Kept.CODED, (log, values) -> values.take(Form.PLAIN, log.type())),
    /** The group of what was done. */
    ACTION_GROUP(Kept.CODED, (log, values) -> values.take(Form.PLAIN, log.group())),
    /** Who did it. Values are {@link #email} and {@link #key}: one field, because an actor is either a person or a key. */
    ACTOR(Kept.CODED, (log, values) -> {
        values.take(Form.EMAIL, log.userEmail());
        values.take(Form.KEY, log.apiKeyId());
    }),
    /** The account acted on. */
    CONTEXT(Kept.CODED, (log, values) -> values.take(Form.PLAIN, log.context())),
    /** Objects and people acted on. */
    OBJECT(Kept.HASHED, (log, values) -> {
        for (String id : log.objectIds()) {
            values.take(Form.PLAIN, id);
        }
    }),
    /** The log's own id. */
    ID(Kept.ELSEWHERE, (log, values) -> values.take(Form.PLAIN, log.id())),
    /** The API request behind it. */
    REQUEST_ID(Kept.HASHED, (log, values) -> values.take(Form.PLAIN, log.requestId())),
    /** {@code true} or {@code false}. */
    LIVEMODE(
            Kept.CODED,
            (log, values) -> values.take(
                    Form.PLAIN, log.livemode() == null ? null : log.livemode().toString())),
    /** A request's id. */
    REQUEST(Kept.HASHED, RecordKind.REQUEST_LOG, of(RequestLog::requestId)),
    /** How a request ended: the status, then its class, then {@code succeeded} or {@code failed}. */
    STATUS(Kept.CODED, RecordKind.REQUEST_LOG, (log, values) -> {
        if (log.request() != null) {
            for (String word : StatusWords.of(log.request())) {
                values.take(Form.PLAIN, word);
            }
        }
    }),
    /** The HTTP method. */
    METHOD(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::method)),
    /** The path with its ids folded. */
    ENDPOINT(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::endpoint)),
    /** Where a request came from. */
    SOURCE(
            Kept.CODED,
            RecordKind.REQUEST_LOG,
            of(log -> log.source() == null ? null : log.source().value())),
    /** The {@code Stripe-Version}. */
    API_VERSION(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::apiVersion)),
    /** The type of a request's error. */
    ERROR_TYPE(
            Kept.CODED,
            RecordKind.REQUEST_LOG,
            of(log -> log.error() == null ? null : log.error().type())),
    /** The code of a request's error. */
    ERROR_CODE(
            Kept.CODED,
            RecordKind.REQUEST_LOG,
            of(log -> log.error() == null ? null : log.error().code())),
    /** The client's address. */
    IP_ADDRESS(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::ipAddress)),
    /** What sent a request. */
    USER_AGENT(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::userAgent)),
    /** The id of the key that a request was sent with. */
    API_KEY(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::apiKeyId)),
    /** The account that a request acted on. */
    ACCOUNT(Kept.CODED, RecordKind.REQUEST_LOG, of(RequestLog::context)),
    /** The mode of a request: {@code true} or {@code false}. */
    REQUEST_LIVEMODE(
            Kept.CODED,
            RecordKind.REQUEST_LOG,
            of(log -> log.livemode() == null ? null : log.livemode().toString())),
    /** What makes a request safe to repeat. */
    IDEMPOTENCY_KEY(Kept.HASHED, RecordKind.REQUEST_LOG, of(RequestLog::idempotencyKey)),
    /** Ids in the path and in the answer of a request. */
    RESOURCE(Kept.HASHED, RecordKind.REQUEST_LOG, (log, values) -> {
        if (log.request() != null) {
            log.request().pathIds().forEach(id -> values.take(Form.PLAIN, id));
            log.request().resources().forEach(id -> values.take(Form.PLAIN, id));
        }
    });

    /** How the columns keep a field. */
    enum Kept {
        /** Each value once in a block, and its number in each row: few values, or none that repeat only elsewhere. Exact. */
        CODED,
        /** A hash of each value with the row: any number of values, most of them in few rows. Finds candidates. */
        HASHED,
        /** Not at all. */
        ELSEWHERE
    }

    /** The form in which a value is compared, and what stands before it so that values of different forms differ. */
    enum Form {
        /** E-mail addresses without regard to case, everything else exactly. */
        PLAIN(""),
        /** An e-mail address, whatever it looks like. */
        EMAIL("email:"),
        /** Exactly as it is. */
        KEY("key:");

        final String prefix;

        Form(String prefix) {
            this.prefix = prefix;
        }

        String fold(String value) {
            return switch (this) {
                case PLAIN -> Field.fold(value);
                case EMAIL -> value.toLowerCase(Locale.ROOT);
                case KEY -> value;
            };
        }
    }

    /** Takes the values that a log says in one field. */
    @FunctionalInterface
    interface Values {
        /** Takes a value as the log says it; null and empty ones are none. */
        void take(Form form, @Nullable String value);
    }

    /** Tells all values of a field. */
    @FunctionalInterface
    private interface Says {
        void tell(LogFields log, Values values);
    }

    /** The fields with one code in each row, in the order of their columns. */
    static final List<Field> CODED = kept(Kept.CODED);

    /** The fields with hashes. */
    static final List<Field> HASHED = kept(Kept.HASHED);

    private final Kept kept;
    private final RecordKind kind;
    private final Says says;

    /** Of activity logs. */
    Field(Kept kept, Says says) {
        this(kept, RecordKind.ACTIVITY_LOG, says);
    }

    Field(Kept kept, RecordKind kind, Says says) {
        this.kept = kept;
        this.kind = kind;
        this.says = says;
    }

    private static Says of(Function<RequestLog, @Nullable String> says) {
        return (log, values) -> {
            if (log.request() != null) {
                values.take(Form.PLAIN, says.apply(log.request()));
            }
        };
    }

    private static List<Field> kept(Kept kept) {
        return Arrays.stream(values()).filter(each -> each.kept == kept).toList();
    }

    /**
     * Whether the columns alone decide who meets a filter on this field.
     *
     * @return false if the stored record must be looked at
     */
    public boolean isExact() {
        return kept == Kept.CODED;
    }

    /**
     * The one kind of record that says anything in this field.
     *
     * @return activity logs or request logs
     */
    public RecordKind kind() {
        return kind;
    }

    boolean isHashed() {
        return kept == Kept.HASHED;
    }

    void tell(LogFields log, Values values) {
        says.tell(log, values);
    }

    /**
     * Whether a log says one of some values.
     *
     * @param log the log
     * @param folded the values, in the form that the fields of this enum are compared in
     * @return whether it says one
     */
    public boolean matches(LogFields log, Set<String> folded) {
        boolean[] found = {false};
        says.tell(log, (form, value) -> {
            if (!found[0] && value != null && !value.isEmpty()) {
                String text = form.fold(value);
                found[0] = folded.contains(form.prefix.isEmpty() ? text : form.prefix + text);
            }
        });
        return found[0];
    }

    /**
     * The text of the value by which a log is grouped: of the first that it says.
     *
     * @param log the log
     * @return the text as a column keeps it, null if it says none
     */
    @Nullable
    String groupOf(LogFields log) {
        @Nullable String[] first = {null};
        says.tell(log, (form, value) -> {
            if (first[0] == null && value != null && !value.isEmpty()) {
                first[0] = Text.of(form.prefix + form.fold(value));
            }
        });
        return first[0];
    }

    /**
     * The field's name for people.
     *
     * @return for example {@code action_group}
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The form in which values are compared: e-mail addresses without regard to case, everything else exactly.
     *
     * @param value a value
     * @return the folded value
     */
    public static String fold(String value) {
        return value.indexOf('@') >= 0 ? value.toLowerCase(Locale.ROOT) : value;
    }

    /**
     * The value of {@link #ACTOR} for a person.
     *
     * @param address an e-mail address
     * @return the value
     */
    public static String email(String address) {
        return Form.EMAIL.prefix + Form.EMAIL.fold(address);
    }

    /**
     * The value of {@link #ACTOR} for a program.
     *
     * @param id the id of an API key
     * @return the value
     */
    public static String key(String id) {
        return Form.KEY.prefix + id;
    }
}
