package dev.annals.store.projection;

import dev.annals.api.ActionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the state of a key from its past. */
final class KeyFold {
    private static final Facts.OfKey NOTHING =
            new Facts.OfKey(null, null, null, null, List.of(), null, null, null, null, null);

    private @Nullable Told creation;
    private @Nullable Told deletion;
    private @Nullable Told lastChange;
    private @Nullable Told succession;
    private @Nullable Instant created;
    private @Nullable String rotatedTo;
    private Facts.OfKey facts = NOTHING;

    private KeyFold() {}

    static KeyState fold(Past past, Instant at) {
        KeyFold fold = new KeyFold();
        Seen seen = past.lastSeen();
        for (Told each : past.told()) {
            if (seen != null && seen.at().compareTo(each.at()) < 0) {
                fold.show(seen);
                seen = null;
            }
            fold.tell(each);
        }
        if (seen != null) {
            fold.show(seen);
        }
        return fold.state(past, at);
    }

    private void tell(Told change) {
        if (change.facts() instanceof Facts.Successor) {
            succession = change;
        } else if (change.facts() instanceof Facts.OfKey said) {
            take(said);
            lastChange = change;
            if (change.action().equals(ActionType.API_KEY_CREATED.value())) {
                creation = creation == null ? change : creation;
                deletion = null;
            } else if (change.action().equals(ActionType.API_KEY_DELETED.value())) {
                deletion = change;
            }
        }
    }

    private void show(Seen sight) {
        if (sight.facts() instanceof Facts.OfKey shown) {
            take(shown);
        }
    }

    private void take(Facts.OfKey said) {
        facts = said;
        created = created == null ? said.created() : created;
        rotatedTo = said.newKey() == null ? rotatedTo : said.newKey();
    }

    private KeyState state(Past past, Instant at) {
        List<String> inferred = new ArrayList<>();
        KeyState.State state = state(at);
        if (state == KeyState.State.EXPIRED || (state == KeyState.State.ACTIVE && creation == null)) {
            inferred.add("state");
        }
        if (creation == null && succession != null) {
            inferred.add("created_by");
        }
        return new KeyState(
                past.key().context(),
                past.key().id(),
                state,
                facts.livemode(),
                facts.type(),
                facts.name(),
                facts.note(),
                facts.ipAllowlist(),
                facts.managedBy(),
                facts.application(),
                created == null && creation != null ? creation.at().instant() : created,
                creation != null ? creation.by() : succession != null ? succession.by() : null,
                past.knownSince(),
                facts.expiresAt(),
                succession != null && succession.facts() instanceof Facts.Successor from ? from.oldKey() : null,
                rotatedTo,
                deletion == null ? null : deletion.deed(),
                lastChange == null ? null : lastChange.deed(),
                past.lastSeenAt(),
                past.lastUse(),
                inferred);
    }

    private KeyState.State state(Instant at) {
        if (deletion != null) {
            return KeyState.State.DELETED;
        }
        if (rotatedTo != null) {
            return KeyState.State.ROTATED;
        }
        Instant end = facts.expiresAt();
        return end != null && !end.isAfter(at) ? KeyState.State.EXPIRED : KeyState.State.ACTIVE;
    }
}
