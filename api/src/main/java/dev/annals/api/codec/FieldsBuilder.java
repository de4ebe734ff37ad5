package dev.annals.api.codec;

import com.fasterxml.jackson.core.JsonParser;
import dev.annals.api.LogFields;
import dev.annals.api.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Collects {@link LogFields} of one log, and then of the next. Belongs to one thread. */
final class FieldsBuilder implements FieldsReader.Findings {
    private static final Words WORDS = new Words();

    private final boolean keyOnly;
    private final FewTexts.Builder objectIds = new FewTexts.Builder();
    private @Nullable String id;
    private @Nullable String context;
    private @Nullable Instant created;
    private @Nullable String type;
    private @Nullable String group;
    private @Nullable Boolean livemode;
    private @Nullable String actorType;
    private @Nullable String userEmail;
    private @Nullable String apiKeyId;
    private @Nullable String requestId;
    private @Nullable String relatedId;

    FieldsBuilder() {
        this(false);
    }

    private FieldsBuilder(boolean keyOnly) {
        this.keyOnly = keyOnly;
    }

    /** One that wants what a log is known by, and nothing else. */
    static FieldsBuilder ofKey() {
        return new FieldsBuilder(true);
    }

    /** Whether a text of this role is to be told. */
    boolean wants(Role role) {
        return keyOnly ? role == Role.ID || role == Role.CONTEXT : role != Role.NONE;
    }

    @Override
    public void text(Role role, JsonParser parser) throws IOException {
        text(role, parser.getText());
    }

    @Override
    public void nothing(Role role) {
        set(role, null);
    }

    @Override
    public void livemode(JsonParser parser) throws IOException {
        livemode(JsonInput.flag(parser));
    }

    void livemode(@Nullable Boolean said) {
        livemode = said;
    }

    /** A text of ASCII without escapes, as it stands between its quotes. */
    void text(Role role, byte[] bytes, int from, int to) {
        switch (role) {
            case NONE -> {}
            case CONTEXT, TYPE, GROUP, ACTOR_TYPE, USER_EMAIL, API_KEY_ID -> set(role, WORDS.text(bytes, from, to));
            case PERHAPS_OBJECT_ID -> {
                if (ObjectIds.mayHoldOne(bytes, from, to)) {
                    text(role, ascii(bytes, from, to));
                }
            }
            default -> text(role, ascii(bytes, from, to));
        }
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1); // The cheapest, and the same for ASCII.
    }

    void text(Role role, String text) {
        switch (role) {
            case OBJECT_ID -> object(text);
            case PERHAPS_OBJECT_ID -> {
                if (ObjectIds.looksLikeOne(text)) {
                    object(text);
                }
            }
            default -> set(role, text);
        }
    }

    private void object(String objectId) {
        if (!objectId.isEmpty()) {
            objectIds.add(objectId);
        }
    }

    private void set(Role role, @Nullable String text) {
        switch (role) {
            case ID -> id = text;
            case CONTEXT -> context = text;
            case CREATED -> created = text == null ? null : Rfc3339.parse(text);
            case TYPE -> type = text;
            case GROUP -> group = text;
            case ACTOR_TYPE -> actorType = text;
            case USER_EMAIL -> userEmail = text;
            case API_KEY_ID -> apiKeyId = text;
            case REQUEST_ID -> requestId = text;
            case RELATED_ID -> relatedId = text;
            case NONE, OBJECT_ID, PERHAPS_OBJECT_ID -> {}
        }
    }

    /**
     * What was collected; the builder is empty then.
     *
     * @param payload the bytes of the log
     */
    LogFields build(Payload payload) {
        if (relatedId != null) {
            object(relatedId);
        }
        LogFields fields = new LogFields(
                Identity.id(id, payload),
                Identity.context(context),
                created,
                type,
                group,
                livemode,
                actorType,
                userEmail,
                apiKeyId,
                requestId,
                objectIds.build());
        clear();
        return fields;
    }

    /**
     * What the log is known by.
     *
     * @param payload the bytes of the log
     */
    LogKey key(Payload payload) {
        return new LogKey(Identity.id(id, payload), Identity.context(context));
    }

    /** Forgets what was collected. */
    void clear() {
        id = null;
        context = null;
        created = null;
        type = null;
        group = null;
        livemode = null;
        actorType = null;
        userEmail = null;
        apiKeyId = null;
        requestId = null;
        relatedId = null;
        objectIds.clear();
    }
}
