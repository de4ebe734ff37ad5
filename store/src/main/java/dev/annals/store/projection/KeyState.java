package dev.annals.store.projection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it was at an instant. Facts are those of the last event that says any: each event about a key says all of them, and
 * what it leaves out or says as an empty text is null here. What no event said is null as well, and what was concluded from events that
 * do not say it is named in {@code inferred}.
 *
 * @param context the account that it belongs to, empty if its logs name none
 * @param id its id, never the key
 * @param state what it was
 * @param livemode true for live mode
 * @param keyType {@code secret_key} or {@code publishable_key}
 * @param name its name
 * @param note its note
 * @param ipAllowlist addresses that may use it; empty = all, or not known
 * @param managedBy what manages it, in the provider's word; null for a person
 * @param application the application that manages it
 * @param created when it was created: as its details say, else the time of its creation's event
 * @param createdBy who created it; null if its creation is not in the journal
 * @param knownSince the first event that shows it
 * @param expiresAt when it stops working
 * @param rotatedFrom the key whose successor it is
 * @param rotatedTo its successor
 * @param deletion the event that deleted it, null unless it was deleted
 * @param lastChange the last event that changed it, null if none is in the journal
 * @param lastViewed when its details were seen last without a change, exactly to the day; see {@link Inventory}
 * @param lastUsed when it acted last, exactly to the day; of uses the provider logs only actions like those of people
 * @param inferred names of what was inferred, as in JSON: {@code state}, {@code created_by}
 */
public record KeyState(
        String context,
        String id,
        State state,
        @Nullable Boolean livemode,
        @Nullable String keyType,
        @Nullable String name,
        @Nullable String note,
        List<String> ipAllowlist,
        @Nullable String managedBy,
        @Nullable String application,
        @Nullable Instant created,
        @Nullable String createdBy,
        Instant knownSince,
        @Nullable Instant expiresAt,
        @Nullable String rotatedFrom,
        @Nullable String rotatedTo,
        @Nullable Deed deletion,
        @Nullable Deed lastChange,
        @Nullable Instant lastViewed,
        @Nullable Instant lastUsed,
        List<String> inferred) {
    public KeyState {
        ipAllowlist = List.copyOf(ipAllowlist);
        inferred = List.copyOf(inferred);
    }

    /** What a key can be; of several the first that holds. */
    public enum State {
        /** It was deleted. */
        DELETED,
        /** It has a successor; it may work until {@link KeyState#expiresAt}. */
        ROTATED,
        /** The time at which it was to stop working had come; always inferred, because no event says so. */
        EXPIRED,
        /** None of these; inferred if its creation is not in the journal. */
        ACTIVE
    }
}
