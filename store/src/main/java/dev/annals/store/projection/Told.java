package dev.annals.store.projection;

import org.jspecify.annotations.Nullable;

/**
 * An event that changes an entity.
 *
 * @param at when and where
 * @param action the event's type in the provider's word, empty if it has none
 * @param by who did it: an address, the id of a key or the provider's word; null if the event does not say
 * @param facts what it says
 */
record Told(Moment at, String action, @Nullable String by, Facts facts) {
    Deed deed() {
        return new Deed(at.instant(), action, by, at.position());
    }
}
