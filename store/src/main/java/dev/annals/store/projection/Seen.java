package dev.annals.store.projection;

/**
 * An event that changes nothing but shows what the entity is: a key was viewed, a person signed in.
 *
 * @param at when and where
 * @param facts what it shows
 */
record Seen(Moment at, Facts facts) {
    /** What is kept but once a day: its first time and its last. */
    record Sight(long day, Facts facts) {}
}
