package dev.annals.store.projection;

import org.jspecify.annotations.Nullable;

/**
 * An event that changes an entity.
 *
 * @param at when and where
 * @param words what it says
 */
record Told(Moment at, Words words) {
    /**
     * What an event says. Many events of one entity say the same.
     *
     * @param action the event's type in the provider's word, empty if it has none
     * @param by who did it: an address, the id of a key or the provider's word; null if the event does not say
     * @param facts what it says of the entity
     */
    record Words(String action, @Nullable String by, Facts facts) {}

    String action() {
        return words.action();
    }

    @Nullable
    String by() {
        return words.by();
    }

    Facts facts() {
        return words.facts();
    }

    Deed deed() {
        return new Deed(at.instant(), words.action(), words.by(), at.position());
    }
}
