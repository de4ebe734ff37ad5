package dev.annals.api.codec;

/** What a text in an activity log is to {@link dev.annals.api.LogFields}. */
enum Role {
    NONE,
    ID,
    CONTEXT,
    CREATED,
    TYPE,
    GROUP,
    ACTOR_TYPE,
    USER_EMAIL,
    API_KEY_ID,
    REQUEST_ID,
    RELATED_ID,

    /** Its name says that it is the id or address of an object. */
    OBJECT_ID,

    /** Only the text itself can say whether it is the id or address of an object. */
    PERHAPS_OBJECT_ID
}
