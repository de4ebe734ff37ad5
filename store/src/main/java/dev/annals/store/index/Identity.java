package dev.annals.store.index;

import dev.annals.api.Lifecycle;
import dev.annals.api.Payload;
import dev.annals.api.RecordKind;
import dev.annals.api.codec.ActivityJson;
import dev.annals.api.codec.LifecycleJson;
import dev.annals.api.codec.LogKey;
import dev.annals.api.codec.MalformedJsonException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What makes a record the same record: an activity log and a request log are known by their context and id, a conflict by the log it
 * is about and the digest of what was refused. The other kinds have none: each of them is a new fact.
 *
 * @param kind the kind of record
 * @param context the log's context
 * @param id the log's id, which is the digest of its bytes if it has none; for a conflict the id and the digest
 */
public record Identity(RecordKind kind, String context, String id) {
    /**
     * The identity of an activity log.
     *
     * @param context its context
     * @param id its id
     * @return the identity
     */
    public static Identity ofLog(String context, String id) {
        return new Identity(RecordKind.ACTIVITY_LOG, context, id);
    }

    /**
     * The identity of a request log.
     *
     * @param context its context
     * @param id its id
     * @return the identity
     */
    public static Identity ofRequestLog(String context, String id) {
        return new Identity(RecordKind.REQUEST_LOG, context, id);
    }

    /**
     * The identity of a conflict record.
     *
     * @param log the log it is about
     * @param refusedSha256 digest of the payload that was refused
     * @return the identity
     */
    public static Identity ofConflict(Identity log, String refusedSha256) {
        return new Identity(RecordKind.CONFLICTING_DUPLICATE, log.context, log.id + "#" + refusedSha256);
    }

    /**
     * The identity of a stored record, from its bytes.
     *
     * @param kind its kind
     * @param payload its bytes; a log that is no JSON object is known by their digest
     * @return the identity, empty for a kind that has none
     */
    public static Optional<Identity> of(RecordKind kind, Payload payload) {
        return switch (kind) {
            case ACTIVITY_LOG, REQUEST_LOG -> Optional.of(ofLog(kind, payload));
            case CONFLICTING_DUPLICATE ->
                LifecycleJson.read(kind, payload) instanceof Lifecycle.ConflictingDuplicate it
                        ? Optional.of(ofConflict(ofLog(it.context(), it.id()), it.refusedSha256()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** Both kinds of log have their id and context under the same names. */
    private static Identity ofLog(RecordKind kind, Payload payload) {
        try {
            LogKey key = ActivityJson.readKey(payload);
            return new Identity(kind, key.context(), key.id());
        } catch (MalformedJsonException noObject) {
            // As an object without an id; nothing stored may make opening fail.
            return new Identity(kind, "", "sha256:" + sha256(payload));
        }
    }

    /**
     * The hash by which an {@link IdIndex} finds it: the same on every machine and in every release. The context is not in it, so that
     * an id can be looked up alone.
     *
     * @return the hash
     */
    public long hash() {
        return IdHash.of(kind.code(), id);
    }

    /**
     * The digest of a payload, as conflict records have it.
     *
     * @param payload the payload
     * @return SHA-256, lower-case hex
     */
    public static String sha256(Payload payload) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(payload.asBuffer());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256, which every one must have", e);
        }
    }
}
